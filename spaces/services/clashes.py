"""The table of clashes of a round, read from the rows and worked out by the pure modules."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from organizations.models import Organization
from spaces import opening_hours, season
from spaces.advice import Advice, Alternative
from spaces.models import DayPart, SeasonRound, Space, Wish
from spaces.periods import TOKYO, Period, day_period, subtract
from spaces.services.availability import taken_times
from spaces.services.day_parts import day_parts_of, stretches
from spaces.services.hours import hours_of

Times = dict[int, list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Option:
    """An alternative with its room, and the equipment of the wished room that it lacks."""

    found: Alternative
    space: Space
    lacking: list[str]


@dataclass(frozen=True, slots=True)
class Meeting:
    """Another wish that is in the way, and when."""

    wish: Wish
    dates: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A wish in a clash: dates it could have but for the others, those it cannot have anyway, who else, what else."""

    wish: Wish
    dates: list[date]
    refused: list[tuple[date, str]]
    meetings: list[Meeting]
    options: list[Option]


@dataclass(frozen=True, slots=True)
class Clash:
    """What one decision settles."""

    number: int
    entries: list[Entry]

    @property
    def key(self) -> int:
        return min(entry.wish.pk for entry in self.entries)

    @property
    def can_be_drawn(self) -> bool:
        """A lot needs two who want the same, and nobody settled already among them."""
        wishes = [entry.wish for entry in self.entries]
        return len(wishes) > 1 and all(wish.status == Wish.Status.OPEN and wish.lot_id is None for wish in wishes)


class Board:
    """Everything that is known of one round: its rooms, what is booked there, and the wishes that stand."""

    def __init__(self, round: SeasonRound, wishes: Iterable[Wish] | None = None) -> None:
        rows = round.wishes.standing().with_names().in_order() if wishes is None else wishes
        self.wishes = {wish.pk: wish for wish in rows}
        rooms = round.spaces.select_related("facility").prefetch_related("parts", "equipment").by_kana()
        self.spaces = {space.pk: space for space in rooms}
        self.season = season_of(list(self.spaces.values()), round.first, round.last)
        self.pure = [_pure(wish) for wish in self.wishes.values()]

    def clashes(self) -> list[Clash]:
        """List the clashes with what else each open wish could have."""
        advice = Advice(self.season, self.pure)
        found = season.clashes(self.season, self.pure)
        return [
            Clash(number, [self._entry(wish, clash, advice) for wish in clash.wishes])
            for number, clash in enumerate(found, start=1)
        ]

    def entries_of(self, organization: Organization) -> list[Entry]:
        """List what clashes of one group's wishes."""
        advice = Advice(self.season, self.pure)
        found = season.clashes(self.season, self.pure)
        own = [(wish, clash) for clash in found for wish in clash.wishes if wish.group == organization.pk]
        return [self._entry(wish, clash, advice) for wish, clash in own]

    def options(self, wish: Wish) -> list[Option]:
        """List what else a wish could have; it need not stand any more."""
        return self._options(_pure(wish), Advice(self.season, self.pure))

    def live(self) -> list[Wish]:
        return [self.wishes[wish.key] for wish in season.live(self.pure)]

    def _entry(self, wish: season.Wish, clash: season.Clash, advice: Advice) -> Entry:
        verdicts = self.season.verdicts(wish.at)
        meetings = [
            Meeting(self.wishes[other], clash.pairs[min(wish.key, other), max(wish.key, other)])
            for other in clash.rivals(wish.key)
        ]
        return Entry(
            wish=self.wishes[wish.key],
            dates=[day for day, refused in verdicts if not refused],
            refused=[(day, refused) for day, refused in verdicts if refused],
            meetings=meetings,
            options=[] if wish.granted else self._options(wish, advice),
        )

    def _options(self, wish: season.Wish, advice: Advice) -> list[Option]:
        names = {one.pk: one.name for one in self.spaces[wish.at.room].equipment.all()}
        return [
            Option(found, self.spaces[found.at.room], [names[pk] for pk in sorted(found.lacking)])
            for found in advice.alternatives(wish)
        ]


def _pure(wish: Wish) -> season.Wish:
    granted = wish.status == Wish.Status.GRANTED
    return season.Wish(wish.pk, wish.organization_id, wish.rank, wish.regular, wish.head_count, granted)


def season_of(spaces: Sequence[Space], first: date, last: date) -> season.Season:
    """Work out for each day when each space is open, and what of it nobody has booked."""
    rows = list(spaces)
    hours = hours_of(rows, first=first, last=last)
    taken = taken_times(rows, day_period(first, last))
    lent = day_parts_of(rows)
    rooms = {}
    for space in rows:
        opened = opening_hours.open_periods(hours[space.pk], first=first, last=last)
        times = _times(lent[space.pk], first) if space.is_lent_by_parts else None
        rooms[space.pk] = _room(space, opened, subtract(opened, taken[space.pk]), times)
    return season.Season(first, last, rooms)


def _room(space: Space, opened: list[Period], free: list[Period], times: Times | None) -> season.Room:
    return season.Room(
        key=space.pk,
        capacity=space.capacity,
        parts=frozenset(part.pk for part in space.parts.all()),
        equipment=frozenset(one.pk for one in space.equipment.all()),
        before=space.buffer_before_minutes,
        after=space.buffer_after_minutes,
        raster=space.raster_minutes,
        shortest=space.min_minutes,
        longest=space.max_minutes,
        times=times,
        open=_by_day(opened),
        free=_by_day(free),
    )


def _times(parts: list[DayPart], first: date) -> Times:
    """List the runs of parts that each weekday has."""
    week = [first + timedelta(days=n) for n in range(7)]
    return {
        day.weekday(): [(run.parts[0].opens_minute, run.parts[-1].closes_minute) for run in stretches(parts, day)]
        for day in week
    }


def _by_day(periods: list[Period]) -> dict[date, list[tuple[int, int]]]:
    """Cut periods at midnight and say them in minutes of each day."""
    days: dict[date, list[tuple[int, int]]] = defaultdict(list)
    for period in periods:
        start = period.start.astimezone(TOKYO)
        first = start.hour * 60 + start.minute + bool(start.second)
        left = first + int(period.length.total_seconds() // 60)
        day = start.date()
        while left > 0:
            days[day].append((first, min(left, season.DAY)))
            day, first, left = day + timedelta(days=1), 0, left - season.DAY
    return days
