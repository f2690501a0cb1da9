"""Finds out which old date became which new one when a rule changes."""

from collections.abc import Callable, Hashable, Sequence
from datetime import date

Pairs = dict[date, date]


def pair(old: Sequence[date], new: Sequence[date]) -> Pairs:
    """Give each old day the new day that takes its place: itself, else one in its week, else one in its month.

    Each new day is given once; an old day without one falls away, a new day that nobody got is additional.
    """
    pairs: Pairs = {}
    for near in (_day, _week, _month):
        _pair_by(near, old, new, pairs)
    return pairs


def _pair_by(near: Callable[[date], Hashable], old: Sequence[date], new: Sequence[date], pairs: Pairs) -> None:
    given = set(pairs.values())
    free: dict[Hashable, list[date]] = {}
    for day in sorted(new, reverse=True):
        if day not in given:
            free.setdefault(near(day), []).append(day)
    for day in sorted(old):
        if day not in pairs and free.get(near(day)):
            pairs[day] = free[near(day)].pop()


def _day(day: date) -> Hashable:
    return day


def _week(day: date) -> Hashable:
    return day.isocalendar()[:2]


def _month(day: date) -> Hashable:
    return day.year, day.month
