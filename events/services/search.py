"""Finding dates: every list, calendar, feed and the API ask here."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from events.models import Occurrence
from events.models.occurrences import LONGEST, OccurrenceQuerySet
from organizations.models import SearchDocument
from organizations.services.search import ids_about
from spaces.periods import TOKYO

Rows = OccurrenceQuerySet
FARTHEST = timedelta(days=1100)  # nobody plans further
REACH = timedelta(days=36_600)


def _for_every_child(rows: Rows, children: list[tuple[int, int]]) -> Rows:
    for first, last in children:
        rows = rows.for_ages(first, last)
    return rows


WORDS: dict[str, Callable[[Rows, Any], Rows]] = {
    "daypart": lambda rows, spans: rows.starting_between(*spans),
    "district": lambda rows, codes: rows.in_districts(*codes),
    "topic": lambda rows, topics: rows.about(*topics),
    "tag": lambda rows, tags: rows.tagged(*tags),
    "language": lambda rows, codes: rows.in_languages(*codes),
    "age": _for_every_child,
    "grade": lambda rows, grades: rows.for_grades(*grades),
    "free": lambda rows, _yes: rows.free(),
    "indoor": lambda rows, _yes: rows.indoors(),
    "accessible": lambda rows, _yes: rows.accessible(),
    "childcare": lambda rows, _yes: rows.with_childcare(),
    "online": lambda rows, _yes: rows.online(),
    "organization": lambda rows, organization: rows.by_organization(organization.slug),
    "space": lambda rows, space: rows.in_space(space.slug),
    "project": lambda rows, project: rows.of_project(project.pk),
    "month": lambda rows, days: rows.between(*days),
}
APPLY: dict[str, Callable[[Rows, datetime], Rows]] = {
    "open": lambda rows, now: rows.accepting(now),
    "soon": lambda rows, now: rows.accepting_later(now),
    "none": lambda rows, _now: rows.without_application(),
}


def find_occurrences(asked: Mapping[str, Any], *, now: datetime) -> OccurrenceQuerySet:
    """Give the public dates a question asks for, in time order, from the mark ``after`` on.

    ``asked`` is the cleaned data of OccurrenceSearchForm, whole or in part. Without from, to or month: what is not
    over yet.
    """
    rows = Occurrence.objects.public().in_time_order()
    period = any(asked.get(name) for name in ("from", "to", "month"))
    if not period:
        rows = rows.upcoming(now)
    rows = rows.between(asked.get("from"), asked.get("to"))
    if asked.get("day"):
        rows = rows.on_weekdays(*asked["day"], **_span(asked, now))
    for name, word in WORDS.items():
        if asked.get(name):
            rows = word(rows, asked[name])
    if asked.get("apply"):
        rows = APPLY[asked["apply"]](rows, now)
    if asked.get("q"):
        rows = rows.filter(event__in=ids_about(asked["q"], kind=SearchDocument.Kind.EVENT, now=None if period else now))
    return rows.after(*asked["after"]) if asked.get("after") else rows


def _span(asked: Mapping[str, Any], now: datetime) -> dict[str, date]:
    """Bound the days a question can touch, so that its weekdays can be counted out."""
    today = now.astimezone(TOKYO).date()
    month = asked.get("month") or (None, None)
    first = asked.get("from") or month[0] or today
    last = asked.get("to") or month[1] or max(first, today) + FARTHEST
    return {"first": first - LONGEST, "last": min(last, first + REACH)}
