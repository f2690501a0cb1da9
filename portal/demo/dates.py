"""When the demo city's events happen, counted from today."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from events.recurrence import Recurrence
from spaces.periods import TOKYO, Period

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
YEAR = timedelta(days=330)
NEXT_WEEK = timedelta(days=3)  # the first date of a series gives people time to hear of it


@dataclass(frozen=True)
class When:
    """Either one period, or a repeating one."""

    once: Period | None = None
    series: Recurrence | None = None


def when(text: str, today: date) -> When:
    """Read ``weekly tue 10:00-11:30``, ``monthly 2,4 thu …``, ``yearly 8 3 sat …`` or ``soon 9 sat …``.

    The nth weekday may be -1, the last. ``yearly`` gives the next such day from today on.
    """
    kind, *middle, hours = text.split()
    weekday = DAYS.index(middle[-1])
    if kind == "soon":
        return When(once=period_on(_next(today + timedelta(days=int(middle[0])), weekday), hours))
    if kind == "yearly":
        return When(once=period_on(_yearly(today, int(middle[0]), int(middle[1]), weekday), hours))
    first = period_on(today + NEXT_WEEK, hours)
    until = f"UNTIL={first.start + YEAR:%Y%m%dT%H%M%S}"
    if kind == "weekly":
        rule = f"FREQ=WEEKLY;BYDAY={CODES[weekday]};{until}"
    else:
        rule = f"FREQ=MONTHLY;BYDAY={','.join(n + CODES[weekday] for n in middle[0].split(','))};{until}"
    return When(series=Recurrence(first.start, first.length, rule, skip_holidays=kind == "weekly"))


def period_on(day: date, hours: str) -> Period:
    start, end = (datetime.fromisoformat(f"{day} {clock:0>5}").replace(tzinfo=TOKYO) for clock in hours.split("-"))
    return Period(start, end)


def _next(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _yearly(today: date, month: int, nth: int, weekday: int) -> date:
    year = today.year
    while (day := nth_weekday(year, month, nth, weekday)) <= today + NEXT_WEEK:
        year += 1
    return day


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> date:
    """Find the nth (or with -1 the last) weekday of a month; the fifth may lie in the next month."""
    if nth > 0:
        return _next(date(year, month, 1), weekday) + timedelta(weeks=nth - 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return _next(following, weekday) - timedelta(weeks=1)
