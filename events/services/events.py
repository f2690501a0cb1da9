"""An event is written, shown, changed, copied. Its dates are in ``dates``."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from events import notifications
from events.models import Event, Host, Occurrence
from events.recurrence import Recurrence
from events.services import looks
from events.services.borrowing import change_space, give_room_back, lead_of
from events.services.dates import add_dates
from events.services.index import index_event
from organizations.models import Channel, Organization, User
from organizations.services.content_versions import bump
from spaces.periods import Period

MANY = ("topics", "tags")


@transaction.atomic
def create_event(
    *,
    organization: Organization,
    facts: Mapping[str, Any],
    periods: Iterable[Period] = (),
    recurrence: Recurrence | None = None,
    co_hosts: Iterable[tuple[Organization, str]] = (),
    on_behalf_of: str = "",
    channel: str = Channel.WEB,
    by: User | None,
) -> Event:
    """Write down an event as a draft, with its dates and their rooms, led by ``organization``.

    ``facts`` are fields of Event, and ``topics`` and ``tags``. ``recurrence`` gives further dates, to the horizon.
    Other hosts, each with a role of Host, count once they have accepted. A date whose room is taken is kept and says
    so in ``room_problem``. Raises ValidationError (code: no_dates, and those of add_dates).
    """
    periods = list(periods)
    if not periods and recurrence is None:
        raise ValidationError(_("Please give at least one date."), code="no_dates")
    event = Event(on_behalf_of=on_behalf_of, channel=channel, entered_by=by, **_own(facts))
    _place(event)
    event.save()
    _set_many(event, facts)
    Host.objects.create(event=event, organization=organization, role=Host.Role.LEAD, accepted_at=timezone.now())
    for other, role in co_hosts:
        invite_host(event=event, organization=other, role=role, by=by)
    if not add_dates(event=event, periods=periods, recurrence=recurrence, by=by):
        raise ValidationError(_("This rule gives no date."), code="no_dates")
    log(event, "events.event.create", user=by)
    return event


def _own(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name not in MANY}


def _set_many(event: Event, facts: Mapping[str, Any]) -> None:
    if "topics" in facts:
        event.topics.set(facts["topics"])
    if "tags" in facts:
        event.tags.set(facts["tags"])


def _place(event: Event) -> None:
    """Take district and position from the building the event is in; who registers here also finds room there."""
    if event.space is None:
        return
    building = event.space.facility
    if event.apply == Event.Apply.PORTAL and event.space.capacity:
        event.capacity = min(event.capacity or event.space.capacity, event.space.capacity)
    event.district = building.district or event.district
    event.latitude, event.longitude = building.latitude, building.longitude


@transaction.atomic
def update_event(*, event: Event, facts: Mapping[str, Any], seen: int | None = None, by: User | None) -> Event:
    """Change what an event says; its coming dates follow to another place or another number of places.

    ``seen`` is the sequence of the version that was on the editor's screen: what somebody else saved meanwhile is not
    written over. Raises ValidationError (code: changed, below_taken, picture).
    """
    event = Event.objects.select_for_update(of=("self",)).select_related("space__facility").get(pk=event.pk)
    if seen is not None and seen != event.sequence:
        message = _("Somebody else has changed this event meanwhile. Please compare, and save once more.")
        raise ValidationError(message, code="changed")
    place, capacity = (event.space_id, event.place_is_booked), event.capacity
    before = looks.snapshot(event) if event.status == Event.Status.PUBLISHED else None
    for name, value in _own(facts).items():
        setattr(event, name, value)
    if event.status == Event.Status.PUBLISHED:
        _check_picture(event)
        _check_draw(event)
    _place(event)
    event.sequence += 1
    event.save()
    _set_many(event, facts)
    if event.capacity != capacity:
        _change_capacity(event, capacity)
    if (event.space_id, event.place_is_booked) != place:
        change_space(event=event, was=place[0], by=by)
    _spread(event)
    if before is not None:
        looks.note_change(event=_again(event), before=before)
    log(event, "events.event.edit", user=by)
    return event


def _again(event: Event) -> Event:
    """Read an event anew, without what it remembers of its dates and topics."""
    return Event.objects.get(pk=event.pk)


def _change_capacity(event: Event, was: int | None) -> None:
    """Let the coming dates follow; one that has a number of its own keeps it."""
    rows = event.occurrences.upcoming(timezone.now()).filter(capacity=was)
    if event.capacity is not None and rows.filter(taken__gt=event.capacity).exists():
        taken = rows.order_by("-taken").values_list("taken", flat=True)[0]
        message = _("%(count)d people have registered already; the number of places cannot be lower.")
        raise ValidationError({"capacity": ValidationError(message, code="below_taken", params={"count": taken})})
    rows.update(capacity=event.capacity)
    event.series.filter(capacity=was).update(capacity=event.capacity)


def _spread(event: Event) -> None:
    """Repeat the event's state on its dates, which lists ask."""
    event.occurrences.exclude(is_public=event.is_public).update(is_public=event.is_public)
    index_event(event)
    bump("events")


@transaction.atomic
def publish_event(*, event: Event, by: User | None) -> Event:
    """Show an event to everybody, or hand it in, and say so, where the group does not publish at once.

    Raises ValidationError (code: no_dates, picture, moved_on).
    """
    event = put_forward(event=event, by=by)
    if event.status == Event.Status.REVIEW:
        notifications.handed_in(event)
    return event


@transaction.atomic
def put_forward(*, event: Event, by: User | None) -> Event:
    """Show an event, or lay it before the coordinators, and tell nobody; see publish_event."""
    _check_ready(event)
    at_once = lead_of(event).publishes_at_once
    event = _move(event, Event.Status.PUBLISHED if at_once else Event.Status.REVIEW, by)
    if at_once:
        looks.note_shown(event=event)
    return event


@transaction.atomic
def approve_event(*, event: Event, by: User) -> Event:
    """Publish what was handed in, and tell the group. Raises ValidationError (code: no_dates, picture, moved_on)."""
    _check_ready(event)
    event = _move(event, Event.Status.PUBLISHED, by)
    looks.look_at(event=event, by=by)
    notifications.approved(event)
    return event


@transaction.atomic
def return_event(*, event: Event, reason: str, by: User | None) -> Event:
    """Send an event back to its group with a reason. Raises ValidationError (code: reason, moved_on)."""
    if not reason.strip():
        raise ValidationError(_("Please say why, in a few words."), code="reason")
    event = _move(event, Event.Status.DRAFT, by)
    looks.look_at(event=event, reason=reason.strip(), by=by)
    notifications.returned(event, reason.strip())
    return event


@transaction.atomic
def archive_event(*, event: Event, by: User | None) -> Event:
    """Take an event from the public pages for good; its coming dates give their rooms back.

    Raises ValidationError (code: moved_on).
    """
    event = _move(event, Event.Status.ARCHIVED, by)
    for row in event.occurrences.filter(starts_at__gt=timezone.now()).exclude(booking=None).select_related("booking"):
        give_room_back(row, by)
    return event


def _check_ready(event: Event) -> None:
    _check_picture(event)
    _check_draw(event)
    if not event.occurrences.taking_place().exists():
        raise ValidationError(_("Please give at least one date."), code="no_dates")


def _check_draw(event: Event) -> None:
    if event.allotment == Event.Allotment.DRAW and event.apply_closes_at is None:
        message = _("For a draw, please say first until when one can apply.")
        raise ValidationError({"apply_closes_at": ValidationError(message, code="no_closing")})


def _check_picture(event: Event) -> None:
    if event.picture is not None and not event.picture.is_publishable:
        message = _("Please say what the picture shows, and whether the people on it have agreed.")
        raise ValidationError({"picture": ValidationError(message, code="picture")})


def _move(event: Event, status: Event.Status, by: User | None) -> Event:
    event = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    if status not in Event.MOVES[Event.Status(event.status)]:
        raise ValidationError(_("This event has changed meanwhile. Please look at it again."), code="moved_on")
    event.status = status
    if status == Event.Status.PUBLISHED and event.published_at is None:
        event.published_at = timezone.now()
    event.sequence += 1
    event.save(update_fields=["status", "published_at", "sequence", "updated_at"])
    _spread(event)
    log(event, f"events.event.{status}", user=by)
    return event


@transaction.atomic
def invite_host(*, event: Event, organization: Organization, role: str, by: User | None) -> Host:
    """Name another host, who counts once it has accepted. Raises ValidationError (code: twice)."""
    if role == Host.Role.LEAD or event.hosts.filter(organization=organization).exists():
        raise ValidationError(_("This group is a host already."), code="twice")
    host = Host.objects.create(event=event, organization=organization, role=role)
    log(event, "events.host.invite", user=by)
    notifications.host_invited(host)
    return host


@transaction.atomic
def accept_hosting(*, host: Host, by: User) -> Host:
    """Say yes to standing on the flyer; saying it twice changes nothing."""
    if host.accepted_at is None:
        host.accepted_at = timezone.now()
        host.save(update_fields=["accepted_at"])
        Event.objects.filter(pk=host.event_id).update(sequence=F("sequence") + 1)
        log(host.event, "events.host.accept", user=by)
        index_event(host.event)
        bump("events")
        notifications.host_answered(host)
    return host


@transaction.atomic
def decline_hosting(*, host: Host, by: User) -> None:
    """Say no to standing on the flyer; whoever asked is told. Raises ValidationError (code: lead)."""
    leave_hosting(host=host, by=by)
    notifications.host_answered(host)


@transaction.atomic
def leave_hosting(*, host: Host, by: User) -> None:
    """Take a name off the flyer, accepted or not. Raises ValidationError (code: lead)."""
    if host.role == Host.Role.LEAD:
        raise ValidationError(_("The group that leads an event stays on it."), code="lead")
    log(host.event, "events.host.leave", user=by)
    host.delete()
    index_event(host.event)
    bump("events")


def room_problems(event: Event) -> list[Occurrence]:
    """List the coming dates that have no room, for the group to see."""
    rows = event.occurrences.upcoming(timezone.now()).taking_place().in_time_order()
    return list(rows.exclude(room_problem=""))
