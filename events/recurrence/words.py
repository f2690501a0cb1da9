"""Says what a rule means, as codes with their numbers; the words for them stand in the templates' language."""

from dataclasses import dataclass
from datetime import date, datetime

from events.recurrence.rules import Freq, Rule, parse_rule
from events.recurrence.series import Recurrence

ONCE = "once"
EVERY_DAYS = "every_days"
EVERY_WEEKS = "every_weeks"
MONTHLY_ON_DAYS = "monthly_on_days"
MONTHLY_ON_WEEKDAYS = "monthly_on_weekdays"
YEARLY_ON_DATE = "yearly_on_date"
YEARLY_ON_WEEKDAYS = "yearly_on_weekdays"
OTHER = "other"
NOT_ON_HOLIDAYS = "not_on_holidays"
NOT_IN_SCHOOL_HOLIDAYS = "not_in_school_holidays"
UNTIL = "until"
TIMES = "times"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One part of the description.

    ``every`` is the interval; ``weekdays`` are (ordinal, weekday) with ordinal 0 for each and -1 for the last;
    ``days`` and ``months`` are numbers, -1 being the last day. 毎月第2・第4土曜日 is
    ``Phrase("monthly_on_weekdays", weekdays=((2, 5), (4, 5)))``.
    """

    code: str
    every: int = 1
    weekdays: tuple[tuple[int, int], ...] = ()
    days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    day: date | None = None
    number: int | None = None


def describe(rule: Recurrence) -> tuple[Phrase, ...]:
    """Describe ``rule`` in the order in which one says it: how often, what is left out, how long.

    Raises RuleRefused.
    """
    if not rule.rule:
        return (Phrase(ONCE, day=rule.starts_at.date()),)
    parsed = parse_rule(rule.rule)
    phrases = [_how_often(parsed, rule.starts_at)]
    if rule.skip_holidays:
        phrases.append(Phrase(NOT_ON_HOLIDAYS))
    if rule.skip_school_holidays:
        phrases.append(Phrase(NOT_IN_SCHOOL_HOLIDAYS))
    if parsed.until is not None:
        phrases.append(Phrase(UNTIL, day=parsed.until.latest(rule.starts_at.tzinfo).date()))
    if parsed.count is not None:
        phrases.append(Phrase(TIMES, number=parsed.count))
    return tuple(phrases)


def _how_often(rule: Rule, first: datetime) -> Phrase:
    if rule.positions or rule.week_numbers or rule.year_days:
        return Phrase(OTHER)
    if rule.freq is Freq.WEEKLY and not rule.months:
        return Phrase(EVERY_WEEKS, rule.interval, rule.weekdays or ((0, first.weekday()),))
    if rule.freq is Freq.DAILY and not (rule.months or rule.month_days or rule.weekdays):
        return Phrase(EVERY_DAYS, rule.interval)
    if rule.freq is Freq.MONTHLY and not rule.months:
        return _monthly(rule, first)
    if rule.freq is Freq.YEARLY and not (rule.weekdays and rule.month_days):
        return _yearly(rule, first)
    return Phrase(OTHER)


def _monthly(rule: Rule, first: datetime) -> Phrase:
    if rule.weekdays and rule.month_days:
        return Phrase(OTHER)
    if rule.weekdays:
        return Phrase(MONTHLY_ON_WEEKDAYS, rule.interval, rule.weekdays)
    return Phrase(MONTHLY_ON_DAYS, rule.interval, days=rule.month_days or (first.day,))


def _yearly(rule: Rule, first: datetime) -> Phrase:
    if rule.weekdays:
        code = YEARLY_ON_WEEKDAYS if rule.months else OTHER
        return Phrase(code, rule.interval, rule.weekdays, months=rule.months)
    months = rule.months or (tuple(range(1, 13)) if rule.month_days else (first.month,))
    return Phrase(YEARLY_ON_DATE, rule.interval, days=rule.month_days or (first.day,), months=months)
