"""What stands around every page: name, menu, foot, banner, languages, addresses in the reader's language, messages."""

from typing import Any

from django import template
from django.conf import settings
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.http import HttpRequest
from django.template import Context
from django.utils.encoding import iri_to_uri
from django.utils.translation import get_language, gettext
from wagtail.blocks import StructValue

from organizations.models import Picture
from organizations.services.addresses import site_address
from portal.models import CitySettings, EmergencyBanner, Navigation

register = template.Library()

FUNCTIONS = (
    "takes_enrolments",
    "takes_registrations",
    "takes_bookings",
    "shows_exchange",
    "shows_projects",
    "keeps_cases",
)


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


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
    """Give an address of the site, written without prefix, in the reader's language."""
    return in_language(path, _language())


def said(japanese: str, english: str) -> dict[str, str]:
    """Choose the words for the reader; Japanese words on another page carry their language."""
    if html_language() == "ja":
        return {"text": japanese, "lang": ""}
    return {"text": english, "lang": ""} if english else {"text": japanese, "lang": "ja"}


@register.simple_tag
def spoken_words(picture: Picture, words: str) -> dict[str, str]:
    """Say what a picture shows: ``words`` in the page's language, or else its own, which are Japanese."""
    return {"text": words, "lang": html_language()} if words else {"text": picture.alt, "lang": "ja"}


def sections(city: CitySettings) -> list[dict[str, Any]]:
    """List the main addresses that are switched on, in the order of the menu."""
    rows = [
        ("/events/", gettext("Things to do"), True),
        ("/spaces/", gettext("Places"), True),
        ("/organizations/", gettext("Groups"), True),
        ("/needs/", gettext("Needs and offers"), city.shows_exchange),
        ("/projects/", gettext("Working together"), city.shows_projects),
    ]
    return [{"href": local(path), "text": name, "lang": ""} for path, name, shown in rows if shown]


def _link(value: StructValue) -> dict[str, Any]:
    page = value["page"]
    address = page.localized.url if page else value["address"]
    own = not page and address.startswith("/")
    return said(value["label"], value["label_en"]) | {"href": local(address) if own else address}


def _column(value: StructValue) -> dict[str, Any]:
    return said(value["title"], value["title_en"]) | {"links": [_link(link) for link in value["links"]]}


def build_chrome(city: CitySettings, navigation: Navigation, banner: EmergencyBanner) -> dict[str, Any]:
    """Put together, in the reader's language, what is the same on every page."""
    emergency = said(banner.title, banner.title_en) | {
        "body": said(banner.text, banner.text_en),
        "href": local(banner.address) if banner.address.startswith("/") else banner.address,
        "updated_at": banner.updated_at,
    }
    return {
        "name": said(city.site_name, city.site_name_en),
        "city": said(city.city_name, city.city_name_en),
        "office": said(city.office, city.office_en),
        "closing_days": city.closing_days if html_language() == "ja" else "",
        "email": city.email,
        "phone": city.phone,
        "menu": [_link(item.value) for item in navigation.menu] or sections(city),
        "columns": [_column(item.value) for item in navigation.footer],
        "emergency": emergency if banner.is_shown else None,
        "functions": {name: getattr(city, name) for name in FUNCTIONS},
    }


def chrome_key(language: str) -> str:
    return f"chrome:{language}"


def forget_chrome() -> None:
    """Build anew, at the next page, what an editor may just have changed."""
    cache.delete_many([chrome_key(code) for code, _name in settings.LANGUAGES])


@register.simple_tag
def chrome() -> dict[str, Any]:
    """Give what is the same on every page, kept for a few seconds in each language."""
    key = chrome_key(_language())
    kept = cache.get(key)
    if kept is None:
        navigation = Navigation.objects.first() or Navigation()
        banner = EmergencyBanner.objects.first() or EmergencyBanner()
        kept = build_chrome(CitySettings.current(), navigation, banner)
        cache.set(key, kept, settings.CHROME_SECONDS)
    return kept


@register.simple_tag(takes_context=True)
def languages(context: Context) -> list[dict[str, Any]]:
    """List the languages of this page: code, own name, address, the same in full, whether it is the present one."""
    request: HttpRequest | None = context.get("request")
    path = strip_language(request.path) if request else "/"
    query = request.META.get("QUERY_STRING", "") if request else ""
    tail = f"?{iri_to_uri(query)}" if query else ""
    site = site_address("")
    hrefs = {code: in_language(path, code) + tail for code in settings.SHOWN_LANGUAGES}
    return [
        {"code": code, "name": name, "href": hrefs[code], "whole": site + hrefs[code], "present": code == _language()}
        for code, name in settings.SHOWN_LANGUAGES.items()
    ]


@register.simple_tag
def html_language() -> str:
    """Give the value of the lang attribute; easy Japanese is Japanese to a screen reader."""
    language = _language()
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
    return request is not None and strip_language(request.path).startswith(strip_language(path))
