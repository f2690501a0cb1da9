"""Thousands of offers, so kept that a need is answered without comparing it with each of them."""

from collections import defaultdict
from heapq import nlargest

from organizations.scoring.parts import SUITS
from organizations.scoring.postings import Need, Offer
from organizations.scoring.texts import Rarity, terms
from organizations.scoring.themes import known_themes, themes_of

COMMON = 0.3


class Index:
    """The offers by their terms and themes. Putting one in again replaces it."""

    def __init__(self) -> None:
        self.offers: dict[str, Offer] = {}
        self.rarity = Rarity([])
        self._resources: dict[str, str] = {}
        self._by_term: dict[str, dict[str, float]] = defaultdict(dict)
        self._by_theme: dict[str, dict[str, float]] = defaultdict(dict)

    def __len__(self) -> int:
        return len(self.offers)

    def put(self, offer: Offer) -> None:
        self.drop(offer.id)
        self.offers[offer.id] = offer
        self._resources[offer.id] = offer.resource
        self.rarity.add(offer)
        for term, weight in terms(offer).items():
            self._by_term[term][offer.id] = weight * 2.2 / (weight + 1.2)
        for code, weight in themes_of(offer).items():
            self._by_theme[code][offer.id] = weight

    def drop(self, key: str) -> None:
        offer = self.offers.pop(key, None)
        if offer is None:
            return
        self.rarity.drop(offer)
        for term in terms(offer):
            self._by_term[term].pop(key, None)
        for code in themes_of(offer):
            self._by_theme[code].pop(key, None)

    def candidates(self, need: Need, at_most: int) -> list[Offer]:
        """Choose the offers most likely to answer: by themes and shared terms, and by what they give.

        It is a choice, not the ranking: the score proper orders what is chosen.
        """
        themes, words = self._by_themes(need), self._by_words(need)
        suits, given = SUITS.get(need.resource, {}), self._resources
        likely = {key: 30 * shared / (shared + 20.0) + 12 * suits.get(given[key], 0.0) for key, shared in words.items()}
        for key, strength in themes.items():
            known = likely.get(key) or 12 * suits.get(given[key], 0.0)
            likely[key] = known + 40 * strength / (strength + 1.0)
        best = nlargest(at_most, zip(likely.values(), likely, strict=True))
        return [self.offers[key] for _likely, key in best]

    def _by_themes(self, need: Need) -> dict[str, float]:
        found: dict[str, float] = {}
        for code, asked in themes_of(need).items():
            for other, share in known_themes()[code].answered_by.items():
                for key, given in self._by_theme.get(other, {}).items():
                    found[key] = max(found.get(key, 0.0), asked * given * share)
        return found

    def _by_words(self, need: Need) -> dict[str, float]:
        """Add up the shared terms; one that a third of the offers hold tells nothing here."""
        found: dict[str, float] = {}
        for term, weight in terms(need).items():
            holders = self._by_term.get(term, {})
            if len(holders) <= COMMON * len(self.offers):
                loud = min(weight, 3.0) ** 0.5 * self.rarity.of(term)
                for key, fullness in holders.items():
                    found[key] = found.get(key, 0.0) + loud * fullness
        return found
