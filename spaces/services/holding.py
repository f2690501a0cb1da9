"""How a booking takes hold of its space, changes its state and lets go: what every deed with bookings is made of."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from organizations.models import User
from spaces.models import Booking, BookingSeries, Occupancy, Part, Space
from spaces.periods import TOKYO, Period
from spaces.services.rules import Guest, SpaceTaken, Use, blocked_time

KEPT_DAYS = 365  # a booking's personal data is needed for the year's statistics and questions, not longer


def lock_parts(*spaces: Space) -> list[Part]:
    """Take the parts in one order, so that a hall and its halves never wait for each other in a ring.

    Whoever changes what stands takes them before any booking, for the same reason.
    """
    theirs = Part.objects.filter(spaces__in=spaces)
    return list(Part.objects.select_for_update().filter(pk__in=theirs.values("pk")).order_by("pk"))


def new_booking(
    *,
    space: Space,
    period: Period,
    guest: Guest,
    use: Use,
    status: Booking.Status,
    series: BookingSeries | None,
    by: User | None,
) -> Booking:
    """Make the row; it is not stored yet."""
    return Booking(
        space=space,
        series=series,
        starts_at=period.start,
        ends_at=period.end,
        purpose=use.purpose,
        head_count=use.head_count,
        ages=use.ages,
        is_for_event=use.is_for_event,
        is_local=guest.is_local,
        name=guest.name,
        email=guest.email,
        phone=guest.phone,
        organization=guest.organization,
        person=guest.person,
        on_behalf_of=guest.on_behalf_of,
        channel=guest.channel,
        language=guest.language,
        entered_by=by,
        status=status,
        delete_after=(period.end + timedelta(days=KEPT_DAYS)).astimezone(TOKYO).date(),
    )


def granted(space: Space) -> Booking.Status:
    """The state of a wish that may be had: staff look at it, or it stands at once."""
    return Booking.Status.REQUESTED if space.needs_approval else Booking.Status.CONFIRMED


def occupy(bookings: Iterable[Booking], parts: Sequence[Part]) -> None:
    """Block the parts for each booking, buffers included. Raises SpaceTaken when the database refuses one of them."""
    rows = []
    for booking in bookings:
        start, end = blocked_time(booking.space, Period(booking.starts_at, booking.ends_at))
        rows += [Occupancy(booking=booking, part=part, blocked_from=start, blocked_until=end) for part in parts]
    try:
        with transaction.atomic():
            Occupancy.objects.bulk_create(rows)
    except IntegrityError as error:
        raise SpaceTaken from error


def locked(booking: Booking) -> Booking:
    rows = Booking.objects.select_for_update(of=("self",))
    return rows.select_related("space__facility", "organization").get(pk=booking.pk)


def move(booking: Booking, status: Booking.Status, by: User | None, **fields: Any) -> Booking:
    """Bring a booking into another state, if the table of moves allows it; one that ends lets its space go."""
    booking = locked(booking)
    if status not in Booking.MOVES[Booking.Status(booking.status)]:
        raise moved_on()
    values = {"status": status, "decided_by": by, "decided_at": timezone.now(), **fields}
    for name, value in values.items():
        setattr(booking, name, value)
    booking.save(update_fields=list(values))
    if status not in Booking.HOLDING:
        booking.occupancies.update(holds=False)
    log(booking, f"spaces.booking.{status}", user=by)
    return booking


def moved_on() -> ValidationError:
    return ValidationError(_("This booking has changed meanwhile. Please look at it again."), code="moved_on")
