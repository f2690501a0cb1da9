"""Counts out the days of a rule, period by period, without ever walking further than it must.

Days are ordinals (``date.toordinal``). Each period gives its whole set of days first, so that BYSETPOS is counted
in the period and not from the first date. Own arithmetic instead of dateutil's: that hangs on rules that never
match, counts BYSETPOS in a cut first week and takes all seven days for a BYWEEKNO without BYDAY.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from functools import partial

from events.recurrence.rules import Freq, Rule, RuleRefused

LAST = date(9998, 12, 31).toordinal()
WEEK = 7
# The calendar repeats after 400 years: a rule that stays empty for so many of its periods never matches again.
CYCLE = {Freq.DAILY: 146_097, Freq.WEEKLY: 20_871, Freq.MONTHLY: 4_800, Freq.YEARLY: 400}
DaySet = list[int]


class Budget:
    """How much counting a caller allows, in days and periods looked at."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def spend(self, steps: int) -> None:
        """Take ``steps`` off; raises RuleRefused when nothing is left."""
        self.left -= steps
        if self.left < 0:
            raise RuleRefused("too many dates")


def starts(
    rule: Rule,
    first: datetime,
    *,
    last: datetime | None = None,
    after: datetime | None = None,
    budget: Budget | None = None,
) -> Iterator[datetime]:
    """Yield the starts of ``rule`` on the wall clock of ``first``, from ``after`` on, earliest first.

    Naive moments; ``first`` is among them only if the rule matches it; none later than ``last`` or the year 9998.
    Raises RuleRefused when the rule changes the time of ``first`` or the budget is spent.
    """
    part = rule.changes_clock(first.time())
    if part:
        raise RuleRefused(part)
    origin, clock = first.date().toordinal(), first.time()
    sets, passed = _period_sets(rule, first.date(), after.date() if after and after > first else first.date())
    left = None if rule.count is None else rule.count - passed
    for ordinal in _flatten(rule, sets, origin, budget):
        moment = datetime.combine(date.fromordinal(ordinal), clock)
        if (last is not None and moment > last) or (left is not None and left <= 0):
            return
        left = None if left is None else left - 1
        if after is None or moment >= after:
            yield moment


def weekday_of(ordinal: int) -> int:
    """Give the weekday of a day, Monday = 0."""
    return (ordinal + 6) % WEEK


def _flatten(rule: Rule, sets: Iterator[DaySet], origin: int, budget: Budget | None) -> Iterator[int]:
    empty = 0
    for found in sets:
        days = _at_positions(found, rule.positions) if rule.positions else found
        empty = 0 if days else empty + 1
        if empty > CYCLE[rule.freq]:
            return
        if budget is not None:
            budget.spend(1 + len(found))
        for ordinal in days:
            if ordinal > LAST:
                return
            if ordinal >= origin:
                yield ordinal


def _at_positions(days: DaySet, positions: Iterable[int]) -> DaySet:
    size = len(days)
    chosen = {place - 1 if place > 0 else size + place for place in positions}
    return [days[place] for place in sorted(chosen) if 0 <= place < size]


def _period_sets(rule: Rule, first: date, begin: date) -> tuple[Iterator[DaySet], int]:
    """Give the sets of days from about ``begin`` on, and how many dates of the rule lie before them."""
    if rule.freq is Freq.DAILY and not (rule.months or rule.month_days or rule.weekdays):
        return _plain_days(rule, first, begin)
    if rule.freq is Freq.WEEKLY:
        return _weeks(rule, first, begin)
    if rule.count is not None:
        begin = first
    walk = {Freq.DAILY: _days, Freq.MONTHLY: _months, Freq.YEARLY: _years}[rule.freq]
    return walk(rule, first, begin), 0


def _plain_days(rule: Rule, first: date, begin: date) -> tuple[Iterator[DaySet], int]:
    skipped = -((first - begin).days // rule.interval)
    start = first.toordinal() + skipped * rule.interval
    return ([ordinal] for ordinal in range(start, LAST + 1, rule.interval)), skipped


def _days(rule: Rule, first: date, begin: date) -> Iterator[DaySet]:
    """Give one set for each day of a DAILY rule that its parts let through."""
    origin = first.toordinal()
    for year, month in _calendar_months(begin.year, begin.month, 1):
        if rule.months and month not in rule.months:
            continue
        start, length = date(year, month, 1).toordinal(), monthrange(year, month)[1]
        days = range(start + (origin - start) % rule.interval, start + length, rule.interval)
        yield from ([day] for day in _limit(rule, days, start, length))


def _limit(rule: Rule, days: Iterable[int], start: int, length: int) -> Iterator[int]:
    wanted = _month_days(rule, start, length) if rule.month_days else None
    weekdays = {weekday for _, weekday in rule.weekdays}
    for day in days:
        if (wanted is None or day in wanted) and (not weekdays or weekday_of(day) in weekdays):
            yield day


def _weeks(rule: Rule, first: date, begin: date) -> tuple[Iterator[DaySet], int]:
    origin = first.toordinal()
    monday = origin - (weekday_of(origin) - rule.week_start) % WEEK
    weekdays = [weekday for _, weekday in rule.weekdays] or [first.weekday()]
    offsets = sorted((weekday - rule.week_start) % WEEK for weekday in weekdays)
    skipped = (begin.toordinal() - monday) // (WEEK * rule.interval)
    if rule.count is not None and (rule.months or rule.positions):
        skipped = 0
    passed = 0 if skipped == 0 else skipped * len(offsets) - sum(monday + offset < origin for offset in offsets)
    weeks = range(monday + skipped * WEEK * rule.interval, LAST + 1, WEEK * rule.interval)
    return (_in_months(rule, [week + offset for offset in offsets]) for week in weeks), passed


def _in_months(rule: Rule, days: DaySet) -> DaySet:
    if not rule.months:
        return days
    return [day for day in days if day >= 1 and date.fromordinal(day).month in rule.months]


def _calendar_months(year: int, month: int, step: int) -> Iterator[tuple[int, int]]:
    for index in range(year * 12 + month - 1, 9999 * 12, step):
        yield index // 12, index % 12 + 1


def _months(rule: Rule, first: date, begin: date) -> Iterator[DaySet]:
    apart = (begin.year - first.year) * 12 + begin.month - first.month
    index = first.year * 12 + first.month - 1 + apart // rule.interval * rule.interval
    for year, month in _calendar_months(index // 12, index % 12 + 1, rule.interval):
        yield [] if rule.months and month not in rule.months else _month_set(rule, first, year, month)


def _month_set(rule: Rule, first: date, year: int, month: int) -> DaySet:
    start, length = date(year, month, 1).toordinal(), monthrange(year, month)[1]
    if rule.month_days:
        days = _month_days(rule, start, length)
        return sorted(days & _nth_weekdays(rule, start, length) if rule.weekdays else days)
    if rule.weekdays:
        return sorted(_nth_weekdays(rule, start, length))
    return [start + first.day - 1] if first.day <= length else []


def _month_days(rule: Rule, start: int, length: int) -> set[int]:
    numbers = (number - 1 if number > 0 else length + number for number in rule.month_days)
    return {start + number for number in numbers if 0 <= number < length}


def _nth_weekdays(rule: Rule, start: int, length: int) -> set[int]:
    """Collect the weekdays of a stretch of days; an ordinal counts them from its start or, negative, from its end."""
    found: set[int] = set()
    for ordinal, weekday in rule.weekdays:
        days = range(start + (weekday - weekday_of(start)) % WEEK, start + length, WEEK)
        if ordinal == 0:
            found.update(days)
        elif abs(ordinal) <= len(days):
            found.add(days[ordinal - 1 if ordinal > 0 else ordinal])
    return found


def _years(rule: Rule, first: date, begin: date) -> Iterator[DaySet]:
    start = first.year + (begin.year - first.year) // rule.interval * rule.interval
    for year in range(start, 9999, rule.interval):
        yield sorted(_year_set(rule, first, year))


def _year_set(rule: Rule, first: date, year: int) -> set[int]:
    """Intersect what the parts of a YEARLY rule allow; what they leave open comes from the first date."""
    start, length = date(year, 1, 1).toordinal(), 366 if monthrange(year, 2)[1] == 29 else 365
    months = [(date(year, month, 1).toordinal(), monthrange(year, month)[1]) for month in rule.months or range(1, 13)]
    makers: list[tuple[object, Callable[[], set[int]]]] = [
        (rule.month_days, lambda: set().union(*(_month_days(rule, *month) for month in months))),
        (rule.year_days, partial(_year_days, rule, start, length)),
        (rule.week_numbers, partial(_numbered_weeks, rule, first, year, start, length)),
        (rule.weekdays, lambda: _year_weekdays(rule, months, start, length)),
    ]
    found = [make() for wanted, make in makers if wanted]
    if not found:
        wanted_months = months if rule.months else [months[first.month - 1]]
        return {begin + first.day - 1 for begin, size in wanted_months if first.day <= size}
    days = set.intersection(*found)
    return {day for day in days if date.fromordinal(day).month in rule.months} if rule.months else days


def _year_days(rule: Rule, start: int, length: int) -> set[int]:
    numbers = (number - 1 if number > 0 else length + number for number in rule.year_days)
    return {start + number for number in numbers if 0 <= number < length}


def _year_weekdays(rule: Rule, months: list[tuple[int, int]], start: int, length: int) -> set[int]:
    if not rule.months:
        return _nth_weekdays(rule, start, length)
    return set().union(*(_nth_weekdays(rule, *month) for month in months))


def _numbered_weeks(rule: Rule, first: date, year: int, start: int, length: int) -> set[int]:
    """Collect the days of the numbered weeks that lie in the calendar year; weeks of its neighbours reach into it."""
    days: set[int] = set()
    for week_year in (year - 1, year, year + 1):
        opening = _first_week(week_year, rule.week_start)
        weeks = (_first_week(week_year + 1, rule.week_start) - opening) // WEEK
        for number in rule.week_numbers:
            place = number - 1 if number > 0 else weeks + number
            if 0 <= place < weeks:
                days.update(range(opening + place * WEEK, opening + (place + 1) * WEEK))
    within = {day for day in days if start <= day < start + length}
    if rule.weekdays or rule.month_days or rule.year_days:
        return within
    return {day for day in within if weekday_of(day) == first.weekday()}


def _first_week(year: int, week_start: int) -> int:
    """Give the first day of week 1: the first week with at least four days in the year."""
    past = year - 1
    fourth = past * 365 + past // 4 - past // 100 + past // 400 + 4
    return fourth - (weekday_of(fourth) - week_start) % WEEK
