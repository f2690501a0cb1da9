"""A record's words in the reader's language, or in Japanese marked as such."""

import re
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import escape, format_html, linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()
JAPANESE = re.compile(r"[\u3005\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]")


@register.filter
def tongue(words: object) -> str:
    """Name the language of some words: Japanese where they hold its letters, else the page's."""
    language = get_language() or "ja"
    return "ja" if language.startswith("ja") or JAPANESE.search(str(words)) else language


@register.filter
def ja(words: Any) -> Any:
    """Mark Japanese words, such as names, on a page in another language; leave everything else as it is."""
    if (get_language() or "ja").startswith("ja") or not JAPANESE.search(str(words)):
        return words
    return format_html('<span lang="ja">{}</span>', words)


@register.filter
def attributes(values: Mapping[str, Any]) -> SafeString:
    """Write the attributes of a control: what is true by its name alone, what is false not at all."""
    written = (
        name if value is True else f'{name}="{escape(value)}"' for name, value in values.items() if value is not False
    )
    return SafeString("".join(f" {attribute}" for attribute in written))


@register.simple_block_tag
def titled(content: str) -> SafeString:
    """Write the page's <title>, and say where its words are Japanese."""
    words = " ".join(content.split())
    return format_html('<title lang="{}">{}</title>', tongue(words), words)


def translated(row: Any, field: str) -> str:
    """Return the text of the row in the page's language; '' if nobody has written one. Reads prefetched ``texts``."""
    language = get_language() or "ja"
    if language == "ja":
        return ""
    found = next((text for text in row.texts.all() if text.language == language), None)
    return getattr(found, field) if found else ""


@register.simple_tag
def said(row: Any, field: str, source: str = "") -> Any:
    """Say ``title``, ``summary`` or ``body`` of a row; its Japanese stands in the row's own ``source`` field."""
    if words := translated(row, field):
        return words
    japanese = getattr(row, source or field)
    return ja(japanese)


@register.simple_tag
def said_at_length(row: Any, field: str, source: str) -> SafeString:
    """Say a long text of a row as ``said`` does, its lines as paragraphs."""
    words = translated(row, field)
    paragraphs = SafeString(linebreaks(words or getattr(row, source), autoescape=True))
    return format_html('<div lang="{}">{}</div>', tongue(words or getattr(row, source)), paragraphs)
