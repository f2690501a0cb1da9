"""Borrowing a space: asked for, confirmed, moved, given back. The database refuses the second of two guests."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from organizations.models import User
from spaces import notifications
from spaces.models import Booking, BookingSeries, Space
from spaces.periods import TOKYO, Period
from spaces.services.charges import charge, charge_anew
from spaces.services.holding import granted, lock_parts, locked, move, moved_on, new_booking, occupy
from spaces.services.line import guest_of, now_free, serve_line, use_of
from spaces.services.loans import borrow_with, confirm_with, let_go_with, move_with
from spaces.services.rules import Guest, SpaceTaken, Use, calendar_of, check_rules, judge, refusal

__all__ = ["Guest", "SpaceTaken", "Use"]


def request_booking(
    *, space: Space, period: Period, guest: Guest, use: Use, series: BookingSeries | None = None, by: User | None
) -> Booking:
    """Ask for ``space`` during ``period``; it is confirmed at once where staff need not look.

    Raises ValidationError (code: not_bookable, past, too_early, too_late, raster, day_part, too_short, too_long,
    too_many, groups_only, closed) and SpaceTaken.
    """
    if not connection.in_atomic_block:  # who is refused anyway need not wait until she may write
        ((_period, refused),) = judge(space=space, periods=[period], guest=guest, use=use)
        if refused:
            raise refused
    return _book(space, period, guest, use, series, by)


@transaction.atomic
def _book(
    space: Space, period: Period, guest: Guest, use: Use, series: BookingSeries | None, by: User | None
) -> Booking:
    parts = lock_parts(space)
    if not parts:
        raise refusal("not_bookable")
    _check(space, period, guest, use)
    booking = new_booking(space=space, period=period, guest=guest, use=use, status=granted(space), series=series, by=by)
    booking.save()
    occupy([booking], parts)
    charge([booking], reduction=use.reduction)
    borrow_with(booking, use.things, guest=guest, by=by)
    log(booking, "spaces.booking.request", user=by)
    notifications.requested(booking)
    return booking


@transaction.atomic
def confirm_booking(*, booking: Booking, by: User) -> Booking:
    """Say yes. Raises ValidationError (code: moved_on) unless it still waits."""
    booking = move(booking, Booking.Status.CONFIRMED, by)
    confirm_with(booking, by=by)
    notifications.confirmed(booking)
    return booking


@transaction.atomic
def confirm_series(*, booking: Booking, by: User) -> list[Booking]:
    """Say yes to every coming date of the booking's series that still waits, in one letter.

    Raises ValidationError (code: moved_on) unless the booking itself still waits.
    """
    others = Booking.objects.filter(series=booking.series).waiting().upcoming(timezone.now()).exclude(pk=booking.pk)
    rows = [booking, *others] if booking.series_id else [booking]
    confirmed = [move(row, Booking.Status.CONFIRMED, by) for row in sorted(rows, key=lambda row: row.starts_at)]
    notifications.series_confirmed(confirmed)
    return confirmed


@transaction.atomic
def decline_booking(*, booking: Booking, reason: str, by: User) -> Booking:
    """Say no with a reason; the time is free again. Raises ValidationError (code: moved_on, reason)."""
    if not reason.strip():
        raise ValidationError(_("Please give a reason; the group will read it."), code="reason")
    lock_parts(booking.space)
    booking = move(booking, Booking.Status.DECLINED, by, reason=reason)
    let_go_with(booking, by=by)
    notifications.declined(booking)
    now_free(booking)
    return booking


@transaction.atomic
def cancel_booking(*, booking: Booking, reason: str = "", by: User | None) -> Booking:
    """Give the space back. Raises ValidationError (code: moved_on) when it is over, declined or cancelled already."""
    lock_parts(booking.space)
    was_waiting = booking.status == Booking.Status.WAITING
    booking = move(booking, Booking.Status.CANCELLED, by, reason=reason)
    let_go_with(booking, by=by)
    notifications.cancelled(booking)
    if not was_waiting:
        now_free(booking)
    return booking


@transaction.atomic
def move_booking(*, booking: Booking, period: Period, by: User | None) -> Booking:
    """Change the time without giving the space up: the new time is had, or the old one stays.

    Where staff look at wishes, they look at the new time too. Raises ValidationError as request_booking does, and
    SpaceTaken.
    """
    parts = lock_parts(booking.space)
    booking = locked(booking)
    if booking.status not in Booking.STANDING:
        raise moved_on()
    _check(booking.space, period, guest_of(booking), use_of(booking), leaving_out=booking)
    before = Period(booking.starts_at, booking.ends_at)
    booking.occupancies.all().delete()
    booking.starts_at, booking.ends_at = period.start, period.end
    booking.save(update_fields=["starts_at", "ends_at"])
    occupy([booking], parts)
    charge_anew(booking)
    move_with(booking)
    log(booking, "spaces.booking.move", user=by)
    if booking.status == Booking.Status.CONFIRMED and booking.space.needs_approval:
        booking = move(booking, Booking.Status.REQUESTED, by, decided_by=None, decided_at=None)
    serve_line(space=booking.space, period=before, now=timezone.now())
    return booking


@transaction.atomic
def change_time(*, booking: Booking, period: Period, by: User | None) -> Booking:
    """Move a booking and tell its guest. Raises as move_booking does."""
    booking = move_booking(booking=booking, period=period, by=by)
    notifications.moved(booking)
    return booking


def _check(space: Space, period: Period, guest: Guest, use: Use, leaving_out: Booking | None = None) -> None:
    first, last = period.start.astimezone(TOKYO).date(), period.end.astimezone(TOKYO).date()
    calendar = calendar_of(space, guest, first=first, last=last, leaving_out=leaving_out)
    check_rules(space=space, period=period, guest=guest, use=use, calendar=calendar)


@transaction.atomic
def note_no_show(*, booking: Booking, by: User) -> Booking:
    """Write down that nobody came, once it has begun; what is left of the time is free again.

    Raises ValidationError (code: too_soon, moved_on).
    """
    if booking.starts_at > timezone.now():
        raise ValidationError(_("It has not begun yet."), code="too_soon")
    return move(booking, Booking.Status.NO_SHOW, by)


def finish_old(*, now: datetime) -> int:
    """Note what took place as done; return how many."""
    over = Booking.objects.confirmed().filter(ends_at__lte=now - timedelta(hours=12))
    return over.update(status=Booking.Status.DONE)
