"""A group's wishes for a season: entered, changed, withdrawn; what became of them, and what else there is."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from organizations.models import Organization
from organizations.permissions import acting
from organizations.services.receipts import settle
from spaces.forms.rounds import WishForm, WishForSomebodyForm
from spaces.models import SeasonRound, Wish
from spaces.permissions import can_keep_places, groups_wishing_by
from spaces.services.clashes import Board
from spaces.services.wishes import agree_on, ask_for, change_wish, enter_wish, withdraw_wish

Status = SeasonRound.Status
FIELD_OF = {
    "rank": "rank",
    "elsewhere": "space",
    "too_many": "head_count",
    "day_part": "start_minute",
    "raster": "start_minute",
    "too_short": "end_minute",
    "too_long": "end_minute",
    "closed": "weekday",
}


def find_wish(request: HttpRequest, pk: int) -> Wish:
    """Find a wish that the person may touch: of one's own group, or any for who keeps places."""
    rows = Wish.objects.select_related("round", "organization", "space__facility", "lot", "series")
    if not can_keep_places(request.user):
        rows = rows.filter(organization__in=groups_wishing_by(request.user), round__in=SeasonRound.objects.public())
    return get_object_or_404(rows, pk=pk)


@never_cache
@login_required
def wishes(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Show a group its wishes and what became of them; while wishes are taken, take one more."""
    round = get_object_or_404(SeasonRound.objects.public(), pk=pk)
    group = get_object_or_404(groups_wishing_by(request.user), slug=slug)
    rows = list(round.wishes.filter(organization=group).exclude(status=Wish.Status.WITHDRAWN).with_names().in_order())
    form = _form(request, round, rows) if _may_enter(request, round) and len(rows) < 3 else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            _enter(request, round, group, form)
            messages.success(request, _("Your wish is noted. You can change it until the deadline."))
            return redirect("season_wishes", pk, slug)
        except ValidationError as refused:
            form.add_error(FIELD_OF.get(refused.code or ""), refused)
    context = {"round": round, "group": group, "wishes": rows, "form": form} | _what_else(round, group, rows)
    return render(request, "spaces/rounds/wishes.html", context)


def _may_enter(request: HttpRequest, round: SeasonRound) -> bool:
    """Groups until the deadline; staff, for paper and calls, until all is settled."""
    late = round.status == Status.SETTLING and can_keep_places(request.user)
    return late or round.takes_wishes(timezone.now())


def _form(request: HttpRequest, round: SeasonRound, rows: list[Wish]) -> WishForm:
    kind = WishForSomebodyForm if can_keep_places(request.user) else WishForm
    initial: dict[str, Any] = {"rank": next((n for n in (1, 2, 3) if n not in {row.rank for row in rows}), 1)}
    if rows:
        names = ("name", "phone", "email", "purpose", "head_count")
        initial |= {name: getattr(rows[-1], name) for name in names}
    elif kind is WishForm:
        user = acting(request.user)
        initial |= {"name": user.name, "phone": user.phone, "email": user.email or ""}
    return kind(request.POST or None, spaces=round.spaces.select_related("facility").by_kana(), initial=initial)


def _enter(request: HttpRequest, round: SeasonRound, group: Organization, form: WishForm) -> None:
    user = acting(request.user)
    facts = form.facts | {"language": get_language() or "ja"}
    settle(
        token=request.POST.get("form_token", ""),
        purpose=f"wish {round.pk} {group.pk}",
        deed=lambda: str(enter_wish(round=round, organization=group, facts=facts, by=user).pk),
        by=user,
    )


def _what_else(round: SeasonRound, group: Organization, rows: list[Wish]) -> dict[str, Any]:
    """Find the clashes of a group while the round is settled; afterwards what else there is for what it did not get."""
    if round.status == Status.SETTLING and any(row.status == Wish.Status.OPEN for row in rows):
        return {"entries": Board(round).entries_of(group)}
    missed = [row for row in rows if row.status == Wish.Status.REFUSED]
    has_one = any(row.status == Wish.Status.GRANTED for row in rows)
    if round.status == Status.PUBLISHED and missed and not has_one:
        return {"missed": missed[0], "options": Board(round, missed[:1]).options(missed[0])}
    return {}


@never_cache
@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a wish: its group before the deadline, staff as it was agreed upon."""
    wish = find_wish(request, pk)
    kind = WishForSomebodyForm if can_keep_places(request.user) else WishForm
    names = kind.base_fields
    spaces = wish.round.spaces.select_related("facility").by_kana()
    form = kind(request.POST or None, spaces=spaces, initial={name: getattr(wish, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            change_wish(wish=wish, facts=form.facts, by=acting(request.user))
            messages.success(request, _("The wish is changed."))
            return redirect("season_wishes", wish.round_id, wish.organization.slug)
        except ValidationError as refused:
            form.add_error(FIELD_OF.get(refused.code or ""), refused)
    return render(request, "spaces/rounds/wish.html", {"wish": wish, "form": form})


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    wish = find_wish(request, pk)
    try:
        withdraw_wish(wish=wish, by=acting(request.user))
        messages.success(request, _("The wish is withdrawn."))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect("season_wishes", wish.round_id, wish.organization.slug)


@login_required
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what else there is: as the group's wish while the round is settled, as bookings afterwards."""
    wish, code = find_wish(request, pk), request.POST.get("alternative", "")
    try:
        if wish.round.status == Status.PUBLISHED:
            return redirect(ask_for(wish=wish, code=code, by=acting(request.user)))
        agree_on(wish=wish, code=code, by=acting(request.user))
        messages.success(request, _("Agreed: this is your wish now."))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect("season_wishes", wish.round_id, wish.organization.slug)
