"""One index over everything that can be found, and one way to ask it: pages, lists and commands all come here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.utils import timezone

from organizations import language
from organizations.conditions import seems_indoor, weekdays_in
from organizations.models import District, SearchDocument, ThesaurusTerm
from organizations.models.search import SearchDocumentQuerySet
from organizations.queries import Query, understand
from organizations.ranking import Candidate, Ranked, rank
from organizations.thesaurus import Entry, Phrase, Thesaurus, entry, shipped

MOST = 500
STRONG, FAINT = 0.8, 0.3
DATES = 60
MOST_NEARER = 4
WORTH_SHOWING, WORTH_LISTING = 0.12, 0.3


@dataclass(frozen=True)
class Described:
    """A thing in one language, ready to be indexed. Ages are months; ``starts`` are aware and still to come."""

    kind: str
    object_id: int | str
    title: str
    path: str = ""
    summary: str = ""
    body: str = ""
    kana: str = ""
    tags: Sequence[str] = ()
    language: str = "ja"
    districts: Sequence[str] = ()
    ages: tuple[int | None, int | None] = (None, None)
    starts: Sequence[datetime] = ()
    ends_at: datetime | None = None
    is_indoor: bool | None = None
    is_free: bool | None = None
    is_public: bool = True


@dataclass(frozen=True)
class Hit:
    """One thing found, how well it answers, and why: codes with the word they are about."""

    kind: str
    object_id: str
    title: str
    summary: str
    path: str
    score: float
    reasons: list[tuple[str, str]]
    districts: list[str] = field(default_factory=list)
    starts_at: datetime | None = None
    ages: tuple[int | None, int | None] = (None, None)
    language: str = "ja"


@transaction.atomic
def index_document(described: Described) -> SearchDocument:
    """Write what can be found about one thing, over what was written before."""
    fresh = _document(described)
    known = SearchDocument.objects.filter(kind=fresh.kind, object_id=fresh.object_id, language=fresh.language)
    fresh.pk = known.values_list("pk", flat=True).first()
    fresh.save()
    return fresh


@transaction.atomic
def index_documents(documents: Iterable[Described], *, kinds: Sequence[str]) -> int:
    """Write everything of some kinds anew; return how many rows there are now."""
    SearchDocument.objects.of_kind(*kinds).delete()
    return len(SearchDocument.objects.bulk_create(map(_document, documents), batch_size=200))


@transaction.atomic
def remove_document(*, kind: str, object_id: int | str) -> None:
    """Forget a thing in all its languages."""
    SearchDocument.objects.filter(kind=kind, object_id=str(object_id)).delete()


def _document(described: Described) -> SearchDocument:
    text = f"{described.title} {described.summary} {described.body}"
    title = language.normal_terms(described.title)
    tags = [term for tag in (*described.tags, *described.districts) for term in language.normal_terms(tag)]
    body = language.normal_terms(f"{described.summary} {described.body}")
    readings = (described.kana or language.reading(described.title), *map(language.reading, described.tags))
    return SearchDocument(
        kind=described.kind,
        object_id=str(described.object_id),
        language=described.language,
        title=described.title[:255],
        summary=described.summary[:400],
        path=described.path,
        districts=list(described.districts),
        age_from_months=described.ages[0],
        age_to_months=described.ages[1],
        starts=[timezone.localtime(start).isoformat() for start in described.starts[:DATES]],
        ends_at=described.ends_at,
        weekdays=sorted(weekdays_in(text)),
        is_indoor=seems_indoor(text) if described.is_indoor is None else described.is_indoor,
        is_free="無料" in text if described.is_free is None else described.is_free,
        is_public=described.is_public,
        title_terms=_row(title),
        tag_terms=_row(tags),
        body_terms=_row(body),
        sounds=" ".join(map(language.sound, (*readings, language.reading(f"{described.summary} {described.body}")))),
        terms=" ".join(sorted({*title, *tags, *body})),
    )


def _row(terms: Sequence[str]) -> str:
    return f" {' '.join(terms)} "


def search_documents(
    text: str | Query,
    *,
    kinds: Sequence[str] = (),
    now: datetime | None = None,
    languages: Sequence[str] = ("ja",),
) -> list[Hit]:
    """Find what answers the words typed, best first. With ``now``, what is over is left out."""
    query = read_query(text) if isinstance(text, str) else text
    documents = SearchDocument.objects.public().in_language(*languages)
    if kinds:
        documents = documents.of_kind(*kinds)
    if now:
        documents = documents.not_over(now)
    rows = _candidates(query, documents)
    ranked = rank(query, [_candidate(row, now) for row in rows], total=documents.count())
    by_pk = {row.pk: row for row in rows}
    return _one_language_each([_hit(by_pk[int(str(one.candidate.key))], one) for one in ranked], languages)


def ids_about(text: str, *, kind: str, now: datetime | None = None) -> list[int]:
    """List the ids of one kind that a list with ``q=`` shows: those that answer well, best first."""
    hits = search_documents(text, kinds=[kind], now=now)
    return [int(hit.object_id) for hit in worth(hits, WORTH_LISTING)]


def relaxations(query: Query, **asked: Any) -> list[tuple[str, int]]:
    """List the nearest questions that find something, with how much: one word less, or one subject alone."""
    words = language.key(query.text).split()
    nearer = [" ".join(words[:place] + words[place + 1 :]) for place in range(len(words))] if len(words) > 1 else []
    nearer = nearer or [subject.label for subject in query.subjects]
    counted = [
        (text, len(worth(search_documents(text, **asked)))) for text in nearer[:MOST_NEARER] if text != query.text
    ]
    return sorted((pair for pair in counted if pair[1]), key=lambda pair: -pair[1])


def worth(hits: list[Hit], share: float = WORTH_SHOWING) -> list[Hit]:
    """Keep the hits that reach a share of the best one's score."""
    return [hit for hit in hits if hit.score >= share * hits[0].score]


def read_query(text: str) -> Query:
    """Understand the words typed, with the city's districts and its own words for things."""
    rows = ThesaurusTerm.objects.order_by("pk").values_list("concept", "same", "near")
    districts = District.objects.values_list("name", flat=True)
    return understand(text, _thesaurus(tuple(entry(*row) for row in rows)), districts=list(districts))


@lru_cache(maxsize=4)
def _thesaurus(additions: tuple[Entry, ...]) -> Thesaurus:
    return shipped().with_entries(additions) if additions else shipped()


def _candidates(query: Query, documents: SearchDocumentQuerySet) -> list[SearchDocument]:
    """Fetch at most MOST rows: first those that speak of every subject, then those that speak of any."""
    if not query.text.strip():
        return []
    every = _of_every_subject(query, documents)
    found = list(every.soonest_first()[:MOST])
    if query.subjects and len(found) < MOST:
        phrases = [phrase for subject in query.subjects for phrase in _phrases(subject.phrases, FAINT)]
        sounds = [heard for subject in query.subjects for heard in subject.sounds]
        others = documents.speaking_of(phrases, sounds).exclude(pk__in=[row.pk for row in found])
        found += others.soonest_first()[: MOST - len(found)]
    return found


def _of_every_subject(query: Query, documents: SearchDocumentQuerySet) -> SearchDocumentQuerySet:
    for subject in query.subjects:
        if subject.weight >= STRONG:
            documents = documents.speaking_of(_phrases(subject.phrases, STRONG), subject.sounds)
    return documents


def _phrases(weights: dict[Phrase, float], least: float) -> list[Phrase]:
    return [phrase for phrase, weight in weights.items() if weight >= least]


def _candidate(row: SearchDocument, now: datetime | None) -> Candidate:
    starts = tuple(datetime.fromisoformat(start) for start in row.starts)
    return Candidate(
        key=row.pk,
        kind="space" if row.kind == SearchDocument.Kind.FACILITY else row.kind,
        title=row.title_terms,
        tags=row.tag_terms,
        body=row.body_terms,
        sounds=row.sounds,
        ages=_ages(row),
        starts=tuple(start for start in starts if now is None or start > now),
        weekdays=frozenset(row.weekdays),
        districts=frozenset(row.districts),
        indoor=row.is_indoor,
        free=row.is_free,
    )


def _ages(row: SearchDocument) -> tuple[int, int] | None:
    if row.age_from_months is None and row.age_to_months is None:
        return None
    return (row.age_from_months or 0, 300 if row.age_to_months is None else row.age_to_months)


def _hit(row: SearchDocument, ranked: Ranked) -> Hit:
    return Hit(
        row.kind,
        row.object_id,
        row.title,
        row.summary,
        row.path,
        ranked.score,
        ranked.reasons,
        row.districts,
        min(ranked.candidate.starts, default=None),
        (row.age_from_months, row.age_to_months),
        row.language,
    )


def _one_language_each(hits: list[Hit], languages: Sequence[str]) -> list[Hit]:
    if len(languages) == 1:
        return hits
    seen: dict[tuple[str, str], Hit] = {}
    for hit in hits:
        seen.setdefault((hit.kind, hit.object_id), hit)
    return list(seen.values())
