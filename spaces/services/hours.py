"""Opening hours of one space, read from the rows and worked out by the pure module."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Q

from spaces import opening_hours as pure
from spaces.models import Closure, Facility, OpeningHours, SchoolHoliday, Space
from spaces.periods import Period

HoursOfSpaces = dict[int, pure.OpeningHours]
Days = tuple[tuple[date, date], ...]
Owner = tuple[int, int | None]
Validity = tuple[date | None, date | None]


class Row(NamedTuple):
    """What one stored span or resting day says."""

    weeks: tuple[int, ...]
    weekday: int
    opens_minute: int
    closes_minute: int
    valid_from: date | None
    valid_through: date | None
    also_on_holidays: bool
    rests: bool
    moves_after_holiday: bool


@dataclass(frozen=True, slots=True)
class DaysOff:
    """The city's own days: when it is closed as a whole, and when the schools are. First and last day of each."""

    closing: Days
    school: Days


def days_off() -> DaysOff:
    closed = Closure.objects.filter(facility=None, space=None, spans=[])
    return DaysOff(
        closing=tuple(closed.values_list("starts_on", "ends_on")),
        school=tuple(SchoolHoliday.objects.values_list("starts_on", "ends_on")),
    )


def hours_of(spaces: list[Space], *, first: date, last: date) -> HoursOfSpaces:
    """Collect what decides the opening of each space from ``first`` to ``last``, in two queries for all of them.

    A space's own weekly hours and resting days replace its facility's; closures of city, facility and space add up.
    Spaces with nothing of their own share one answer.
    """
    before = first - timedelta(days=1)
    rows = _rows({space.facility_id for space in spaces}, before, last)
    schedules = {owner: _schedules(tuple(own)) for owner, own in rows.items()}
    closures = list(Closure.objects.touching(before, last))
    special = {space for _facility, space in schedules} | {row.space_id for row in closures}
    made: HoursOfSpaces = {}
    shared: dict[int, pure.OpeningHours] = {}
    for space in spaces:
        if space.pk in special:
            made[space.pk] = _hours(space, schedules, closures)
            continue
        if space.facility_id not in shared:
            shared[space.facility_id] = _hours(space, schedules, closures)
        made[space.pk] = shared[space.facility_id]
    return made


def _rows(facilities: set[int], first: date, last: date) -> dict[Owner, list[Row]]:
    """Fetch what may hold from ``first`` to ``last``; of a space's own all, because any replaces its facility's."""
    begun, lasting = Q(valid_from=None) | Q(valid_from__lte=last), Q(valid_through=None) | Q(valid_through__gte=first)
    stored = OpeningHours.objects.filter(Q(space__isnull=False) | begun & lasting, facility__in=facilities)
    rows: dict[Owner, list[Row]] = defaultdict(list)
    for facility, space, weeks, *values in stored.values_list("facility_id", "space_id", "weeks", *Row._fields[1:]):
        rows[facility, space].append(Row(tuple(weeks), *values))
    return rows


def hours_with(
    rows: Iterable[OpeningHours], *, facility: Facility, space: Space | None = None, first: date, last: date
) -> pure.OpeningHours:
    """Work out what ``rows``, stored or only proposed, would make of a facility or of one of its spaces."""
    told = tuple(Row(tuple(row.weeks), *(getattr(row, name) for name in Row._fields[1:])) for row in rows)
    closures = Closure.objects.touching(first - timedelta(days=1), last)
    touching = [row for row in closures if _touches(row, facility.pk, space.pk if space else None)]
    return pure.OpeningHours(_schedules(told), tuple(_override(row) for row in touching))


def open_periods(space: Space, *, first: date, last: date) -> list[Period]:
    """List when the space is open on the days ``first`` to ``last``, both included."""
    hours = hours_of([space], first=first, last=last)[space.pk]
    return pure.open_periods(hours, first=first, last=last)


def why_closed(space: Space, day: date) -> pure.Closed | None:
    """Give the reason why the space does not open on ``day``; None when it does."""
    return pure.why_closed_on(hours_of([space], first=day, last=day)[space.pk], day)


@lru_cache(maxsize=1024)
def _schedules(rows: tuple[Row, ...]) -> tuple[pure.Schedule, ...]:
    """Make one schedule of all rows of the same validity; many places of a city have the same."""
    periods: dict[Validity, list[Row]] = defaultdict(list)
    for row in rows:
        periods[row.valid_from, row.valid_through].append(row)
    return tuple(_schedule(validity, own) for validity, own in periods.items())


def _schedule(validity: Validity, rows: list[Row]) -> pure.Schedule:
    weekly = [row for row in rows if not row.rests]
    return pure.Schedule(
        tuple(_weekly_span(row) for row in weekly if row.weekday != OpeningHours.HOLIDAYS),
        *validity,
        tuple(_closing(row) for row in rows if row.rests),
        tuple(_span(row) for row in weekly if row.weekday == OpeningHours.HOLIDAYS),
    )


def _closing(row: Row) -> pure.RegularClosing:
    return pure.RegularClosing(row.weekday, frozenset(row.weeks), row.moves_after_holiday)


def _span(row: Row) -> pure.Span:
    return pure.Span(row.opens_minute, row.closes_minute)


def _weekly_span(row: Row) -> pure.WeeklySpan:
    return pure.WeeklySpan(row.weekday, _span(row), frozenset(row.weeks), row.also_on_holidays)


def _hours(
    space: Space, schedules: dict[Owner, tuple[pure.Schedule, ...]], closures: list[Closure]
) -> pure.OpeningHours:
    own = schedules.get((space.facility_id, space.pk)) or schedules.get((space.facility_id, None), ())
    return pure.OpeningHours(
        own, tuple(_override(row) for row in closures if _touches(row, space.facility_id, space.pk))
    )


def _touches(closure: Closure, facility: int, space: int | None) -> bool:
    if closure.space_id is not None:
        return closure.space_id == space
    return closure.facility_id in (None, facility)


def _override(closure: Closure) -> pure.Override:
    spans = tuple(pure.Span(opens, closes) for opens, closes in closure.spans)
    return pure.Override(closure.starts_on, closure.ends_on, spans, closure.reason)
