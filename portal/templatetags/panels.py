"""Small looks into the floors below, for editorial pages: dates, places, groups."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import template
from django.db.models import Prefetch
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.forms.search import OccurrenceSearchForm
from events.models import Event
from events.services.cards import cards_of
from events.services.search import find_occurrences
from organizations.models import District, Organization, Picture
from organizations.models.registry import OrganizationQuerySet
from organizations.templatetags.texts import translated
from organizations.templatetags.words import hours_range
from portal.templatetags.chrome import html_language, local
from spaces.models import Space
from spaces.opening_hours import open_periods
from spaces.services.hours import hours_of
from spaces.templatetags.door_words import level_badges

register = template.Library()

CARD_PICTURE = "fill-640x360|format-webp"


def _pictures(events: Iterable[int]) -> dict[int, Picture | None]:
    """Find the pictures of events with the rendition a card shows, in three queries."""
    pictures = Prefetch("picture", Picture.objects.prefetch_renditions(CARD_PICTURE))
    return {event.pk: event.picture for event in Event.objects.filter(pk__in=events).prefetch_related(pictures)}


def _cards(query: str, count: int) -> list[dict[str, Any]]:
    form = OccurrenceSearchForm(QueryDict(query))
    form.is_valid()
    now = timezone.now()
    cards = cards_of(find_occurrences(form.cleaned_data, now=now), now=now, limit=count or 3)
    pictures = _pictures(card.event_id for card in cards)
    return [{"card": card, "picture": pictures[card.event_id]} for card in cards]


@register.simple_tag
def upcoming_events(query: str, count: int = 3) -> list[dict[str, Any]]:
    """Give the next dates that ``query``, the part of a search's address after the question mark, finds."""
    return _cards(query.partition("?")[2] or query, count)


@register.simple_tag
def events_today(count: int = 6) -> list[dict[str, Any]]:
    today = timezone.localdate().isoformat()
    return _cards(urlencode({"from": today, "to": today}), count)


def weekend_of(day: date) -> tuple[date, date]:
    """Give the Saturday and Sunday of this week; on a Sunday they are yesterday and today."""
    saturday = day + timedelta(days=5 - day.weekday())
    return saturday, saturday + timedelta(days=1)


@register.simple_tag
def events_weekend(count: int = 6) -> list[dict[str, Any]]:
    first, last = weekend_of(timezone.localdate())
    return _cards(urlencode({"from": first.isoformat(), "to": last.isoformat()}), count)


def open_now(moment: datetime) -> list[tuple[Space, str]]:
    """List the places one may drop in at ``moment``, with the hours of this opening in words."""
    pictures = Prefetch("picture", Picture.objects.prefetch_renditions(CARD_PICTURE))
    spaces = list(Space.objects.drop_in().select_related("facility", "door").prefetch_related(pictures).by_kana())
    today = timezone.localdate(moment)
    hours = hours_of(spaces, first=today, last=today)
    found = []
    for space in spaces:
        for period in open_periods(hours[space.pk], first=today - timedelta(days=1), last=today):
            if period.start <= moment < period.end:
                found.append((space, hours_range(period.start, period.end)))
    return found


@register.simple_tag
def open_places(count: int = 3) -> list[dict[str, Any]]:
    """Give the places that are open at this moment."""
    return [
        {
            "href": space.get_absolute_url(),
            "lang": "" if html_language() == "ja" else "ja",
            "title": space.name,
            "facility": space.facility.name,
            "hours": _("today %(hours)s") % {"hours": hours},
            "badges": [{"label": _("Open now"), "kind": "accent"}, *level_badges(space)],
            "text": space.summary,
            "picture": space.picture,
        }
        for space, hours in open_now(timezone.now())[: count or 3]
    ]


@register.simple_tag
def groups_about(topic: str, count: int = 3) -> OrganizationQuerySet:
    """Give groups that do something about ``topic``, those heard of last first."""
    rows = Organization.objects.listed().exclude(kind=Organization.Kind.PERSON).for_cards()
    return (rows.about(topic) if topic else rows).order_by("-updated_at", "pk")[: count or 3]


def _chip(label: str, **query: str | tuple[str, ...]) -> dict[str, Any]:
    return {"label": label, "href": local("/events/") + "?" + urlencode(query, doseq=True), "on": False}


@register.simple_tag
def answers_when() -> list[dict[str, Any]]:
    today = timezone.localdate()
    tomorrow = today + timedelta(days=1)
    saturday, sunday = weekend_of(today)
    monday = today + timedelta(days=7 - today.weekday())
    spans = [
        (_("Today"), today, today),
        (_("Tomorrow"), tomorrow, tomorrow),
        (_("This weekend"), saturday, sunday),
        (_("Next week"), monday, monday + timedelta(days=6)),
    ]
    return [_chip(label, **{"from": first.isoformat(), "to": last.isoformat()}) for label, first, last in spans]


@register.simple_tag
def answers_where() -> list[dict[str, Any]]:
    """Offer the districts, in the reader's words where somebody has written them."""
    rows = District.objects.of_kind(District.Kind.ELEMENTARY).by_kana().prefetch_related("texts")
    foreign = "" if html_language() == "ja" else "ja"
    chips = []
    for row in rows[:12]:
        words = translated(row, "title")
        chips.append(_chip(words or row.name, district=row.code) | {"lang": "" if words else foreign})
    return chips


@register.simple_tag
def answers_age() -> list[dict[str, Any]]:
    first_years = [
        _chip(ngettext("%(years)s year", "%(years)s years", years) % {"years": years}, age=f"{years}y")
        for years in range(4)
    ]
    grades = [
        (("nensho", "nenchu", "nencho"), _("Kindergarten")),
        (("e1", "e2"), _("Elementary 1 and 2")),
        (("e3", "e4"), _("Elementary 3 and 4")),
        (("e5", "e6"), _("Elementary 5 and 6")),
        (("j1", "j2", "j3"), _("Junior high")),
        (("h1", "h2", "h3"), _("High school")),
    ]
    return first_years + [_chip(label, grade=codes) for codes, label in grades]
