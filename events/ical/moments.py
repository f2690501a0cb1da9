"""Reads dates, times and lengths as they are written, and as they are often written wrongly."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from events.ical.problems import Problem, Unreadable
from events.ical.zones import Zones

_BASIC = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z|[+-]\d{4})?)?", re.ASCII)
_EXTENDED = re.compile(
    r"(\d{4})[-/](\d\d)[-/](\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?", re.ASCII
)
_LENGTH = re.compile(r"\+?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.ASCII)
MAX_LENGTH = timedelta(days=4000)


@dataclass(frozen=True, slots=True)
class Moment:
    """A start or end: a wall clock and its zone. ``floating`` when the zone was taken from the surroundings."""

    wall: datetime
    zone: tzinfo
    all_day: bool = False
    floating: bool = False

    @property
    def instant(self) -> datetime:
        """The moment on the line of time, in UTC."""
        try:
            return self.wall.replace(tzinfo=self.zone).astimezone(UTC)
        except OverflowError:
            return self.wall.replace(tzinfo=UTC)

    @property
    def written(self) -> str:
        """The moment as text: a day, or an instant with its offset."""
        if self.all_day:
            return self.wall.date().isoformat()
        try:
            return self.instant.astimezone(self.zone).isoformat()
        except OverflowError:
            return self.wall.replace(tzinfo=UTC).isoformat()

    def moved_to(self, wall: datetime) -> "Moment":
        """Give another moment of the same kind."""
        return replace(self, wall=wall)


@dataclass(frozen=True, slots=True)
class Length:
    """How long something lasts: days by the calendar, then seconds by the clock (RFC 5545, 3.8.5.3)."""

    days: int = 0
    exact: timedelta = timedelta(0)

    def end_of(self, start: Moment) -> Moment:
        """Give the end of what begins at ``start``; at the end of time, the start itself."""
        try:
            later = start.moved_to(start.wall + timedelta(days=self.days))
            if start.all_day or not self.exact:
                return later
            return later.moved_to((later.instant + self.exact).astimezone(later.zone).replace(tzinfo=None))
        except OverflowError:
            return start


class Clock:
    """Reads the times of one event in the zones of its file; notes what it had to repair."""

    def __init__(self, zones: Zones, default: tzinfo, component: int, problems: list[Problem]) -> None:
        self.zones = zones
        self.default = default
        self.component = component
        self.problems = problems

    def note(self, code: str, value: str = "") -> None:
        """Note a problem of this event, once."""
        problem = Problem(self.component, code, value)
        if problem not in self.problems[-5:]:
            self.problems.append(problem)

    def read(self, parameters: dict[str, str], text: str) -> Moment:
        """Read a date or time; VALUE=DATE wins over any zone. Raises Unreadable."""
        match = _BASIC.fullmatch(text.upper()) or self._repaired(_EXTENDED.fullmatch(text.upper()), text)
        if match is None:
            raise Unreadable("bad_value", text)
        try:
            day = datetime.combine(date(int(match[1]), int(match[2]), int(match[3])), time.min)
            if match[4] is None or parameters.get("VALUE", "").upper() == "DATE":
                return Moment(day, self.default, all_day=True)
            return self._placed(parameters, self._timed(match, day, text), match[7])
        except (ValueError, OverflowError):
            raise Unreadable("bad_value", text) from None

    def length(self, text: str) -> Length:
        """Read a DURATION. Raises Unreadable."""
        match = _LENGTH.fullmatch(text.upper())
        if match is None or not any(match.groups()) or any(part and len(part) > 9 for part in match.groups()):
            raise Unreadable("bad_duration", text)
        weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
        exact = timedelta(hours=hours, minutes=minutes, seconds=seconds)
        if exact > MAX_LENGTH or timedelta(weeks=weeks, days=days) > MAX_LENGTH:
            raise Unreadable("bad_duration", text)
        return Length(weeks * 7 + days, exact)

    def _repaired(self, match: re.Match[str] | None, text: str) -> re.Match[str] | None:
        if match is not None:
            self.note("repaired", text)
        return match

    def _timed(self, match: re.Match[str], day: datetime, text: str) -> datetime:
        """Set the clock; 24:00 and later hours, as timetables write them, belong to the next day."""
        hour, minute, second = int(match[4]), int(match[5]), int(match[6] or 0)
        if hour > 23 or second == 60:
            self.note("repaired", text)
        if hour > 47 or minute > 59 or second > 60:
            raise ValueError(text)
        return datetime.combine(day, time(hour % 24, minute, min(second, 59))) + timedelta(days=hour // 24)

    def _placed(self, parameters: dict[str, str], wall: datetime, suffix: str | None) -> Moment:
        if suffix == "Z":
            return Moment(wall, UTC)
        if suffix:
            size = timedelta(hours=int(suffix[1:3]), minutes=int(suffix[-2:]))
            return Moment(wall, timezone(-size if suffix[0] == "-" else size))
        name = parameters.get("TZID", "")
        zone = self.zones.find(name) if name else None
        if name and zone is None:
            self.note("zone", name)
        return Moment(wall, zone or self.default, floating=zone is None)
