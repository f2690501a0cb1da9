"""The waiting line for a time that is taken: one line for refused wishes and skipped dates, served in its order.

A booking that waits holds nothing. When its time is free it is held for its guest for a day; who does not answer loses
it to the next.
"""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from organizations.models import User
from spaces import notifications
from spaces.models import Booking, BookingSeries, Space
from spaces.periods import Period
from spaces.services.charges import charge
from spaces.services.holding import granted, lock_parts, locked, move, moved_on, new_booking, occupy
from spaces.services.rules import Guest, Use, judge

HELD = timedelta(hours=24)
BUFFERS = timedelta(days=1)  # no set-up or clearing takes longer
LAST_CALL = timedelta(hours=2)  # nobody is offered a room that begins sooner


@transaction.atomic
def join_line(
    *, space: Space, period: Period, guest: Guest, use: Use, series: BookingSeries | None = None, by: User | None
) -> Booking:
    """Wait for a time that somebody else has now.

    Raises ValidationError when the time could not be had even if it were free (codes of check_rules), or is free
    (code: free).
    """
    ((_period, verdict),) = judge(space=space, periods=[period], guest=guest, use=use)
    if verdict is None:
        raise ValidationError(_("This time is free: you can book it."), code="free")
    if verdict.code != "taken":
        raise verdict
    status = Booking.Status.WAITING
    booking = new_booking(space=space, period=period, guest=guest, use=use, status=status, series=series, by=by)
    booking.save()
    charge([booking], reduction=use.reduction)
    log(booking, "spaces.booking.waiting", user=by)
    notifications.waiting(booking)
    return booking


@transaction.atomic
def serve_line(*, space: Space, period: Period, now: datetime) -> list[Booking]:
    """Offer what has become free during ``period`` to those who wait for it, first come first served."""
    shared = Space.objects.filter(parts__in=space.parts.all())
    waiting = Booking.objects.in_line().filter(space__in=shared, starts_at__gt=now + LAST_CALL)
    rows = waiting.between(period.start - BUFFERS, period.end + BUFFERS).order_by("created_at", "pk")
    return [offered for booking in rows.select_related("space") if (offered := _offer(booking, now))]


def _offer(booking: Booking, now: datetime) -> Booking | None:
    """Hold the time for a waiting booking, unless something of it is still taken or the rules have changed."""
    parts = lock_parts(booking.space)
    period = Period(booking.starts_at, booking.ends_at)
    ((_period, verdict),) = judge(
        space=booking.space, periods=[period], guest=guest_of(booking), use=use_of(booking), early_enough=True
    )
    if verdict is not None:
        return None
    until = min(now + HELD, booking.starts_at - LAST_CALL / 2)
    try:
        with transaction.atomic():
            booking = move(booking, Booking.Status.OFFERED, None, offered_until=until)
            occupy([booking], parts)
    except ValidationError:  # somebody was quicker, or it has been withdrawn in this very moment
        return None
    notifications.offered(booking)
    return booking


@transaction.atomic
def take_offer(*, booking: Booking, now: datetime, by: User | None) -> Booking:
    """Say yes to a time that is held. Raises ValidationError (code: moved_on, too_late)."""
    if booking.offered_until and booking.offered_until <= now:
        message = _("The time for answering is over; the space has been offered to others.")
        raise ValidationError(message, code="too_late")
    if locked(booking).status != Booking.Status.OFFERED:
        raise moved_on()
    booking = move(booking, granted(booking.space), by, offered_until=None)
    notifications.requested(booking)
    return booking


@transaction.atomic
def let_lapse(*, booking: Booking, now: datetime) -> Booking:
    """End an offer nobody answered, or a wait whose time has come; the next in line is served."""
    lock_parts(booking.space)
    held = booking.status == Booking.Status.OFFERED
    booking = move(booking, Booking.Status.LAPSED, None, offered_until=None)
    notifications.lapsed(booking)
    if held:
        serve_line(space=booking.space, period=Period(booking.starts_at, booking.ends_at), now=now)
    return booking


def lapse_overdue(*, now: datetime) -> int:
    """Let every offer and wait that is over lapse; return how many."""
    count = 0
    for booking in Booking.objects.overdue(now).select_related("space").order_by("created_at"):
        try:
            let_lapse(booking=booking, now=now)
            count += 1
        except ValidationError:  # its guest answered in this very moment
            continue
    return count


def guest_of(booking: Booking) -> Guest:
    """Read the guest of a booking that stands."""
    return Guest(
        name=booking.name,
        email=booking.email,
        phone=booking.phone,
        organization=booking.organization,
        person=booking.person,
        is_local=booking.is_local,
        on_behalf_of=booking.on_behalf_of,
        channel=booking.channel,
        language=booking.language,
    )


def use_of(booking: Booking) -> Use:
    return Use(purpose=booking.purpose, head_count=booking.head_count, ages=booking.ages)


def now_free(booking: Booking) -> None:
    """Serve those who wait for the time a booking has just let go."""
    serve_line(space=booking.space, period=Period(booking.starts_at, booking.ends_at), now=timezone.now())
