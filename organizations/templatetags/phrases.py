"""Text on the page: whole phrases at the end of a line, and the same words in any case."""

from functools import lru_cache

import budoux
from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from organizations.templatetags.texts import ja, tongue

register = template.Library()

BREAK = SafeString("<wbr>")


@lru_cache(maxsize=1)
def _parser() -> budoux.Parser:
    return budoux.load_default_japanese_parser()


@lru_cache(maxsize=4096)
def _broken(text: str) -> SafeString:
    return format_html_join(BREAK, "{}", ((phrase,) for phrase in _parser().parse(text)))


@register.filter
def phrases(text: object) -> SafeString:
    """Escape ``text`` and mark where a line may break, so that no Japanese phrase is torn apart.

    Stands inside an element with the class ``phrases``. The marks are <wbr>, so copying and finding see plain text.
    """
    words = str(text)
    return ja(_broken(words)) if tongue(words) == "ja" else _broken(words)
