"""The weeks of a month drawn at once: its table holds forty days and a hundred entries."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from organizations.templatetags.texts import ja

register = template.Library()

DAY = '<td class="month__day{}"><span class="month__number{}">{}<small>{}</small></span>{}</td>\n'
ENTRY = '<li><a href="{}"{}><span class="visually-hidden">{} </span>{} {}{}</a></li>'
OFF = ' class="month__off"'
WEEKENDS = {6: " month__saturday", 7: " month__sunday"}


@register.simple_tag
def draw_week(week: Iterable[Mapping[str, Any]]) -> SafeString:
    """Draw the days of a week: date, in_month, is_today, items (each with title, href, time, cancelled)."""
    return SafeString("".join(map(_day, week)))


def _day(day: Mapping[str, Any]) -> str:
    marks = {"--out": not day["in_month"], "--today": day["is_today"], "--free": not day["items"]}
    classes = "".join(f" month__day{mark}" for mark, there in marks.items() if there)
    held_on: date = day["date"]
    weekday = _said(get_language(), held_on, "(D)")
    small = f"{weekday} {escape(_('today'))}" if day["is_today"] else weekday
    entries = f"<ul>{_entries(held_on, day['items'])}</ul>" if day["items"] else ""
    return DAY.format(classes, WEEKENDS.get(held_on.isoweekday(), ""), held_on.day, small, entries)


def _entries(day: date, items: Iterable[Mapping[str, Any]]) -> str:
    """Draw what is on; each entry names its day, for those who hear it out of the table."""
    language = get_language()
    named = _said(language, day, "MONTH_DAY_FORMAT")
    called_off = f'<span class="visually-hidden">{escape(_("(called off)"))}</span>'
    return "".join(_entry(item, named, called_off, language) for item in items)


def _entry(item: Mapping[str, Any], named: str, called_off: str, language: str | None) -> str:
    off = item.get("cancelled")
    title = _title(language, item["title"])
    return ENTRY.format(escape(item["href"]), OFF if off else "", named, item["time"], title, called_off if off else "")


@lru_cache(maxsize=1024)
def _said(_language: str | None, day: date, form: str) -> str:
    return escape(date_format(day, form))


@lru_cache(maxsize=4096)
def _title(_language: str | None, title: str) -> str:
    marked = ja(title)
    return str(marked) if isinstance(marked, SafeString) else escape(title)
