"""What a posting says: weighted terms without the words of times and courtesy, and what it rules out."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from math import log

from organizations import language
from organizations.scoring.postings import Offer, Posting, fields

KINDS = frozenset({"名詞", "動詞", "形容詞", "形状詞"})
PART_SHARE = 0.6
KEPT = 20_000  # postings whose terms are remembered
CLAUSE = re.compile(r"[。！!？?\n]|、(?=ただし)|(?:ですので|ますので|ので、|ですが)|[（）()]")
REFUSED = re.compile(
    r"扱って(い)?ま?せん|扱(い|え)ません|(受|承)け?(でき|られ|かね|して(い)?ま?せん)|含みません|含まれません|対応して(い)?ません|ご遠慮"
    r"|お断り|ごめん|対象外|不可|乗せられません|できません|出来ません|でき(かね|ない)|お貸しして(い)?ません|はありません"
)
NOT_ASKED = re.compile(
    r"ごめん|ご遠慮|なくて(も)?(かまい|構い|いい|大丈夫|よい)|いりません|要りません|不要|問いません|対象外"
)


@lru_cache(maxsize=1)
def empty_words() -> frozenset[str]:
    """Read the words of courtesy, of times and of everybody: they say nothing of what is asked."""
    return frozenset(files("organizations.scoring").joinpath("empty_words.txt").read_text(encoding="utf-8").split())


def clauses(text: str) -> Iterator[str]:
    """Cut a text where one statement ends and the next begins."""
    return (piece.strip() for piece in CLAUSE.split(text) if piece and piece.strip())


def is_ruled_out(posting: Posting, clause: str) -> bool:
    """Tell whether a clause names what the posting is not about."""
    return bool((REFUSED if isinstance(posting, Offer) else NOT_ASKED).search(clause))


def _weigh(text: str, weight: float, terms: dict[str, float]) -> None:
    for word in language.words(text):
        if word.part_of_speech not in KINDS or word.normal.isdigit():
            continue
        parts = ((part, PART_SHARE) for part in word.parts if len(part) > 1)
        for term, share in ((word.normal, 1.0), *parts):
            if term not in empty_words() and not term.isdigit():
                terms[term] += weight * share


@lru_cache(maxsize=KEPT)
def terms(posting: Posting) -> Mapping[str, float]:
    """Weigh the terms of a posting; what it rules out does not speak for it."""
    found: dict[str, float] = defaultdict(float)
    for weight, text in fields(posting):
        for clause in clauses(text):
            if not is_ruled_out(posting, clause):
                _weigh(clause, weight, found)
    return dict(found)


@lru_cache(maxsize=KEPT)
def refused_terms(offer: Offer) -> frozenset[str]:
    """List the terms of what an offer says it will not do."""
    found: dict[str, float] = defaultdict(float)
    for clause in clauses(offer.body):
        if is_ruled_out(offer, clause):
            _weigh(clause, 1.0, found)
    return frozenset(found)


def rows_of(text: str) -> set[tuple[str, ...]]:
    """Give a text as rows of normal forms: in long words, and in the shortest."""
    words = language.words(text)
    return {tuple(word.normal for word in words), tuple(part for w in words for part in w.parts or (w.normal,))}


@lru_cache(maxsize=512)
def statements(posting: Posting) -> tuple[tuple[float, frozenset[tuple[str, ...]], str], ...]:
    """Give each statement that speaks for a posting: its weight, its rows of normal forms, and as it is written."""
    return tuple(
        (weight, frozenset(rows_of(clause)), language.key(clause))
        for weight, text in fields(posting)
        for clause in clauses(text)
        if not is_ruled_out(posting, clause)
    )


class Rarity:
    """How telling a term is among the postings at hand (inverse document frequency)."""

    def __init__(self, postings: Iterable[Posting]) -> None:
        self.count = 0
        self.length = 0.0
        self.seen: Counter[str] = Counter()
        for posting in postings:
            self.add(posting)

    @property
    def mean_length(self) -> float:
        return self.length / self.count if self.count else 1.0

    def add(self, posting: Posting) -> None:
        self._count(posting, 1)

    def drop(self, posting: Posting) -> None:
        self._count(posting, -1)

    def _count(self, posting: Posting, times: int) -> None:
        found = terms(posting)
        self.count += times
        self.length += times * sum(found.values())
        for term in found:
            self.seen[term] += times

    def of(self, term: str) -> float:
        seen = self.seen.get(term, 0)
        return log(1 + (self.count - seen + 0.5) / (seen + 0.5))


def shared_terms(need: Posting, offer: Posting, rarity: Rarity) -> dict[str, float]:
    """Weigh the terms two postings share (BM25; a word of the need's title asks louder)."""
    asked, given = terms(need), terms(offer)
    fullness = 1.2 * (0.25 + 0.75 * sum(given.values()) / (rarity.mean_length or 1.0))
    return {
        term: round(min(weight, 3.0) ** 0.5 * rarity.of(term) * given[term] * 2.2 / (given[term] + fullness), 3)
        for term, weight in asked.items()
        if term in given
    }
