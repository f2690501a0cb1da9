"""/events/: the question, answered as a list or as a month."""

from calendar import Calendar
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.forms.search import OccurrenceSearchForm, cursor_of
from events.services.cards import Card, cards_of
from events.services.search import find_occurrences
from events.views.filters import Filters, address, month_name
from organizations.templatetags.words import WEEKDAYS, day_words, long_day_words
from spaces.periods import TOKYO

PAGE = 30
UNSTATED = 6
MONTH = 2000
A_DAY = 4


def search(request: HttpRequest) -> HttpResponse:
    """Answer the question as a list of days, or as a month."""
    now = timezone.localtime()
    form = OccurrenceSearchForm(request.GET)
    form.is_valid()
    filters = Filters(form, request.GET, now)
    context = {
        "filters": filters,
        "q": form.cleaned_data.get("q") or "",
        "tabs": _tabs(request, form.cleaned_data.get("view")),
        "query": address(request.GET, view=None),
    }
    if form.cleaned_data.get("view") == "calendar":
        return render(request, "events/calendar.html", context | _month(form, request, now))
    return render(request, "events/list.html", context | _list(form, request, now))


def _tabs(request: HttpRequest, view: str | None) -> list[dict[str, Any]]:
    return [
        {"label": _("List"), "href": address(request.GET, view=None), "current": view != "calendar"},
        {"label": _("Month"), "href": address(request.GET, view="calendar"), "current": view == "calendar"},
    ]


def _list(form: OccurrenceSearchForm, request: HttpRequest, now: datetime) -> dict[str, Any]:
    asked = form.cleaned_data
    cards = cards_of(find_occurrences(asked, now=now), now=now, limit=PAGE + 1)
    more, cards = cards[PAGE:], cards[:PAGE]
    after = cursor_of(cards[-1].starts_at, cards[-1].pk) if more else None
    return {
        "days": _days(cards, now.date()),
        "why": _why(asked.get("age") or [], Filters(form, request.GET, now)),
        "unstated": _unstated(asked, now),
        "next_href": address(request.GET) + f"&after={after}" if after else "",
        "previous_href": address(request.GET) if asked.get("after") else "",
    }


def _days(cards: list[Card], today: date) -> list[dict[str, Any]]:
    return [
        {"day": day, "words": _day_words(day, today), "cards": list(group)}
        for day, group in groupby(cards, key=lambda card: card.held_on)
    ]


def _day_words(day: date, today: date) -> str:
    near = {0: _("Today"), 1: _("Tomorrow")}.get((day - today).days)
    words = day_words(day) if day.year == today.year else long_day_words(day)
    return f"{near} {words}" if near else str(words)


def _why(ages: list[Any], filters: Filters) -> str:
    """Say why it fits when several children come along."""
    if len(ages) < 2:
        return ""
    names = [chip["label"] for chip in filters.active if chip["name"] == "age"]
    said = {"ages": _(" and ").join(names)}
    return _("Fits both: %(ages)s") % said if len(names) == 2 else _("Fits all of them: %(ages)s") % said


def _unstated(asked: dict[str, Any], now: datetime) -> list[Card]:
    """Beside what fits an age, show some of what states no age: it may fit, and is not for everybody either."""
    if not (asked.get("age") or asked.get("grade")) or asked.get("after"):
        return []
    rows = find_occurrences({**asked, "age": [], "grade": []}, now=now).without_ages()
    return cards_of(rows, now=now, limit=UNSTATED)


def _month(form: OccurrenceSearchForm, request: HttpRequest, now: datetime) -> dict[str, Any]:
    """Lay a month out as weeks; a day shows its first dates and leads to the rest."""
    first = form.cleaned_data["month"][0] if form.cleaned_data.get("month") else now.date().replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    asked = {**form.cleaned_data, "month": (first, following - timedelta(days=1)), "after": None}
    found = find_occurrences(asked, now=now).values_list(
        "event_id", "pk", "event__title", "starts_at", "held_on", "ends_on", "status"
    )
    held = _by_day(found[:MONTH])
    weeks = [
        [_cell(day, held.get(day, []), first, now.date(), request) for day in week]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]
    return {
        "caption": month_name(first),
        "day_names": [str(name) for name in WEEKDAYS.values()],
        "weeks": weeks,
        "is_empty": not held,
        "previous_href": address(request.GET, month=f"{first - timedelta(days=1):%Y-%m}"),
        "next_href": address(request.GET, month=f"{following:%Y-%m}"),
    }


def _by_day(rows: Any) -> dict[date, list[tuple[Any, ...]]]:
    days: dict[date, list[tuple[Any, ...]]] = {}
    for row in rows:
        for number in range(min((row[5] - row[4]).days + 1, 31)):
            days.setdefault(row[4] + timedelta(days=number), []).append(row)
    return days


def _cell(day: date, rows: list[tuple[Any, ...]], first: date, today: date, request: HttpRequest) -> dict[str, Any]:
    in_month = day.month == first.month
    base = reverse("events") if rows else ""
    in_japanese = (get_language() or "ja").startswith("ja")
    shown = rows[:A_DAY] if in_month else []
    items = [
        {
            "title": title,
            "language": "" if in_japanese else "ja",
            "href": f"{base}{event}/{pk}/",
            "time": f"{(local := starts_at.astimezone(TOKYO)).hour}:{local.minute:02d}",
            "cancelled": status == "cancelled",
        }
        for event, pk, title, starts_at, _held_on, _ends_on, status in shown
    ]
    if in_month and len(rows) > A_DAY:
        href = address(request.GET, view=None, month=None, to=day.isoformat(), **{"from": day.isoformat()})
        items.append({"title": _("%(count)d more") % {"count": len(rows) - A_DAY}, "href": href, "time": ""})
    return {"date": day, "in_month": in_month, "is_today": day == today, "items": items}
