"""Rooms that nobody needs after all: asked about before the day, and given to those who wait."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext, override
from wagtail.log_actions import log

from organizations.models import User
from spaces import notifications
from spaces.models import Booking, Space
from spaces.models.bookings import BookingQuerySet
from spaces.services.holding import lock_parts, locked, move, moved_on
from spaces.services.line import now_free
from spaces.services.loans import let_go_with

TIME_TO_ANSWER = timedelta(hours=12)  # who was asked only just now is not taken for silent


def ask_coming(*, now: datetime) -> int:
    """Ask the guests of those spaces that want it whether they will come; each booking once. Return how many."""
    count = 0
    for space in Space.objects.filter(asks_days_ahead__isnull=False):
        ahead = timedelta(days=space.asks_days_ahead or 0)
        rows = _coming(space, now, ahead).confirmed().filter(asked_at=None)
        for booking in rows.select_related("space__facility", "organization"):
            if booking.created_at < booking.starts_at - ahead:  # who booked later has only just said so
                count += _ask(booking, now)
    return count


def _coming(space: Space, now: datetime, ahead: timedelta) -> BookingQuerySet:
    """Bookings of one space that begin soon; the rooms of events are the events' own business."""
    return Booking.objects.filter(space=space, is_for_event=False, starts_at__gt=now, starts_at__lte=now + ahead)


@transaction.atomic
def _ask(booking: Booking, now: datetime) -> bool:
    booking = locked(booking)
    if booking.status != Booking.Status.CONFIRMED or booking.asked_at:
        return False
    booking.asked_at = now
    booking.save(update_fields=["asked_at"])
    notifications.asked_coming(booking)
    return True


@transaction.atomic
def say_coming(*, booking: Booking, now: datetime, by: User | None) -> Booking:
    """Note that the guest will come. Raises ValidationError (code: moved_on) unless the booking stands."""
    booking = locked(booking)
    if booking.status != Booking.Status.CONFIRMED or booking.starts_at <= now:
        raise moved_on()
    booking.coming_at = now
    booking.save(update_fields=["coming_at"])
    log(booking, "spaces.booking.coming", user=by)
    return booking


def release_due(*, now: datetime) -> int:
    """Let go what nobody has confirmed so many hours before it begins, as its space says; return how many."""
    count = 0
    for space in Space.objects.filter(release_hours_ahead__isnull=False):
        soon = _coming(space, now, timedelta(hours=space.release_hours_ahead or 0))
        silent = soon.confirmed().filter(coming_at=None, asked_at__lte=now - TIME_TO_ANSWER)
        count += _release_all(soon.waiting(), now) + _release_all(silent, now)
    return count


def _release_all(rows: Iterable[Booking], now: datetime) -> int:
    count = 0
    for booking in list(rows):
        try:
            release(booking=booking, now=now)
            count += 1
        except ValidationError:  # somebody answered in this very moment
            continue
    return count


@transaction.atomic
def release(*, booking: Booking, now: datetime) -> Booking:
    """Give the time of a booking that was not confirmed to others, and tell its guest why.

    Raises ValidationError (code: moved_on).
    """
    lock_parts(booking.space)
    fresh = locked(booking)
    if fresh.status != booking.status or fresh.coming_at:
        raise moved_on()
    with override(fresh.language):
        waited = gettext("It was not confirmed in time.")
        silent = gettext("We did not hear from you whether you would come.")
    reason = waited if fresh.status == Booking.Status.REQUESTED else silent
    fresh = move(fresh, Booking.Status.LAPSED, None, reason=reason)
    let_go_with(fresh, by=None)
    notifications.released(fresh)
    now_free(fresh)
    return fresh
