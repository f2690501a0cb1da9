"""A month of what is on, laid out as weeks."""

from calendar import Calendar
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.services.search import find_occurrences
from events.views.addresses import address, days_only
from events.views.filters import Filters
from events.views.names import month_name
from organizations.templatetags.words import WEEKDAYS
from spaces.periods import TOKYO

MONTH = 2000
A_DAY = 4
COLUMNS = ("event_id", "pk", "event__title", "starts_at", "held_on", "ends_on", "status")


def month_of(filters: Filters) -> dict[str, Any]:
    """Lay a month out as weeks; a day shows its first dates and leads to the rest."""
    month, today = filters.form.cleaned_data.get("month"), filters.now.date()
    first = month[0] if month else today.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    asked = {**filters.form.cleaned_data, "month": (first, following - timedelta(days=1)), "after": None}
    found = find_occurrences(asked, now=filters.now, meaning=filters.meaning).values_list(*COLUMNS)
    held = _by_day(found[:MONTH])
    weeks = [
        [_cell(day, held.get(day, []) if day.month == first.month else [], first, filters) for day in week]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]
    return {
        "caption": month_name(first),
        "day_names": [str(name) for name in WEEKDAYS.values()],
        "weeks": weeks,
        "is_empty": not held,
        "previous_href": address(filters.data, month=f"{first - timedelta(days=1):%Y-%m}"),
        "next_href": address(filters.data, month=f"{following:%Y-%m}"),
    }


def _by_day(rows: Iterable[tuple[Any, ...]]) -> dict[date, list[tuple[Any, ...]]]:
    days: dict[date, list[tuple[Any, ...]]] = {}
    for row in rows:
        for number in range(min((row[5] - row[4]).days + 1, 31)):
            days.setdefault(row[4] + timedelta(days=number), []).append(row)
    return days


def _cell(day: date, rows: list[tuple[Any, ...]], first: date, filters: Filters) -> dict[str, Any]:
    base = reverse("events") if rows else ""
    language = "" if (get_language() or "ja").startswith("ja") else "ja"
    items = [_item(row, base, language) for row in rows[:A_DAY]]
    if len(rows) > A_DAY:
        href = address(filters.data, view=None, **days_only(day.isoformat(), day.isoformat()))
        items.append({"title": _("%(count)d more") % {"count": len(rows) - A_DAY}, "href": href, "time": ""})
    return {"date": day, "in_month": day.month == first.month, "is_today": day == filters.now.date(), "items": items}


def _item(row: tuple[Any, ...], base: str, language: str) -> dict[str, Any]:
    event, pk, title, starts_at, _held_on, _ends_on, status = row
    local = starts_at.astimezone(TOKYO)
    return {
        "title": title,
        "language": language,
        "href": f"{base}{event}/{pk}/",
        "time": f"{local.hour}:{local.minute:02d}",
        "cancelled": status == "cancelled",
    }
