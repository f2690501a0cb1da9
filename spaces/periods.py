"""Stretches of time and what can be done with them.

PURE: knows no Django. A period is half-open, [start, end): two that only touch do not overlap.
Instants are aware; days are days in Asia/Tokyo.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """The time from ``start`` up to, but not including, ``end``; both aware."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("A period needs aware instants.")
        if self.end < self.start:
            raise ValueError("A period cannot end before it starts.")

    @property
    def length(self) -> timedelta:
        """Elapsed time, also over a change of the clock."""
        return timedelta(seconds=self.end.timestamp() - self.start.timestamp())

    def contains(self, moment: datetime) -> bool:
        """Say whether ``moment`` lies inside; the end does not."""
        return self.start <= moment < self.end

    def overlaps(self, other: "Period") -> bool:
        """Say whether the two share any time."""
        return max(self.start, other.start) < min(self.end, other.end)


def midnight(day: date) -> datetime:
    """Give the first instant of ``day`` in Tokyo."""
    return datetime.combine(day, time.min, TOKYO)


def day_period(first: date, last: date) -> Period:
    """Span whole days, both included."""
    return Period(midnight(first), midnight(last + timedelta(days=1)))


def union(periods: Iterable[Period]) -> list[Period]:
    """Merge what overlaps or touches; earliest first, empty ones left out."""
    merged: list[Period] = []
    for period in sorted(item for item in periods if item.start < item.end):
        if merged and period.start <= merged[-1].end:
            merged[-1] = Period(merged[-1].start, max(merged[-1].end, period.end))
        else:
            merged.append(period)
    return merged


def intersect(left: Iterable[Period], right: Iterable[Period]) -> list[Period]:
    """Keep the time that lies in both."""
    shared: list[Period] = []
    ours, theirs = union(left), union(right)
    here = there = 0
    while here < len(ours) and there < len(theirs):
        start = max(ours[here].start, theirs[there].start)
        end = min(ours[here].end, theirs[there].end)
        if start < end:
            shared.append(Period(start, end))
        if ours[here].end <= theirs[there].end:
            here += 1
        else:
            there += 1
    return shared


def clip(periods: Iterable[Period], within: Period) -> list[Period]:
    """Cut everything off that lies outside ``within``."""
    return intersect(periods, [within])


def gaps(busy: Iterable[Period], within: Period) -> list[Period]:
    """List the free stretches of ``within``, earliest first."""
    free: list[Period] = []
    cursor = within.start
    for period in clip(busy, within):
        if cursor < period.start:
            free.append(Period(cursor, period.start))
        cursor = period.end
    if cursor < within.end:
        free.append(Period(cursor, within.end))
    return free


def subtract(periods: Iterable[Period], holes: Iterable[Period]) -> list[Period]:
    """Take the time of ``holes`` away from ``periods``."""
    cut = union(holes)
    return [piece for period in union(periods) for piece in gaps(cut, period)]


def weekly(first: Period, *, weeks: int, until: date) -> list[Period]:
    """Repeat a period every ``weeks`` weeks up to the day ``until``, at the same local time."""
    if weeks < 1:
        raise ValueError("It repeats every week or more seldom.")
    return _until([first.start.astimezone(TOKYO).date() + timedelta(weeks=weeks) * n for n in range(120)], first, until)


def monthly(first: Period, *, until: date) -> list[Period]:
    """Repeat a period on the same weekday of the same week of each month (第2土曜) up to the day ``until``.

    A month without a fifth such day is left out.
    """
    day = first.start.astimezone(TOKYO).date()
    days = (day + timedelta(weeks=n) for n in range(120))
    return _until([other for other in days if (other.day - 1) // 7 == (day.day - 1) // 7], first, until)


def _until(days: list[date], first: Period, until: date) -> list[Period]:
    start = first.start.astimezone(TOKYO)
    moved = (start.replace(year=day.year, month=day.month, day=day.day) for day in days if day <= until)
    return [Period(moment, moment + first.length) for moment in moved]


def raster(periods: Iterable[Period], *, step: timedelta, length: timedelta) -> Iterator[Period]:
    """Offer every period of ``length`` that fits and starts on a multiple of ``step`` after midnight in Tokyo.

    Raises ValueError unless both are positive.
    """
    if step <= timedelta(0) or length <= timedelta(0):
        raise ValueError("The raster needs a positive step and length.")
    for period in union(periods):
        start = _next_mark(period.start, step)
        while start + length <= period.end:
            yield Period(start, start + length)
            start = _next_mark(start + timedelta(microseconds=1), step)


def _next_mark(moment: datetime, step: timedelta) -> datetime:
    """Find the first mark at or after ``moment``; every midnight starts the marks anew."""
    local = moment.astimezone(TOKYO)
    base = midnight(local.date())
    mark = base - (base - local) // step * step
    return min(mark, base + timedelta(days=1))
