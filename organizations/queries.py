"""What a person means by the words in the search box: subjects and conditions. Pure: knows no Django."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import pairwise

from organizations import language
from organizations.conditions import AGE_WORDS, Conditions, read_conditions
from organizations.thesaurus import Phrase, Thesaurus

DOING = {"動詞", "形容詞", "形状詞", "副詞"}
WEAK, LESS, PLAIN = 0.25, 0.6, 1.0
WORD_OF_CONCEPT, SAME, MISSPELT = 0.2, 0.85, 0.5
SHORTEST_MISSPELT = 4


@dataclass(frozen=True)
class Subject:
    """One thing asked for: every phrase that would answer it, with its weight; and how it may be heard in kana."""

    label: str
    weight: float
    phrases: dict[Phrase, float]
    sounds: tuple[str, ...] = ()
    ages: tuple[int, int] | None = None

    @cached_property
    def firsts(self) -> dict[str, list[Phrase]]:
        """The phrases by their first term."""
        table: dict[str, list[Phrase]] = {}
        for phrase in self.phrases:
            table.setdefault(phrase[0], []).append(phrase)
        return table


@dataclass(frozen=True)
class Query:
    """What was understood of the words typed."""

    text: str
    subjects: list[Subject] = field(default_factory=list)
    wanted: Conditions = field(default_factory=Conditions)


def understand(text: str, thesaurus: Thesaurus, *, districts: Sequence[str] = (), today: date | None = None) -> Query:
    """Read what a person typed: conditions first, then the subjects that remain."""
    wanted, rest = read_conditions(thesaurus.in_words(text), districts=districts, today=today)
    return Query(text, _subjects(rest, thesaurus), wanted)


def taken_literally(text: str, thesaurus: Thesaurus) -> Query:
    """Read what a person typed as subjects alone: 土曜 is then a word to look for, not a day."""
    return Query(text, _subjects(language.key(text), thesaurus))


def _subjects(rest: str, thesaurus: Thesaurus) -> list[Subject]:
    found: list[Subject] = []
    for chunk in _chunks(rest, thesaurus):
        found += _heard(chunk, thesaurus) if language.is_kana(chunk) else _read(chunk, thesaurus)
    unique: dict[str, Subject] = {subject.label: subject for subject in reversed(found)}
    return list(reversed(unique.values()))


def _chunks(rest: str, thesaurus: Thesaurus) -> list[str]:
    """Cut at spaces; Latin words stay together unless they are romaji, which becomes kana."""
    words, chunks = rest.split(), list[str]()
    if any(language.is_latin(word) for word in words):
        known = _known_words(words, thesaurus)
        words = [word if word in known else _as_kana(word) for word in words]
    for word in words:
        follows = chunks and _same_script(chunks[-1], word)
        chunks[-1:] = [f"{chunks[-1]} {word}"] if follows else [*chunks[-1:], word]
    return chunks


def _known_words(words: list[str], thesaurus: Thesaurus) -> set[str]:
    """Those of the words that stand in the thesaurus as they are, alone or together."""
    terms = [(word, term) for word in words for term in language.normal_terms(word)]
    spans = thesaurus.find([term for _, term in terms])
    return {word for found in spans for word, _ in terms[found.start : found.end]}


def _as_kana(word: str) -> str:
    kana = language.kana_from_romaji(word) if language.is_latin(word) else ""
    return kana if len(kana) > 1 else word


def _same_script(one: str, other: str) -> bool:
    return (one.isascii() and other.isascii()) or (language.is_kana(one) and language.is_kana(other))


def _heard(chunk: str, thesaurus: Thesaurus) -> list[Subject]:
    """Understand words in kana by their sound, joining neighbours where together they are a known word."""
    words, start = chunk.split(), 0
    found: list[Subject] = []
    while start < len(words):
        end = next(
            (end for end in range(len(words), start, -1) if thesaurus.heard("".join(words[start:end]))), start + 1
        )
        spoken = "".join(words[start:end])
        found += [_spoken(spoken, thesaurus)] if thesaurus.heard(spoken) else _unknown(spoken, thesaurus)
        start = end
    return found


def _spoken(kana: str, thesaurus: Thesaurus) -> Subject:
    words = language.words(kana)
    doing = {word.normal for word in words if word.part_of_speech in DOING}
    terms = tuple(term for word in words for term in (word.normal, *word.parts))
    typed = terms if terms in thesaurus.by_terms else ()
    return _concept(kana, thesaurus.heard(kana), thesaurus, (language.sound(kana),), typed, doing)


def _unknown(spoken: str, thesaurus: Thesaurus) -> list[Subject]:
    if parts := _known_parts(spoken, thesaurus):
        return [_spoken(part, thesaurus) for part in parts]
    sounds = (language.sound(spoken),) if len(spoken) > 2 else ()
    if meant := _misspelt(spoken, tuple(language.normal_terms(spoken)), thesaurus, alike=True):
        return [replace(meant, sounds=sounds)]
    subjects = _read(spoken, thesaurus)
    if len(subjects) == 1:
        return [replace(subjects[0], sounds=(*subjects[0].sounds, *sounds))]
    return [*subjects, Subject(spoken, LESS, {}, sounds)] if sounds and subjects else subjects


def _known_parts(spoken: str, thesaurus: Thesaurus) -> list[str]:
    """Split kana into two known words of at least three signs each, as ふとうこう + そうだん."""
    for cut in range(3, len(spoken) - 2):
        first, second = spoken[:cut], spoken[cut:]
        for rest in (second, second.removeprefix("の")):
            if len(rest) > 2 and thesaurus.heard(first) and thesaurus.heard(rest):
                return [first, rest]
    return []


def _read(chunk: str, thesaurus: Thesaurus) -> list[Subject]:
    words = language.words(chunk)
    doing = {term for word in words if word.part_of_speech in DOING for term in (word.normal, *word.parts)}
    owners = [(place, term) for place, word in enumerate(words) for term in (word.normal, *word.parts)]
    terms = [term for _, term in owners]
    named = [(term, words[place].surface if term == words[place].normal else term) for place, term in owners]
    spans = thesaurus.find(terms)
    known = len(spans) == 1 and spans[0].end - spans[0].start == len(terms)
    if not known and (meant := _misspelt(chunk, tuple(terms), thesaurus, alike=not spans)):
        return [meant]
    units: list[Subject] = []
    start = 0
    for found in spans:
        units += [_word(*pair, doing) for pair in named[start : found.start]]
        label = _as_typed(chunk, [word.surface for word in words], owners[found.start][0], owners[found.end - 1][0])
        span = tuple(terms[found.start : found.end])
        units.append(_concept(label, list(found.concepts), thesaurus, typed=span, doing=doing))
        start = found.end
    return units + [_word(*pair, doing) for pair in named[start:]] + _pairs(terms)


def _as_typed(chunk: str, surfaces: list[str], first: int, last: int) -> str:
    """Cut out of a text the stretch from its first to its last word named, with the particles between."""
    start = end = 0
    for place, surface in enumerate(surfaces[: last + 1]):
        begin = chunk.index(surface, end)
        start = begin if place == first else start
        end = begin + len(surface)
    return chunk[start:end]


def _misspelt(chunk: str, terms: Phrase, thesaurus: Thesaurus, *, alike: bool) -> Subject | None:
    """Take a word for one that sounds the same, as 一次保育; with ``alike`` also for one that differs by one sign."""
    if " " in chunk or not terms:
        return None
    spoken = language.reading(chunk)
    if concepts := thesaurus.heard(spoken):
        return _concept(chunk, concepts, thesaurus)
    concepts = thesaurus.misheard(spoken) if alike and len(spoken) >= SHORTEST_MISSPELT else []
    weights = {phrase: MISSPELT * weight for phrase, weight in thesaurus.expand(concepts).items()}
    return Subject(chunk, PLAIN, weights | {terms: 1.0}) if concepts else None


def _pairs(terms: list[str]) -> list[Subject]:
    """Neighbours that stand side by side in a text say more than the two apart."""
    pairs = [pair for pair in pairwise(terms) if not set(pair) <= language.EMPTY]
    return [Subject("".join(pair), WEAK, {pair: 1.0}) for pair in pairs]


def _word(term: str, label: str, doing: Set[str]) -> Subject:
    return Subject(label, _weight((term,), doing), {(term,): 1.0}, ages=_ages_of((term,)))


def _weight(terms: Phrase, doing: Set[str]) -> float:
    """Say how much a word matters: things more than deeds and qualities, empty words least."""
    if len(terms) != 1:
        return PLAIN
    if terms[0] in language.EMPTY or terms[0].isdecimal() or (len(terms[0]) == 1 and terms[0].isascii()):
        return WEAK
    return LESS if terms[0] in doing else PLAIN


def _concept(
    label: str,
    concepts: list[str],
    thesaurus: Thesaurus,
    sounds: tuple[str, ...] = (),
    typed: Phrase = (),
    doing: Set[str] = frozenset(),
) -> Subject:
    phrases = {phrase: SAME * weight for phrase, weight in thesaurus.expand(concepts).items()}
    if len(typed) > 1:
        phrases |= {(term,): WORD_OF_CONCEPT for term in typed if (term,) not in phrases and term not in language.EMPTY}
    if typed:
        phrases[typed] = 1.0
    terms = typed or tuple(language.normal_terms(label))
    heard = tuple(one for one in sounds if len(one) > 2)
    return Subject(label, _weight(terms, doing), phrases, heard, _ages_of(terms))


def _ages_of(terms: Phrase) -> tuple[int, int] | None:
    return AGE_WORDS.get(terms[0]) if len(terms) == 1 else None
