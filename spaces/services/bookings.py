"""Borrowing a space: asked for, confirmed, moved, given back. The database refuses the second of two guests."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from organizations.models import Channel, Organization, User
from spaces import notifications
from spaces.models import Booking, BookingSeries, Occupancy, Part, Space
from spaces.periods import TOKYO, Period
from spaces.services.hours import open_periods

GROUP_DAYS_AHEAD = 400  # registered groups plan a year ahead; everybody else as the space says
KEPT_DAYS = 365  # a booking's personal data is needed for the year's statistics and questions, not longer


class SpaceTaken(ValidationError):
    """Somebody else holds a part of this space at this time."""

    def __init__(self) -> None:
        super().__init__(_("This time is already taken."), code="taken")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Who borrows: a person by name, for a group or for herself, perhaps entered by staff."""

    name: str
    email: str = ""
    phone: str = ""
    organization: Organization | None = None
    person: User | None = None
    on_behalf_of: str = ""
    channel: str = Channel.WEB
    language: str = "ja"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What for, for how many, of what ages."""

    purpose: str
    head_count: int
    ages: str = ""


@transaction.atomic
def request_booking(
    *, space: Space, period: Period, guest: Guest, use: Use, series: BookingSeries | None = None, by: User | None
) -> Booking:
    """Ask for ``space`` during ``period``; it is confirmed at once where staff need not look.

    Raises ValidationError (code: not_bookable, past, too_early, too_late, raster, too_short, too_long, too_many,
    groups_only, closed) and SpaceTaken.
    """
    parts = _lock(space)
    if not parts:
        raise ValidationError(_("This space cannot be booked here."), code="not_bookable")
    check_rules(space=space, period=period, guest=guest, use=use)
    booking = Booking.objects.create(
        space=space,
        series=series,
        starts_at=period.start,
        ends_at=period.end,
        purpose=use.purpose,
        head_count=use.head_count,
        ages=use.ages,
        name=guest.name,
        email=guest.email,
        phone=guest.phone,
        organization=guest.organization,
        person=guest.person,
        on_behalf_of=guest.on_behalf_of,
        channel=guest.channel,
        language=guest.language,
        entered_by=by,
        status=Booking.Status.REQUESTED if space.needs_approval else Booking.Status.CONFIRMED,
        delete_after=(period.end + timedelta(days=KEPT_DAYS)).astimezone(TOKYO).date(),
    )
    _occupy(booking, parts)
    log(booking, "spaces.booking.request", user=by)
    notifications.requested(booking)
    return booking


@transaction.atomic
def confirm_booking(*, booking: Booking, by: User) -> Booking:
    """Say yes. Raises ValidationError (code: moved_on) unless it still waits."""
    booking = _move(booking, Booking.Status.CONFIRMED, by)
    notifications.confirmed(booking)
    return booking


@transaction.atomic
def confirm_series(*, booking: Booking, by: User) -> list[Booking]:
    """Say yes to every coming date of the booking's series that still waits, in one letter.

    Raises ValidationError (code: moved_on) unless the booking itself still waits.
    """
    others = Booking.objects.filter(series=booking.series).waiting().upcoming(timezone.now()).exclude(pk=booking.pk)
    rows = [booking, *others] if booking.series_id else [booking]
    confirmed = [_move(row, Booking.Status.CONFIRMED, by) for row in sorted(rows, key=lambda row: row.starts_at)]
    notifications.series_confirmed(confirmed)
    return confirmed


@transaction.atomic
def decline_booking(*, booking: Booking, reason: str, by: User) -> Booking:
    """Say no with a reason; the time is free again. Raises ValidationError (code: moved_on, reason)."""
    if not reason.strip():
        raise ValidationError(_("Please give a reason; the group will read it."), code="reason")
    booking = _move(booking, Booking.Status.DECLINED, by, reason=reason)
    notifications.declined(booking)
    return booking


@transaction.atomic
def cancel_booking(*, booking: Booking, reason: str = "", by: User | None) -> Booking:
    """Give the space back. Raises ValidationError (code: moved_on) when it is over, declined or cancelled already."""
    booking = _move(booking, Booking.Status.CANCELLED, by, reason=reason)
    notifications.cancelled(booking)
    return booking


@transaction.atomic
def move_booking(*, booking: Booking, period: Period, by: User | None) -> Booking:
    """Change the time without giving the space up: the new time is had, or the old one stays.

    Raises ValidationError as request_booking does, and SpaceTaken.
    """
    parts = _lock(booking.space)
    booking = _locked(booking)
    if booking.status not in (Booking.Status.REQUESTED, Booking.Status.CONFIRMED):
        raise _moved_on()
    guest = Guest(name=booking.name, organization=booking.organization, channel=booking.channel)
    use = Use(purpose=booking.purpose, head_count=booking.head_count)
    check_rules(space=booking.space, period=period, guest=guest, use=use)
    booking.occupancies.all().delete()
    booking.starts_at, booking.ends_at = period.start, period.end
    booking.save(update_fields=["starts_at", "ends_at"])
    _occupy(booking, parts)
    log(booking, "spaces.booking.move", user=by)
    return booking


def check_rules(*, space: Space, period: Period, guest: Guest, use: Use) -> None:
    """Hold the request against the rules of the space. Raises ValidationError; see request_booking."""
    if not space.is_bookable:
        raise ValidationError(_("This space cannot be booked here."), code="not_bookable")
    if guest.organization is None and not space.individuals_welcome:
        raise ValidationError(_("This space is lent to groups only."), code="groups_only")
    if space.capacity is not None and use.head_count > space.capacity:
        message = _("This space holds up to %(count)d people.")
        raise ValidationError(message, code="too_many", params={"count": space.capacity})
    _check_length(space, period)
    _check_lead_time(space, period, guest)
    first, last = period.start.astimezone(TOKYO).date(), period.end.astimezone(TOKYO).date()
    hours = open_periods(space, first=first, last=last)
    if not any(span.start <= period.start and period.end <= span.end for span in hours):
        raise ValidationError(_("The space is closed at this time."), code="closed")


def _check_length(space: Space, period: Period) -> None:
    minutes = int(period.length.total_seconds() // 60)
    if minutes < space.min_minutes:
        message = _("Please book at least %(count)d minutes.")
        raise ValidationError(message, code="too_short", params={"count": space.min_minutes})
    if minutes > space.max_minutes:
        message = _("Please book at most %(count)d minutes.")
        raise ValidationError(message, code="too_long", params={"count": space.max_minutes})
    local = period.start.astimezone(TOKYO)
    if (local.hour * 60 + local.minute) % space.raster_minutes or local.second or local.microsecond:
        message = _("Bookings start every %(count)d minutes.")
        raise ValidationError(message, code="raster", params={"count": space.raster_minutes})


def _check_lead_time(space: Space, period: Period, guest: Guest) -> None:
    now = timezone.now()
    if period.start <= now:
        raise ValidationError(_("This time is over already."), code="past")
    is_enrolled = guest.organization is not None and guest.organization.door == Organization.Door.ENROLLED
    ahead = GROUP_DAYS_AHEAD if is_enrolled else space.opens_days_ahead
    if period.start > now + timedelta(days=ahead):
        message = _("Bookings open %(count)d days ahead.")
        raise ValidationError(message, code="too_early", params={"count": ahead})
    if guest.channel == Channel.WEB and period.start < now + timedelta(hours=space.closes_hours_ahead):
        message = _("Online bookings close %(count)d hours ahead; please telephone.")
        raise ValidationError(message, code="too_late", params={"count": space.closes_hours_ahead})


def _lock(space: Space) -> list[Part]:
    """Take the parts in one order, so that a hall and its halves never wait for each other in a ring."""
    return list(Part.objects.select_for_update().filter(pk__in=space.parts.values("pk")).order_by("pk"))


def _occupy(booking: Booking, parts: list[Part]) -> None:
    space = booking.space
    blocked_from = booking.starts_at - timedelta(minutes=space.buffer_before_minutes)
    blocked_until = booking.ends_at + timedelta(minutes=space.buffer_after_minutes)
    rows = [
        Occupancy(booking=booking, part=part, blocked_from=blocked_from, blocked_until=blocked_until) for part in parts
    ]
    if not rows:
        raise ValidationError(_("This space cannot be booked here."), code="not_bookable")
    try:
        with transaction.atomic():
            Occupancy.objects.bulk_create(rows)
    except IntegrityError as error:
        raise SpaceTaken from error


def _locked(booking: Booking) -> Booking:
    rows = Booking.objects.select_for_update(of=("self",))
    return rows.select_related("space__facility", "organization").get(pk=booking.pk)


def _move(booking: Booking, status: Booking.Status, by: User | None, reason: str = "") -> Booking:
    booking = _locked(booking)
    if status not in Booking.MOVES[Booking.Status(booking.status)]:
        raise _moved_on()
    booking.status, booking.reason = status, reason
    booking.decided_by, booking.decided_at = by, timezone.now()
    booking.save(update_fields=["status", "reason", "decided_by", "decided_at"])
    if status not in Booking.HOLDING:
        booking.occupancies.update(holds=False)
    log(booking, f"spaces.booking.{status}", user=by)
    return booking


def _moved_on() -> ValidationError:
    return ValidationError(_("This booking has changed meanwhile. Please look at it again."), code="moved_on")
