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

    def holds_on(self, day: date) -> bool:
        """Say whether the span starts on ``day``."""
        return day.weekday() == self.weekday and in_weeks(day, self.weeks)


@dataclass(frozen=True, slots=True)
class Schedule:
    """Weekly hours within their validity; both days included, None is open-ended."""

    spans: tuple[WeeklySpan, ...]
    valid_from: date | None = None
    valid_through: date | None = None

    def valid_on(self, day: date) -> bool:
        """Say whether the schedule holds on ``day``."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_through is None or day <= self.valid_through
        )


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
    """Everything that decides when one place is open.

    ``holiday_spans`` None: national holidays are like other days; empty: closed; else the hours of a holiday.
    """

    schedules: tuple[Schedule, ...] = ()
    overrides: tuple[Override, ...] = ()
    regular_closings: tuple[RegularClosing, ...] = ()
    yearly_closings: tuple[YearlyClosing, ...] = ()
    holiday_spans: tuple[Span, ...] | None = None


@dataclass(frozen=True, slots=True)
class Closed:
    """A reason with what its words need: a text (reason, holiday), a weekday and weeks of the month."""

    reason: Reason
    text: str = ""
    weekday: int | None = None
    weeks: tuple[int, ...] = ()


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


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def _plan(hours: OpeningHours, day: date) -> tuple[tuple[Span, ...], Closed | None]:
    """Decide the spans that start on ``day``; without any, the reason. The strongest rule comes first."""
    override = min((item for item in hours.overrides if item.touches(day)), key=lambda item: item.days, default=None)
    if override is not None:
        return override.spans, None if override.spans else Closed(Reason.OVERRIDE, override.reason)
    if any(closing.closes(day) for closing in hours.yearly_closings):
        return (), Closed(Reason.CITY_CLOSING)
    for closing in hours.regular_closings:
        if closing.closes(day):
            return (), Closed(Reason.REGULAR_CLOSING, "", closing.weekday, tuple(sorted(closing.weeks)))
    holiday = holiday_name(day) if hours.holiday_spans is not None else ""
    if holiday:
        spans = hours.holiday_spans or ()
        return spans, None if spans else Closed(Reason.HOLIDAY, holiday)
    return _weekly(hours, day)


def _weekly(hours: OpeningHours, day: date) -> tuple[tuple[Span, ...], Closed | None]:
    schedules = [item for item in hours.schedules if item.valid_on(day)]
    spans = tuple(weekly.span for item in schedules for weekly in item.spans if weekly.holds_on(day))
    if spans:
        return spans, None
    return (), Closed(Reason.WEEKDAY, weekday=day.weekday()) if schedules else Closed(Reason.NO_SCHEDULE)
