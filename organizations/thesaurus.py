"""The thesaurus of the field: which words mean the same, and what lies near. Pure: knows no Django and no database."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple, Self, TypeVar

from organizations.language import EMPTY, normal_terms, reading, sound

FILE = Path(__file__).with_name("thesaurus.tsv")
NEAR = 0.5
SHORTEST = 4  # signs of a word that may be misspelt
ASKED_ONLY = "?"
HIRAGANA = re.compile("[ぁ-ゖー]+")
IN_KANA = re.compile("[ぁ-ゖー]{3,}")

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
    pictures: dict[str, str] = field(default_factory=dict)
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
            dict(self.pictures),
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
                self.pictures[plain] = f" {entry.name} "
                continue
            if plain == word and (word == entry.name or _stands_in_texts(word, phrase)):
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

    def misheard(self, kana: str) -> list[str]:
        """List the concepts one of whose words differs from this by one sign: missing, added, changed or swapped."""
        heard = sound(kana)
        alike = {other for form in _one_less(heard) for other in self._one_less_forms.get(form, ())}
        return [name for other in sorted(alike) if _differ_by_one(heard, other) for name in self.by_sound[other]]

    @cached_property
    def _one_less_forms(self) -> dict[str, list[str]]:
        forms: dict[str, list[str]] = {}
        for heard in self.by_sound:
            if len(heard) >= SHORTEST:
                for form in _one_less(heard):
                    forms.setdefault(form, []).append(heard)
        return forms

    def spelt_in_kana(self, text: str) -> list[str]:
        """List the terms of known words that a text spells in hiragana, as easy Japanese does."""
        names = {name for chunk in IN_KANA.findall(text) for name in self.heard(chunk)}
        return [term for name in sorted(names) for term in normal_terms(name)]

    def in_words(self, text: str) -> str:
        """Put a concept's name in the place of each picture character that stands for it."""
        found = [picture for picture in self.pictures if picture in text]
        for picture in found:
            text = text.replace(picture, self.pictures[picture])
        return text

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


def _stands_in_texts(word: str, phrase: Phrase) -> bool:
    """Tell whether a word can be looked for by its terms: no empty word, and no kana that the dictionary cut up."""
    if len(phrase) == 1 and phrase[0] in EMPTY:
        return False
    return not HIRAGANA.fullmatch(word) or (len(phrase) == 1 and sound(reading(phrase[0])) == sound(word))


def _one_less(heard: str) -> set[str]:
    """The word itself and every form of it without one sign."""
    return {heard, *(heard[:place] + heard[place + 1 :] for place in range(len(heard)))}


def _differ_by_one(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) == 1:
        return min(one, other, key=len) in _one_less(max(one, other, key=len))
    unlike = [place for place, (left, right) in enumerate(zip(one, other, strict=False)) if left != right]
    if len(one) != len(other) or len(unlike) > 2:
        return False
    if len(unlike) < 2:
        return True
    first, second = unlike
    return second == first + 1 and one[first] == other[second] and one[second] == other[first]


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
