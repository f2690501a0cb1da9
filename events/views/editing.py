"""Posting an event for one's group, or for a group at the counter; changing it; copying last year's."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from events.forms.dates import DatesForm
from events.forms.events import EventForm, ForSomebodyForm, HostForm
from events.models import Event, Occurrence
from events.permissions import can_review_events, events_editable_by, groups_posting_by, invitations_for
from events.services import events as services
from events.services.dates import lead_of
from organizations.models import Channel, Organization, User
from organizations.permissions import manages, may_enter_for_others
from organizations.services.pictures import keep_picture
from organizations.services.receipts import settle


@login_required
@never_cache
def desk(request: HttpRequest) -> HttpResponse:
    """Everything about one's events that waits, and what comes next."""
    mine = Event.objects.editable_by(request.user, timezone.localdate())
    waiting = mine.exclude(status__in=(Event.Status.PUBLISHED, Event.Status.ARCHIVED)).order_by("created_at")
    coming = Occurrence.objects.filter(event__in=mine.values("pk")).upcoming(timezone.now()).in_time_order()
    context = {
        "waiting": waiting[:50],
        "coming": coming.select_related("event", "space__facility")[:30],
        "without_room": coming.taking_place().exclude(room_problem="").select_related("event", "space__facility")[:30],
        "invitations": invitations_for(request.user).select_related("event", "organization"),
        "shown": mine.filter(status=Event.Status.PUBLISHED).order_by("-published_at", "-pk")[:12],
        "may_review": can_review_events(request.user),
    }
    return render(request, "events/desk.html", context)


def _groups(request: HttpRequest) -> Any:
    return groups_posting_by(request.user).by_kana()


@login_required
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """Post an event: what, when, where; the rest may follow. Without a group named, choose one first."""
    groups = _groups(request)
    asked = request.GET.get("organization", "").replace("\0", "")
    organization = groups.filter(slug=asked).first() if asked else groups.first() if groups.count() == 1 else None
    if organization is None:
        return render(request, "events/choose_group.html", {"groups": groups})
    form = EventForm(request.POST or None, request.FILES or None, organization=organization)
    dates = DatesForm(request.POST or None)
    behalf = _behalf(request, organization)
    if request.method == "POST" and all([form.is_valid(), dates.is_valid(), behalf is None or behalf.is_valid()]):
        try:
            return redirect(_create(request, organization, form, dates, behalf))
        except ValidationError as refused:
            hand_back(refused, form, dates)
    context = {"form": form, "dates": dates, "behalf": behalf, "organization": organization}
    return render(request, "events/new.html", context)


def _behalf(request: HttpRequest, organization: Organization) -> ForSomebodyForm | None:
    """Ask staff on whose behalf they type, unless it is their own group."""
    if not may_enter_for_others(request.user) or manages(request.user, organization):
        return None
    return ForSomebodyForm(request.POST or None)


def hand_back(refused: ValidationError, *forms: BaseForm) -> None:
    """Put a service's refusal at its field, where a form has one, else above the first form."""
    errors = refused.error_dict if hasattr(refused, "error_dict") else {NON_FIELD_ERRORS: [refused]}
    for name, problems in errors.items():
        form = next((form for form in forms if name in form.fields), forms[0])
        place = name if name in form.fields else None
        if name == "picture" and "picture_alt" in form.fields:
            place = "picture_alt"
        for problem in problems:
            form.add_error(place, problem)


def _person(request: HttpRequest) -> User:
    return request.user if request.user.is_authenticated else User()


def _create(
    request: HttpRequest,
    organization: Organization,
    form: EventForm,
    dates: DatesForm,
    behalf: ForSomebodyForm | None,
) -> str:
    said = behalf.cleaned_data if behalf else {"on_behalf_of": "", "channel": Channel.WEB}

    def deed() -> str:
        event = services.create_event(
            organization=organization,
            facts=_facts(form),
            periods=dates.periods,
            recurrence=dates.recurrence,
            on_behalf_of=said["on_behalf_of"],
            channel=said["channel"],
            by=_person(request),
        )
        _say_rooms(request, event)
        return event.get_absolute_url()

    return settle(token=form.cleaned_data["sent"], purpose="event_new", deed=deed, by=_person(request))


def _facts(form: EventForm) -> dict[str, Any]:
    """Hand over what was typed, the picture made of its own answers."""
    data = form.cleaned_data
    if not data.get("picture_file"):
        return form.facts
    picture = keep_picture(
        title=data["title"],
        file=data["picture_file"],
        alt=data["picture_alt"],
        people=data["picture_people"],
        credit=data["picture_credit"],
    )
    return form.facts | {"picture": picture}


def _say_rooms(request: HttpRequest, event: Event) -> None:
    """Name the dates that found no room; they are kept all the same."""
    problems = services.room_problems(event)
    if problems:
        days = _(", ").join(f"{row.held_on.month}/{row.held_on.day}" for row in problems[:20])
        message = _("No room on: %(days)s. The dates are kept; see “Dates and rooms”.")
        messages.warning(request, message % {"days": days})


@login_required
@never_cache
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what an event says; what is published shows it at once."""
    event = find_own(request, pk)
    organization = lead_of(event)
    form = EventForm(request.POST or None, request.FILES or None, organization=organization, instance=event)
    if request.method == "POST" and form.is_valid():
        try:
            changed = services.update_event(
                event=event, facts=_facts(form), seen=form.cleaned_data["seen"], by=_person(request)
            )
            _say_rooms(request, changed)
            messages.success(request, _("Saved."))
            return redirect(changed)
        except ValidationError as refused:
            hand_back(refused, form)
            form.accept_present(Event.objects.values_list("sequence", flat=True).get(pk=pk))
    hosts = event.hosts.select_related("organization").order_by("pk")
    context = {"form": form, "event": event, "hosts": hosts, "host_form": HostForm()}
    return render(request, "events/edit.html", context)


def find_own(request: HttpRequest, pk: int) -> Event:
    return get_object_or_404(events_editable_by(request.user).select_related("space__facility", "picture"), pk=pk)


@login_required
@never_cache
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Say the same on other dates: a new draft."""
    event = find_own(request, pk)
    dates = DatesForm(request.POST or None)
    if request.method == "POST" and dates.is_valid():
        try:
            copied = services.copy_event(
                event=event, periods=dates.periods, recurrence=dates.recurrence, by=_person(request)
            )
            _say_rooms(request, copied)
            return redirect("event_edit", copied.pk)
        except ValidationError as refused:
            hand_back(refused, dates)
    return render(request, "events/copy.html", {"event": event, "dates": dates})


@login_required
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show it, or hand it in where the group is new."""
    event = find_own(request, pk)
    try:
        event = services.publish_event(event=event, by=_person(request))
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
        services.archive_event(event=event, by=_person(request))
        messages.success(request, _("The event no longer shows."))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect("event_desk")
