"""Two dates for two children: at the same building, at the same time, one for each."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import combinations, groupby
from typing import Any, NamedTuple

from events.models import Occurrence
from events.services.cards import Card, cards_of
from events.services.facets import Ages, fits, fits_all
from events.services.search import find_occurrences
from organizations.services.questions import Meaning

SOON = timedelta(days=60)
MOST = 600  # dates looked at
LATER = 3  # further days named
TOGETHER = timedelta(minutes=30)
COLUMNS = (
    "pk",
    "event",
    "space__facility",
    "held_on",
    "starts_at",
    "ends_at",
    "event__age_from_months",
    "event__age_to_months",
)
Child = tuple[int, int]


class One(NamedTuple):
    """What pairing reads of a date."""

    pk: int
    event: int
    building: int
    held_on: Any
    starts_at: datetime
    ends_at: datetime
    age_from: int | None
    age_to: int | None

    @property
    def ages(self) -> Ages:
        return self.age_from, self.age_to


class Pair(NamedTuple):
    """Two dates side by side, and the days on which the same two events meet again."""

    cards: tuple[Card, Card]
    later: list[date]


def pairs_of(asked: Mapping[str, Any], *, now: datetime, meaning: Meaning, limit: int) -> list[Pair]:
    """Find for several children two dates that suit them all between them, soonest first; three queries.

    Two series that meet every week are one pair with its next days.
    """
    rows = find_occurrences({**asked, "age": [], "after": None}, now=now, meaning=meaning)
    rows = rows.taking_place().with_ages().filter(starts_at__lt=now + SOON, space__isnull=False)
    seen = [One(*row) for row in rows.values_list(*COLUMNS)[:MOST]]
    meetings = by_events(pair_up(seen, asked["age"]))[:limit]
    dates = Occurrence.objects.filter(pk__in=[one.pk for pairs in meetings for one in pairs[0]])
    cards = {card.pk: card for card in cards_of(dates, now=now, limit=2 * limit)} if meetings else {}
    return [
        Pair((cards[pairs[0][0].pk], cards[pairs[0][1].pk]), [first.held_on for first, _second in pairs[1 : 1 + LATER]])
        for pairs in meetings
    ]


def by_events(pairs: Iterable[tuple[One, One]]) -> list[list[tuple[One, One]]]:
    """Gather the pairs of the same two events, the soonest first."""
    meetings: dict[frozenset[int], list[tuple[One, One]]] = {}
    for pair in sorted(pairs, key=lambda pair: pair[0].starts_at):
        meetings.setdefault(frozenset(one.event for one in pair), []).append(pair)
    return list(meetings.values())


def pair_up(seen: Iterable[One], children: list[Child]) -> Iterator[tuple[One, One]]:
    """Pair dates that overlap by half an hour in one building, neither of which suits every child by itself."""
    some = [
        one for one in seen if not fits_all(one.ages, children) and any(fits(one.ages, *child) for child in children)
    ]
    for _place, group in groupby(sorted(some, key=_place_and_time), key=lambda one: (one.held_on, one.building)):
        for first, second in combinations(group, 2):
            if first.event != second.event and _overlap(first, second) and _suit(first, second, children):
                yield first, second


def _place_and_time(one: One) -> tuple[Any, ...]:
    return one.held_on, one.building, one.starts_at, one.pk


def _overlap(first: One, second: One) -> bool:
    return min(first.ends_at, second.ends_at) - max(first.starts_at, second.starts_at) >= TOGETHER


def _suit(first: One, second: One, children: list[Child]) -> bool:
    return all(fits(first.ages, *child) or fits(second.ages, *child) for child in children)
