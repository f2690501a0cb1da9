"""The keepers' desk of season rounds: prepared, opened, settled at the table of clashes, published."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organizations.permissions import acting
from organizations.views.guards import open_to
from organizations.views.lists import chosen_number
from spaces.forms.rounds import GroupForm, ReasonForm, RoundForm
from spaces.models import SeasonRound, Wish
from spaces.permissions import can_keep_places, groups_wishing_by
from spaces.services import rounds, wishes
from spaces.services.clashes import Board
from spaces.services.lots import commit_lot
from spaces.services.publishing import publish_round
from spaces.views.wishes import find_wish

Deeds = dict[str, tuple[Callable[[], object], str]]


@open_to(can_keep_places)
def index(request: HttpRequest) -> HttpResponse:
    """List all rounds, the youngest season first."""
    found = SeasonRound.objects.order_by("-first", "-pk")
    return render(request, "spaces/rounds/desk.html", {"rounds": found})


@open_to(can_keep_places)
def new(request: HttpRequest) -> HttpResponse:
    form = RoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = rounds.prepare_round(facts=form.facts, spaces=form.cleaned_data["spaces"], by=acting(request.user))
        return redirect("season_keep", found.pk)
    return render(request, "spaces/keeping/form.html", {"form": form, "heading": _("A new season round")})


@open_to(can_keep_places)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(SeasonRound, pk=pk)
    form = RoundForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        spaces = form.cleaned_data["spaces"]
        try:
            rounds.edit_round(round=found, facts=form.facts, spaces=spaces, by=acting(request.user))
            messages.success(request, _("Saved. Residents see it at once."))
            return redirect("season_keep", pk)
        except ValidationError as refused:
            form.add_error(None, refused)
    return render(request, "spaces/keeping/form.html", {"form": form, "heading": _("Change the round")})


@open_to(can_keep_places)
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a round with all its wishes, and do what comes next."""
    found = get_object_or_404(SeasonRound, pk=pk)
    if request.method == "POST":
        _do(request, _deeds_of_round(request, found))
        return redirect("season_keep", pk)
    is_over = found.closes_at <= timezone.now()
    context = {
        "round": found,
        "is_over": is_over,
        "wishes": found.wishes.exclude(status=Wish.Status.WITHDRAWN).with_names().in_order(),
        "lots": found.lots.order_by("pk"),
        "form": GroupForm(groups=groups_wishing_by(request.user)),
    }
    return render(request, "spaces/rounds/keep.html", context)


def _deeds_of_round(request: HttpRequest, found: SeasonRound) -> Deeds:
    by, now = acting(request.user), timezone.now()
    return {
        "announce": (lambda: rounds.announce_round(round=found, by=by), _("The round is public now.")),
        "close": (lambda: rounds.close_wishes(round=found, now=now, by=by), _("No more wishes are taken.")),
        "publish": (lambda: publish_round(round=found, by=by), _("Everything is booked, and the groups are told.")),
        "call_off": (lambda: rounds.call_off_round(round=found, by=by), _("The round is called off.")),
    }


def _do(request: HttpRequest, deeds: Deeds) -> None:
    deed, done = deeds.get(request.POST.get("deed", ""), (None, ""))
    if deed is None:
        return
    try:
        deed()
        messages.success(request, done)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])


@open_to(can_keep_places)
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead staff to the wishes of the group they write one down for."""
    form = GroupForm(request.GET, groups=groups_wishing_by(request.user))
    if form.is_valid():
        return redirect("season_wishes", pk, form.cleaned_data["organization"].slug)
    return redirect("season_keep", pk)


@open_to(can_keep_places)
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """Every clash with who, where, when and what else there is, to settle here or to print for the meeting."""
    found = get_object_or_404(SeasonRound.objects.running(), pk=pk)
    context = {"round": found, "clashes": Board(found).clashes(), "is_settling": found.status == "settling"}
    return render(request, "spaces/rounds/table.html", context)


@open_to(can_keep_places)
@require_POST
def lot(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the list of one clash for a draw."""
    found = get_object_or_404(SeasonRound, pk=pk)
    key, by = chosen_number(request, "clash"), acting(request.user)
    try:
        made = commit_lot(round=found, key=key, now=timezone.now(), by=by)
        messages.success(request, _("The list is closed, and its fingerprint is public. Now the number can come."))
        return redirect(made)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect("season_table", pk)


@open_to(can_keep_places)
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle one wish: by agreement on something else, by hand with a reason; or take a decision back."""
    wish = find_wish(request, pk)
    by = acting(request.user)
    answer = request.POST.get("deed", "")
    form = ReasonForm(request.POST if answer in ("grant", "refuse") else None)
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        reason = form.cleaned_data["reason"] if form.is_bound else ""
        code = request.POST.get("alternative", "")
        deeds: Deeds = {
            "grant": (lambda: wishes.grant_wish(wish=wish, reason=reason, by=by), _("The wish is granted.")),
            "refuse": (lambda: wishes.refuse_wish(wish=wish, reason=reason, by=by), _("The wish is not granted.")),
            "reopen": (lambda: wishes.reopen_wish(wish=wish, by=by), _("The decision is taken back.")),
            "agree": (lambda: wishes.agree_on(wish=wish, code=code, by=by), _("Agreed: this is your wish now.")),
        }
        _do(request, deeds)
        return redirect("season_settle", pk)
    is_open = wish.round.status == "settling" and wish.status == Wish.Status.OPEN
    options = Board(wish.round).options(wish) if is_open else []
    context = {"wish": wish, "round": wish.round, "form": form, "is_open": is_open, "options": options}
    return render(request, "spaces/rounds/settle.html", context)
