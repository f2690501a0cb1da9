"""Repeating events go on: every night their dates are written down to the horizon."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from events.models import Event, Occurrence, Series
from events.services.borrowing import find_rooms, needs_room
from events.services.bulk import insert_rows, prepared
from events.services.recurrences import HORIZON, rows_of, unwritten_periods
from organizations.services.content_versions import bump
from spaces.periods import Period
from spaces.services.hours import DaysOff, days_off

BATCH = 100  # a second of writing at most: others wait no longer
Starts = dict[int, set[datetime | None]]


def extend_all(*, now: datetime) -> int:
    """Write down the dates of every published series up to the horizon; return how many were added.

    Some series at a time: each batch is there as a whole or not at all, so that whoever is killed in the middle can
    begin again. Search hears of the dates when the night renews it.
    """
    until, off = now + HORIZON, days_off()
    count = sum(_extend(batch, until, off) for batch in _batches(until))
    if count:
        bump("events")
    return count


def _batches(until: datetime) -> Iterator[list[int]]:
    waiting = Series.objects.filter(event__status=Event.Status.PUBLISHED).unwritten(until).order_by("pk")
    keys = list(waiting.values_list("pk", flat=True))
    return (keys[place : place + BATCH] for place in range(0, len(keys), BATCH))


@transaction.atomic
def _extend(keys: list[int], until: datetime, off: DaysOff) -> int:
    rows = Series.objects.select_for_update(of=("self",)).filter(pk__in=keys).unwritten(until)
    batch = list(rows.select_related("event", "space").order_by("pk"))
    known, count = _known_starts(batch), 0
    plain: list[list[Any]] = []
    for series in batch:
        periods = _unwritten(series, until, off, known[series.event_id])
        count += len(periods)
        if needs_room(series):
            _write_with_rooms(series, periods)
        elif periods:
            plain += prepared(rows_of(series, periods[:1])[0], periods)
    insert_rows(plain)
    Series.objects.filter(pk__in=[series.pk for series in batch]).update(written_until=until)
    return count


def _known_starts(batch: list[Series]) -> Starts:
    """Find the starts that are taken: by a single date, one moved by hand, or one that has moved away from there."""
    first = min((series.written_until for series in batch), default=timezone.now())
    rows = Occurrence.objects.filter(event__in={series.event_id for series in batch})
    known: Starts = defaultdict(set)
    for event, *starts in rows.filter(Q(starts_at__gte=first) | Q(rule_start__gte=first)).values_list(
        "event", "starts_at", "rule_start"
    ):
        known[event].update(starts)
    return known


def _unwritten(series: Series, until: datetime, off: DaysOff, known: set[datetime | None]) -> list[Period]:
    try:
        periods = unwritten_periods(series, until=until, off=off)
    except ValueError:  # an imported rule we cannot keep stays as its dates came
        return []
    return [period for period in periods if period.start not in known]


def _write_with_rooms(series: Series, periods: list[Period]) -> None:
    rows = rows_of(series, periods)
    find_rooms(series.event, rows, None)
    Occurrence.objects.bulk_create(rows)
