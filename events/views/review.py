"""What new groups hand in, looked at by a coordinator before it shows; the rest afterwards."""

from collections.abc import Callable
from typing import Any

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
from events.services.looks import check_event
from events.services.reviews import shown_rows, waiting_rows
from organizations.models import Organization, User
from organizations.services.registry import let_publish_at_once


def _coordinator(request: HttpRequest) -> User:
    """Who may look; for everybody else there is nothing here."""
    if request.user.is_authenticated and can_review_events(request.user):
        return request.user
    raise Http404


@login_required
@never_cache
def queue(request: HttpRequest) -> HttpResponse:
    """List what waits, the oldest first, and what shows already and nobody has looked at since."""
    _coordinator(request)
    return render(request, "events/review.html", {"waiting": waiting_rows(), "shown": shown_rows()})


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


@login_required
@require_POST
def checked(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a public event from the list of what to look at afterwards."""
    by = _coordinator(request)
    event = get_object_or_404(Event.objects.filter(status=Event.Status.PUBLISHED), pk=pk)
    return _done(request, lambda: check_event(event=event, by=by), _("Noted as looked at."))


@login_required
@require_POST
def trust(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a group publish at once from now on."""
    by = _coordinator(request)
    group = get_object_or_404(Organization.objects.listed(), slug=slug)
    words = _("Its events show at once from now on. The group is told.")
    return _done(request, lambda: let_publish_at_once(organization=group, by=by), words)


def _done(request: HttpRequest, deed: Callable[[], Any], words: str) -> HttpResponse:
    try:
        deed()
        messages.success(request, words)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect("event_review")
