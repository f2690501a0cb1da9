"""Last year's dates carried to this year by their weekday. Pure: days and codes; holidays are handed in."""

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

WEEK = timedelta(weeks=1)


class Way(StrEnum):
    """How a day finds its like: by the weekday's place in its month, or by whole weeks."""

    NTH = "nth"
    WEEKS = "weeks"


class Proposal(NamedTuple):
    """``new`` stands for ``old``; ``instead_of`` is the like day that was left, and ``reason`` says why."""

    old: date
    new: date
    instead_of: date | None = None
    reason: str = ""


def nth_weekday_of(day: date, years: int) -> date:
    """Find the same weekday in the same week of the same month, ``years`` on; a fifth one is the last there is."""
    first = date(day.year + years, day.month, 1)
    wanted = first + timedelta(days=(day.weekday() - first.weekday()) % 7 + 7 * ((day.day - 1) // 7))
    return wanted if wanted.month == day.month else wanted - WEEK


def whole_weeks_on(day: date, years: int) -> date:
    """Find the same weekday nearest to the same day of the year, ``years`` on: 52 or 53 weeks for one year."""
    year = day.year + years
    like = day.replace(year=year, day=min(day.day, monthrange(year, day.month)[1]))
    return like + timedelta(days=(day.weekday() - like.weekday() + 3) % 7 - 3)


def years_to_come(days: Iterable[date], today: date) -> int:
    """Count the years by which the days must move so that all of them lie ahead."""
    first = min(days)
    years = max(today.year - first.year, 1)
    while min(nth_weekday_of(first, years), whole_weeks_on(first, years)) <= today:
        years += 1
    return years


def shifted(
    days: Iterable[date], *, way: Way, years: int, closed: Mapping[date, str], holiday: Callable[[date], str]
) -> list[Proposal]:
    """Carry days ``years`` on, in order. A day that is closed then, or a holiday where the old one was none, gives way.

    It gives way to the nearest week at hand that is neither, the later one first; with none within two weeks it stays,
    and its reason is said.
    """
    move = nth_weekday_of if way == Way.NTH else whole_weeks_on

    def obstacle(old: date, new: date) -> str:
        return closed.get(new, "") or ("" if holiday(old) else holiday(new))

    taken: set[date] = set()
    found = []
    for old in sorted(set(days)):
        wanted = move(old, years)
        near = [wanted + WEEK * weeks for weeks in (0, 1, -1, 2, -2)]
        new = next((day for day in near if day not in taken and not obstacle(old, day)), wanted)
        taken.add(new)
        left = wanted if new != wanted else None
        found.append(Proposal(old, new, left, obstacle(old, wanted)))
    return found
