"""Orders search candidates, alike on both databases. Pure: knows no Django and no database."""

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from organizations.conditions import Conditions
from organizations.queries import WEAK, Query, Subject
from organizations.thesaurus import Phrase

TITLE, TAGS, BODY = 3.0, 2.0, 1.0
SATURATION, LENGTH = 1.2, 0.3
USUAL_LENGTH = 160  # signs of a body's row
OTHERS, HEARD, AGE_ALONE = 0.15, 0.9, 0.8
FITS = 0.5  # below it, a question about ages and days alone is not answered
TWO_YEARS = 24
NOON, EVENING = 12, 17

Key = Phrase | str


@dataclass(frozen=True)
class Candidate:
    """A document as the ranking sees it: terms and sounds in rows with a space at both ends and between."""

    key: Hashable
    kind: str
    title: str
    tags: str
    body: str
    terms: frozenset[str]
    sounds: str = ""
    ages: tuple[int, int] | None = None
    starts: tuple[datetime, ...] = ()
    weekdays: frozenset[int] = frozenset()
    districts: frozenset[str] = frozenset()
    indoor: bool | None = None
    free: bool | None = None


@dataclass(frozen=True)
class Ranked:
    """A candidate's place in the order, with codes and words that say why."""

    candidate: Candidate
    score: float
    reasons: list[tuple[str, str]] = field(default_factory=list)


def rank(query: Query, candidates: Sequence[Candidate], *, total: int | None = None) -> list[Ranked]:
    """Order the candidates that answer the query, best first; ``total`` is the number of all documents."""
    whole = max(total or 0, len(candidates), 1)
    strengths = [_strengths(subject, candidates, whole) for subject in query.subjects]
    ranked = []
    for place, candidate in enumerate(candidates):
        score, reasons = _text_score(query, [row[place] for row in strengths])
        if score > 0:
            score, reasons = _weigh(query.wanted, candidate, score, reasons)
            if query.subjects or score >= FITS:
                ranked.append(Ranked(candidate, round(score, 6), reasons))
    return sorted(ranked, key=lambda one: (-one.score, str(one.candidate.key)))


def _text_score(query: Query, strengths: list[float]) -> tuple[float, list[tuple[str, str]]]:
    if not query.subjects:
        return 1.0, []
    spoken = [subject for subject, strength in zip(query.subjects, strengths, strict=True) if strength]
    asked, met = (sum(subject.weight for subject in subjects) for subjects in (query.subjects, spoken))
    reasons = [("word", subject.label) for subject in spoken if subject.weight > WEAK]
    return sum(strengths) * (0.5 + 0.5 * met / asked), reasons


def _strengths(subject: Subject, candidates: Sequence[Candidate], whole: int) -> list[float]:
    """How strongly each candidate speaks of the subject: its best phrase, with a little for the others."""
    rows = [_frequencies(subject, candidate) for candidate in candidates]
    spread = Counter(phrase for row in rows for phrase in row)
    rarity = {phrase: math.log(1 + (whole - count + 0.5) / (count + 0.5)) for phrase, count in spread.items()}
    typed = max(
        (rarity[phrase] for phrase, weight in subject.phrases.items() if weight == 1 and phrase in rarity), default=0
    )
    worth = {phrase: _weight(subject, phrase) * min(rare, typed or rare) for phrase, rare in rarity.items()}
    return [subject.weight * _best(worth, row) for row in rows]


def _best(worth: dict[Key, float], row: dict[Key, float]) -> float:
    values = sorted((worth[phrase] * often for phrase, often in row.items()), reverse=True)
    return values[0] + OTHERS * sum(values[1:4]) if values else 0.0


def _weight(subject: Subject, phrase: Key) -> float:
    return subject.phrases.get(phrase, HEARD) if isinstance(phrase, tuple) else HEARD


def _frequencies(subject: Subject, candidate: Candidate) -> dict[Key, float]:
    """How often each phrase stands in the candidate, titles counting more, with diminishing returns."""
    damping = SATURATION * (1 - LENGTH + LENGTH * len(candidate.body) / USUAL_LENGTH)
    row: dict[Key, float] = {}
    for first in subject.firsts.keys() & candidate.terms:
        for phrase in subject.firsts[first]:
            often = _occurrences(phrase, candidate) if candidate.terms.issuperset(phrase) else 0.0
            if often:
                row[phrase] = often * (SATURATION + 1) / (often + damping)
    for heard in subject.sounds:
        often = candidate.sounds.count(heard)
        if often:
            row[heard] = often * (SATURATION + 1) / (often + damping)
    if subject.ages and candidate.ages:
        row["age"] = AGE_ALONE * _tightness(subject.ages, candidate.ages)
    return row


def _occurrences(phrase: Phrase, candidate: Candidate) -> float:
    needle = f" {' '.join(phrase)} "
    return TITLE * (needle in candidate.title) + TAGS * (needle in candidate.tags) + BODY * candidate.body.count(needle)


def _tightness(asked: tuple[int, int], ages: tuple[int, int]) -> float:
    """1 when a candidate is just for these ages, less the wider it is, 0 when the ages do not meet."""
    if ages[0] > asked[1] or asked[0] > ages[1]:
        return 0.0
    return min(1.0, (asked[1] - asked[0] + TWO_YEARS) / max(ages[1] - ages[0], 1))


def _weigh(
    wanted: Conditions, candidate: Candidate, score: float, reasons: list[tuple[str, str]]
) -> tuple[float, list[tuple[str, str]]]:
    for code, factor in _factors(wanted, candidate):
        score *= factor
        if factor > 1:
            reasons = [*reasons, (code, "")]
    return score, reasons


def _factors(wanted: Conditions, candidate: Candidate) -> Iterable[tuple[str, float]]:
    if wanted.ages:
        yield "age", _age_factor(wanted.ages, candidate.ages)
    if wanted.weekdays:
        yield "weekday", _weekday_factor(wanted.weekdays, candidate)
    if wanted.months:
        yield "month", _month_factor(wanted.months, candidate)
    if wanted.seasons:
        yield "season", 1.25 if wanted.seasons & {start.month for start in candidate.starts} else 1.0
    if wanted.dates:
        yield "date", _date_factor(wanted.dates, candidate)
    if wanted.dayparts:
        yield "daypart", _daypart_factor(wanted.dayparts, candidate)
    if wanted.districts:
        yield "district", 1.6 if candidate.districts & set(wanted.districts) else 0.35
    if wanted.indoor is not None:
        yield "indoor", 0.7 if candidate.indoor is None else 1.3 if candidate.indoor == wanted.indoor else 0.25
    if wanted.kinds:
        yield "kind", 1.25 if candidate.kind in wanted.kinds else 0.85
    if wanted.free:
        yield "free", 1.2 if candidate.free else 0.9


def _age_factor(asked: list[tuple[int, int]], ages: tuple[int, int] | None) -> float:
    if ages is None:
        return 0.75
    tight = min(_tightness(span, ages) for span in asked)
    return 0.8 + 0.5 * tight if tight else 0.2


def _weekday_factor(asked: set[int], candidate: Candidate) -> float:
    days = {start.weekday() for start in candidate.starts} or candidate.weekdays
    if not days:
        return 0.7
    return 1.4 if asked & days else 0.35


def _month_factor(asked: set[int], candidate: Candidate) -> float:
    if not candidate.starts:
        return 0.4
    return 1.5 if asked & {start.month for start in candidate.starts} else 0.3


def _date_factor(asked: tuple[date, date], candidate: Candidate) -> float:
    if not candidate.starts:
        return 0.4
    return 1.5 if any(asked[0] <= start.date() <= asked[1] for start in candidate.starts) else 0.2


def _daypart_factor(asked: set[str], candidate: Candidate) -> float:
    if not candidate.starts:
        return 0.8
    return 1.3 if asked & {_daypart(start.hour) for start in candidate.starts} else 0.5


def _daypart(hour: int) -> str:
    return "morning" if hour < NOON else "afternoon" if hour < EVENING else "evening"
