"""Finds the clock behind a TZID: by its IANA or Windows name, by its last words, or as the file itself defines it."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from itertools import islice
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from events.recurrence import Freq, RuleRefused, parse_rule, parse_stamp, starts

MAX_CHANGES = 1000
MAX_OBSERVANCES = 60
MAX_ZONES = 60
_OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(\d\d)?")
_FIXED = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d\d)?", re.IGNORECASE)
_HORIZON = datetime.combine(date(2100, 1, 1), time.min)
_NOTHING = timedelta(0)


class FileZone(tzinfo):
    """A clock as a VTIMEZONE describes it: when its offset changes, and from what to what."""

    def __init__(self, name: str, changes: Iterable[tuple[datetime, timedelta, timedelta]]) -> None:
        self.name = name
        self.changes = sorted(changes)
        self._in_utc = [onset - before for onset, before, _ in self.changes]
        steps = [(onset, after - before) for onset, before, after in self.changes]
        self._first_reading = [onset + max(_NOTHING, step) for onset, step in steps]
        self._second_reading = [onset + min(_NOTHING, step) for onset, step in steps]

    def utcoffset(self, moment: datetime | None, /) -> timedelta:
        """Give the offset; a time that the clock skips counts with the offset before (RFC 5545, 3.3.5)."""
        if moment is None:
            return self.changes[0][1]
        edges = self._second_reading if moment.fold else self._first_reading
        return self._after(bisect_right(edges, moment.replace(tzinfo=None, fold=0)))

    def fromutc(self, moment: datetime, /) -> datetime:
        """Turn the clock from UTC to here."""
        offset = self._after(bisect_right(self._in_utc, moment.replace(tzinfo=None)))
        local = moment + offset
        return local if self.utcoffset(local) == offset else local.replace(fold=1)

    def dst(self, moment: datetime | None, /) -> timedelta:
        """Give none: the file does not tell how much of the offset is summer time."""
        return _NOTHING

    def tzname(self, moment: datetime | None, /) -> str:
        """Give the name the file gives it."""
        return self.name

    def _after(self, place: int) -> timedelta:
        return self.changes[place - 1][2] if place else self.changes[0][1]


class Zones:
    """The clocks of one file."""

    def __init__(self, blocks: Iterable[list[str]]) -> None:
        self._own = {_zone_name(block): block for block in islice(blocks, MAX_ZONES)}
        self._known: dict[str, tzinfo | None] = {}

    def find(self, name: str) -> tzinfo | None:
        """Give the clock of a TZID, or None when nobody knows it."""
        if name not in self._known:
            self._known[name] = (
                _named(name)
                or _by_last_words(name)
                or _file_zone(name, self._own.get(name, []))
                or _nickname(name)
                or _fixed(name)
            )
        return self._known[name]


@cache
def _all_names() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones()}


def _named(name: str) -> tzinfo | None:
    key = _all_names().get(name.strip().lower()) or WINDOWS_TO_OLSON.get(name.strip())
    return ZoneInfo(key) if key else None


def _by_last_words(name: str) -> tzinfo | None:
    words = name.strip("/").split("/")
    sizes = (3, 2, 1) if name.startswith("/") else (3, 2)
    return next((zone for size in sizes if len(words) >= size and (zone := _named("/".join(words[-size:])))), None)


def _nickname(name: str) -> tzinfo | None:
    is_japan = name.upper() == "JST" or re.search(r"\b(?:tokyo|osaka)\b", name, re.IGNORECASE) or "東京" in name
    return ZoneInfo("Asia/Tokyo") if is_japan else None


def _fixed(name: str) -> tzinfo | None:
    match = _FIXED.fullmatch(name.strip())
    if match is None or int(match[2]) > 14:
        return None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(-offset if match[1] == "-" else offset)


def _zone_name(lines: list[str]) -> str:
    named = (line.partition(":")[2] for line in lines if line.upper().startswith("TZID"))
    return next(named, "").strip().strip('"')


def _file_zone(name: str, lines: list[str]) -> FileZone | None:
    try:
        changes = [change for item in islice(_observances(lines), MAX_OBSERVANCES) for change in _changes(item)]
        return FileZone(name, changes) if changes else None
    except (RuleRefused, ValueError, KeyError, OverflowError):
        return None


def _value(line: str) -> str:
    return line.rpartition(":")[2].strip()


def _observances(lines: list[str]) -> Iterable[dict[str, list[str]]]:
    current: dict[str, list[str]] | None = None
    for line in lines:
        name = re.split("[;:]", line, maxsplit=1)[0].upper()
        if name == "BEGIN":
            current = {}
        elif name == "END" and current is not None:
            yield current
            current = None
        elif current is not None:
            current.setdefault(name, []).append(_value(line))


def _changes(observance: dict[str, list[str]]) -> list[tuple[datetime, timedelta, timedelta]]:
    before, after = _offset(observance["TZOFFSETFROM"][0]), _offset(observance["TZOFFSETTO"][0])
    first = parse_stamp(observance["DTSTART"][0]).wall
    onsets = {first}
    for text in observance.get("RRULE", ()):
        rule = parse_rule(text)
        if rule.freq is not Freq.YEARLY:
            raise RuleRefused("FREQ")
        last = rule.until.latest(timezone(before)) if rule.until else _HORIZON
        onsets.update(islice(starts(rule, first, last=min(last, _HORIZON)), MAX_CHANGES))
    dates = (item for text in observance.get("RDATE", ()) for item in text.split(","))
    onsets.update(parse_stamp(item).wall for item in islice(dates, MAX_CHANGES))
    return [(onset, before, after) for onset in onsets]


def _offset(text: str) -> timedelta:
    match = _OFFSET.fullmatch(text)
    if match is None:
        raise ValueError(f"not an offset: {text[:20]}")
    size = timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    if size >= timedelta(hours=24):
        raise ValueError("an offset is under a day")
    return -size if match[1] == "-" else size
