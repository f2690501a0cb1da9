"""Answers calendars and feeds; unchanged ones with 304 after a single look at the counters."""

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.feeds.atom import feed
from events.feeds.entries import entries_of, news_of
from events.feeds.pieces import in_pieces
from events.forms.search import OccurrenceSearchForm
from events.models import Occurrence
from events.models.occurrences import OccurrenceQuerySet
from events.permissions import events_visible_to
from events.services.search import find_occurrences
from organizations.ical import block, calendar
from organizations.models import FormerSlug, Organization, Picture
from organizations.services.addresses import site_address
from organizations.services.content_versions import current
from spaces.models import Space

ICS = "text/calendar; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"


@require_safe
def calendar_of_query(request: HttpRequest) -> HttpResponseBase:
    """Answer a question as a calendar."""
    form = OccurrenceSearchForm(request.GET)
    if not form.is_valid():
        return _not_understood(form)
    rows = find_occurrences(form.cleaned_data, now=timezone.now())
    return _unless_known(request, ICS, lambda: _calendar(request, _site_name(), rows))


@require_safe
def atom_of_query(request: HttpRequest) -> HttpResponseBase:
    """Answer a question as a feed of what was changed last."""
    form = OccurrenceSearchForm(request.GET)
    if not form.is_valid():
        return _not_understood(form)
    rows = find_occurrences(form.cleaned_data, now=timezone.now())
    return _unless_known(request, ATOM, lambda: _atom(request, rows))


@require_safe
def calendar_of_event(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Answer all dates of one event; who sees the event's page sees them."""
    event = get_object_or_404(events_visible_to(request.user).select_related("picture"), pk=pk)
    rows = Occurrence.objects.filter(event=event).in_time_order()
    return _unless_known(
        request, ICS, lambda: _calendar(request, event.title, rows, event.picture), public=event.is_public
    )


@require_safe
def calendar_of_occurrence(request: HttpRequest, pk: int, occurrence_pk: int) -> HttpResponseBase:
    """Answer one date of one event."""
    event = get_object_or_404(events_visible_to(request.user).select_related("picture"), pk=pk)
    rows = Occurrence.objects.filter(event=event, pk=occurrence_pk).in_time_order()
    get_object_or_404(rows)
    return _unless_known(
        request, ICS, lambda: _calendar(request, event.title, rows, event.picture), public=event.is_public
    )


@require_safe
def calendar_of_organization(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Answer the coming dates a group stands for."""
    organization = Organization.objects.shown().filter(slug=slug).first()
    if organization is None:
        former = get_object_or_404(FormerSlug.objects.select_related("organization"), slug=slug)
        return redirect("organization_calendar", slug=former.organization.slug, permanent=True)
    # A bare flag, which SQLite has no index for: so it takes that of the events, and a feed costs what it holds.
    rows = Occurrence.objects.by_organization(slug).filter(is_public=True).upcoming(timezone.now()).in_time_order()
    return _unless_known(request, ICS, lambda: _calendar(request, organization.name, rows))


@require_safe
def calendar_of_space(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Answer the coming dates at a place."""
    space = get_object_or_404(Space.objects.listed().select_related("facility"), slug=slug)
    rows = Occurrence.objects.in_space(slug).filter(is_public=True).upcoming(timezone.now()).in_time_order()
    return _unless_known(request, ICS, lambda: _calendar(request, str(space), rows))


def _unless_known(
    request: HttpRequest, kind: str, write: Callable[[], Iterable[str]], *, public: bool = True
) -> HttpResponseBase:
    """Answer 304 to who holds the newest; what is not public is kept by nobody."""
    if not public:
        headers = {"Cache-Control": "private, no-store"}
        return StreamingHttpResponse(in_pieces(write()), content_type=kind, headers=headers)
    etag = _etag(request)
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        response = StreamingHttpResponse(in_pieces(write()), content_type=kind, headers={"ETag": etag})
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def _etag(request: HttpRequest) -> str:
    """Mark what an address shows: it changes with the content, with the day in Tokyo and with the language."""
    versions = current("events", "organizations", "spaces")
    mark = f"{versions} {timezone.localdate()} {get_language()} {request.get_full_path()}"
    return f'"{sha256(mark.encode()).hexdigest()[:32]}"'


def _calendar(
    request: HttpRequest, name: str, rows: OccurrenceQuerySet, picture: Picture | None = None
) -> Iterator[str]:
    source = site_address(request.get_full_path())
    shown = picture if picture is not None and picture.is_publishable else None
    image = site_address(shown.file.url) if shown and shown.file.url.startswith("/") else ""
    return calendar(name, map(block, entries_of(rows)), source=source, image=image)


def _atom(request: HttpRequest, rows: OccurrenceQuerySet) -> Iterator[str]:
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return feed(
        title=_site_name(),
        address=site_address(f"{request.path}{query}"),
        page=site_address(f"{reverse('events')}{query}"),
        language=get_language() or "ja",
        entries=news_of(rows),
    )


def _site_name() -> str:
    return _("Things to do – %(site)s") % {"site": settings.WAGTAIL_SITE_NAME}


def _not_understood(form: OccurrenceSearchForm) -> JsonResponse:
    """Name every value that was not understood, and where it stood."""
    problems = (f"{name}: {message}" for name, messages in form.errors.items() for message in messages)
    return JsonResponse({"detail": " ".join(problems)}, status=400, json_dumps_params={"ensure_ascii": False})
