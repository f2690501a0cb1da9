"""Addresses as they stand in mails, calendars and on paper: whole, with the site's name."""

from urllib.parse import urlsplit

from django.conf import settings


def site_address(path: str) -> str:
    """Put the name of the site, BASE_URL, before a path that begins with a slash."""
    return f"{settings.BASE_URL.rstrip('/')}{path}"


def site_host() -> str:
    """Name the site's host: marks of mails and calendar entries end in it."""
    return urlsplit(settings.BASE_URL).hostname or "localhost"
