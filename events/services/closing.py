"""Closing a building, or the city, for some days: with what stands in these days, kept or called off, in one step."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from events.models import Occurrence
from events.services.dates import cancel_occurrence
from organizations.models import User
from spaces.models import Booking, Closure, Facility
from spaces.periods import Period, day_period, midnight, subtract
from spaces.services.bookings import cancel_booking
from spaces.services.places import close_place

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Closing:
    """Which days, for whom to read, and at what hours (minutes from midnight) it is open all the same."""

    facility: Facility | None
    first: date
    last: date
    reason: str
    spans: Spans = ()

    def closed_times(self) -> list[Period]:
        """List when it is closed."""
        days = [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]
        open_all_the_same = [
            Period(midnight(day) + timedelta(minutes=opens), midnight(day) + timedelta(minutes=closes))
            for opens, closes in self.spans
            for day in days
        ]
        return subtract([day_period(self.first, self.last)], open_all_the_same)


@dataclass(frozen=True, slots=True)
class Hit:
    """A date of an event, or a booking for something else, that falls into a closing."""

    key: str
    starts_at: datetime
    ends_at: datetime
    what: str
    where: str
    who: str

    @property
    def period(self) -> Period:
        return Period(self.starts_at, self.ends_at)


def hit_by(closing: Closing, *, now: datetime) -> list[Hit]:
    """List what still to come would be hit, in time order. A date of an event stands for its booking too."""
    return [hit for hit, _row in _found(closing, now)]


def _found(closing: Closing, now: datetime) -> list[tuple[Hit, Occurrence | Booking]]:
    """Find what would be hit, each with its row."""
    rows: list[tuple[Hit, Occurrence | Booking]] = [(_of_date(row), row) for row in _dates(closing, now)]
    rows += [(_of_booking(row), row) for row in _bookings(closing, now)]
    closed = closing.closed_times()
    met = [found for found in rows if any(found[0].period.overlaps(period) for period in closed)]
    return sorted(met, key=lambda found: found[0].starts_at)


def _dates(closing: Closing, now: datetime) -> list[Occurrence]:
    rows = Occurrence.objects.upcoming(now).between(closing.first, closing.last).taking_place()
    if closing.facility is not None:
        rows = rows.filter(space__facility=closing.facility)
    return list(rows.filter(starts_at__gt=now).select_related("event", "space__facility"))


def _bookings(closing: Closing, now: datetime) -> list[Booking]:
    within = day_period(closing.first, closing.last)
    rows = Booking.objects.alive().between(within.start, within.end).filter(starts_at__gt=now, occurrence=None)
    if closing.facility is not None:
        rows = rows.filter(space__facility=closing.facility)
    return list(rows.select_related("space__facility", "organization"))


def _of_date(row: Occurrence) -> Hit:
    where = str(row.space) if row.space else row.event.place_name
    return Hit(f"date-{row.pk}", row.starts_at, row.ends_at, row.event.title, where, row.event.contact)


def _of_booking(row: Booking) -> Hit:
    who = row.organization.name if row.organization else row.name
    return Hit(f"booking-{row.pk}", row.starts_at, row.ends_at, row.purpose, str(row.space), f"{who} {row.phone}")


@transaction.atomic
def close_with(*, closing: Closing, called_off: Collection[str], now: datetime, by: User) -> tuple[Closure, list[Hit]]:
    """Close, and call off the chosen hits (their keys); everybody concerned is told. Returns what still stands.

    What came in after the list was shown is among it. Raises ValidationError as cancel_occurrence does.
    """
    found = _found(closing, now)
    closure = close_place(
        facility=closing.facility,
        first=closing.first,
        last=closing.last,
        reason=closing.reason,
        spans=closing.spans,
        by=by,
    )
    for hit, row in found:
        if hit.key not in called_off:
            continue
        if isinstance(row, Occurrence):
            cancel_occurrence(occurrence=row, reason=closing.reason, by=by)
        else:
            cancel_booking(booking=row, reason=closing.reason, by=by)
    return closure, [hit for hit, _row in found if hit.key not in called_off]
