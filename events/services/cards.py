"""Dates as cards: what a list says of each, from two or three queries, whatever their number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.models import EventText, Host
from events.models.occurrences import OccurrenceQuerySet
from events.services import words
from organizations.templatetags.words import hours_range, time_range
from spaces.periods import TOKYO

ROW = (
    "pk",
    "event_id",
    "starts_at",
    "ends_at",
    "held_on",
    "ends_on",
    "status",
    "capacity",
    "taken",
    "is_all_day",
    "goes_ahead_at",
    "place_name",
)
JOINED = (*(f"event__{name}" for name in words.FACTS), "space__name", "space__facility__name")


@dataclass(frozen=True, slots=True)
class Card:
    """One date in words. ``language`` and ``local`` are lang attributes, empty where the page speaks it anyway:
    of the title, and of the names of places and hosts, which are always Japanese."""

    pk: int
    event_id: int
    starts_at: datetime
    ends_at: datetime
    held_on: date
    href: str
    title: str
    language: str
    local: str
    hours: str
    place: str
    ages: str
    price: str
    apply: str
    host: str
    badges: list[dict[str, str]]
    cancelled: bool

    @property
    def when(self) -> str:
        """Day and hours, for a card that stands under no heading of its day."""
        return str(time_range(self.starts_at, self.ends_at))


def cards_of(rows: OccurrenceQuerySet, *, now: datetime, limit: int) -> list[Card]:
    """Say the first ``limit`` dates of ``rows`` in the language of the page."""
    found = list(rows.values(*ROW, *JOINED)[:limit])
    events = {row["event_id"] for row in found}
    hosts, titles = _leads(events), _titles(events)
    base = reverse("events")  # an address below it is its ids: thirty look-ups are saved
    return [_card(row, hosts.get(row["event_id"], ""), titles.get(row["event_id"]), now, base) for row in found]


def _leads(events: Iterable[int]) -> dict[int, str]:
    rows = Host.objects.filter(event__in=events, role=Host.Role.LEAD)
    return dict(rows.values_list("event", "organization__name"))


def _titles(events: Iterable[int]) -> dict[int, str]:
    """Find the titles in the reader's language; the Japanese ones stand in the events themselves."""
    language = get_language() or "ja"
    if language == "ja":
        return {}
    return dict(EventText.objects.filter(event__in=events, language=language).values_list("event", "title"))


def _card(row: dict[str, Any], host: str, title: str | None, now: datetime, base: str) -> Card:
    starts_at, ends_at = row["starts_at"].astimezone(TOKYO), row["ends_at"].astimezone(TOKYO)
    local = "" if (get_language() or "ja").startswith("ja") else "ja"
    facts = {name: row[f"event__{name}"] for name in words.FACTS}
    return Card(
        pk=row["pk"],
        event_id=row["event_id"],
        starts_at=starts_at,
        ends_at=ends_at,
        held_on=row["held_on"],
        href=f"{base}{row['event_id']}/{row['pk']}/",
        title=title or facts["title"],
        language="" if title else local,
        local=local,
        hours=hours_words(row, starts_at, ends_at),
        place=row["place_name"] or words.place_words(facts, row["space__name"], row["space__facility__name"]),
        ages=words.age_words(facts),
        price="" if facts["is_free"] else words.price_words(facts),
        apply=words.apply_words(facts, now),
        host=host,
        badges=words.state_badges(row, facts),
        cancelled=row["status"] == "cancelled",
    )


def hours_words(row: dict[str, Any], starts_at: datetime, ends_at: datetime) -> str:
    """Say the hours alone, under a heading that names the day; several days are said in full."""
    if row["is_all_day"]:
        return _("all day")
    if row["ends_on"] != row["held_on"]:
        return str(time_range(starts_at, ends_at))
    return _hours_words(get_language(), starts_at.time(), ends_at.time())


@lru_cache(maxsize=1024)
def _hours_words(_language: str | None, starts: time, ends: time) -> str:
    return str(hours_range(starts, ends))
