"""One event, and one of its dates."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.models import Event, Occurrence
from events.models.occurrences import OccurrenceQuerySet
from events.permissions import can_edit_event, events_visible_to
from events.services import words
from events.services.bulletins import address_of, line_text
from events.services.facts import first_facts, hosts_of, more_facts
from events.services.registrations import next_open_date
from events.services.verdicts import decision_words, goes_ahead_words
from events.views.previews import preview_of
from organizations.templatetags.words import time_range

SHOWN_DATES = 12
OWN = [field.name for field in Occurrence._meta.concrete_fields]
BUILDING = ("name", "address", "latitude", "longitude")
PLACE = [f"space__{name}" for name in ("name", "slug", *(f"facility__{name}" for name in BUILDING))]
RULE = [f"series__{name}" for name in ("starts_at", "rule", "skip_holidays", "skip_school_holidays")]


def event(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an event by its next date."""
    found, now = find(request, pk), timezone.now()
    coming = _coming(found, now)
    return _page(request, found, _next(found, coming, now), coming, now)


def occurrence(request: HttpRequest, pk: int, occurrence_pk: int) -> HttpResponse:
    """Show one date of an event; a date called off stays to be seen."""
    found, now = find(request, pk), timezone.now()
    coming = _coming(found, now)
    asked = next((date for date in coming if date.pk == occurrence_pk), None)
    return _page(request, found, asked or get_object_or_404(dates_of(found), pk=occurrence_pk), coming, now)


def find(request: HttpRequest, pk: int) -> Event:
    return get_object_or_404(events_visible_to(request.user).select_related("picture"), pk=pk)


def dates_of(event: Event) -> OccurrenceQuerySet:
    """Give the dates with what a page says of them, and no more: a building alone has fifty columns."""
    rows = Occurrence.objects.filter(event=event).select_related("space__facility", "series")
    return rows.only(*OWN, *PLACE, *RULE).in_time_order()


def _coming(event: Event, now: datetime) -> list[Occurrence]:
    return list(dates_of(event).upcoming(now)[:SHOWN_DATES])


def _next(event: Event, coming: list[Occurrence], now: datetime) -> Occurrence | None:
    """Choose the date an event is shown by: the next that takes place, else the next, else the last there was."""
    standing = next((date for date in coming if date.status in Occurrence.STANDING), None)
    if coming:
        return standing or dates_of(event).upcoming(now).taking_place().first() or coming[0]
    return dates_of(event).reverse().first()


def _page(
    request: HttpRequest, event: Event, occurrence: Occurrence | None, coming: list[Occurrence], now: datetime
) -> HttpResponse:
    if occurrence is not None:
        occurrence.event = event
    may_edit = request.user.is_authenticated and can_edit_event(request.user, event)
    facts = words.facts_of(event)
    context = {
        "event": event,
        "occurrence": occurrence,
        "text": _text(event),
        "badges": _badges(occurrence, facts) if occurrence else [],
        "is_over": occurrence is not None and occurrence.ends_at <= now,
        "first_facts": first_facts(event, occurrence, now),
        "more_facts": more_facts(event),
        "hosts": hosts_of(event),
        "dates": [_line(date, facts) for date in coming if date != occurrence],
        "way": _way(event, occurrence, now),
        "going": goes_ahead_words(occurrence) if occurrence else "",
        "decision": decision_words(event, occurrence, now) if occurrence else "",
        "may_edit": may_edit,
        "preview": preview_of(request, event, now) if may_edit else None,
        "address": address_of(occurrence) if occurrence else "",
        "line_text": line_text(occurrence, address_of(occurrence), now) if occurrence else "",
    }
    return render(request, "events/event.html", context)


def _text(event: Event) -> dict[str, str]:
    """Choose the words in the reader's language, or the Japanese marked as such."""
    language = get_language() or "ja"
    japanese = {"title": event.title, "summary": event.summary, "body": event.description}
    if language == "ja":
        return japanese | {"language": ""}
    text = event.texts.filter(language=language).first()
    if text is None:
        return japanese | {"language": "" if language.startswith("ja") else "ja"}
    return {"title": text.title, "summary": text.summary, "body": text.body, "language": ""}


def _badges(occurrence: Occurrence, facts: words.Facts) -> list[dict[str, str]]:
    names = ("status", "capacity", "taken", "capacity_parties", "parties_taken", "goes_ahead_at")
    return words.state_badges({name: getattr(occurrence, name) for name in names}, facts)


def _line(occurrence: Occurrence, facts: words.Facts) -> dict[str, Any]:
    when = time_range(occurrence.starts_at, occurrence.ends_at)
    return {"href": occurrence.get_absolute_url(), "when": when, "badges": _badges(occurrence, facts)}


def _way(event: Event, occurrence: Occurrence | None, now: datetime) -> dict[str, Any]:
    """Say what one can do now to take part: register here, telephone, go to a form; or nothing."""
    closed = event.apply_closes_at is not None and event.apply_closes_at <= now
    early = event.apply_opens_at is not None and event.apply_opens_at > now
    off = occurrence is None or occurrence.ends_at <= now or occurrence.status in ("cancelled", "postponed")
    if off or closed:
        return {}
    here = event.apply == Event.Apply.PORTAL
    full = here and bool(occurrence and occurrence.is_full)
    return {
        "is_open": not early,
        "early": early,
        "here": here and not early and not full,
        "full": full,
        "following": next_open_date(event, now=now) if full else None,
        "phone": event.apply_phone if event.apply == Event.Apply.PHONE else "",
        "form": event.apply_url if event.apply == Event.Apply.OTHER_FORM and not early else "",
    }


def register_next(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the next date that takes registrations, or say what follows."""
    found = find(request, pk)
    following = next_open_date(found, now=timezone.now()) if found.apply == Event.Apply.PORTAL else None
    if following is None:
        messages.info(request, _("No coming date takes registrations here. Below is how to take part."))
        return redirect(found)
    return redirect("register", found.pk, following.pk)
