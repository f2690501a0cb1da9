"""What a person means by the words in the search box: subjects and conditions. Pure: knows no Django."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from organizations import language
from organizations.conditions import AGE_WORDS, Conditions, read_conditions
from organizations.thesaurus import Phrase, Thesaurus

EMPTY_WORDS = """
所 場所 物 事 為る 有る 居る 成る 出来る 欲しい 貰う 無い 良い 行く 来る 遣る 為 見る 下さる 頂く 何 何処 誰 何時 時
方 人 中 内 回 他 様 的 等 用 in the a an of for to at on and is my near with
where what how i me can 教える 知る 探す イベント 教室 情報 案内 市 利用 参加 出る 楽しい 皆 一緒 今
今日 明日 子供 親子
"""
EMPTY = frozenset(EMPTY_WORDS.split())
WEAK, PLAIN = 0.35, 1.0
HEARD, WORD_OF_CONCEPT, SAME = 0.9, 0.2, 0.85


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


def understand(text: str, thesaurus: Thesaurus, *, districts: Sequence[str] = ()) -> Query:
    """Read what a person typed: conditions first, then the subjects that remain."""
    wanted, rest = read_conditions(text, districts=districts)
    return Query(text, _subjects(rest, thesaurus), wanted)


def _subjects(rest: str, thesaurus: Thesaurus) -> list[Subject]:
    found: list[Subject] = []
    for chunk in _chunks(rest, thesaurus):
        heard = _heard(chunk, thesaurus) if language.is_kana(chunk) else []
        found += heard or _read(chunk, thesaurus)
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
    terms = tuple(language.normal_terms(kana))
    typed = terms if terms in thesaurus.by_terms else ()
    return _concept(kana, thesaurus.heard(kana), thesaurus, (language.sound(kana),), typed)


def _unknown(spoken: str, thesaurus: Thesaurus) -> list[Subject]:
    parts = _known_parts(spoken, thesaurus)
    if parts:
        return [_spoken(part, thesaurus) for part in parts]
    subjects = _read(spoken, thesaurus)
    sounds = (language.sound(spoken),) if len(spoken) > 2 else ()
    if len(subjects) == 1:
        only = subjects[0]
        return [Subject(only.label, only.weight, only.phrases, (*only.sounds, *sounds))]
    return [*subjects, Subject(spoken, PLAIN, {}, sounds)] if sounds and subjects else subjects


def _known_parts(spoken: str, thesaurus: Thesaurus) -> list[str]:
    """Split kana into two known words of at least three signs each, as ふとうこう + そうだん."""
    for cut in range(3, len(spoken) - 2):
        if thesaurus.heard(spoken[:cut]) and thesaurus.heard(spoken[cut:]):
            return [spoken[:cut], spoken[cut:]]
    return []


def _read(chunk: str, thesaurus: Thesaurus) -> list[Subject]:
    terms = language.normal_terms(chunk)
    subjects, start = [], 0
    for found in thesaurus.find(terms):
        subjects += [_word(term) for term in terms[start : found.start]]
        span = terms[found.start : found.end]
        subjects.append(_concept("".join(span), list(found.concepts), thesaurus, typed=tuple(span)))
        start = found.end
    return subjects + [_word(term) for term in terms[start:]] + _pairs(terms)


def _pairs(terms: list[str]) -> list[Subject]:
    """Neighbours that stand side by side in a text say more than the two apart."""
    return [
        Subject(one + other, WEAK, {(one, other): 1.0}) for one, other in pairwise(terms) if not {one, other} <= EMPTY
    ]


def _word(term: str) -> Subject:
    weight = WEAK if term in EMPTY or (len(term) == 1 and term.isascii()) else PLAIN
    return Subject(term, weight, {(term,): 1.0}, ages=_ages_of((term,)))


def _concept(
    label: str, concepts: list[str], thesaurus: Thesaurus, sounds: tuple[str, ...] = (), typed: Phrase = ()
) -> Subject:
    phrases = {phrase: SAME * weight for phrase, weight in thesaurus.expand(concepts).items()}
    if len(typed) > 1:
        phrases |= {(term,): WORD_OF_CONCEPT for term in typed if (term,) not in phrases and term not in EMPTY}
    if typed:
        phrases[typed] = 1.0
    terms = typed or tuple(language.normal_terms(label))
    weight = WEAK if len(terms) == 1 and terms[0] in EMPTY else PLAIN
    return Subject(label, weight, phrases, tuple(one for one in sounds if len(one) > 2), _ages_of(terms))


def _ages_of(terms: Phrase) -> tuple[int, int] | None:
    return AGE_WORDS.get(terms[0]) if len(terms) == 1 else None
