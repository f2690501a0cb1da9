"""Paper: the flyer of a date, the sign for its door, the answer to a question as a list."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from events.forms.search import OccurrenceSearchForm
from events.models import Occurrence
from events.permissions import events_visible_to
from events.services.bulletins import state_words
from events.services.cards import cards_of
from events.services.facts import first_facts, hosts_of, more_facts
from events.services.search import find_occurrences
from events.services.verdicts import goes_ahead_words
from events.views.filters import Filters
from organizations.permissions import may_enter_for_others
from organizations.templatetags.words import long_day_words
from organizations.views.lists import address

MOST = 100


def _date(request: HttpRequest, pk: int, occurrence_pk: int) -> Occurrence:
    rows = Occurrence.objects.filter(event__in=events_visible_to(request.user).values("pk"))
    return get_object_or_404(rows.select_related("event", "space__facility"), event=pk, pk=occurrence_pk)


def flyer(request: HttpRequest, pk: int, occurrence_pk: int) -> HttpResponse:
    """One black and white A4 page to pass round: the telephone first, the square second."""
    occurrence = _date(request, pk, occurrence_pk)
    event = occurrence.event
    context = {
        "event": event,
        "occurrence": occurrence,
        "state": state_words(occurrence),
        "facts": [*first_facts(event, occurrence, timezone.now()), *more_facts(event)],
        "hosts": hosts_of(event),
    }
    return render(request, "events/paper/flyer.html", context)


def sign(request: HttpRequest, pk: int, occurrence_pk: int) -> HttpResponse:
    """Big letters for the door: called off, postponed, moved, or: here it is."""
    occurrence = _date(request, pk, occurrence_pk)
    context = {
        "event": occurrence.event,
        "occurrence": occurrence,
        "going": goes_ahead_words(occurrence),
        "hosts": hosts_of(occurrence.event),
    }
    return render(request, "events/paper/sign.html", context)


def listing(request: HttpRequest) -> HttpResponse:
    """The answer to a question on A4, by days."""
    now = timezone.localtime()
    form = OccurrenceSearchForm(request.GET)
    form.is_valid()
    cards = cards_of(find_occurrences(form.cleaned_data, now=now), now=now, limit=MOST + 1)
    context = {
        "days": [(long_day_words(day), list(group)) for day, group in groupby(cards[:MOST], lambda card: card.held_on)],
        "is_cut": len(cards) > MOST,
        "asked": Filters(form, request.GET, now).active,
        "query": address(request.GET, view=None),
        "with_code": may_enter_for_others(request.user),
        "now": now,
    }
    return render(request, "events/paper/list.html", context)
