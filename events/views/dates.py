"""Dates and rooms of one event: add, call off, move; and who stands on its flyer."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from events.forms.dates import DatesForm, MoveForm, present_hours
from events.forms.events import HostForm, ReasonForm
from events.models import Event, Host
from events.permissions import invitations_for
from events.services import dates as services
from events.services import events as event_services
from events.services.rule_words import rule_words
from events.views.changes import find_date
from events.views.editing import find_own
from events.views.posting import hand_back
from organizations.models import User

REASONS = (
    gettext_lazy("Because of the weather"),
    gettext_lazy("Because of an illness"),
    gettext_lazy("Too few people"),
)


@login_required
@never_cache
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """List the dates with their rooms, and take further ones."""
    event = find_own(request, pk)
    form = DatesForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and "look" not in request.POST:
        try:
            added = services.extend(event=event, periods=form.periods, recurrence=form.recurrence, by=_user(request))
            messages.success(request, _("%(count)d dates added.") % {"count": len(added)})
            return redirect("event_dates", pk)
        except ValidationError as refused:
            hand_back(refused, form)
    return render(request, "events/dates.html", _context(event) | {"form": form})


@login_required
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Answer, while somebody taps days, which dates these would be."""
    return render(request, "events/_dates_ahead.html", {"form": DatesForm(request.POST)})


def _user(request: HttpRequest) -> User | None:
    return request.user if request.user.is_authenticated else None


def _context(event: Event) -> dict[str, Any]:
    now = timezone.now()
    rows = event.occurrences.select_related("event", "space__facility", "booking").in_time_order()
    past = rows.filter(ends_at__lte=now).reverse()
    rules = [words for series in event.series.going_on(now).order_by("starts_at") if (words := rule_words(series))]
    return {"event": event, "dates": rows.upcoming(now)[:200], "past": past[:100], "reasons": REASONS, "rules": rules}


@login_required
@require_POST
def cancel(request: HttpRequest, pk: int, occurrence_pk: int) -> HttpResponse:
    """Call one date off with one tap on a reason."""
    occurrence, reason = find_date(request, pk, occurrence_pk), _reason(request)
    try:
        services.cancel_occurrence(occurrence=occurrence, reason=reason, by=_user(request))
        messages.success(request, _("Called off. Everybody registered is told."))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect("event_dates", pk)


@login_required
@require_POST
def restore(request: HttpRequest, pk: int, occurrence_pk: int) -> HttpResponse:
    """Take back that one date was called off."""
    occurrence = find_date(request, pk, occurrence_pk)
    try:
        services.restore_occurrence(occurrence=occurrence, by=_user(request))
        messages.success(request, _("It takes place again. Everybody registered is told."))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect("event_dates", pk)


@login_required
@require_POST
def postpone(request: HttpRequest, pk: int, occurrence_pk: int) -> HttpResponse:
    """Put one date off to a day not known yet."""
    occurrence, reason = find_date(request, pk, occurrence_pk), _reason(request)
    try:
        services.postpone_occurrence(occurrence=occurrence, reason=reason, by=_user(request))
        messages.success(request, _("Postponed. Everybody registered is told."))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect("event_dates", pk)


def _reason(request: HttpRequest) -> str:
    form = ReasonForm(request.POST)
    return str(form.cleaned_data["reason"]) if form.is_valid() else ""


@login_required
@never_cache
def move(request: HttpRequest, pk: int, occurrence_pk: int) -> HttpResponse:
    """Give one date another time."""
    occurrence = find_date(request, pk, occurrence_pk)
    form = MoveForm(request.POST or None, initial=present_hours(occurrence))
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        try:
            services.move_occurrence(occurrence=occurrence, period=form.period, note=note, by=_user(request))
            messages.success(request, _("Moved. Everybody registered is told."))
            return redirect("event_dates", pk)
        except ValidationError as refused:
            hand_back(refused, form)
    return render(request, "events/move.html", {"form": form, "occurrence": occurrence, "event": occurrence.event})


@login_required
@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask another group whether it stands on the flyer."""
    event, form = find_own(request, pk), HostForm(request.POST)
    if form.is_valid():
        try:
            event_services.invite_host(event=event, by=_user(request), **form.cleaned_data)
            messages.success(request, _("We have asked the group. It shows once it has said yes."))
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
    else:
        messages.error(request, _("Please choose a group."))
    return redirect("event_edit", pk)


@login_required
@require_POST
def answer(request: HttpRequest, host_pk: int) -> HttpResponse:
    """Say yes or no to standing on somebody's flyer."""
    host = get_object_or_404(invitations_for(request.user), pk=host_pk)
    if request.POST.get("answer") == "yes" and request.user.is_authenticated:
        event_services.accept_hosting(host=host, by=request.user)
        messages.success(request, _("Your group stands on the event now."))
    elif request.user.is_authenticated:
        event_services.decline_hosting(host=host, by=request.user)
        messages.success(request, _("Your group does not stand on the event."))
    return redirect("event_desk")


@login_required
@require_POST
def remove_host(request: HttpRequest, pk: int, host_pk: int) -> HttpResponse:
    """Take a name off one's own flyer."""
    host = get_object_or_404(Host.objects.filter(event=find_own(request, pk)), pk=host_pk)
    try:
        if request.user.is_authenticated:
            event_services.leave_hosting(host=host, by=request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect("event_edit", pk)
