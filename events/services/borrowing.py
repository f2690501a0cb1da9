"""The rooms of an event's dates: asked for, taken along, given back, in the transaction of the dates themselves."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils import timezone

from events.models import Event, Host, Occurrence, Series
from organizations.models import Organization, User
from spaces.models import Booking, BookingSeries
from spaces.periods import Period
from spaces.services.bookings import Guest, Use, cancel_booking, move_booking, request_booking

EXPECTED = 10  # people, where the group states no number


def lead_of(event: Event) -> Organization:
    return event.hosts.select_related("organization").get(role=Host.Role.LEAD).organization


def needs_room(series: Series) -> bool:
    """Say whether the dates of a series are in a space that must be asked for."""
    return series.space is not None and series.space.is_bookable and not series.event.place_is_booked


def find_rooms(event: Event, rows: Sequence[Occurrence], by: User | None) -> None:
    """Ask for the room of each date still to come. One that cannot be had leaves its reason on the date."""
    now = timezone.now()
    coming = [row for row in rows if row.starts_at > now and row.space is not None and row.space.is_bookable]
    if not coming or event.place_is_booked:
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
    space = row.space
    if space is None:
        return
    people = row.capacity or min(EXPECTED, space.capacity or EXPECTED)
    try:
        row.booking = request_booking(
            space=space,
            period=Period(row.starts_at, row.ends_at),
            guest=guest,
            use=Use(purpose=row.event.title, head_count=people, is_for_event=True),
            series=series,
            by=by,
        )
        row.room_problem, row.room_problem_number = "", None
    except ValidationError as refused:
        row.booking, row.room_problem = None, refused.code or "refused"
        row.room_problem_number = (refused.params or {}).get("count")


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


def has_room(occurrence: Occurrence) -> bool:
    return occurrence.booking is not None and occurrence.booking.status in Booking.STANDING


def give_room_back(occurrence: Occurrence, by: User | None) -> None:
    if occurrence.booking is not None and has_room(occurrence):
        occurrence.booking = cancel_booking(booking=occurrence.booking, reason=occurrence.note, by=by)


def take_room_along(occurrence: Occurrence, by: User | None) -> None:
    """Move the room with its date. Raises the ValidationError of the booking when it cannot follow."""
    if occurrence.booking is not None and has_room(occurrence):
        period = Period(occurrence.starts_at, occurrence.ends_at)
        occurrence.booking = move_booking(booking=occurrence.booking, period=period, by=by)
    else:
        renew_rooms(occurrence.event, [occurrence], by)


def renew_rooms(event: Event, rows: Sequence[Occurrence], by: User | None) -> None:
    """Give up what was had and ask for the rooms that the dates need now."""
    for row in rows:
        give_room_back(row, by)
        row.booking, row.room_problem, row.room_problem_number = None, "", None
    find_rooms(event, rows, by)


def change_space(*, event: Event, was: int | None, by: User | None) -> None:
    """Bring the coming dates that were in the event's old space to its new one; a date elsewhere stays there.

    ``was`` is the id of the old space. Call it in the transaction that changes the event.
    """
    now = timezone.now()
    coming = event.occurrences.upcoming(now).taking_place().filter(starts_at__gt=now, space=was, place_name="")
    rows = list(coming.select_related("booking", "event"))
    for row in rows:
        row.event, row.space = event, event.space
    renew_rooms(event, rows, by)
    Occurrence.objects.bulk_update(rows, ["space", "booking", "room_problem", "room_problem_number"])
    Series.objects.filter(event=event, space=was, place_name="").update(space=event.space)
