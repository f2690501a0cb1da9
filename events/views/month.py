"""A month of what is on, laid out as weeks."""

from calendar import Calendar
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.services.months import Day, Entry, month_of
from events.views.filters import Filters
from organizations.templatetags.words import WEEKDAYS, month_words
from organizations.views.lists import address
from spaces.periods import TOKYO

A_DAY = 4


def grid_of(filters: Filters) -> dict[str, Any]:
    """Lay a month out as weeks; a day shows its first dates and leads to the rest."""
    asked, month = filters.form.cleaned_data, filters.form.cleaned_data.get("month")
    first = month[0] if month else filters.now.date().replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    last = following - timedelta(days=1)
    held = month_of(asked, first=first, last=last, now=filters.now, meaning=filters.meaning, shown=A_DAY)
    rest = address(filters.data, view=None, **{"month": None, "from": None, "to": None})
    weeks = [
        [_cell(day, held.get(day, Day()), day.month == first.month, filters.now.date(), rest) for day in week]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]
    return {
        "caption": month_words(first),
        "day_names": [str(name) for name in WEEKDAYS.values()],
        "weeks": weeks,
        "is_empty": not held,
        "previous_href": address(filters.data, month=f"{first - timedelta(days=1):%Y-%m}"),
        "next_href": address(filters.data, month=f"{following:%Y-%m}"),
    }


def _cell(day: date, held: Day, in_month: bool, today: date, rest: str) -> dict[str, Any]:
    """Lay out one day; ``rest`` is the address of the question without its days, written once for the whole month."""
    base = reverse("events") if held.entries else ""
    language = "" if (get_language() or "ja").startswith("ja") else "ja"
    items = [_item(entry, base, language) for entry in held.entries]
    more = held.total - len(items)
    if more > 0:
        href = f"{rest}{'' if rest == '?' else '&'}from={day}&to={day}"
        items.append({"title": _("%(count)d more") % {"count": more}, "href": href, "time": ""})
    return {"date": day, "in_month": in_month, "is_today": day == today, "items": items}


def _item(entry: Entry, base: str, language: str) -> dict[str, Any]:
    local = entry.starts_at.astimezone(TOKYO)
    return {
        "title": entry.title,
        "language": language,
        "href": f"{base}{entry.event_id}/{entry.pk}/",
        "time": f"{local.hour}:{local.minute:02d}",
        "cancelled": entry.status == "cancelled",
    }
