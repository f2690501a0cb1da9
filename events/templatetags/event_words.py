"""Ways to take a date along: the reader's calendar, a message to friends."""

from urllib.parse import urlencode

from django import template
from django.conf import settings

from events.models import Occurrence

register = template.Library()


@register.simple_tag
def google_calendar(occurrence: Occurrence, address: str) -> str:
    """Give the address that opens a filled-in entry in Google Calendar."""
    stamps = [f"{moment:%Y%m%dT%H%M%SZ}" for moment in (occurrence.starts_at, occurrence.ends_at)]
    query = {
        "action": "TEMPLATE",
        "text": occurrence.event.title,
        "dates": "/".join(stamps),
        "location": place_name(occurrence),
        "details": address,
    }
    return f"https://calendar.google.com/calendar/render?{urlencode(query)}"


@register.simple_tag
def line_share(address: str) -> str:
    """Give the address that shares a page in LINE; the friend's phone opens it in a real browser."""
    joint = "&" if "?" in address else "?"
    return f"https://social-plugins.line.me/lineit/share?{urlencode({'url': f'{address}{joint}openExternalBrowser=1'})}"


@register.simple_tag
def webcal(path: str, query: str) -> str:
    """Give a calendar's address as calendar programs subscribe to it."""
    return f"webcal://{settings.BASE_URL.partition('://')[2].rstrip('/')}{path}{query}"


@register.simple_tag
def google_subscription(address: str) -> str:
    """Give the address that subscribes to a calendar in Google Calendar, for phones that know no webcal."""
    return f"https://calendar.google.com/calendar/r?{urlencode({'cid': address})}"


def place_name(occurrence: Occurrence) -> str:
    if occurrence.place_name:
        return occurrence.place_name
    if occurrence.space is not None:
        return f"{occurrence.space} {occurrence.space.facility.address}".strip()
    return f"{occurrence.event.place_name} {occurrence.event.place_address}".strip()


@register.simple_tag
def ics(occurrence: Occurrence) -> str:
    """Give the address of one date as a calendar file."""
    return f"{occurrence.get_absolute_url().rstrip('/')}.ics"
