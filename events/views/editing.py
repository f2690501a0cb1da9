"""Everything about one's events; changing one, showing it, taking it from the site."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from events.forms.events import EventForm, HostForm
from events.forms.unsent import TAPPED, shown_again
from events.models import Event, Occurrence, UnsentForm
from events.permissions import can_review_events, events_editable_by, invitations_for
from events.services import events as services
from events.services.borrowing import lead_of
from events.services.rooms import all_with_rooms, ways_out
from events.services.unsent import drop_unsent
from events.views.posting import facts_of, hand_back, keep_for_later, say_rooms
from events.views.unsent import typed, unsent_of, with_words_kept
from organizations.permissions import acting, may_enter_for_others


@login_required
@never_cache
def desk(request: HttpRequest) -> HttpResponse:
    """Everything about one's events that waits, and what comes next."""
    mine = Event.objects.editable_by(request.user, timezone.localdate())
    waiting = mine.exclude(status__in=(Event.Status.PUBLISHED, Event.Status.ARCHIVED)).order_by("created_at")
    coming = Occurrence.objects.filter(event__in=mine.values("pk")).upcoming(timezone.now()).in_time_order()
    context = {
        "unsent": UnsentForm.objects.of(request.user).select_related("organization").order_by("-saved_at")[:20],
        "waiting": waiting[:50],
        "coming": coming.select_related("event", "space__facility")[:30],
        "without_room": coming.taking_place().exclude(room_problem="").select_related("event", "space__facility")[:30],
        "invitations": invitations_for(request.user).select_related("event", "organization").order_by("pk")[:30],
        "for_others": may_enter_for_others(request.user),
        "shown": mine.filter(status=Event.Status.PUBLISHED).order_by("-published_at", "-pk")[:12],
        "may_review": can_review_events(request.user),
    }
    return render(request, "events/desk.html", context)


@with_words_kept
@never_cache
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what an event says; what is published shows it at once."""
    event = find_own(request, pk)
    organization = lead_of(event)
    unsent = unsent_of(request, organization, event)
    data, kept = typed(request, unsent), unsent.picture if unsent else None
    form = EventForm(data, request.FILES or None, organization=organization, kept=kept, instance=event)
    others: list[Any] = []
    if request.method == "POST":
        if TAPPED.isdisjoint(request.POST) and form.is_valid():
            try:
                return redirect(_change(request, event, form))
            except ValidationError as refused:
                hand_back(refused, form)
                form.accept_present(Event.objects.values_list("sequence", flat=True).get(pk=pk))
                others = [way for way in ways_out(refused) if not way.is_other_time]
        keep_for_later(request, organization, form, event)
    if data is not None and data is not request.POST:
        shown_again(form)
    hosts = event.hosts.select_related("organization").order_by("pk")
    context = {"form": form, "event": event, "hosts": hosts, "host_form": HostForm(), "unsent": unsent}
    return render(request, "events/edit.html", context | {"others": others, "about": f"event={pk}"})


def _change(request: HttpRequest, event: Event, form: EventForm) -> Event:
    data, by = form.cleaned_data, acting(request.user)

    def write() -> Event:
        return services.update_event(event=event, facts=facts_of(form), seen=data["seen"], by=by)

    elsewhere = {"space", "place_is_booked"} & set(form.changed_data) and not data["without_room"]
    changed = all_with_rooms(write) if elsewhere else write()
    drop_unsent(token=data["sent"], by=by)
    say_rooms(request, changed)
    messages.success(request, _("Saved."))
    return changed


def find_own(request: HttpRequest, pk: int) -> Event:
    return get_object_or_404(events_editable_by(request.user).select_related("space__facility", "picture"), pk=pk)


@login_required
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show it, or hand it in where the group is new."""
    event = find_own(request, pk)
    try:
        event = services.publish_event(event=event, by=acting(request.user))
        is_public = event.status == Event.Status.PUBLISHED
        messages.success(
            request, _("Published.") if is_public else _("Handed in. A coordinator looks at it, and then it shows.")
        )
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect(event)


@login_required
@require_POST
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    event = find_own(request, pk)
    try:
        services.archive_event(event=event, by=acting(request.user))
        messages.success(request, _("The event no longer shows."))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect("event_desk")
