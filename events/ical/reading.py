"""Reads a calendar file from its bytes to the dates in a window, and names everything that is wrong with it."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from itertools import islice

from events.ical.components import CalendarFile, Component, split
from events.ical.entries import Entry, read_entry
from events.ical.moments import Clock
from events.ical.problems import Problem, Unreadable
from events.ical.series import Found, Window, found_in
from events.ical.text import decode
from events.ical.zones import Zones
from spaces.periods import TOKYO

MAX_FOUND = 200_000
MAX_PROBLEMS = 1000
MAX_SERIES = 1_000
MAX_DATES = 50_000


@dataclass(slots=True)
class Expansion:
    """What a file holds in a window, by start, and what was wrong with it."""

    found: list[Found] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class Series:
    """One event of a file: all that stands under its UID, its dates in a window, and what was wrong with it."""

    uid: str
    entries: list[Entry]
    found: list[Found]
    problems: list[Problem]
    is_left_out: bool = False


@dataclass(slots=True)
class Reading:
    """What a file holds, event by event; ``problems`` are those of the whole, and of events that cannot be read."""

    count: int = 0
    series: list[Series] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def expand_calendar(data: bytes, *, begin: datetime, end: datetime) -> Expansion:
    """List the dates of a calendar file that start in [begin, end), both naive and on each event's own clock.

    A broken event is a problem and loses no other; a broken file is one problem. Never raises for what it reads.
    """
    try:
        calendar, problems = _opened(data)
    except Unreadable as problem:
        return Expansion(problems=[Problem(None, problem.code, problem.value)])
    groups = _groups(calendar, problems)
    window = Window(begin, end)
    dates = (found for group in groups for found in found_in(group, window, problems))
    found = list(islice(dates, MAX_FOUND + 1))
    if len(found) > MAX_FOUND:
        problems.append(Problem(None, "too_many", str(MAX_FOUND)))
    if len(problems) > MAX_PROBLEMS:
        problems[MAX_PROBLEMS:] = [Problem(None, "more_problems", str(len(problems) - MAX_PROBLEMS))]
    return Expansion(sorted(found[:MAX_FOUND], key=_by_start), problems)


def read_calendar(data: bytes, *, begin: datetime, end: datetime, most: int) -> Reading:
    """Give each event of a calendar file with at most ``most`` of its dates; what a whole
    city would not hold is left out, unexpanded. Raises Unreadable for a broken file.
    """
    calendar, problems = _opened(data)
    groups = _groups(calendar, problems)
    window = Window(begin, end)
    reading, left = Reading(count=len(calendar.events)), MAX_DATES
    of_component: dict[int | None, list[Problem]] = defaultdict(list)
    for problem in problems:
        of_component[problem.component].append(problem)
    for group in groups:
        own = [problem for entry in group for problem in of_component.pop(entry.number, ())]
        if left <= 0 or len(reading.series) >= MAX_SERIES:
            reading.series.append(Series(group[0].uid.strip(), group, [], own, is_left_out=True))
            continue
        found = sorted(islice(found_in(group, window, own), most + 1), key=_by_start)
        left -= len(found)
        if len(found) > most:
            own.append(Problem(group[0].number, "too_many", str(most)))
        reading.series.append(Series(group[0].uid.strip(), group, found[:most], own))
    reading.problems = [problem for rest in of_component.values() for problem in rest]
    return reading


def _opened(data: bytes) -> tuple[CalendarFile, list[Problem]]:
    text, problems = decode(data)
    calendar = split(text)
    return calendar, problems + calendar.problems


def _by_start(found: Found) -> tuple[datetime, str, str]:
    return found.start.instant, found.uid, found.summary


def _groups(calendar: CalendarFile, problems: list[Problem]) -> list[list[Entry]]:
    """Read the events and put together those of one UID; without a UID each stands alone."""
    zones = Zones(calendar.zones)
    default = _default_zone(calendar, zones, problems)
    groups: dict[object, list[Entry]] = defaultdict(list)
    for component in calendar.events:
        entry = _entry(component, Clock(zones, default, component.number, problems))
        if entry is not None:
            if calendar.head.get("METHOD", "").upper() == "CANCEL":
                entry = replace(entry, status="CANCELLED")
            groups[entry.uid.strip() or entry.number].append(entry)
    return list(groups.values())


def _entry(component: Component, clock: Clock) -> Entry | None:
    try:
        return read_entry(component, clock)
    except Unreadable as problem:
        clock.note(problem.code, problem.value)
        return None


def _default_zone(calendar: CalendarFile, zones: Zones, problems: list[Problem]) -> tzinfo:
    name = calendar.head.get("X-WR-TIMEZONE", "")
    zone = zones.find(name) if name else TOKYO
    if zone is None:
        problems.append(Problem(None, "calendar_zone", name))
    return zone or TOKYO
