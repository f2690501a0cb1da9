"""What a list is asked in words: conditions that become its filters, and subjects that its texts must speak of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import BigIntegerField, QuerySet
from django.db.models.functions import Cast

from organizations import language
from organizations.conditions import Piece, read_conditions
from organizations.models import SearchDocument
from organizations.queries import Query, taken_literally, understand
from organizations.services.search import (
    LONGEST,
    STRONG,
    city_thesaurus,
    phrases_of,
    search_documents,
    worth_listing,
)

FEW, MANY = 5, 1000
Ids = QuerySet[SearchDocument, int] | list[int]


@dataclass
class Meaning:
    """What the words of a question mean; ``districts`` are codes by name."""

    pieces: list[Piece] = field(default_factory=list)
    query: Query = field(default_factory=lambda: Query(""))
    districts: Mapping[str, str] = field(default_factory=dict)
    _found: dict[tuple[str, datetime | None], Ids] = field(default_factory=dict)

    def ids(self, *, kind: str, now: datetime | None) -> Ids:
        """Give the ids of one kind that the words are about; the index is asked once."""
        if (kind, now) not in self._found:
            self._found[kind, now] = ids_speaking_of(self.query, kind=kind, now=now)
        return self._found[kind, now]


def read_words(text: str, *, today: date, districts: Mapping[str, str], literally: bool = False) -> Meaning:
    """Understand the words typed into a list's box; ``literally``: as words of the texts and nothing else."""
    thesaurus = city_thesaurus()
    plain = language.key(thesaurus.in_words(text[:LONGEST]))
    if literally:
        return Meaning(query=taken_literally(plain, thesaurus), districts=districts)
    pieces = read_conditions(plain, districts=list(districts), today=today)[0].pieces
    for piece in pieces:
        plain = plain.replace(piece.words, " ", 1)
    return Meaning(pieces, understand(plain, thesaurus), districts)


def without_piece(text: str, piece: Piece) -> str:
    """Give the words typed without those that said a condition."""
    plain = text if piece.words in text else language.key(text)
    return " ".join(plain.replace(piece.words, " ", 1).split())


def ids_speaking_of(query: Query, *, kind: str, now: datetime | None) -> Ids:
    """Give the ids of one kind whose texts speak of every subject; where few do, also those that answer best.

    A list where they are few: then a query can start from them, and need not walk through all there is.
    """
    subjects = [subject for subject in query.subjects if subject.weight >= STRONG]
    # Not "=": SQLite would then walk through all of the kind, and ask of each whether it holds the words.
    documents = SearchDocument.objects.public().filter(kind__contains=kind)
    for subject in subjects:
        documents = documents.speaking_of(phrases_of(subject.phrases, STRONG), ages=subject.ages)
    ids = documents.values_list(Cast("object_id", BigIntegerField()), flat=True)
    found = list(ids[: MANY + 1]) if subjects else []
    if len(found) > MANY:
        return ids
    if len(found) >= FEW:
        return found
    hits = search_documents(query, kinds=[kind], now=now)
    return [*found, *(int(hit.row.object_id) for hit in worth_listing(hits))]
