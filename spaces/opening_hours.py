"""When a place is open, and why it is not.

PURE: plain data in, periods and reasons out; knows no Django and no database.
Minutes count from midnight of the day a span starts on: 1440 is 24:00, 1560 is 2:00 of the next day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

import jpholiday

from spaces.periods import TOKYO, Period, clip, day_period, midnight, union

DAY_MINUTES = 1440


class Reason(StrEnum):
    """Why a place is closed; the words for it stand elsewhere."""

    OVERRIDE = "override"
    CITY_CLOSING = "city_closing"
    HOLIDAY = "holiday"
    REGULAR_CLOSING = "regular_closing"
    NO_SCHEDULE = "no_schedule"
    WEEKDAY = "weekday"
    OUTSIDE_HOURS = "outside_hours"


@dataclass(frozen=True, slots=True)
class Span:
    """One opening on the clock, from ``opens`` up to ``closes``, in minutes after midnight."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < DAY_MINUTES or not self.opens < self.closes <= self.opens + DAY_MINUTES:
            raise ValueError("A span opens within its day and closes at most 24 hours later.")

    def on(self, day: date) -> Period:
        """Place the span on ``day``."""
        base = midnight(day)
        return Period(base + timedelta(minutes=self.opens), base + timedelta(minutes=self.closes))


@dataclass(frozen=True, slots=True)
class WeeklySpan:
    """A span on one weekday (Monday is 0); ``weeks`` keeps it to the 1st … 5th or, as -1, the last of a month."""

    weekday: int
    span: Span
    weeks: frozenset[int] = frozenset()
    also_on_holidays: bool = True

    def holds_on(self, day: date) -> bool:
        """Say whether the span starts on ``day``, were it no holiday."""
        return day.weekday() == self.weekday and in_weeks(day, self.weeks)


@dataclass(frozen=True, slots=True)
class RegularClosing:
    """A weekday on which a place rests, each week or in some weeks of the month.

    With ``moves_after_holiday`` a closing day that is a national holiday moves to the next day that is none.
    """

    weekday: int
    weeks: frozenset[int] = frozenset()
    moves_after_holiday: bool = False

    def names(self, day: date) -> bool:
        """Say whether the rule names ``day``, before any move."""
        return day.weekday() == self.weekday and in_weeks(day, self.weeks)

    def closes(self, day: date) -> bool:
        """Say whether the place rests on ``day``."""
        if not self.moves_after_holiday:
            return self.names(day)
        if holiday_name(day):
            return False
        while not self.names(day):
            day -= timedelta(days=1)
            if not holiday_name(day):
                return False
        return True


@dataclass(frozen=True, slots=True)
class Schedule:
    """The hours of one period of validity; both days included, None is open-ended.

    ``holiday_spans`` are hours of national holidays alone; without any, the spans of the weekday say whether they hold.
    """

    spans: tuple[WeeklySpan, ...]
    valid_from: date | None = None
    valid_through: date | None = None
    closings: tuple[RegularClosing, ...] = ()
    holiday_spans: tuple[Span, ...] = ()

    def valid_on(self, day: date) -> bool:
        """Say whether the schedule holds on ``day``."""
        return self._first <= day <= self._last

    @property
    def narrowness(self) -> tuple[timedelta, date]:
        """Sort the schedules of one day: summer hours come before those of the year, the newer before the older."""
        return -(self._last - self._first), self._first

    @property
    def _first(self) -> date:
        return self.valid_from or date.min

    @property
    def _last(self) -> date:
        return self.valid_through or date.max


@dataclass(frozen=True, slots=True)
class YearlyClosing:
    """The city's own closing days, such as (12, 29) to (1, 3); both included, also over New Year."""

    first: tuple[int, int]
    last: tuple[int, int]

    def closes(self, day: date) -> bool:
        """Say whether ``day`` falls into the closing days."""
        here = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last


@dataclass(frozen=True, slots=True)
class Override:
    """Other hours, or none, on the days from ``first`` to ``last``, both included, with a reason for residents."""

    first: date
    last: date
    spans: tuple[Span, ...] = ()
    reason: str = ""

    def touches(self, day: date) -> bool:
        """Say whether ``day`` is one of its days."""
        return self.first <= day <= self.last

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Everything that decides when one place is open; of the schedules valid on a day only the narrowest counts."""

    schedules: tuple[Schedule, ...] = ()
    overrides: tuple[Override, ...] = ()
    yearly_closings: tuple[YearlyClosing, ...] = ()


@dataclass(frozen=True, slots=True)
class Closed:
    """A reason with what its words need: a text (reason, holiday), a weekday and weeks of the month."""

    reason: Reason
    text: str = ""
    weekday: int | None = None
    weeks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DayPlan:
    """One day of a place: the spans that start on it, or why there are none.

    ``reason`` is what an override says of its hours; ``is_unusual`` when they are not those of the week.
    """

    day: date
    spans: tuple[Span, ...]
    closed: Closed | None
    reason: str = ""
    is_unusual: bool = False


@lru_cache(maxsize=4096)
def holiday_name(day: date) -> str:
    """Name the national holiday (国民の祝日に関する法律) on ``day``, or give an empty text."""
    return jpholiday.is_holiday_name(day) or ""


def in_weeks(day: date, weeks: frozenset[int]) -> bool:
    """Say whether ``day`` is one of the nth of its weekday in the month; no weeks means each."""
    is_last = (day + timedelta(days=7)).month != day.month
    return not weeks or (day.day + 6) // 7 in weeks or (is_last and -1 in weeks)


def open_periods(hours: OpeningHours, *, first: date, last: date) -> list[Period]:
    """List the open periods of the days from ``first`` to ``last``, both included, merged and in order.

    A span belongs to the day it starts on: what runs over midnight stays open even where the next day is closed.
    """
    spans = [span.on(day) for day in _days(first - timedelta(days=1), last) for span in _plan(hours, day)[0]]
    return clip(union(spans), day_period(first, last))


def is_open(hours: OpeningHours, moment: datetime) -> bool:
    """Say whether the place is open at ``moment``."""
    day = moment.astimezone(TOKYO).date()
    return any(period.contains(moment) for period in open_periods(hours, first=day, last=day))


def why_closed(hours: OpeningHours, moment: datetime) -> Closed | None:
    """Give the reason why the place is closed at ``moment``; None when it is open."""
    if is_open(hours, moment):
        return None
    return _plan(hours, moment.astimezone(TOKYO).date())[1] or Closed(Reason.OUTSIDE_HOURS)


def why_closed_on(hours: OpeningHours, day: date) -> Closed | None:
    """Give the reason why the place does not open on ``day``; None when it does."""
    return _plan(hours, day)[1]


def days_of(hours: OpeningHours, *, first: date, last: date) -> list[DayPlan]:
    """Say of each day from ``first`` to ``last``, both included, when it opens or why not."""
    return [_day_plan(hours, day) for day in _days(first, last)]


def next_opening(hours: OpeningHours, moment: datetime, *, days: int = 60) -> datetime | None:
    """Find when a place that is closed at ``moment`` opens next, within so many days."""
    today = moment.astimezone(TOKYO).date()
    starts = (span.on(day).start for day in _days(today, today + timedelta(days=days)) for span in _plan(hours, day)[0])
    return min((start for start in starts if start > moment), default=None)


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def _day_plan(hours: OpeningHours, day: date) -> DayPlan:
    spans, closed = _plan(hours, day)
    override, schedule = _override_on(hours, day), _schedule_on(hours, day)
    by_week = _by_schedule(schedule, day)[0] if schedule else ()
    return DayPlan(
        day=day,
        spans=tuple(sorted(spans, key=lambda span: (span.opens, span.closes))),
        closed=closed,
        reason=override.reason if override and spans else "",
        is_unusual=override is not None and set(spans) != set(by_week),
    )


def _plan(hours: OpeningHours, day: date) -> tuple[tuple[Span, ...], Closed | None]:
    """Decide the spans that start on ``day``; without any, the reason. The strongest rule comes first."""
    override = _override_on(hours, day)
    if override is not None:
        return override.spans, None if override.spans else Closed(Reason.OVERRIDE, override.reason)
    if any(closing.closes(day) for closing in hours.yearly_closings):
        return (), Closed(Reason.CITY_CLOSING)
    schedule = _schedule_on(hours, day)
    return _by_schedule(schedule, day) if schedule else ((), Closed(Reason.NO_SCHEDULE))


def _override_on(hours: OpeningHours, day: date) -> Override | None:
    return min((item for item in hours.overrides if item.touches(day)), key=lambda item: item.days, default=None)


def _schedule_on(hours: OpeningHours, day: date) -> Schedule | None:
    valid = (item for item in hours.schedules if item.valid_on(day))
    return max(valid, key=lambda item: item.narrowness, default=None)


def _by_schedule(schedule: Schedule, day: date) -> tuple[tuple[Span, ...], Closed | None]:
    """What one schedule says of a day: resting days first, then the holiday's hours, then the weekday's.

    Hours of the nth weekday stand instead of those of every week.
    """
    for closing in schedule.closings:
        if closing.closes(day):
            return (), Closed(Reason.REGULAR_CLOSING, "", closing.weekday, tuple(sorted(closing.weeks)))
    held = [item for item in schedule.spans if item.holds_on(day)]
    weekly = [item for item in held if item.weeks] or held
    holiday = holiday_name(day)
    if holiday and schedule.holiday_spans:
        return schedule.holiday_spans, None
    spans = tuple(item.span for item in weekly if item.also_on_holidays or not holiday)
    if spans:
        return spans, None
    return (), Closed(Reason.HOLIDAY, holiday) if weekly else Closed(Reason.WEEKDAY, weekday=day.weekday())
