"""Dates as cards: what a list says of each, from two or three queries, whatever their number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from math import cos, hypot, radians
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.images.models import SourceImageIOError

from events.models import EventText, Host
from events.models.occurrences import DEGREE, OccurrenceQuerySet
from events.services import words
from organizations.models import Picture
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
    "capacity_parties",
    "parties_taken",
    "is_all_day",
    "goes_ahead_at",
    "place_name",
)
PLACE = ("space__name", "space__facility__name", "space__facility__step_free", "space__facility__nursing_room")
JOINED = (*(f"event__{name}" for name in words.FACTS), "event__picture", *PLACE)
POSITION = ("latitude", "longitude")
THUMBNAIL = "fill-192x192|format-webp"  # twice the width it is shown at
Position = tuple[float, float]


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
    comforts: str
    host: str
    badges: list[dict[str, str]]
    cancelled: bool
    kilometres: float | None = None
    picture: str = ""
    position: Position | None = None

    @property
    def when(self) -> str:
        """Day and hours, for a card that stands under no heading of its day."""
        return str(time_range(self.starts_at, self.ends_at))


def cards_of(
    rows: OccurrenceQuerySet, *, now: datetime, limit: int, near: Position | None = None, placed: bool = False
) -> list[Card]:
    """Say the first ``limit`` dates of ``rows`` in the language of the page; ``placed``: and where each is on a map.

    With ``near``: and how far away.
    """
    placed = placed or near is not None
    rows = rows.with_position() if placed else rows
    found = list(rows.values(*ROW, *JOINED, *(POSITION if placed else ()))[:limit])
    events = {row["event_id"] for row in found}
    beside = _Beside(_leads(events), _titles(events), thumbnails(row["event__picture"] for row in found), near, now)
    base = reverse("events")  # an address below it is its ids: thirty look-ups are saved
    return [_card(row, beside, base) for row in found]


@dataclass(frozen=True, slots=True)
class _Beside:
    """What a page of cards shares, read once."""

    hosts: dict[int, str]
    titles: dict[int, str]
    pictures: dict[int, str]
    near: Position | None
    now: datetime

    def kilometres(self, position: Position | None) -> float | None:
        if self.near is None or position is None:
            return None
        north = position[0] - self.near[0]
        east = (position[1] - self.near[1]) * cos(radians(self.near[0]))
        return DEGREE * hypot(north, east)


def _position(row: dict[str, Any]) -> Position | None:
    latitude, longitude = row.get("latitude"), row.get("longitude")
    return None if latitude is None or longitude is None else (latitude, longitude)


def thumbnails(pictures: Iterable[int | None]) -> dict[int, str]:
    """Give the addresses of small pictures, cropped around what matters in them, of those that may be shown."""
    wanted = {pk for pk in pictures if pk}
    if not wanted:
        return {}
    rows = Picture.objects.filter(pk__in=wanted).prefetch_renditions(THUMBNAIL)
    addresses = {row.pk: _thumbnail(row) for row in rows if row.is_publishable}
    return {pk: address for pk, address in addresses.items() if address}


def _thumbnail(picture: Picture) -> str:
    """Give nothing for a file that was lost: a card without its picture is better than no list."""
    try:
        return str(picture.get_rendition(THUMBNAIL).url)
    except SourceImageIOError:
        return ""


def _leads(events: Iterable[int]) -> dict[int, str]:
    rows = Host.objects.filter(event__in=events, role=Host.Role.LEAD)
    return dict(rows.values_list("event", "organization__name"))


def _titles(events: Iterable[int]) -> dict[int, str]:
    """Find the titles in the reader's language; the Japanese ones stand in the events themselves."""
    language = get_language() or "ja"
    if language == "ja":
        return {}
    return dict(EventText.objects.filter(event__in=events, language=language).values_list("event", "title"))


def _card(row: dict[str, Any], beside: _Beside, base: str) -> Card:
    starts_at, ends_at = row["starts_at"].astimezone(TOKYO), row["ends_at"].astimezone(TOKYO)
    local = "" if (get_language() or "ja").startswith("ja") else "ja"
    facts = {name: row[f"event__{name}"] for name in words.FACTS}
    title = beside.titles.get(row["event_id"])
    position = _position(row)
    step_free, nursing_room = row["space__facility__step_free"], row["space__facility__nursing_room"]
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
        apply=words.apply_words(facts, beside.now),
        comforts=words.comfort_words(facts, step_free=step_free, nursing_room=nursing_room),
        host=beside.hosts.get(row["event_id"], ""),
        badges=words.state_badges(row, facts),
        cancelled=row["status"] == "cancelled",
        kilometres=beside.kilometres(position),
        position=position,
        picture=beside.pictures.get(row["event__picture"], ""),
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
