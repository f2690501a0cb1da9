"""Finding dates: every list, calendar, feed and the API ask here."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from events.models import Occurrence
from events.models.occurrences import OccurrenceQuerySet
from events.services.meaning import meaning_of, wishes_in
from organizations.fields import Listed
from organizations.models import SearchDocument
from organizations.services.questions import Ids, Meaning

Rows = OccurrenceQuerySet


def _for_every_child(rows: Rows, children: list[tuple[int, int]]) -> Rows:
    for first, last in children:
        rows = rows.for_ages(first, last)
    return rows


WORDS: dict[str, Callable[[Rows, Any], Rows]] = {
    "day": lambda rows, days: rows.on_weekdays(*days),
    "daypart": lambda rows, spans: rows.starting_between(*spans),
    "district": lambda rows, codes: rows.in_districts(*codes),
    "topic": lambda rows, topics: rows.about(*topics),
    "tag": lambda rows, tags: rows.tagged(*tags),
    "language": lambda rows, codes: rows.in_languages(*codes),
    "age": _for_every_child,
    "unstated": lambda rows, _yes: rows.without_ages(),
    "grade": lambda rows, grades: rows.for_grades(*grades),
    "free": lambda rows, _yes: rows.free(),
    "indoor": lambda rows, _yes: rows.indoors(),
    "accessible": lambda rows, _yes: rows.accessible(),
    "childcare": lambda rows, _yes: rows.with_childcare(),
    "nursing": lambda rows, _yes: rows.with_nursing_room(),
    "online": lambda rows, _yes: rows.online(),
    "organization": lambda rows, organization: rows.by_organization(organization.slug),
    "space": lambda rows, space: rows.in_space(space.slug),
    "project": lambda rows, project: rows.of_project(project.pk),
    "month": lambda rows, days: rows.between(*days),
    "spans": lambda rows, spans: rows.in_spans(*spans),
}
APPLY: dict[str, Callable[[Rows, datetime], Rows]] = {
    "open": lambda rows, now: rows.accepting(now),
    "soon": lambda rows, now: rows.accepting_later(now),
    "none": lambda rows, _now: rows.without_application(),
}


def find_occurrences(asked: Mapping[str, Any], *, now: datetime, meaning: Meaning | None = None) -> OccurrenceQuerySet:
    """Give the public dates a question asks for, in time order, from the mark ``after`` on.

    ``asked`` is the cleaned data of OccurrenceSearchForm, whole or in part; ``meaning`` is what its words mean, where
    the caller knows it already. Without from, to or month: what is not over yet.
    """
    period = any(asked.get(name) for name in ("from", "to", "month"))
    meaning = (meaning or meaning_of(asked, now=now)) if asked.get("q") else Meaning()
    about = meaning.ids(kind=SearchDocument.Kind.EVENT, now=None if period else now) if meaning.query.subjects else None
    rows = _starting_from(about, asked).in_time_order()
    if not period:
        rows = rows.upcoming(now)
    rows = _narrowed(_narrowed(rows, asked, now), wishes_in(meaning, now=now), now)
    return rows.after(*asked["after"]) if asked.get("after") else rows


def _starting_from(about: Ids | None, asked: Mapping[str, Any]) -> Rows:
    """Let the database begin with the events where they are few, and with the coming dates where they are many."""
    rows = Occurrence.objects.all()
    few = isinstance(about, list) or any(asked.get(name) for name in ("organization", "project"))
    rows = rows.filter(is_public=True) if few else rows.public()
    return rows if about is None else rows.filter(event__in=Listed(about) if isinstance(about, list) else about)


def _narrowed(rows: Rows, asked: Mapping[str, Any], now: datetime) -> Rows:
    rows = rows.between(asked.get("from"), asked.get("to"))
    for name, word in WORDS.items():
        if asked.get(name):
            rows = word(rows, asked[name])
    if asked.get("apply"):
        rows = APPLY[asked["apply"]](rows, now)
    if asked.get("near") and asked.get("within"):
        rows = rows.within(asked["within"], asked["near"])
    return rows
