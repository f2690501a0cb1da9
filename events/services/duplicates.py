"""Events that are probably the same: a like title on the same day, at the same place or by the same host."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from events.models import Distinction, Event, Host, Occurrence
from events.models.events import EventQuerySet
from organizations.language import hiragana, key, normal_terms, reading
from organizations.models import User
from spaces.periods import midnight

ALIKE = 0.6  # of the terms of both titles
MOST_DATES = 60
MOST_ROWS = 2000
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Double:
    """An event that may be the same, on its date of the same day; ``same_place`` and ``same_host`` say why."""

    event: Event
    occurrence: Occurrence
    same_place: bool
    same_host: bool


def titles_alike(one: str, other: str) -> bool:
    """Tell whether two titles mean the same: written or read alike, or made of mostly the same words."""
    if _plain(one) == _plain(other) or reading(one) == reading(other):
        return True
    terms, others = set(normal_terms(one)), set(normal_terms(other))
    return bool(terms & others) and len(terms & others) / len(terms | others) >= ALIKE


def _plain(text: str) -> str:
    return "".join(sign for sign in hiragana(key(text)) if sign.isalnum())


def doubles_of(events: Sequence[Event], *, among: EventQuerySet) -> dict[int, list[Double]]:
    """List for each event its likely doubles, at most three; the same few queries for one event and for many."""
    dates = _dates(
        Occurrence.objects.filter(event__in=events).order_by("starts_at")[: MOST_DATES * max(len(events), 1)]
    )
    others = _same_days({day for found in dates.values() for day in found}, among)
    hosts = _hosts({*(event.pk for event in events), *(row.event_id for row in others)})
    known = _told_apart(events)
    return {
        event.pk: _doubles(
            event, dates[event.pk], [row for row in others if (event.pk, row.event_id) not in known], hosts
        )
        for event in events
    }


def _dates(rows: Iterable[Occurrence]) -> dict[int, dict[date, Occurrence]]:
    found: dict[int, dict[date, Occurrence]] = defaultdict(dict)
    for row in rows:
        found[row.event_id].setdefault(row.held_on, row)
    return found


def _same_days(days: set[date], among: EventQuerySet) -> list[Occurrence]:
    if not days:
        return []
    first, last = min(days), max(days)
    rows = Occurrence.objects.filter(starts_at__gte=midnight(first), starts_at__lt=midnight(last + timedelta(days=1)))
    rows = rows.filter(held_on__in=days, event__in=among.exclude(status=Event.Status.ARCHIVED).values("pk"))
    return list(rows.select_related("event", "space__facility").in_time_order()[:MOST_ROWS])


def _hosts(events: set[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for event, organization in Host.objects.filter(event__in=events).values_list("event", "organization"):
        found[event].add(organization)
    return found


def _told_apart(events: Sequence[Event]) -> set[tuple[int, int]]:
    rows = Distinction.objects.filter(Q(event__in=events) | Q(other__in=events)).values_list("event", "other")
    return {pair for one, other in rows for pair in ((one, other), (other, one))}


def _doubles(
    event: Event, dates: dict[date, Occurrence], others: list[Occurrence], hosts: dict[int, set[int]]
) -> list[Double]:
    found: dict[int, Double] = {}
    for row in others:
        if row.event_id == event.pk or row.event_id in found or row.held_on not in dates:
            continue
        place = _same_place(event, dates[row.held_on], row)
        host = bool(hosts[event.pk] & hosts[row.event_id])
        if (place or host) and titles_alike(event.title, row.event.title):
            found[row.event_id] = Double(row.event, row, place, host)
    return list(found.values())[:SHOWN]


def _same_place(event: Event, mine: Occurrence, other: Occurrence) -> bool:
    if mine.space_id or other.space_id:
        return mine.space_id == other.space_id
    place = _plain(event.place_name)
    return bool(place) and place == _plain(other.event.place_name)


@transaction.atomic
def tell_apart(*, event: Event, other: Event, by: User) -> Distinction:
    """Note that two events that look alike are not the same; saying it twice changes nothing."""
    return Distinction.objects.get_or_create(event=event, other=other, defaults={"said_by": by})[0]
