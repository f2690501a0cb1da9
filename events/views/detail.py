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
from events.services.cards import cards_of
from events.services.facts import first_facts, hosts_of, more_facts
from events.services.registrations import next_open_date
from events.services.verdicts import decision_words, goes_ahead_words
from events.views.previews import preview_of

SHOWN_DATES = 12


def event(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an event by its next date."""
    found = find(request, pk)
    now = timezone.now()
    dates = dates_of(found).upcoming(now)
    chosen = dates.taking_place().first() or dates.first() or dates_of(found).reverse().first()
    return _page(request, found, chosen, now)


def occurrence(request: HttpRequest, pk: int, occurrence_pk: int) -> HttpResponse:
    """Show one date of an event; a date called off stays to be seen."""
    found = find(request, pk)
    return _page(request, found, get_object_or_404(dates_of(found), pk=occurrence_pk), timezone.now())


def find(request: HttpRequest, pk: int) -> Event:
    rows = events_visible_to(request.user).select_related("space__facility", "picture", "project", "district")
    return get_object_or_404(rows, pk=pk)


def dates_of(event: Event) -> OccurrenceQuerySet:
    rows = Occurrence.objects.filter(event=event).select_related("space__facility", "series")
    return rows.in_time_order()


def _page(request: HttpRequest, event: Event, occurrence: Occurrence | None, now: datetime) -> HttpResponse:
    dates = cards_of(Occurrence.objects.filter(event=event).upcoming(now).in_time_order(), now=now, limit=SHOWN_DATES)
    if occurrence is not None:
        occurrence.event = event
    may_edit = request.user.is_authenticated and can_edit_event(request.user, event)
    context = {
        "event": event,
        "occurrence": occurrence,
        "text": _text(event),
        "badges": _badges(event, occurrence),
        "is_over": occurrence is not None and occurrence.ends_at <= now,
        "first_facts": first_facts(event, occurrence, now),
        "more_facts": more_facts(event),
        "hosts": hosts_of(event),
        "dates": [card for card in dates if occurrence is None or card.pk != occurrence.pk],
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


def _badges(event: Event, occurrence: Occurrence | None) -> list[dict[str, str]]:
    if occurrence is None:
        return []
    names = ("status", "capacity", "taken", "capacity_parties", "parties_taken", "goes_ahead_at")
    row = {name: getattr(occurrence, name) for name in names}
    return words.state_badges(row, words.facts_of(event))


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
