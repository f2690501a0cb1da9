"""What stands around every page: languages, addresses in the reader's language, messages."""

from typing import Any

from django import template
from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.template import Context
from django.utils.translation import get_language, gettext

register = template.Library()

# Easy Japanese has its prefix and locale; it joins this row when its pages are written.
SHOWN_LANGUAGES = {"ja": "日本語", "en": "English"}


def strip_language(path: str) -> str:
    """Take the language prefix off ``path``."""
    first, _, rest = path.lstrip("/").partition("/")
    known = {code for code, _name in settings.LANGUAGES} - {settings.LANGUAGE_CODE}
    return f"/{rest}" if first in known else path


def in_language(path: str, language: str) -> str:
    """Give the address of ``path`` (without prefix) in ``language``."""
    return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"


@register.simple_tag
def local(path: str) -> str:
    """Give an address of contract.md, written without prefix, in the reader's language."""
    return in_language(path, get_language() or settings.LANGUAGE_CODE)


@register.simple_tag(takes_context=True)
def languages(context: Context) -> list[dict[str, Any]]:
    """List the languages of this page: its code, its own name, its address, whether it is the present one."""
    request: HttpRequest | None = context.get("request")
    path = strip_language(request.path) if request else "/"
    query = request.META.get("QUERY_STRING", "") if request else ""
    tail = f"?{query}" if query else ""
    present = get_language()
    return [
        {"code": code, "name": name, "href": in_language(path, code) + tail, "present": code == present}
        for code, name in SHOWN_LANGUAGES.items()
    ]


@register.simple_tag
def html_language() -> str:
    """Give the value of the lang attribute; easy Japanese is Japanese to a screen reader."""
    language = get_language() or settings.LANGUAGE_CODE
    return "ja" if language.startswith("ja") else language


@register.simple_tag(takes_context=True)
def told(context: Context) -> list[Any]:
    """List the messages left for this visitor; a visitor without cookies has none, and the page stays cacheable."""
    request: HttpRequest | None = context.get("request")
    if request is None or not ({settings.SESSION_COOKIE_NAME, "messages"} & request.COOKIES.keys()):
        return []
    return list(get_messages(request))


@register.simple_tag(takes_context=True)
def here(context: Context, path: str) -> bool:
    """Tell whether the page shown is ``path`` or lies below it."""
    request: HttpRequest | None = context.get("request")
    return bool(request) and strip_language(request.path).startswith(path)


@register.simple_tag
def site_sections() -> list[tuple[str, str]]:
    """List the main addresses with their names, in the order of the menu."""
    return [
        ("/events/", gettext("Things to do")),
        ("/spaces/", gettext("Places")),
        ("/organizations/", gettext("Groups")),
        ("/needs/", gettext("Needs and offers")),
        ("/projects/", gettext("Working together")),
    ]
