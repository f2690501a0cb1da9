"""Answers to a question, drawn at once: a list page holds seventy, and as single variables they cost a third of it."""

from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

Items = tuple[tuple[str, str, bool], ...]
CHECKED, SELECTED = SafeString(" checked"), SafeString(" selected")
CHIP = '<label class="chip"><input type="checkbox" name="{}" value="{}"{}>{}</label>'
OPTION = '<option value="{}"{}{}>{}</option>'


@register.simple_tag
@lru_cache(maxsize=512)
def chips(name: str, items: Items) -> SafeString:
    """Draw answers of which several may be ticked; ``items`` are (value, label, ticked)."""
    return format_html_join("", CHIP, ((name, value, CHECKED if on else "", label) for value, label, on in items))


@register.simple_tag
@lru_cache(maxsize=512)
def flags(items: Items) -> SafeString:
    """Draw wishes that are either there or not; ``items`` are (name, label, ticked)."""
    return format_html_join("", CHIP, ((name, "1", CHECKED if on else "", label) for name, label, on in items))


@register.simple_tag
@lru_cache(maxsize=512)
def options(items: Items, language: str = "") -> SafeString:
    """Draw the answers of a select; ``language`` marks the city's own Japanese names."""
    mark = format_html(' lang="{}"', language) if language else ""
    rows = ((value, mark, SELECTED if on else "", label) for value, label, on in items)
    return format_html_join("", OPTION, rows)
