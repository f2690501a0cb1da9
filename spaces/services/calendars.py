"""Bookings as a calendar: a group's own under a secret address, a space's without a word about anybody."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from organizations.ical import Entry
from organizations.models import Organization, User, new_token
from organizations.services.addresses import site_address, site_host
from spaces.models import Booking, CalendarKey, Space
from spaces.models.bookings import BookingQuerySet

BACK, AHEAD = timedelta(days=31), timedelta(days=400)
MOST = 1000


@transaction.atomic
def make_key(*, organization: Organization, by: User) -> CalendarKey:
    """Give a group's bookings a new secret address; the one before leads nowhere from now on."""
    key, _new = CalendarKey.objects.update_or_create(organization=organization, defaults={"token": new_token()})
    log(key, "spaces.calendar.make", user=by)
    return key


@transaction.atomic
def revoke_key(*, organization: Organization, by: User) -> None:
    """Let the secret address of a group's bookings lead nowhere."""
    for key in CalendarKey.objects.filter(organization=organization):
        log(key, "spaces.calendar.revoke", user=by)
        key.delete()


def group_entries(organization: Organization, *, now: datetime) -> Iterator[Entry]:
    """Say a group's bookings; one that was cancelled says so, for programs that keep what they have read.

    Each leads to the desk and not to its own page: whoever is passed the calendar may not give the room back.
    """
    desk = site_address(reverse("booking_desk"))
    rows = Booking.objects.filter(organization=organization, status__in=(*Booking.HOLDING, Booking.Status.CANCELLED))
    for row in _around(rows, now).select_related("space__facility"):
        is_sure = row.status in (Booking.Status.CONFIRMED, Booking.Status.DONE)
        kept = "CONFIRMED" if is_sure else "TENTATIVE"
        is_off = row.status == Booking.Status.CANCELLED
        yield Entry(
            uid=f"booking-{row.pk}@{site_host()}",
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            summary=row.purpose if is_sure else f"{row.get_status_display()}: {row.purpose}",
            modified=row.decided_at or row.created_at,
            status="CANCELLED" if is_off else kept,
            description=_("Reference number: %(number)s") % {"number": row.reference},
            location=f"{row.space} {row.space.facility.address}".strip(),
            url=desk,
        )


def space_entries(space: Space, *, now: datetime) -> Iterator[Entry]:
    """Say when a space is in use, and nothing else."""
    page = site_address(reverse("space", args=[space.slug]))
    for row in _around(space.bookings.filter(status__in=(Booking.Status.CONFIRMED, Booking.Status.DONE)), now):
        yield Entry(
            uid=f"use-{row.pk}@{site_host()}",
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            summary=_("In use"),
            modified=row.created_at,
            location=str(space),
            url=page,
        )


def _around(rows: BookingQuerySet, now: datetime) -> BookingQuerySet:
    return rows.between(now - BACK, now + AHEAD).order_by("starts_at", "pk")[:MOST]
