"""What an editor wants of several dates."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.db.models import QuerySet
from django.utils import timezone

from events.models import Occurrence
from events.recurrence import Recurrence
from spaces.models import Space
from spaces.periods import TOKYO, Period, midnight


class Scope(StrEnum):
    """Which dates a change is for, counted from the one it began with."""

    THIS = "this"
    LATER = "later"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Place:
    """A space of the city, or a place by its name; neither means where the event is."""

    space: Space | None = None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is to be different; None leaves a thing as it is.

    ``hours`` are minutes from midnight of each date's first day. ``capacity`` 0 takes the limit away. ``rule`` brings a
    new rule with its own hours. ``off`` calls the dates off, ``away`` deletes what nobody has seen. ``note`` tells
    families why.
    """

    hours: tuple[int, int] | None = None
    place: Place | None = None
    capacity: int | None = None
    rule: Recurrence | None = None
    off: bool = False
    away: bool = False
    note: str = ""

    def period_of(self, row: Occurrence) -> Period:
        """Give the time that a date has afterwards."""
        if self.hours is None:
            return Period(row.starts_at, row.ends_at)
        start, end = (midnight(row.held_on) + timedelta(minutes=minutes) for minutes in self.hours)
        return Period(start, end)


def dates_in(scope: Scope, anchor: Occurrence) -> QuerySet[Occurrence]:
    """List the dates that a change is for: never one that has begun."""
    rows = anchor.event.occurrences.filter(starts_at__gt=timezone.now())
    if scope is Scope.THIS:
        rows = rows.filter(pk=anchor.pk)
    if scope is Scope.LATER:
        rows = rows.filter(starts_at__gte=anchor.starts_at)
    return rows.select_related("space", "booking", "series").in_time_order()


def day_minutes(row: Occurrence) -> tuple[int, int]:
    """Say the hours of a date in minutes from the midnight before it; 1:30 of the next day is 1530."""
    start = row.starts_at.astimezone(TOKYO)
    first = start.hour * 60 + start.minute
    return first, first + int((row.ends_at - row.starts_at).total_seconds() // 60)
