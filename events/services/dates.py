"""The dates of an event: written down with their rooms, cancelled, moved. Rows are the truth; rules are for people."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.log_actions import log

from events import notifications
from events.models import Event, Host, Occurrence
from events.models.occurrences import LONGEST
from events.recurrence import Recurrence, expand
from events.services.index import index_event
from organizations.models import Organization, User
from organizations.services.content_versions import bump
from spaces.models import Booking, BookingSeries
from spaces.periods import TOKYO, Period
from spaces.services.bookings import Guest, Use, cancel_booking, move_booking, request_booking

HORIZON = timedelta(days=400)
FARTHEST = timedelta(days=760)
MOST_DATES = 500
EXPECTED = 10  # people, where the group states no number


def expanded(recurrence: Recurrence) -> list[Period]:
    """List the dates of a rule from its first day to the horizon. Raises ValidationError (code: rule)."""
    try:
        return expand(recurrence, after=recurrence.starts_at, until=timezone.now() + HORIZON)
    except ValueError as refused:
        raise ValidationError(
            _("This way of repeating is not understood: %(rule)s"), code="rule", params={"rule": recurrence.rule}
        ) from refused


@transaction.atomic
def add_dates(*, event: Event, periods: Iterable[Period], by: User | None) -> list[Occurrence]:
    """Write down dates, each with its room. A date whose room cannot be had stays, and says why it has none.

    Raises ValidationError (code: too_long, too_far, too_many).
    """
    known = set(event.occurrences.values_list("starts_at", flat=True))
    chosen = sorted({period.start: period for period in periods if period.start not in known}.values())
    _check(chosen)
    rows = [_row(event, period) for period in chosen]
    _find_rooms(event, rows, by)
    Occurrence.objects.bulk_create(rows)
    _renew(event)
    return rows


@transaction.atomic
def extend(
    *, event: Event, periods: Iterable[Period], recurrence: Recurrence | None = None, by: User | None
) -> list[Occurrence]:
    """Give an event further dates, one by one or by a rule; see add_dates."""
    dates = [*periods, *(expanded(recurrence) if recurrence else ())]
    added = add_dates(event=event, periods=dates, by=by)
    log(event, "events.date.add", user=by, data={"count": len(added)})
    return added


def _check(periods: Sequence[Period]) -> None:
    if len(periods) > MOST_DATES:
        message = _("At most %(count)d dates at a time, please.")
        raise ValidationError(message, code="too_many", params={"count": MOST_DATES})
    if any(period.length >= LONGEST for period in periods):
        message = _("One date lasts less than %(count)d days. Please enter several.")
        raise ValidationError(message, code="too_long", params={"count": LONGEST.days})
    if any(period.start > timezone.now() + FARTHEST for period in periods):
        raise ValidationError(_("This day lies too far ahead. Please look at the year again."), code="too_far")


def _row(event: Event, period: Period) -> Occurrence:
    row = Occurrence(event=event, is_public=event.is_public, space=event.space, capacity=event.capacity)
    _set_time(row, period)
    return row


def _set_time(row: Occurrence, period: Period) -> None:
    row.starts_at, row.ends_at = period.start, period.end
    row.held_on = period.start.astimezone(TOKYO).date()
    row.ends_on = max(row.held_on, (period.end - timedelta(microseconds=1)).astimezone(TOKYO).date())


def _find_rooms(event: Event, rows: Sequence[Occurrence], by: User | None) -> None:
    coming = [row for row in rows if row.starts_at > timezone.now()]
    if not coming or event.space is None or not event.space.is_bookable or event.place_is_booked:
        return
    series = BookingSeries.objects.create() if len(coming) > 1 else None
    guest = _guest(event, by)
    for row in coming:
        _find_room(row, guest, series, by)
    if series:
        series.refused = [
            {"starts_at": row.starts_at.isoformat(), "reason": row.room_problem} for row in coming if row.room_problem
        ]
        series.save(update_fields=["refused"])


def _find_room(row: Occurrence, guest: Guest, series: BookingSeries | None, by: User | None) -> None:
    event, space = row.event, row.space
    if space is None:
        return
    people = row.capacity or min(EXPECTED, space.capacity or EXPECTED)
    try:
        row.booking = request_booking(
            space=space,
            period=Period(row.starts_at, row.ends_at),
            guest=guest,
            use=Use(purpose=event.title, head_count=people),
            series=series,
            by=by,
        )
        row.room_problem = ""
    except ValidationError as refused:
        with override("ja"):
            row.booking, row.room_problem = None, " ".join(refused.messages)[:200]


def lead_of(event: Event) -> Organization:
    return event.hosts.select_related("organization").get(role=Host.Role.LEAD).organization


def _guest(event: Event, by: User | None) -> Guest:
    """Name who borrows the room: the leading group, reached through whoever posts for it."""
    organization = lead_of(event)
    poster = None if event.on_behalf_of else by
    return Guest(
        name=poster.name if poster else event.on_behalf_of or organization.name,
        email=(poster.email or "") if poster else "",
        phone=poster.phone if poster else "",
        organization=organization,
        on_behalf_of=event.on_behalf_of,
        channel=event.channel,
    )


@transaction.atomic
def cancel_occurrence(*, occurrence: Occurrence, reason: str, by: User | None) -> Occurrence:
    """Call a date off: it stays to be seen, gives its room back, and everybody registered is told.

    Raises ValidationError (code: reason, moved_on).
    """
    occurrence = _take_off(occurrence, Occurrence.Status.CANCELLED, reason, by)
    notifications.cancelled(occurrence)
    return occurrence


@transaction.atomic
def postpone_occurrence(*, occurrence: Occurrence, reason: str, by: User | None) -> Occurrence:
    """Put a date off to a day not known yet; the parties stay registered, and are told again once it has a new time.

    Raises ValidationError (code: reason, moved_on).
    """
    occurrence = _take_off(occurrence, Occurrence.Status.POSTPONED, reason, by)
    notifications.postponed(occurrence)
    return occurrence


def _take_off(occurrence: Occurrence, status: Occurrence.Status, reason: str, by: User | None) -> Occurrence:
    if not reason.strip():
        raise ValidationError(_("Please say why, in a few words."), code="reason")
    occurrence = _changing(occurrence, status)
    occurrence.note = reason.strip()[:200]
    _give_room_back(occurrence, by)
    _save(occurrence, "note", "booking")
    log(occurrence.event, f"events.date.{status}", user=by, data={"date": occurrence.held_on.isoformat()})
    return occurrence


@transaction.atomic
def move_occurrence(*, occurrence: Occurrence, period: Period, note: str = "", by: User | None) -> Occurrence:
    """Give a date another time, with its room; everybody registered is told.

    Raises ValidationError (code: moved_on, past, twice, and those of the booking when the room cannot follow).
    """
    occurrence = _changing(occurrence, Occurrence.Status.RESCHEDULED)
    if period.start <= timezone.now():
        raise ValidationError(_("This time is over already."), code="past")
    _check([period])
    if occurrence.event.occurrences.filter(starts_at=period.start).exclude(pk=occurrence.pk).exists():
        raise ValidationError(_("The event has a date at this time already."), code="twice")
    occurrence.moved_from, occurrence.goes_ahead_at = occurrence.starts_at, None
    _set_time(occurrence, period)
    occurrence.note = note.strip()[:200]
    _take_room_along(occurrence, by)
    _save(
        occurrence,
        "note",
        "moved_from",
        "goes_ahead_at",
        "starts_at",
        "ends_at",
        "held_on",
        "ends_on",
        "booking",
        "room_problem",
    )
    log(occurrence.event, "events.date.move", user=by, data={"date": occurrence.held_on.isoformat()})
    notifications.moved(occurrence)
    return occurrence


def _changing(occurrence: Occurrence, status: Occurrence.Status) -> Occurrence:
    """Lock the row and make the move, if the table of moves allows it."""
    rows = Occurrence.objects.select_for_update(of=("self",)).select_related("event", "space", "booking")
    occurrence = rows.get(pk=occurrence.pk)
    if status not in Occurrence.MOVES[Occurrence.Status(occurrence.status)]:
        raise ValidationError(_("This date has changed meanwhile. Please look at it again."), code="moved_on")
    occurrence.status = status
    occurrence.sequence += 1
    return occurrence


def _save(occurrence: Occurrence, *fields: str) -> None:
    occurrence.save(update_fields=["status", "sequence", "updated_at", *fields])
    Event.objects.filter(pk=occurrence.event_id).update(sequence=F("sequence") + 1, updated_at=timezone.now())
    _renew(occurrence.event)


def _renew(event: Event) -> None:
    """Move what pages and search remember."""
    index_event(event)
    bump("events")


def _has_room(occurrence: Occurrence) -> bool:
    return occurrence.booking is not None and occurrence.booking.status in (
        Booking.Status.REQUESTED,
        Booking.Status.CONFIRMED,
    )


def _give_room_back(occurrence: Occurrence, by: User | None) -> None:
    if occurrence.booking is not None and _has_room(occurrence):
        occurrence.booking = cancel_booking(booking=occurrence.booking, reason=occurrence.note, by=by)


def _take_room_along(occurrence: Occurrence, by: User | None) -> None:
    if occurrence.booking is not None and _has_room(occurrence):
        period = Period(occurrence.starts_at, occurrence.ends_at)
        occurrence.booking = move_booking(booking=occurrence.booking, period=period, by=by)
    else:
        occurrence.booking = None
        _find_rooms(occurrence.event, [occurrence], by)


@transaction.atomic
def change_space(*, event: Event, by: User | None) -> None:
    """Bring the coming dates to the place the event now has; rooms no longer needed are given back."""
    coming = event.occurrences.upcoming(timezone.now()).taking_place().select_related("booking", "space", "event")
    rows = [row for row in coming if row.starts_at > timezone.now()]
    for row in rows:
        _give_room_back(row, by)
        row.event, row.space, row.booking, row.room_problem = event, event.space, None, ""
    _find_rooms(event, rows, by)
    Occurrence.objects.bulk_update(rows, ["space", "booking", "room_problem"])
