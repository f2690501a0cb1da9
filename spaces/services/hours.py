"""Opening hours of one space, read from the rows and worked out by the pure module."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from spaces import opening_hours as pure
from spaces.models import Closure, OpeningHours, SchoolHoliday, Space
from spaces.periods import Period

HoursOfSpaces = dict[int, pure.OpeningHours]
Days = tuple[tuple[date, date], ...]


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

    A space's own weekly hours replace its facility's; closures of city, facility and space add up.
    """
    facilities = {space.facility_id for space in spaces}
    rows: dict[int, list[OpeningHours]] = defaultdict(list)
    for row in OpeningHours.objects.filter(facility__in=facilities):
        rows[row.facility_id].append(row)
    closures = list(Closure.objects.touching(first - timedelta(days=1), last))
    return {space.pk: _hours(space, rows[space.facility_id], closures, first, last) for space in spaces}


def open_periods(space: Space, *, first: date, last: date) -> list[Period]:
    """List when the space is open on the days ``first`` to ``last``, both included."""
    hours = hours_of([space], first=first, last=last)[space.pk]
    return pure.open_periods(hours, first=first, last=last)


def why_closed(space: Space, day: date) -> pure.Closed | None:
    """Give the reason why the space does not open on ``day``; None when it does."""
    return pure.why_closed_on(hours_of([space], first=day, last=day)[space.pk], day)


def _hours(
    space: Space, rows: list[OpeningHours], closures: list[Closure], first: date, last: date
) -> pure.OpeningHours:
    own = [row for row in rows if row.space_id == space.pk]
    weekly = own or [row for row in rows if row.space_id is None]
    overrides = [_override(row) for row in closures if _touches(row, space)]
    overrides += _holidays(weekly, overrides, first - timedelta(days=1), last)
    return pure.OpeningHours(schedules=tuple(_schedule(row) for row in weekly), overrides=tuple(overrides))


def _touches(closure: Closure, space: Space) -> bool:
    if closure.space_id is not None:
        return closure.space_id == space.pk
    return closure.facility_id in (None, space.facility_id)


def _override(closure: Closure) -> pure.Override:
    spans = tuple(pure.Span(opens, closes) for opens, closes in closure.spans)
    return pure.Override(closure.starts_on, closure.ends_on, spans, closure.reason)


def _schedule(row: OpeningHours) -> pure.Schedule:
    span = pure.Span(row.opens_minute, row.closes_minute)
    return pure.Schedule((pure.WeeklySpan(row.weekday, span, frozenset(row.weeks)),), row.valid_from, row.valid_through)


def _holidays(rows: list[OpeningHours], overrides: list[pure.Override], first: date, last: date) -> list[pure.Override]:
    """Leave only the rows that hold on holidays, on holidays that no closure touches already."""
    if all(row.also_on_holidays for row in rows):
        return []
    found = []
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        name = pure.holiday_name(day)
        if name and not any(override.touches(day) for override in overrides):
            found.append(pure.Override(day, day, _spans_on_holiday(rows, day), name))
    return found


def _spans_on_holiday(rows: list[OpeningHours], day: date) -> tuple[pure.Span, ...]:
    schedules = [_schedule(row) for row in rows if row.also_on_holidays]
    return tuple(
        weekly.span
        for schedule in schedules
        if schedule.valid_on(day)
        for weekly in schedule.spans
        if weekly.holds_on(day)
    )
