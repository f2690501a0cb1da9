"""One index over everything that can be found, and one way to ask it: pages, lists and commands all come here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from organizations import language
from organizations.conditions import seems_indoor, weekdays_in
from organizations.models import District, SearchDocument, ThesaurusTerm
from organizations.models.search import SearchDocumentQuerySet
from organizations.queries import Query, understand
from organizations.ranking import Candidate, rank
from organizations.thesaurus import Entry, Phrase, Thesaurus, entry, shipped

MOST, ENOUGH = 500, 100
LONGEST = 200  # signs of a question; more would be a text, not a question
STRONG, FAINT = 0.8, 0.3
DATES = 60
MOST_NEARER = 4
GROWN_UP = 300  # months
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


class Row(NamedTuple):
    """The columns of a SearchDocument that a search reads."""

    pk: int
    kind: str
    object_id: str
    language: str
    title: str
    summary: str
    path: str
    district_names: str
    age_from_months: int | None
    age_to_months: int | None
    start_times: str
    weekday_digits: str
    is_indoor: bool | None
    is_free: bool | None
    title_terms: str
    tag_terms: str
    body_terms: str
    sounds: str
    terms: str

    @property
    def districts(self) -> list[str]:
        return [name for name in self.district_names.split("、") if name]

    @property
    def starts(self) -> list[datetime]:
        return [datetime.fromisoformat(start) for start in self.start_times.split()]

    @property
    def ages(self) -> tuple[int | None, int | None]:
        return (self.age_from_months, self.age_to_months)


@dataclass(frozen=True)
class Hit:
    """One thing found, how well it answers, and why: codes with the word they are about."""

    row: Row
    score: float
    reasons: list[tuple[str, str]]
    now: datetime | None = None

    @property
    def starts_at(self) -> datetime | None:
        """When it is next."""
        return min((start for start in self.row.starts if self.now is None or start > self.now), default=None)


@transaction.atomic
def index_document(described: Described) -> SearchDocument:
    """Write what can be found about one thing, over what was written before."""
    fresh = _document(described)
    known = SearchDocument.objects.filter(kind=fresh.kind, object_id=fresh.object_id, language=fresh.language)
    fresh.pk = known.values_list("pk", flat=True).first()
    fresh.save()
    return fresh


def index_documents(documents: Iterable[Described], *, kinds: Sequence[str]) -> int:
    """Write everything of some kinds anew; return how many rows there are now.

    The texts are analysed before the transaction begins: on SQLite nobody else can write while it lasts.
    """
    made = [_document(described) for described in documents]
    with transaction.atomic():
        SearchDocument.objects.of_kind(*kinds).delete()
        SearchDocument.objects.bulk_create(made, batch_size=200)
    return len(made)


@transaction.atomic
def remove_document(*, kind: str, object_id: int | str) -> None:
    """Forget a thing in all its languages."""
    SearchDocument.objects.filter(kind=kind, object_id=str(object_id)).delete()


def _document(described: Described) -> SearchDocument:
    text = f"{described.title} {described.summary} {described.body}"
    title = language.normal_terms(described.title)
    tags = [term for tag in (*described.tags, *described.districts) for term in language.normal_terms(tag)]
    body = language.normal_terms(f"{described.summary} {described.body}") + shipped().spelt_in_kana(text)
    readings = (described.kana or language.reading(described.title), *map(language.reading, described.tags))
    return SearchDocument(
        kind=described.kind,
        object_id=str(described.object_id),
        language=described.language,
        title=described.title[:255],
        summary=described.summary[:400],
        path=described.path,
        district_names="、".join(described.districts)[:255],
        age_from_months=described.ages[0],
        age_to_months=described.ages[1],
        start_times=" ".join(timezone.localtime(start).isoformat() for start in described.starts[:DATES]),
        ends_at=described.ends_at,
        weekday_digits="".join(map(str, sorted(weekdays_in(text)))),
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
    query = read_query(text, now=now) if isinstance(text, str) else text
    documents = SearchDocument.objects.public().in_language(*languages)
    if kinds:
        documents = documents.of_kind(*kinds)
    if now:
        documents = documents.not_over(now)
    rows = _rows(query, documents)
    wanted = query.wanted
    dated = bool(wanted.weekdays or wanted.months or wanted.seasons or wanted.dates or wanted.dayparts)
    candidates = [_candidate(row, now, dated=dated) for row in rows.values()]
    ranked = rank(query, candidates, total=documents.count())
    hits = [Hit(rows[int(str(one.candidate.key))], one.score, one.reasons, now) for one in ranked]
    return _one_language_each(hits, languages)


def ids_about(text: str, *, kind: str, now: datetime | None = None) -> list[int]:
    """List the ids of one kind that a list with ``q=`` shows: those that answer well, best first."""
    hits = search_documents(text, kinds=[kind], now=now)
    return [int(hit.row.object_id) for hit in worth_listing(hits)]


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


def worth_listing(hits: list[Hit]) -> list[Hit]:
    """Keep what a list shows: what answers well beside the best, and something that was asked at all.

    Words such as "in" and "day" alone give no reason; a list that shows what merely holds them hides that nothing fits.
    """
    return [hit for hit in worth(hits, WORTH_LISTING) if hit.reasons]


def read_query(text: str, *, now: datetime | None = None) -> Query:
    """Understand the words typed, with the city's districts and its own words for things."""
    today = timezone.localdate(now) if now else None
    districts = District.objects.values_list("name", flat=True)
    return understand(text[:LONGEST], city_thesaurus(), districts=list(districts), today=today)


def city_thesaurus() -> Thesaurus:
    """Give the thesaurus that ships, with the city's own words."""
    rows = ThesaurusTerm.objects.order_by("pk").values_list("concept", "same", "near")
    return _thesaurus(tuple(entry(*row) for row in rows))


@lru_cache(maxsize=4)
def _thesaurus(additions: tuple[Entry, ...]) -> Thesaurus:
    return shipped().with_entries(additions) if additions else shipped()


def _rows(query: Query, documents: SearchDocumentQuerySet) -> dict[int, Row]:
    """Fetch at most MOST rows: those that speak of every subject and, where they are few, those that speak of any."""
    if not query.text.strip():
        return {}
    found = _fetch(_of_every_subject(query, documents), MOST)
    if query.subjects and len(found) < ENOUGH:
        phrases = [phrase for subject in query.subjects for phrase in phrases_of(subject.phrases, FAINT)]
        sounds = [heard for subject in query.subjects for heard in subject.sounds]
        found |= _fetch(documents.speaking_of(phrases, sounds).exclude(pk__in=list(found)), MOST - len(found))
    return found


def _fetch(documents: SearchDocumentQuerySet, most: int) -> dict[int, Row]:
    return {row[0]: Row(*row) for row in documents.soonest_first().values_list(*Row._fields)[:most]}


def _of_every_subject(query: Query, documents: SearchDocumentQuerySet) -> SearchDocumentQuerySet:
    for subject in query.subjects:
        if subject.weight >= STRONG:
            documents = documents.speaking_of(phrases_of(subject.phrases, STRONG), subject.sounds)
    return documents


def phrases_of(weights: dict[Phrase, float], least: float) -> list[Phrase]:
    return [phrase for phrase, weight in weights.items() if weight >= least]


def _candidate(row: Row, now: datetime | None, *, dated: bool) -> Candidate:
    """Show a row to the ranking; its dates only where the question names a day, for reading them takes time."""
    return Candidate(
        key=row.pk,
        kind="space" if row.kind == SearchDocument.Kind.FACILITY else row.kind,
        title=row.title_terms,
        tags=row.tag_terms,
        body=row.body_terms,
        terms=frozenset(row.terms.split()),
        sounds=row.sounds,
        ages=_ages(row),
        starts=tuple(start for start in row.starts if now is None or start > now) if dated else (),
        weekdays=frozenset(map(int, row.weekday_digits)),
        districts=frozenset(row.districts),
        indoor=row.is_indoor,
        free=row.is_free,
    )


def _ages(row: Row) -> tuple[int, int] | None:
    if row.age_from_months is None and row.age_to_months is None:
        return None
    return (row.age_from_months or 0, GROWN_UP if row.age_to_months is None else row.age_to_months)


def _one_language_each(hits: list[Hit], languages: Sequence[str]) -> list[Hit]:
    if len(languages) == 1:
        return hits
    seen: dict[tuple[str, str], Hit] = {}
    for hit in hits:
        seen.setdefault((hit.row.kind, hit.row.object_id), hit)
    return list(seen.values())
