"""Makes the periods of a repeating event: the rule, extra and skipped dates, holidays, the clock of the place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from events.recurrence.dates import Budget, starts
from events.recurrence.rules import parse_rule
from spaces.opening_hours import holiday_name
from spaces.periods import Period

MAX_PERIODS = 1000
MAX_STEPS = 1_000_000
TICK = timedelta(microseconds=1)
Days = tuple[date, date]


@dataclass(frozen=True, order=True, slots=True)
class Planned(Period):
    """A single date with what is its own: whole days, a space of the city by its id, or a place by its name."""

    is_all_day: bool = False
    space: int | None = None
    place_name: str = ""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A first date with its length, and how it comes round.

    ``starts_at`` is aware; its zone is the zone of the local clock. ``rule`` is the text of an RRULE; without one the
    event happens once. ``extra_starts`` are RDATEs, aware. ``skipped_days`` are EXDATEs, as days of that clock.
    ``closing_days`` and ``school_holidays`` are first and last days, both included; they count only where
    ``skip_holidays`` (with the national ones) or ``skip_school_holidays``. COUNT counts before anything is left out,
    as EXDATE does.
    """

    starts_at: datetime
    length: timedelta
    rule: str = ""
    extra_starts: tuple[datetime, ...] = ()
    skipped_days: frozenset[date] = frozenset()
    skip_holidays: bool = False
    skip_school_holidays: bool = False
    is_all_day: bool = False
    closing_days: tuple[Days, ...] = ()
    school_holidays: tuple[Days, ...] = ()

    def leaves_out(self, day: date) -> bool:
        """Say whether the rule is to pass over ``day``."""
        return (
            day in self.skipped_days
            or (self.skip_holidays and (bool(holiday_name(day)) or _lies_in(day, self.closing_days)))
            or (self.skip_school_holidays and _lies_in(day, self.school_holidays))
        )


def _lies_in(day: date, stretches: tuple[Days, ...]) -> bool:
    return any(first <= day <= last for first, last in stretches)


def expand(rule: Recurrence, *, after: datetime, until: datetime) -> list[Period]:
    """List the periods of ``rule`` that start in [after, until), earliest first.

    Aware, in the zone of ``rule.starts_at``; keeps the local clock time. Extra dates come in even on a holiday; a
    skipped day takes away rule and extra dates alike. The first date itself counts only if the rule matches it.
    Raises RuleRefused for a rule that would not be kept exactly, ValueError above 1000 periods.
    Source: RFC 5545, 3.3.10, 3.8.5.1 and 3.8.5.2.
    """
    zone = rule.starts_at.tzinfo
    found = {start for start in _rule_starts(rule, after, until) if not rule.leaves_out(start.date())}
    extra = {start.astimezone(zone) for start in rule.extra_starts}
    found |= {start for start in extra if start.date() not in rule.skipped_days}
    chosen = sorted(start for start in found if after <= start < until)
    if len(chosen) > MAX_PERIODS:
        raise ValueError(f"more than {MAX_PERIODS} dates")
    return [Period(start, (start + rule.length)) for start in chosen]


def _rule_starts(rule: Recurrence, after: datetime, until: datetime) -> Iterator[datetime]:
    if not rule.rule:
        yield rule.starts_at
        return
    zone = rule.starts_at.tzinfo
    parsed = parse_rule(rule.rule)
    edge = until.astimezone(zone).replace(tzinfo=None)
    last = min(edge, parsed.until.latest(zone)) if parsed.until else edge
    first = rule.starts_at.replace(tzinfo=None)
    begin = after.astimezone(zone).replace(tzinfo=None)
    for start in starts(parsed, first, last=last, after=begin, budget=Budget(MAX_STEPS)):
        yield start.replace(tzinfo=zone)


def begin_again(rule: Recurrence, *, after: datetime) -> Recurrence | None:
    """Give the rest of ``rule`` a first date of its own, the first at or after ``after``; None when nothing is left.

    COUNT is lowered by the dates before. Days left out still count as dates here. Raises RuleRefused.
    """
    parsed, zone = parse_rule(rule.rule), rule.starts_at.tzinfo
    first, edge = rule.starts_at.replace(tzinfo=None), after.astimezone(zone).replace(tzinfo=None)
    last = parsed.until.latest(zone) if parsed.until else None
    coming = next(starts(parsed, first, last=last, after=edge, budget=Budget(MAX_STEPS)), None)
    if coming is None:
        return None
    text = rule.rule
    if parsed.count is not None:
        passed = sum(1 for _start in starts(parsed, first, last=coming - TICK, budget=Budget(MAX_STEPS)))
        text = re.sub(r"(?i)\bCOUNT=\d+", f"COUNT={parsed.count - passed}", text)
    later = tuple(start for start in rule.extra_starts if start >= after)
    return replace(rule, starts_at=coming.replace(tzinfo=zone), rule=text, extra_starts=later)
