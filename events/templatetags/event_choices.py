"""Answers to a question, drawn at once: a list page holds seventy, and as single variables they cost a third of it."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from organizations.templatetags.texts import ja

register = template.Library()

Items = tuple[tuple[str, str, bool, str], ...]
CHECKED, SELECTED = SafeString(" checked"), SafeString(" selected")
CHIP = '<label class="chip"><input type="checkbox" name="{}" value="{}"{}>{}{}</label>'
COUNT = ' <span class="chip__count">{}</span>'
OPTION = '<option value="{}"{}{}>{}{}</option>'
LINK = '<li><a class="chip{}" href="{}"{}>{}{}{}</a></li>'
ON, CURRENT = SafeString(" chip--on"), SafeString(' aria-current="true"')


def _count(count: str) -> str:
    return format_html(COUNT, count) if count else ""


@register.simple_tag
@lru_cache(maxsize=512)
def chips(name: str, items: Items) -> SafeString:
    """Draw answers of which several may be ticked; ``items`` are (value, label, ticked, how many it leaves)."""
    rows = ((name, value, CHECKED if on else "", label, _count(count)) for value, label, on, count in items)
    return format_html_join("", CHIP, rows)


@register.simple_tag
@lru_cache(maxsize=512)
def flags(items: Items) -> SafeString:
    """Draw wishes that are either there or not; ``items`` are (name, label, ticked, how many it leaves)."""
    rows = ((name, "1", CHECKED if on else "", label, _count(count)) for name, label, on, count in items)
    return format_html_join("", CHIP, rows)


@register.simple_tag
def link_chips(items: Iterable[Mapping[str, Any]]) -> SafeString:
    """Draw answers that are links; ``items`` have label, href, on and count."""
    away = format_html('<span class="visually-hidden">{}</span>', _("(chosen; follow to take it away)"))
    return format_html_join("", LINK, (_link(item, away) for item in items))


def _link(item: Mapping[str, Any], away: SafeString) -> tuple[str, ...]:
    ends = (ja(item["label"]), _count(item.get("count", "")), away if item["on"] else "")
    return (ON if item["on"] else "", item["href"], CURRENT if item["on"] else "", *ends)


@register.simple_tag
@lru_cache(maxsize=512)
def options(items: Items, language: str = "") -> SafeString:
    """Draw the answers of a select; ``language`` marks the city's own Japanese names."""
    mark = format_html(' lang="{}"', language) if language else ""
    rows = (
        (value, mark, SELECTED if on else "", label, _(" (%(count)s)") % {"count": count} if count else "")
        for value, label, on, count in items
    )
    return format_html_join("", OPTION, rows)
