"""What an event is like before everybody sees it: its card, what to add, what it may be a double of."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from events.models import Event, Look, Occurrence
from events.permissions import can_review_events, events_visible_to
from events.services.cards import cards_of
from events.services.duplicates import doubles_of, tell_apart
from events.services.hints import advice_for
from events.services.looks import changes_of
from events.views.editing import find_own
from organizations.permissions import acting

NOT_SHOWN = (Event.Status.DRAFT, Event.Status.REVIEW)


def preview_of(request: HttpRequest, event: Event, now: datetime) -> dict[str, Any] | None:
    """Gather what helps before publishing; nothing for what is public already."""
    if event.status not in NOT_SHOWN:
        return None
    look = Look.objects.filter(event=event).first()
    may_review = event.status == Event.Status.REVIEW and can_review_events(request.user)
    return {
        "card": next(iter(cards_of(Occurrence.objects.filter(event=event).in_time_order(), now=now, limit=1)), None),
        "advice": advice_for(event),
        "doubles": doubles_of([event], among=events_visible_to(request.user))[event.pk],
        "reason": look.reason if look and event.status == Event.Status.DRAFT else "",
        "changes": changes_of(event, look) if may_review else [],
        "may_review": may_review,
    }


@login_required
@require_POST
def not_the_same(request: HttpRequest, pk: int, other_pk: int) -> HttpResponse:
    """Say that two events only look alike."""
    event = find_own(request, pk)
    other = get_object_or_404(events_visible_to(request.user).exclude(pk=pk), pk=other_pk)
    tell_apart(event=event, other=other, by=acting(request.user))
    messages.success(request, _("Noted: these are two different events."))
    return redirect(event)
