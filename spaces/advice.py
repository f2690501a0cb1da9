"""What else a group could have where its wish for a season clashes with another's.

PURE, as ``spaces.season``. An alternative names only dates that are open, not booked, and in nobody's way: neither of
what is granted nor of what other groups wish for. Only the one who is asked to share its weeks may stand there now.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import islice

from spaces.season import Blocks, Regular, Rhythm, Room, Season, Wish, days_of, live

ENOUGH = 0.75  # an alternative serves a group only if most of its dates can be had
PER_KIND = 2
NOBODY: Set[int] = frozenset()
HALVES = {
    Rhythm.WEEKLY: (Rhythm.ODD, Rhythm.EVEN),
    Rhythm.FIRST_THIRD: (Rhythm.SECOND_FOURTH,),
    Rhythm.SECOND_FOURTH: (Rhythm.FIRST_THIRD,),
    Rhythm.ODD: (Rhythm.EVEN,),
    Rhythm.EVEN: (Rhythm.ODD,),
}


class Kind(StrEnum):
    """In which way an alternative differs from the wish."""

    OWN = "own"
    ROOM = "room"
    TIME = "time"
    DAY = "day"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another regular time with the ``dates`` that can be had, of so many ``wished``; ``lacking`` is equipment."""

    kind: Kind
    at: Regular
    dates: tuple[date, ...]
    wished: int
    lacking: frozenset[int] = frozenset()


class Advice:
    """What else each wish could have, while all the other live wishes stay where they are."""

    def __init__(self, season: Season, wishes: Sequence[Wish]) -> None:
        self.season = season
        self.wishes = wishes
        self.standing = {wish.key: wish for wish in live(wishes)}
        self.blocks = Blocks(season, self.standing.values())

    def alternatives(self, wish: Wish) -> list[Alternative]:
        """List the group's own next wishes, then other rooms, times and days, and a sharing of the weeks."""
        ways = (self._own(wish), self._rooms(wish), self._days(wish))
        own, rooms, days = (list(islice(way, PER_KIND)) for way in ways)
        times = [*islice(self._times(wish, later=False), 1), *islice(self._times(wish, later=True), 1)]
        return [*own, *rooms, *times, *days, *self._shares(wish)]

    def _own(self, wish: Wish) -> Iterator[Alternative]:
        own = [other for other in self.wishes if other.group == wish.group and other.rank > wish.rank]
        for other in sorted(own, key=lambda item: item.rank):
            yield from self._tried(wish, Kind.OWN, other.at)

    def _rooms(self, wish: Wish) -> Iterator[Alternative]:
        """The same time in rooms that hold as many: first those that lack least, then the nearest in size."""
        here = self.season.rooms[wish.at.room]
        size = here.capacity or wish.people

        def unlike(room: Room) -> tuple[int, int, int]:
            return len(here.equipment - room.equipment), abs((room.capacity or size) - size), room.key

        others = (room for room in self.season.rooms.values() if room.key != here.key and _holds(room, wish.people))
        for room in sorted(others, key=unlike):
            yield from self._tried(wish, Kind.ROOM, replace(wish.at, room=room.key))

    def _times(self, wish: Wish, *, later: bool) -> Iterator[Alternative]:
        """The same room and weekday, earlier or later: the nearest time first."""
        times = self.season.rooms[wish.at.room].starts(wish.at)
        for start, end in sorted(times, key=lambda time: (abs(time[0] - wish.at.start), time)):
            if start > wish.at.start if later else start < wish.at.start:
                yield from self._tried(wish, Kind.TIME, replace(wish.at, start=start, end=end))

    def _days(self, wish: Wish) -> Iterator[Alternative]:
        """The same room and time on other weekdays: days of work for days of work, then the nearest."""
        here = wish.at.weekday

        def unlike(day: int) -> tuple[bool, int, int]:
            return (day >= 5) != (here >= 5), abs(day - here), day

        for weekday in sorted(set(range(7)) - {here}, key=unlike):
            yield from self._tried(wish, Kind.DAY, replace(wish.at, weekday=weekday))

    def _shares(self, wish: Wish) -> Iterator[Alternative]:
        """Half of the weeks, the other half to the one open wish that is in the way."""
        rivals = {key for day in self.season.dates(wish.at) for key in self.blocks.hits(wish.at, day)} - {wish.key}
        if len(rivals) == 1 and not any(self.standing[key].granted for key in rivals):
            for rhythm in HALVES.get(wish.at.rhythm, ()):
                yield from self._tried(wish, Kind.SHARE, replace(wish.at, rhythm=rhythm), rivals)

    def _tried(self, wish: Wish, kind: Kind, at: Regular, sharing: Set[int] = NOBODY) -> Iterator[Alternative]:
        """Yield the time if most of its dates can be had without standing in anybody's way."""
        days = days_of(at.rhythm, at.weekday, self.season.first, self.season.last)
        dates = self.season.dates(at)
        if not self.season.rooms[at.room].lends(at) or not dates or len(dates) < ENOUGH * len(days):
            return
        own = {key for key, other in self.standing.items() if other.group == wish.group}
        dates = [day for day in dates if self.blocks.hits(at, day) <= own | sharing]
        if dates and len(dates) >= ENOUGH * len(days):
            lacking = self.season.rooms[wish.at.room].equipment - self.season.rooms[at.room].equipment
            yield Alternative(kind, at, tuple(dates), len(days), lacking)


def _holds(room: Room, people: int) -> bool:
    return room.capacity is None or room.capacity >= people
