"""The thesaurus of the field: which words mean the same, and what lies near. Pure: knows no Django and no database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Self, TypeVar

from organizations.language import normal_terms, reading, sound

FILE = Path(__file__).with_name("thesaurus.tsv")
NEAR = 0.5
ASKED_ONLY = "?"

Phrase = tuple[str, ...]
Key = TypeVar("Key")
Item = TypeVar("Item")


class Entry(NamedTuple):
    """One line: a concept, its other words, and what lies near it with a weight between 0 and 1."""

    name: str
    same: tuple[str, ...] = ()
    near: tuple[tuple[str, float], ...] = ()


class Found(NamedTuple):
    """Concepts that stand in a text from one term to another (half-open)."""

    start: int
    end: int
    concepts: tuple[str, ...]


@dataclass
class Thesaurus:
    """Concepts by the terms and by the sound of their words."""

    phrases: dict[str, list[Phrase]] = field(default_factory=dict)
    near: dict[str, dict[str, float]] = field(default_factory=dict)
    by_terms: dict[Phrase, list[str]] = field(default_factory=dict)
    by_sound: dict[str, list[str]] = field(default_factory=dict)
    longest: int = 1

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Self:
        """Build a thesaurus; a concept that comes twice gathers the words of both."""
        made = cls()
        for entry in entries:
            made._add(entry)
        return made

    def with_entries(self, entries: Iterable[Entry]) -> "Thesaurus":
        """Make a copy that also knows the given entries: the city's own words."""
        made = Thesaurus(
            {name: list(phrases) for name, phrases in self.phrases.items()},
            {name: dict(near) for name, near in self.near.items()},
            {phrase: list(names) for phrase, names in self.by_terms.items()},
            {heard: list(names) for heard, names in self.by_sound.items()},
            self.longest,
        )
        for entry in entries:
            made._add(entry)
        return made

    def _add(self, entry: Entry) -> None:
        for word in (entry.name, *entry.same):
            plain = word.removesuffix(ASKED_ONLY)
            phrase = tuple(normal_terms(plain))
            if not phrase:
                continue
            if plain == word:
                _append(self.phrases, entry.name, phrase)
            _append(self.by_terms, phrase, entry.name)
            _append(self.by_sound, sound(reading(plain)), entry.name)
            self.longest = max(self.longest, len(phrase))
        self.near.setdefault(entry.name, {}).update(entry.near)

    def find(self, terms: Sequence[str]) -> list[Found]:
        """Find the concepts in a row of terms, the longest words first, none over another."""
        found, start = [], 0
        while start < len(terms):
            end = self._longest_from(terms, start)
            if end > start:
                found.append(Found(start, end, tuple(self.by_terms[tuple(terms[start:end])])))
            start = max(end, start + 1)
        return found

    def _longest_from(self, terms: Sequence[str], start: int) -> int:
        for end in range(min(len(terms), start + self.longest), start, -1):
            if tuple(terms[start:end]) in self.by_terms:
                return end
        return start

    def heard(self, kana: str) -> list[str]:
        """List the concepts one of whose words sounds like this."""
        return self.by_sound.get(sound(kana), [])

    def expand(self, concepts: Iterable[str]) -> dict[Phrase, float]:
        """Give every phrase that stands for the concepts: 1 for the same, less for what lies near."""
        weights: dict[Phrase, float] = {}
        for concept in concepts:
            for phrase in self.phrases.get(concept, []):
                weights[phrase] = 1.0
            for name, weight in self.near.get(concept, {}).items():
                for phrase in self.phrases.get(name) or [tuple(normal_terms(name))]:
                    weights[phrase] = max(weight, weights.get(phrase, 0.0))
        return weights


def _append(table: dict[Key, list[Item]], where: Key, what: Item) -> None:
    row = table.setdefault(where, [])
    if what not in row:
        row.append(what)


def parse(lines: Iterable[str]) -> list[Entry]:
    """Read the lines of a thesaurus file: concept, the same words, near ones, between tabs; # opens a comment."""
    rows = (line.rstrip("\n").split("\t") for line in lines if line.strip() and not line.startswith("#"))
    return [entry(*row) for row in rows]


def entry(name: str, same: str = "", near: str = "") -> Entry:
    """Make an entry of three cells; words stand between 、, a weight after a colon."""
    pairs = (item.partition(":") for item in _items(near))
    return Entry(name, tuple(_items(same)), tuple((word, float(weight or NEAR)) for word, _, weight in pairs))


def _items(cell: str) -> list[str]:
    return [item.strip() for item in cell.split("、") if item.strip()]


@lru_cache(maxsize=1)
def shipped() -> Thesaurus:
    """The thesaurus that comes with the portal, read once."""
    with FILE.open(encoding="utf-8") as lines:
        return Thesaurus.of(parse(lines))
