"""抽選: the public page of a draw, its numbers for whoever recomputes it, and the hosts' one step."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from events.models import Draw
from events.permissions import can_edit_event, events_visible_to
from events.services.draws import enter_number
from events.services.sameness import likely_same
from events.views.registering import find_date, person
from organizations.forms.draws import NumberForm


def find(request: HttpRequest, pk: int, occurrence_pk: int) -> Draw:
    occurrence = find_date(events_visible_to(request.user), pk, occurrence_pk)
    return get_object_or_404(Draw.objects.select_related("occurrence__event"), occurrence=occurrence)


@never_cache
def show(request: HttpRequest, pk: int, occurrence_pk: int) -> HttpResponse:
    """The page of a draw: fingerprint, number and where it comes from, tickets and result. Hosts enter the number."""
    draw = find(request, pk, occurrence_pk)
    event = draw.occurrence.event
    may_enter = draw.status == Draw.Status.COMMITTED and can_edit_event(request.user, event)
    form = NumberForm(request.POST or None) if may_enter else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid():
            _enter(request, draw, form.cleaned_data["seed"])
            return redirect(draw)
    unsettled = may_enter and bool(likely_same(draw.occurrence.registrations.applied()))
    context = {"draw": draw, "occurrence": draw.occurrence, "event": event, "form": form, "tickets": tickets_of(draw)}
    return render(request, "events/draw.html", context | {"unsettled": unsettled})


def _enter(request: HttpRequest, draw: Draw, seed: str) -> None:
    try:
        enter_number(draw=draw, seed=seed, by=person(request.user))
        messages.success(request, _("The number is public now. The places are drawn within a minute."))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])


def tickets_of(draw: Draw) -> list[dict[str, Any]]:
    """List the tickets as they were drawn, or by number while nothing is drawn."""
    sizes = dict(draw.sheet["tickets"])
    won = set(draw.result.get("won", ()))
    order = draw.result.get("order") or list(sizes)
    return [{"ticket": number, "people": sizes[number], "won": number in won} for number in order]


def numbers(request: HttpRequest, pk: int, occurrence_pk: int) -> JsonResponse:
    """All there is to know of a draw, for ``draw_check`` and anybody else who counts."""
    draw = find(request, pk, occurrence_pk)
    page = {
        "sheet": draw.sheet,
        "fingerprint": draw.commitment,
        "committed_at": draw.committed_at,
        "source": draw.source,
        "seed": draw.seed,
        "seeded_at": draw.seeded_at,
        "drawn_at": draw.drawn_at,
        **draw.result,
    }
    return JsonResponse(page, json_dumps_params={"ensure_ascii": False})
