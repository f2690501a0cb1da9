"""What new groups hand in, looked at by a coordinator."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from events.forms.events import ReasonForm
from events.models import Event
from events.permissions import can_review_events
from events.services.events import approve_event, return_event
from organizations.models import User


def _coordinator(request: HttpRequest) -> User:
    """Who may look; for everybody else there is nothing here."""
    if request.user.is_authenticated and can_review_events(request.user):
        return request.user
    raise Http404


@login_required
@never_cache
def queue(request: HttpRequest) -> HttpResponse:
    """List what waits, the oldest first."""
    _coordinator(request)
    rows = Event.objects.filter(status=Event.Status.REVIEW).order_by("updated_at", "pk")
    rows = rows.select_related("space__facility").prefetch_related("hosts__organization")
    return render(request, "events/review.html", {"events": rows[:100]})


@login_required
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    by = _coordinator(request)
    event = get_object_or_404(Event, pk=pk)
    return _done(request, lambda: approve_event(event=event, by=by), _("Published. The group is told."))


@login_required
@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    by = _coordinator(request)
    event, form = get_object_or_404(Event, pk=pk), ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return _done(request, lambda: return_event(event=event, reason=reason, by=by), _("Sent back. The group is told."))


def _done(request: HttpRequest, deed: Callable[[], Event], words: str) -> HttpResponse:
    try:
        deed()
        messages.success(request, words)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect("event_review")
