"""A record's words in the reader's language, or in Japanese marked as such."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


def translated(row: Any, field: str) -> str:
    """Return the text of the row in the page's language; '' if nobody has written one. Reads prefetched ``texts``."""
    language = get_language() or "ja"
    if language == "ja":
        return ""
    found = next((text for text in row.texts.all() if text.language == language), None)
    return getattr(found, field) if found else ""


@register.simple_tag
def said(row: Any, field: str, source: str = "") -> str | SafeString:
    """Say ``title``, ``summary`` or ``body`` of a row; its Japanese stands in the row's own ``source`` field."""
    if words := translated(row, field):
        return words
    japanese = getattr(row, source or field)
    if (get_language() or "ja").startswith("ja"):
        return japanese
    return format_html('<span lang="ja">{}</span>', japanese)
