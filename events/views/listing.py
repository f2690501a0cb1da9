"""The list of what is on: by day, page after page, or as a month."""

from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.forms.search import OccurrenceSearchForm, cursor_of
from events.services.cards import Card, cards_of
from events.services.demand import note_empty_search
from events.services.pairs import Pair, pairs_of
from events.services.search import find_occurrences
from events.views.filters import Filters
from events.views.maps import map_of, show_map
from events.views.month import grid_of
from events.views.names import age_name
from events.views.nearest import nearest
from organizations.templatetags.words import day_words, long_day_words
from organizations.views.lists import address

PAGE = 30
UNSTATED = 6
LITTLE = 3
PAIRS = 3


def search(request: HttpRequest) -> HttpResponseBase:
    """Answer the question as a list of days, as a month or as a map."""
    now = timezone.localtime()
    form = OccurrenceSearchForm(request.GET)
    form.is_valid()
    view = form.cleaned_data.get("view")
    data = _rounded(request.GET, form)
    filters = Filters(form, data, now)
    context = {
        "filters": filters,
        "q": form.cleaned_data.get("q") or "",
        "tabs": _tabs(data, view),
        "query": address(data, view=None),
    }
    if view == "calendar":
        return render(request, "events/calendar.html", context | grid_of(filters))
    if view == "map":
        return show_map(request, context | map_of(filters))
    return render(request, "events/list.html", context | _list(filters))


def _rounded(data: QueryDict, form: OccurrenceSearchForm) -> QueryDict:
    """Write into the page's addresses no finer position than we read."""
    near = form.cleaned_data.get("near")
    if not near or "," not in data["near"]:
        return data
    rounded = data.copy()
    rounded["near"] = f"{near[0]},{near[1]}"
    return rounded


def _tabs(data: QueryDict, view: str | None) -> list[dict[str, Any]]:
    names = {None: _("List"), "calendar": _("Month"), "map": _("Map")}
    shown = view if view in names else None
    return [
        {"label": label, "href": address(data, view=name), "current": name == shown} for name, label in names.items()
    ]


def _list(filters: Filters) -> dict[str, Any]:
    asked, data, now = filters.form.cleaned_data, filters.data, filters.now
    rows = find_occurrences(asked, now=now, meaning=filters.meaning)
    cards = cards_of(rows, now=now, limit=PAGE + 1, near=asked.get("near"))
    more, cards = cards[PAGE:], cards[:PAGE]
    if not cards and not asked.get("after"):
        note_empty_search(asked)
    after = cursor_of(cards[-1].starts_at, cards[-1].pk) if more else None
    return {
        "days": _days(cards, now.date()),
        "why": _why(filters),
        "nearest": nearest(filters, found=len(cards)) if len(cards) <= LITTLE and not asked.get("after") else [],
        "pairs": _pairs(filters),
        "unstated": _unstated(filters),
        "unstated_href": address(data, age=None, grade=None, unstated="1"),
        "next_href": address(data) + f"&after={after}" if after else "",
        "previous_href": address(data) if asked.get("after") else "",
    }


def _days(cards: list[Card], today: date) -> list[dict[str, Any]]:
    """Group a page by day; within a day the nearest stands first, where somebody said where she is."""
    return [
        {"day": day, "words": _day_words(get_language(), day, today), "cards": sorted(group, key=_kilometres)}
        for day, group in groupby(cards, key=lambda card: card.held_on)
    ]


def _kilometres(card: Card) -> float:
    return -1 if card.kilometres is None else card.kilometres


@lru_cache(maxsize=512)
def _day_words(_language: str | None, day: date, today: date) -> str:
    near = {0: _("Today"), 1: _("Tomorrow")}.get((day - today).days)
    words = day_words(day) if day.year == today.year else long_day_words(day)
    return f"{near} {words}" if near else str(words)


def _why(filters: Filters) -> str:
    """Say why it fits when several children come along."""
    names = [name for value in filters.data.getlist("age") if (name := age_name(value))]
    if len(names) < 2:
        return ""
    said = {"ages": _(" and ").join(names)}
    return _("Fits both: %(ages)s") % said if len(names) == 2 else _("Fits all of them: %(ages)s") % said


def _pairs(filters: Filters) -> list[Pair]:
    """Offer two dates side by side where several children come along."""
    asked = filters.form.cleaned_data
    if len(asked.get("age") or []) < 2 or asked.get("after"):
        return []
    return pairs_of(asked, now=filters.now, meaning=filters.meaning, limit=PAIRS)


def _unstated(filters: Filters) -> list[Card]:
    """Beside what fits an age, show some of what states no age: it may fit, and is not for everybody either."""
    asked = filters.form.cleaned_data
    if not (asked.get("age") or asked.get("grade")) or asked.get("after") or not filters.facets.unstated:
        return []
    without = {**asked, "age": [], "grade": [], "unstated": True}
    rows = find_occurrences(without, now=filters.now, meaning=filters.meaning)
    return cards_of(rows, now=filters.now, limit=UNSTATED, near=asked.get("near"))
