"""Rows said as calendar entries, in the language of the address: one query, two where titles are translated."""

from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any

from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.models import EventText, Occurrence
from events.models.occurrences import OccurrenceQuerySet
from events.services.words import place_words
from organizations.ical import Entry
from organizations.services.addresses import site_address, site_host

MOST = 1000
MOST_NEWS = 100
LONGEST_TEXT = 400
Status = Occurrence.Status
Row = dict[str, Any]
FIELDS = (
    "pk",
    "event_id",
    "starts_at",
    "ends_at",
    "is_all_day",
    "status",
    "note",
    "sequence",
    "place_name",
    "event__title",
    "event__summary",
    "event__description",
    "event__sequence",
    "modified_at",
    "event__place_name",
    "event__place_address",
    "event__attendance",
    "space__name",
    "space__facility__name",
    "space__facility__address",
)


def entries_of(rows: OccurrenceQuerySet) -> Iterator[Entry]:
    """Fetch the first thousand dates of ``rows`` at once, and say them one by one."""
    return _said(list(_rows(rows)))


def news_of(rows: OccurrenceQuerySet) -> Iterator[Entry]:
    """Say each event of ``rows`` once, by its first date; what was changed last comes first."""
    firsts: dict[int, Row] = {}
    for row in _rows(rows):
        firsts.setdefault(row["event_id"], row)
    return _said(sorted(firsts.values(), key=itemgetter("modified_at"), reverse=True)[:MOST_NEWS])


def _rows(rows: OccurrenceQuerySet) -> Iterable[Row]:
    """Give what an entry says; ``modified_at`` is the last change of the date or of its event."""
    changed = rows.annotate(modified_at=Greatest("updated_at", "event__updated_at"))
    return changed.values(*FIELDS)[:MOST]


def _said(found: list[Row]) -> Iterator[Entry]:
    texts = _texts({row["event_id"] for row in found})
    address = site_address(reverse("events"))
    host = site_host()
    return (_entry(row, texts.get(row["event_id"]), address, host) for row in found)


def _texts(events: Iterable[int]) -> dict[int, EventText]:
    """Find the texts in the reader's language; the Japanese ones stand in the events themselves."""
    language = get_language() or "ja"
    if language == "ja":
        return {}
    return {text.event_id: text for text in EventText.objects.filter(event__in=events, language=language)}


def _entry(row: Row, text: EventText | None, address: str, host: str) -> Entry:
    return Entry(
        uid=f"date-{row['pk']}@{host}",
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        summary=_summary(row["status"], (text and text.title) or row["event__title"]),
        modified=row["modified_at"],
        sequence=row["event__sequence"] + row["sequence"],
        all_day=row["is_all_day"],
        status="CANCELLED" if row["status"] in (Status.CANCELLED, Status.POSTPONED) else "CONFIRMED",
        description="\n".join(_description(row, text)),
        location=_location(row),
        url=f"{address}{row['event_id']}/{row['pk']}/",
    )


def _summary(status: str, title: str) -> str:
    """Say before anything else that it does not take place: many calendars hide the status."""
    if status == Status.CANCELLED:
        return _("[Called off] %(title)s") % {"title": title}
    if status == Status.POSTPONED:
        return _("[Postponed] %(title)s") % {"title": title}
    return title


def _description(row: Row, text: EventText | None) -> Iterator[str]:
    whole = (text and text.body) or row["event__description"]
    shown = whole if len(whole) <= LONGEST_TEXT else f"{whole[:LONGEST_TEXT]}…"
    for part in (row["note"], (text and text.summary) or row["event__summary"], shown):
        if part:
            yield part


def _location(row: Row) -> str:
    if row["place_name"]:
        return str(row["place_name"])
    place = place_words(
        {"place_name": row["event__place_name"], "attendance": row["event__attendance"]},
        row["space__name"],
        row["space__facility__name"],
    )
    address = row["space__facility__address"] or row["event__place_address"]
    return f"{place} ({address})" if place and address else place
