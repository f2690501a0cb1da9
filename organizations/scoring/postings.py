"""What is compared: needs and offers as plain values, and the situation they are compared in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Posting:
    """One posting of a group. Ages in months, both ends included; None or an empty set: it does not say."""

    id: str
    organization: str
    resource: str
    title: str
    body: str = ""
    tags: tuple[str, ...] = ()
    topics: frozenset[str] = frozenset()
    districts: frozenset[str] = frozenset()
    home: str = ""
    ages: tuple[int, int] | None = None
    weekdays: frozenset[str] = frozenset()
    dayparts: frozenset[str] = frozenset()
    quantity: float | None = None
    unit: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    status: str = "open"


@dataclass(frozen=True, slots=True)
class Need(Posting):
    """What a group asks for."""

    partial_ok: bool = True
    only_there: bool = False


@dataclass(frozen=True, slots=True)
class Offer(Posting):
    """What a group can give."""

    shown_lately: int = 0


@dataclass(frozen=True, slots=True)
class History:
    """What two groups have been through together."""

    succeeded: int = 0
    declined: int = 0


@dataclass(frozen=True, slots=True)
class Situation:
    """The day of the question, the map (district → its neighbours) and the past (offer id → history)."""

    as_of: date
    neighbours: Mapping[str, frozenset[str]] = field(default_factory=dict)
    histories: Mapping[str, History] = field(default_factory=dict)

    def around(self, districts: frozenset[str]) -> frozenset[str]:
        return frozenset().union(*(self.neighbours.get(code, frozenset()) for code in districts))


def fields(posting: Posting) -> Iterator[tuple[float, str]]:
    """Give the texts of a posting with the weight of each: the title says most."""
    yield 3.0, posting.title
    yield 2.0, "、".join(posting.tags)
    yield 1.0, posting.body
