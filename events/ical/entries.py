"""Reads one VEVENT into times and words; what is wrong with a part is noted, and the rest kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta

from events.ical.components import Component
from events.ical.moments import Clock, Length, Moment
from events.ical.problems import Unreadable

STATUSES = frozenset({"CONFIRMED", "TENTATIVE", "CANCELLED"})
DAY = Length(days=1)
_NOTHING: tuple[dict[str, str], str] = ({}, "")


@dataclass(frozen=True, slots=True)
class Entry:
    """One VEVENT, read. ``replaces`` is its RECURRENCE-ID; ``length`` None when only that date is named."""

    component: Component
    uid: str
    start: Moment
    length: Length | None
    status: str
    summary: str
    sequence: int
    replaces: Moment | None = None
    and_future: bool = False
    rules: tuple[str, ...] = ()
    ruled_out: tuple[str, ...] = ()
    extra: tuple[tuple[Moment, Length | None], ...] = ()
    left_out: tuple[Moment, ...] = ()

    @property
    def number(self) -> int:
        """The place of its VEVENT in the file."""
        return self.component.number

    @property
    def is_private(self) -> bool:
        """Whether it is meant for few (CLASS; what it does not know a program reads as PRIVATE, RFC 5545, 3.8.1.3)."""
        return self.component.text("CLASS").strip().upper() not in ("", "PUBLIC")

    @property
    def original(self) -> Moment:
        """The date it changes; its own start when it changes none."""
        return self.replaces or self.start


def read_entry(component: Component, clock: Clock) -> Entry:
    """Read a VEVENT. Raises Unreadable when it has no start."""
    named, written = component.first("RECURRENCE-ID"), component.first("DTSTART")
    if written is None and named is None:
        raise Unreadable("no_start")
    replaces = clock.read(*named) if named else None
    start = clock.read(*(written or named or _NOTHING))
    status = component.text("STATUS").strip().upper()
    if replaces and component.first("RRULE"):
        clock.note("rule_in_override")
    return Entry(
        component=component,
        uid=component.text("UID"),
        start=start,
        length=_length(component, start, clock) if written else None,
        status=status if status in STATUSES else "CONFIRMED",
        summary=component.text("SUMMARY"),
        sequence=component.number_of("SEQUENCE"),
        replaces=replaces,
        and_future=(named or _NOTHING)[0].get("RANGE", "").upper() == "THISANDFUTURE",
        rules=() if replaces else tuple(value for _, value in component.all("RRULE") if value),
        ruled_out=tuple(value for _, value in component.all("EXRULE")),
        extra=() if replaces else tuple(_extra(component, start, clock)),
        left_out=tuple(moment for moment, _ in _dates(component, "EXDATE", clock)),
    )


def _length(component: Component, start: Moment, clock: Clock) -> Length:
    """Take DTEND, else DURATION, else nothing: a moment, or one day."""
    shortest = DAY if start.all_day else Length()
    try:
        if end := component.first("DTEND"):
            return _until(start, clock.read(*end), clock) or shortest
        if duration := component.first("DURATION"):
            length = clock.length(duration[1])
            return _whole_days(length, clock) if start.all_day else length
    except Unreadable as problem:
        clock.note(problem.code, problem.value)
    return shortest


def _whole_days(length: Length, clock: Clock) -> Length:
    if length.exact:
        clock.note("other_kind", "DURATION")
    return Length(max(1, length.days + -(-length.exact // timedelta(days=1))))


def _until(start: Moment, end: Moment, clock: Clock) -> Length | None:
    """Measure from start to end. All-day events end before the day they name; one on the same day lasts that day."""
    if start.all_day != end.all_day:
        clock.note("other_kind", "DTEND")
    if start.all_day:
        days = (end.wall.date() - start.wall.date()).days + (end.wall.time() > time.min)
        if days < 0:
            clock.note("end_before_start")
        return Length(days) if days > 0 else None
    if end.all_day or end.floating:
        end = start.moved_to(end.wall)
    if end.instant < start.instant:
        clock.note("end_before_start")
        return None
    return Length(exact=end.instant - start.instant)


def _dates(component: Component, name: str, clock: Clock) -> Iterator[tuple[Moment, str]]:
    """Read the list of dates of a property; of a PERIOD its start, and what follows the slash."""
    for parameters, values in component.all(name):
        for value in values.split(","):
            begin, _, rest = value.strip().partition("/")
            try:
                if begin:
                    yield clock.read(parameters, begin), rest
            except Unreadable as problem:
                clock.note(problem.code, f"{name} {problem.value}")


def _extra(component: Component, start: Moment, clock: Clock) -> Iterator[tuple[Moment, Length | None]]:
    for moment, rest in _dates(component, "RDATE", clock):
        if moment.all_day != start.all_day:
            clock.note("other_kind", "RDATE")
            continue
        here = start.moved_to(moment.wall) if moment.floating or moment.all_day else moment
        yield here, _period_length(here, rest, clock) if rest else None


def _period_length(start: Moment, text: str, clock: Clock) -> Length | None:
    try:
        if "P" in text.upper():
            return clock.length(text)
        return _until(start, clock.read({}, text), clock)
    except Unreadable as problem:
        clock.note(problem.code, problem.value)
        return None
