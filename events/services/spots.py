"""Where things are: the dates of a list by their places, for a map and for reading without one."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from events.services.cards import Card, Position


@dataclass
class Spot:
    """A place with what is on there, soonest first."""

    name: str
    position: Position | None
    kilometres: float | None
    local: str
    cards: list[Card] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.cards)


def spots_of(cards: Iterable[Card]) -> list[Spot]:
    """Gather dates by place: the nearest first where a position is known, else in the order of what is on next."""
    spots: dict[tuple[str, Position | None], Spot] = {}
    for card in cards:
        place = (card.place, card.position)
        spot = spots.setdefault(place, Spot(*place, kilometres=card.kilometres, local=card.local))
        spot.cards.append(card)
    return sorted(spots.values(), key=lambda spot: -1.0 if spot.kilometres is None else spot.kilometres)
