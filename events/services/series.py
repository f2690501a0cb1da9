"""Repeating events go on: every night their dates are written down to the horizon."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from events.models import Event, Occurrence, Series
from events.services.borrowing import find_rooms
from events.services.recurrences import HORIZON, rows_of, unwritten_periods
from organizations.services.content_versions import bump
from spaces.services.hours import DaysOff, days_off

BATCH = 500
Starts = dict[int, set[datetime]]


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
    known, added = _known_starts(batch), []
    for series in batch:
        added += [row for row in _dates(series, until, off) if row.starts_at not in known[series.event_id]]
        series.written_until = until
    _find_rooms(added)
    Occurrence.objects.bulk_create(added)
    Series.objects.bulk_update(batch, ["written_until"])
    return len(added)


def _known_starts(batch: list[Series]) -> Starts:
    """Find the starts that a single date, or a date moved by hand, has taken already."""
    first = min((series.written_until for series in batch), default=timezone.now())
    events = {series.event_id for series in batch}
    known: Starts = defaultdict(set)
    for event, starts_at in Occurrence.objects.filter(event__in=events, starts_at__gte=first).values_list(
        "event", "starts_at"
    ):
        known[event].add(starts_at)
    return known


def _dates(series: Series, until: datetime, off: DaysOff) -> list[Occurrence]:
    try:
        return rows_of(series, unwritten_periods(series, until=until, off=off))
    except ValueError:  # an imported rule we cannot keep stays as its dates came
        return []


def _find_rooms(rows: list[Occurrence]) -> None:
    """Ask for rooms, one event after the other; each event's own log says how many dates it got."""
    of_event: dict[int, list[Occurrence]] = defaultdict(list)
    for row in rows:
        of_event[row.event_id].append(row)
    for dates in of_event.values():
        find_rooms(dates[0].event, dates, None)
        log(dates[0].event, "events.date.add", data={"count": len(dates)})
