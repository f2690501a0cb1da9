"""Reads the text of a recurrence rule and refuses, by name, what would not be kept exactly.

Source: RFC 5545, 3.3.10. Kept: DAILY, WEEKLY, MONTHLY and YEARLY with INTERVAL, COUNT or UNTIL, BYMONTH, BYWEEKNO,
BYYEARDAY, BYMONTHDAY, BYDAY, BYSETPOS and WKST, where the RFC allows them; BYHOUR, BYMINUTE and BYSECOND only
where they repeat the time of the first date.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from enum import StrEnum

MAX_TEXT = 4000
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_WEEKDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)


class RuleRefused(ValueError):
    """A rule that would not be kept exactly; ``part`` names what stands in the way."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


class Freq(StrEnum):
    """The unit in which a rule comes round."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date, or a date with a time, as iCalendar writes it; ``utc`` when it ends in Z."""

    day: date
    clock: time | None = None
    utc: bool = False

    @property
    def wall(self) -> datetime:
        """The moment as a bare wall clock; a date begins at midnight."""
        return datetime.combine(self.day, self.clock or time.min)

    def latest(self, zone: tzinfo | None = None) -> datetime:
        """Give the last moment it allows as an UNTIL, on the wall clock of ``zone``; a date allows its whole day."""
        if self.clock is None:
            return datetime.combine(self.day, time.max)
        if not self.utc or zone is None:
            return self.wall
        try:
            return self.wall.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
        except OverflowError:
            return self.wall

    def __str__(self) -> str:
        day = f"{self.day.year:04}{self.day.month:02}{self.day.day:02}"
        return day if self.clock is None else f"{day}T{self.clock:%H%M%S}{'Z' if self.utc else ''}"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, part by part; numbers as in the text, weekdays from Monday = 0, sorted and without doubles.

    ``weekdays`` are (ordinal, weekday); ordinal 0 means each of them. ``clock`` holds BYHOUR, BYMINUTE and BYSECOND.
    """

    freq: Freq
    interval: int = 1
    count: int | None = None
    until: Stamp | None = None
    months: tuple[int, ...] = ()
    week_numbers: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    weekdays: tuple[tuple[int, int], ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0
    clock: tuple[int | None, int | None, int | None] = (None, None, None)

    def leaves_open(self, moment: datetime) -> bool:
        """Say whether ``moment`` lies on the day of an UNTIL without a time: some readers keep it, others do not."""
        if self.until is None or self.until.clock is not None or moment.time() == time.min:
            return False
        return self.until.day == moment.date()

    def changes_clock(self, clock: time) -> str | None:
        """Name the part that asks for another time than that of the first date; None when none does."""
        for part, wanted, given in zip(_CLOCK, self.clock, (clock.hour, clock.minute, clock.second), strict=True):
            if wanted is not None and wanted != given:
                return part
        return None


_CLOCK = ("BYHOUR", "BYMINUTE", "BYSECOND")
_PARTS = frozenset(
    [
        "FREQ",
        "INTERVAL",
        "COUNT",
        "UNTIL",
        "WKST",
        "BYMONTH",
        "BYWEEKNO",
        "BYYEARDAY",
        "BYMONTHDAY",
        "BYDAY",
        "BYSETPOS",
    ]
).union(_CLOCK)


def parse_stamp(text: str) -> Stamp:
    """Read ``20261123``, ``20261123T090000`` or ``20261123T090000Z``; raises ValueError for anything else."""
    match = _STAMP.fullmatch(text)
    if match is None:
        raise ValueError(f"not a date or time: {text[:40]}")
    year, month, day, hour, minute, second, zulu = match.groups()
    held_on = date(int(year), int(month), int(day))
    if hour is None:
        return Stamp(held_on)
    return Stamp(held_on, time(int(hour), int(minute), int(second)), zulu == "Z")


def parse_rule(text: str) -> Rule:
    """Read the text of an RRULE, with or without its name; raises RuleRefused."""
    if len(text) > MAX_TEXT:
        raise RuleRefused("RRULE")
    parts = _split(text)
    rule = Rule(
        freq=_freq(parts),
        interval=_positive(parts, "INTERVAL") or 1,
        count=_positive(parts, "COUNT"),
        until=_until(parts),
        months=_numbers(parts, "BYMONTH", range(1, 13)),
        week_numbers=_numbers(parts, "BYWEEKNO", _around(53)),
        year_days=_numbers(parts, "BYYEARDAY", _around(366)),
        month_days=_numbers(parts, "BYMONTHDAY", _around(31)),
        weekdays=_weekdays(parts),
        positions=_numbers(parts, "BYSETPOS", _around(366)),
        week_start=_week_start(parts),
        clock=(_clock(parts, "BYHOUR", 24), _clock(parts, "BYMINUTE", 60), _clock(parts, "BYSECOND", 60)),
    )
    _check(rule)
    return rule


def _split(text: str) -> dict[str, str]:
    text = text.strip().upper().removeprefix("RRULE:").removesuffix(";")
    parts: dict[str, str] = {}
    for item in text.split(";"):
        name, _, value = item.partition("=")
        name = name.strip()
        if name not in _PARTS or name in parts:
            raise RuleRefused(name[:40] or "RRULE")
        parts[name] = value.strip().rstrip(",")
    return parts


def _freq(parts: dict[str, str]) -> Freq:
    try:
        return Freq(parts["FREQ"])
    except (KeyError, ValueError):
        raise RuleRefused(f"FREQ={parts['FREQ'][:20]}" if parts.get("FREQ") else "FREQ") from None


def _number(text: str, part: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise RuleRefused(part)
    return int(text)


def _positive(parts: dict[str, str], part: str) -> int | None:
    if part not in parts:
        return None
    number = _number(parts[part], part)
    if number < 1:
        raise RuleRefused(part)
    return number


def _until(parts: dict[str, str]) -> Stamp | None:
    if "UNTIL" not in parts:
        return None
    try:
        return parse_stamp(parts["UNTIL"])
    except ValueError:
        raise RuleRefused("UNTIL") from None


def _around(limit: int) -> frozenset[int]:
    return frozenset(range(-limit, limit + 1)) - {0}


def _numbers(parts: dict[str, str], part: str, allowed: range | frozenset[int]) -> tuple[int, ...]:
    if part not in parts:
        return ()
    numbers = {_number(item.strip(), part) for item in parts[part].split(",")}
    if not all(number in allowed for number in numbers):
        raise RuleRefused(part)
    return tuple(sorted(numbers))


def _weekdays(parts: dict[str, str]) -> tuple[tuple[int, int], ...]:
    if "BYDAY" not in parts:
        return ()
    found: set[tuple[int, int]] = set()
    for item in parts["BYDAY"].split(","):
        match = _WEEKDAY.fullmatch(item.strip())
        if match is None or (match[1] is not None and not 1 <= abs(int(match[1])) <= 53):
            raise RuleRefused("BYDAY")
        found.add((int(match[1] or 0), WEEKDAYS.index(match[2])))
    return tuple(sorted(found))


def _week_start(parts: dict[str, str]) -> int:
    if "WKST" not in parts:
        return 0
    if parts["WKST"] not in WEEKDAYS:
        raise RuleRefused("WKST")
    return WEEKDAYS.index(parts["WKST"])


def _clock(parts: dict[str, str], part: str, limit: int) -> int | None:
    if part not in parts:
        return None
    number = _number(parts[part], part)
    if not 0 <= number < limit:
        raise RuleRefused(part)
    return number


def _check(rule: Rule) -> None:
    """Refuse what the RFC forbids or leaves open, since each program would read it in its own way."""
    yearly = rule.freq is Freq.YEARLY
    ordinals = any(ordinal for ordinal, _ in rule.weekdays)
    choices = (rule.months, rule.week_numbers, rule.year_days, rule.month_days, rule.weekdays)
    refusals = {
        "COUNT with UNTIL": rule.count is not None and rule.until is not None,
        "BYWEEKNO": bool(rule.week_numbers) and not yearly,
        "BYYEARDAY": bool(rule.year_days) and not yearly,
        "BYMONTHDAY": bool(rule.month_days) and rule.freq is Freq.WEEKLY,
        "BYDAY": ordinals and (rule.freq in (Freq.DAILY, Freq.WEEKLY) or bool(rule.week_numbers)),
        "BYSETPOS": bool(rule.positions) and not any(choices),
        "BYWEEKNO at the turn of the year": _turns_year(rule) and (rule.interval > 1 or bool(rule.positions)),
    }
    for part, refused in refusals.items():
        if refused:
            raise RuleRefused(part)


def _turns_year(rule: Rule) -> bool:
    return any(abs(number) in (1, 52, 53) for number in rule.week_numbers)
