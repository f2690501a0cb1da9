"""Season rounds as everybody sees them: what is open till when, who has what afterwards, and every draw."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from organizations.forms.draws import NumberForm
from organizations.permissions import acting
from spaces.models import Lot, SeasonRound
from spaces.permissions import can_keep_places, groups_wishing_by
from spaces.services.lots import hold_lot


@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """List the rounds, the youngest season first."""
    rounds = SeasonRound.objects.public().order_by("-first", "-pk")
    return render(request, "spaces/rounds/index.html", {"rounds": rounds})


@never_cache
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell what a round is about; after its publication, who has which space."""
    found = get_object_or_404(SeasonRound.objects.public(), pk=pk)
    is_keeper = can_keep_places(request.user)
    context = {
        "round": found,
        "is_open": found.takes_wishes(timezone.now()),
        "spaces": found.spaces.select_related("facility").by_kana(),
        "groups": [] if is_keeper else list(groups_wishing_by(request.user)),
        "is_keeper": is_keeper,
        "results": found.wishes.granted().by_space() if found.status == SeasonRound.Status.PUBLISHED else [],
        "lots": found.lots.order_by("pk"),
    }
    return render(request, "spaces/rounds/round.html", context)


def find_lot(pk: int, lot_pk: int) -> Lot:
    return get_object_or_404(Lot.objects.select_related("round"), pk=lot_pk, round=pk)


@never_cache
def lot(request: HttpRequest, pk: int, lot_pk: int) -> HttpResponse:
    """Show a draw to everybody: list, fingerprint, number, result. Staff enter the number here."""
    found = find_lot(pk, lot_pk)
    may_enter = found.status == Lot.Status.COMMITTED and can_keep_places(request.user)
    form = NumberForm(request.POST or None) if may_enter else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid():
            _hold(request, found, form.cleaned_data["seed"])
            return redirect(found)
    context = {"lot": found, "round": found.round, "form": form, "tickets": tickets_of(found)}
    return render(request, "spaces/rounds/lot.html", context)


def _hold(request: HttpRequest, lot: Lot, seed: str) -> None:
    try:
        hold_lot(lot=lot, seed=seed, now=timezone.now(), by=acting(request.user))
        messages.success(request, _("The number is public now, and the lot is drawn."))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])


def tickets_of(lot: Lot) -> list[dict[str, Any]]:
    """List the tickets as they were drawn, or by number while nothing is drawn."""
    wishes = {wish.pk: wish for wish in lot.wishes.with_names()}
    numbers = [number for number, _people in lot.sheet["tickets"]]
    won = set(lot.result.get("won", ()))
    order = lot.result.get("order") or numbers
    return [{"ticket": number, "wish": wishes.get(number), "won": number in won} for number in order]


def lot_numbers(request: HttpRequest, pk: int, lot_pk: int) -> JsonResponse:
    """All there is to know of a draw, for ``draw_check`` and anybody else who counts."""
    found = find_lot(pk, lot_pk)
    page = {
        "sheet": found.sheet,
        "fingerprint": found.commitment,
        "committed_at": found.committed_at,
        "source": found.source,
        "seed": found.seed,
        "drawn_at": found.drawn_at,
        **found.result,
    }
    return JsonResponse(page, json_dumps_params={"ensure_ascii": False})
