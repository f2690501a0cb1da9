"""What closes soon, as a calendar and as a feed: each on its last day."""

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from events.feeds.atom import feed
from events.services.receptions import Deadline, deadlines
from organizations.ical import Entry, block, calendar
from organizations.services.addresses import site_address
from organizations.services.content_versions import current
from spaces.periods import midnight

AHEAD = 60  # days
ICS = "text/calendar; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"
KEPT = {"Cache-Control": "public, max-age=300"}


def _etag(request: HttpRequest) -> str:
    mark = f"{current('events')} {timezone.localdate()} {get_language()} {request.path}"
    return f'"{sha256(mark.encode()).hexdigest()[:32]}"'


def _entries() -> Iterator[Entry]:
    base = site_address("")
    host = urlsplit(base).hostname or "localhost"
    for row in deadlines(now=timezone.localtime(), days=AHEAD):
        yield _entry(row, base, host)


def _entry(row: Deadline, base: str, host: str) -> Entry:
    return Entry(
        uid=f"closes-{row.href.strip('/').replace('/', '-')}@{host}",
        starts_at=midnight(row.closes_on),
        ends_at=midnight(row.closes_on + timedelta(days=1)),
        summary=_("[Closes] %(title)s") % {"title": row.title},
        modified=row.modified,
        sequence=row.sequence,
        all_day=True,
        description="\n".join(filter(None, [row.for_whom, row.how])),
        url=f"{base}{row.href}",
    )


@require_safe
@condition(etag_func=_etag)
def as_calendar(request: HttpRequest) -> HttpResponse:
    """Answer the last days as a calendar."""
    return HttpResponse(calendar(_("Closing soon"), map(block, _entries())), content_type=ICS, headers=KEPT)


@require_safe
@condition(etag_func=_etag)
def as_atom(request: HttpRequest) -> HttpResponse:
    """Answer the last days as a feed."""
    body = feed(
        title=_("Closing soon"),
        address=site_address(request.path),
        page=site_address(reverse("deadlines")),
        language=get_language() or "ja",
        entries=_entries(),
    )
    return HttpResponse(body, content_type=ATOM, headers=KEPT)
