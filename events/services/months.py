"""A month of what is on: of each day how much there is, and what comes first."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from events.models import Occurrence
from events.models.occurrences import OccurrenceQuerySet
from events.services.search import find_occurrences
from organizations.services.questions import Meaning

LASTING = 200  # dates over several days that a month shows
COLUMNS = ("event_id", "pk", "event__title", "starts_at", "held_on", "ends_on", "status")


class Entry(NamedTuple):
    """One date as a month shows it."""

    event_id: int
    pk: int
    title: str
    starts_at: datetime
    held_on: date
    ends_on: date
    status: str


@dataclass
class Day:
    """What is on on a day: the first entries, and how many there are in all."""

    entries: list[Entry] = field(default_factory=list)
    total: int = 0


def month_of(
    asked: Mapping[str, Any], *, first: date, last: date, now: datetime, meaning: Meaning, shown: int
) -> dict[date, Day]:
    """Give the days of a month on which something is on, each with its first ``shown`` entries; three queries."""
    within = {**asked, "from": None, "to": None, "month": (first, last), "after": None}
    rows = find_occurrences(within, now=now, meaning=meaning)
    days: dict[date, Day] = {}
    totals: dict[date, int] = {}
    for lasting in _entries(rows.filter(ends_on__gt=F("held_on"))[:LASTING]):
        _spread(lasting, days, first, last)
    first_of_day = {pk: total for pk, _place, total in _first_of_each_day(rows, shown)}
    for entry in _entries(Occurrence.objects.filter(pk__in=first_of_day).in_time_order()):
        day = days.setdefault(entry.held_on, Day())
        day.entries.append(entry)
        totals[entry.held_on] = first_of_day[entry.pk]
    for held_on, day in days.items():
        day.total += totals.get(held_on, 0)
        day.entries = sorted(day.entries, key=lambda entry: (entry.starts_at, entry.pk))[:shown]
    return days


def _entries(rows: OccurrenceQuerySet) -> Iterator[Entry]:
    return (Entry(*row) for row in rows.values_list(*COLUMNS))


def _first_of_each_day(rows: OccurrenceQuerySet, shown: int) -> Iterable[tuple[int, int, int]]:
    """Number the dates of each day and count them; titles are fetched only of those shown."""
    place = Window(RowNumber(), partition_by="held_on", order_by=("starts_at", "pk"))
    total = Window(Count("pk"), partition_by="held_on")
    counted = rows.filter(ends_on=F("held_on")).order_by().annotate(place=place, total=total)
    return counted.filter(place__lte=shown).values_list("pk", "place", "total")


def _spread(row: Entry, days: dict[date, Day], first: date, last: date) -> None:
    """Show what lasts several days on each of them that the month holds."""
    begin, end = max(row.held_on, first), min(row.ends_on, last)
    for number in range((end - begin).days + 1):
        day = days.setdefault(begin + timedelta(days=number), Day())
        day.entries.append(row)
        day.total += 1
