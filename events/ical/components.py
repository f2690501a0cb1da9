"""Finds the events in the lines of a calendar file, one at a time: a broken one never takes others with it."""

import quopri
import re
from collections import defaultdict
from dataclasses import dataclass, field

from events.ical.problems import Problem

_NAME = re.compile(r"[A-Za-z0-9-]+")
_PARAMETER = re.compile(r';\s*([^=;:"]+?)\s*=\s*("[^"]*"?|[^;]*)')
_EXTENDED = re.compile(r":\d{4}[-/]\d\d[-/]\d\d[Tt ]\d\d:.*$", re.DOTALL)
_WANTED = frozenset(
    {"UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE"}
    | {"RECURRENCE-ID", "STATUS", "SUMMARY", "SEQUENCE"}
    | {"DESCRIPTION", "LOCATION", "URL", "CLASS"}
)
_CALENDAR_WANTED = frozenset({"X-WR-TIMEZONE", "METHOD"})


@dataclass(slots=True)
class Component:
    """One VEVENT: its place in the file, counted from 1, and its properties as (parameters, value)."""

    number: int
    properties: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def all(self, name: str) -> list[tuple[dict[str, str], str]]:
        """Give every value of a property that holds dates or rules."""
        return [_dated(rest) for rest in self.properties.get(name, ())]

    def first(self, name: str) -> tuple[dict[str, str], str] | None:
        """Give the first value of a property that holds a date or rule."""
        return next(iter(self.all(name)), None)

    def text(self, name: str) -> str:
        """Give the first text of a property, unescaped; empty when there is none."""
        rest = next(iter(self.properties.get(name, ())), "")
        value = _value_of(rest)
        if "QUOTED-PRINTABLE" in rest[: len(rest) - len(value)].upper():
            return _printable(rest[: len(rest) - len(value)], value)
        return unescaped(value)

    def number_of(self, name: str) -> int:
        """Give a whole number, 0 where there is none."""
        text = self.text(name).strip()
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@dataclass(slots=True)
class CalendarFile:
    """What a file holds, as written: events, time zones (their lines) and a few words about the whole."""

    events: list[Component] = field(default_factory=list)
    zones: list[list[str]] = field(default_factory=list)
    head: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def split(text: str) -> CalendarFile:
    """Sort the lines of a calendar into its components."""
    return _Splitter().read(text)


def unescaped(text: str) -> str:
    """Undo the escapes of a TEXT value."""
    if "\\" not in text:
        return text
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], text, flags=re.DOTALL)


def _printable(head: str, value: str) -> str:
    """Undo the encoding of vCalendar 1.0, which older telephones still write."""
    named = dict(_PARAMETER.findall(head.upper()))
    data = quopri.decodestring(value.encode("ascii", "ignore"))
    try:
        return data.decode(named.get("CHARSET", "utf-8"), "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


def _dated(rest: str) -> tuple[dict[str, str], str]:
    """Split at the last colon: dates hold none, while foreign zone names come with colons and without quotes."""
    extended = _EXTENDED.search(rest)
    head, _, value = rest.rpartition(":") if extended is None else (rest[: extended.start()], ":", extended[0][1:])
    parameters = {name.upper(): text.strip('"').strip() for name, text in _PARAMETER.findall(head)}
    return parameters, value.strip()


def _value_of(rest: str) -> str:
    """Split at the first colon outside quotes."""
    quoted = False
    for place, letter in enumerate(rest):
        if letter == '"':
            quoted = not quoted
        elif letter == ":" and not quoted:
            return rest[place + 1 :]
    return rest.partition(":")[2]


class _Splitter:
    """Walks the lines once; remembers the open event and how deep it stands inside other components."""

    def __init__(self) -> None:
        self.file = CalendarFile()
        self.event: Component | None = None
        self.zone: list[str] | None = None
        self.depth = 0
        self.count = 0

    def read(self, text: str) -> CalendarFile:
        for line in text.split("\n"):
            match = _NAME.match(line)
            if match:
                self.take(match[0].upper(), line[match.end() :], line)
        if self.event is not None:
            self.file.problems.append(Problem(self.event.number, "cut"))
        return self.file

    def take(self, name: str, rest: str, line: str) -> None:
        if name == "BEGIN":
            self.begin(rest.lstrip(" \t:").strip().upper())
        elif name == "END":
            self.end(rest.lstrip(" \t:").strip().upper())
        elif self.zone is not None:
            self.zone.append(line)
        elif self.event is not None:
            if self.depth == 0 and name in _WANTED:
                self.event.properties[name].append(rest)
        elif name in _CALENDAR_WANTED:
            self.file.head.setdefault(name, _value_of(rest).strip())

    def begin(self, name: str) -> None:
        if name == "VEVENT":
            self.close("not_closed")
            self.count += 1
            self.event, self.zone, self.depth = Component(self.count), None, 0
        elif name == "VTIMEZONE":
            self.close("not_closed")
            self.zone = []
        elif self.zone is not None:
            self.zone.append(f"BEGIN:{name}")
        elif self.event is not None:
            self.depth += 1

    def end(self, name: str) -> None:
        if name == "VEVENT":
            self.close("")
        elif name == "VCALENDAR":
            self.close("not_closed")
        elif name == "VTIMEZONE" and self.zone is not None:
            self.file.zones.append(self.zone)
            self.zone = None
        elif self.zone is not None:
            self.zone.append(f"END:{name}")
        else:
            self.depth = max(0, self.depth - 1)

    def close(self, code: str) -> None:
        if self.event is not None:
            self.file.events.append(self.event)
            if code:
                self.file.problems.append(Problem(self.event.number, code))
        self.event = None
