"""How well an offer answers a need. Pure: knows no Django and no database.

A score is a plain sum. Every addend has a code and the numbers it was computed from, so that it can be said in words
and checked; an offer that a hard limit rules out is not in the ranking at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from organizations.scoring.index import Index
from organizations.scoring.limits import LIMITS
from organizations.scoring.parts import PARTS, Reason
from organizations.scoring.postings import History, Need, Offer, Posting, Situation
from organizations.scoring.texts import Rarity
from organizations.scoring.themes import known_themes

__all__ = [
    "History",
    "Index",
    "Match",
    "Need",
    "Offer",
    "Posting",
    "Reason",
    "Situation",
    "broken_limits",
    "known_themes",
    "rank",
]


@dataclass(frozen=True, slots=True)
class Match:
    """An offer that may answer a need, with the addends of its score, the weightiest first."""

    offer: Offer
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> float:
        return round(sum(reason.points for reason in self.reasons), 2)


def broken_limits(need: Need, offer: Offer, here: Situation) -> dict[str, object]:
    """Name every hard limit that rules an offer out, with its numbers; empty when it may be proposed."""
    checked = ((code, limit(need, offer, here)) for code, limit in LIMITS.items())
    return {code: facts for code, facts in checked if facts is not None}


def rank(need: Need, offers: Iterable[Offer], here: Situation, *, rarity: Rarity | None = None) -> list[Match]:
    """Order the offers that may answer a need, best first; equal scores by id."""
    offers = list(offers)
    rarity = rarity or Rarity([need, *offers])
    matches = [_match(need, offer, here, rarity) for offer in offers if not broken_limits(need, offer, here)]
    return sorted(matches, key=lambda match: (-match.score, match.offer.id))


def _match(need: Need, offer: Offer, here: Situation, rarity: Rarity) -> Match:
    found = ((code, part(need, offer, here, rarity)) for code, part in PARTS.items())
    reasons = (Reason(code, facts) for code, facts in found if facts is not None)
    return Match(offer, tuple(sorted(reasons, key=lambda reason: -reason.points)))
