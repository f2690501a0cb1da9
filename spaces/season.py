"""The regular times of a season, and which wishes for them clash.

PURE: plain data in, dates and codes out; knows no Django and no database. Minutes count from midnight, 1440 is 24:00.
A group's wishes stand in its own order; only the first that is still open is live, the next takes its place once that
one is refused. Two live wishes clash where both could have a date and the other's set-up and clearing is in the way.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

DAY = 1440
Spans = Sequence[tuple[int, int]]


class Rhythm(StrEnum):
    """Every week, every second one from the first or the second on, or some weeks of each month."""

    WEEKLY = "weekly"
    ODD = "odd"
    EVEN = "even"
    FIRST = "1"
    SECOND = "2"
    THIRD = "3"
    FOURTH = "4"
    FIRST_THIRD = "13"
    SECOND_FOURTH = "24"


@dataclass(frozen=True, slots=True)
class Regular:
    """One room at the same time of the same weekday (Monday is 0), again and again."""

    room: int
    rhythm: Rhythm
    weekday: int
    start: int
    end: int

    @property
    def code(self) -> str:
        return f"{self.room}-{self.rhythm}-{self.weekday}-{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a group wishes for; ``rank`` 1 is what it wants most. ``granted``: it has been settled already."""

    key: int
    group: int
    rank: int
    at: Regular
    people: int
    granted: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """A room with its rules, the spans of each day in which it is open, and those of them that nobody has booked.

    ``times``: it is lent for these spans of each weekday only, instead of by the clock.
    """

    key: int
    capacity: int | None
    parts: frozenset[int]
    equipment: frozenset[int] = frozenset()
    before: int = 0
    after: int = 0
    raster: int = 30
    shortest: int = 0
    longest: int = DAY
    times: Mapping[int, Spans] | None = None
    open: Mapping[date, Spans] = field(default_factory=dict)
    free: Mapping[date, Spans] = field(default_factory=dict)

    def lends(self, at: Regular) -> bool:
        """Say whether the room is ever lent for such a time."""
        if self.times is not None:
            return (at.start, at.end) in self.times.get(at.weekday, ())
        return at.start % self.raster == 0 and self.shortest <= at.end - at.start <= self.longest

    def starts(self, at: Regular) -> list[tuple[int, int]]:
        """List the times of that weekday to choose from: by the clock all of the same length."""
        if self.times is not None:
            return list(self.times.get(at.weekday, ()))
        length = at.end - at.start
        return [(start, start + length) for start in range(0, DAY - length + 1, self.raster)]


@dataclass(frozen=True, slots=True)
class Season:
    """The days ``first`` to ``last``, both included, and the rooms that are shared out."""

    first: date
    last: date
    rooms: Mapping[int, Room]

    def verdicts(self, at: Regular) -> list[tuple[date, str]]:
        """Say of each date whether it can be had (""), or is closed or taken by what was booked before."""
        room = self.rooms[at.room]
        return [(day, self._verdict(room, at, day)) for day in days_of(at.rhythm, at.weekday, self.first, self.last)]

    def dates(self, at: Regular) -> list[date]:
        return [day for day, refused in self.verdicts(at) if not refused]

    @staticmethod
    def _verdict(room: Room, at: Regular, day: date) -> str:
        if _covers(room.free.get(day, ()), at):
            return ""
        return "taken" if _covers(room.open.get(day, ()), at) else "closed"


@dataclass(frozen=True, slots=True)
class Clash:
    """Wishes that stand in each other's way, by key; a single one that cannot have any date is a clash too.

    ``pairs``: two keys with the dates that both could have.
    """

    wishes: tuple[Wish, ...]
    pairs: Mapping[tuple[int, int], tuple[date, ...]]

    @property
    def open(self) -> tuple[Wish, ...]:
        return tuple(wish for wish in self.wishes if not wish.granted)

    def rivals(self, key: int) -> list[int]:
        return sorted(other for pair in self.pairs if key in pair for other in pair if other != key)


def days_of(rhythm: Rhythm, weekday: int, first: date, last: date) -> list[date]:
    """List the days of a rhythm from ``first`` to ``last``, both included."""
    start = first + timedelta(days=(weekday - first.weekday()) % 7)
    days = [start + timedelta(weeks=n) for n in range(((last - start).days // 7) + 1)]
    if rhythm in (Rhythm.WEEKLY, Rhythm.ODD, Rhythm.EVEN):
        return {Rhythm.ODD: days[::2], Rhythm.EVEN: days[1::2]}.get(rhythm, days)
    return [day for day in days if str((day.day + 6) // 7) in rhythm.value]


def _covers(spans: Spans, at: Regular) -> bool:
    return any(start <= at.start and at.end <= end for start, end in spans)


def live(wishes: Iterable[Wish]) -> list[Wish]:
    """Keep what each group has been granted, else the open wish that it wants most."""
    groups: dict[int, list[Wish]] = defaultdict(list)
    for wish in wishes:
        groups[wish.group].append(wish)
    kept = []
    for own in groups.values():
        granted = [wish for wish in own if wish.granted]
        kept += granted or [min(own, key=lambda wish: (wish.rank, wish.key))]
    return sorted(kept, key=lambda wish: wish.key)


class Blocks:
    """Who stands where: the time that each wish takes of the parts of its room, set-up and clearing included."""

    def __init__(self, season: Season, wishes: Iterable[Wish]) -> None:
        self.season = season
        self.rows: dict[tuple[int, int], list[tuple[int, int, int]]] = defaultdict(list)
        for wish in wishes:
            for day in season.dates(wish.at):
                start, end = self._blocked(wish.at, day)
                for place in self._places(wish.at, start, end):
                    self.rows[place].append((start, end, wish.key))

    def hits(self, at: Regular, day: date) -> set[int]:
        """Name the wishes in the way of ``at`` on ``day``."""
        start, end = self._blocked(at, day)
        rows = (row for place in self._places(at, start, end) for row in self.rows.get(place, ()))
        return {key for began, ended, key in rows if began < end and start < ended}

    def _blocked(self, at: Regular, day: date) -> tuple[int, int]:
        room, base = self.season.rooms[at.room], day.toordinal() * DAY
        return base + at.start - room.before, base + at.end + room.after

    def _places(self, at: Regular, start: int, end: int) -> Iterator[tuple[int, int]]:
        for part in self.season.rooms[at.room].parts:
            for ordinal in range(start // DAY, (end - 1) // DAY + 1):
                yield part, ordinal


def clashes(season: Season, wishes: Iterable[Wish]) -> list[Clash]:
    """Gather the live wishes that stand in each other's way, each in one clash; what is settled alone is none."""
    standing = live(wishes)
    blocks = Blocks(season, standing)
    shared: dict[tuple[int, int], list[date]] = defaultdict(list)
    stuck = set()
    for wish in standing:
        dates = season.dates(wish.at)
        if not dates and not wish.granted:
            stuck.add(wish.key)
        for day in dates:
            for other in blocks.hits(wish.at, day):
                if wish.key < other:
                    shared[wish.key, other].append(day)
    pairs = {pair: tuple(days) for pair, days in shared.items()}
    return _gathered(standing, pairs, stuck)


def _gathered(wishes: list[Wish], pairs: Mapping[tuple[int, int], tuple[date, ...]], stuck: set[int]) -> list[Clash]:
    """Put wishes that are tied to each other, directly or over a third, into one clash."""
    home = {wish.key: wish.key for wish in wishes}
    for one, other in pairs:
        old, new = sorted((home[one], home[other]), reverse=True)
        home = {key: new if at == old else at for key, at in home.items()}
    together: dict[int, list[Wish]] = defaultdict(list)
    for wish in wishes:
        together[home[wish.key]].append(wish)
    found = []
    for members in together.values():
        keys = {wish.key for wish in members}
        if (len(members) > 1 or keys & stuck) and any(not wish.granted for wish in members):
            found.append(Clash(tuple(members), {pair: days for pair, days in pairs.items() if pair[0] in keys}))
    return found
