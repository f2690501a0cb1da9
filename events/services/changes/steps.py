"""What becomes of one date."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from events import notifications
from events.models import Occurrence
from events.services.borrowing import has_room, renew_rooms, take_room_along
from events.services.changes.wishes import Change
from events.services.dates import ROOM, WHEN, check_periods, shift, take_off
from events.services.recurrences import set_time
from events.services.room_words import room_words
from organizations.models import User
from spaces.periods import Period
from spaces.services.bookings import cancel_booking

STANDING = Occurrence.STANDING


class Fate(StrEnum):
    """What happens to a date."""

    KEPT = "kept"
    CHANGED = "changed"
    MOVED = "moved"
    NEW = "new"
    CANCELLED = "cancelled"
    DELETED = "deleted"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Step:
    """One date and its fate. ``before`` is its start until now, None for a new one; ``parties`` would be told.

    ``problem`` says why a date is BLOCKED: then nothing can be done at all.
    """

    fate: Fate
    row: Occurrence
    before: datetime | None
    parties: int = 0
    problem: str = ""


def parties_of(row: Occurrence) -> int:
    return row.registrations.alive().count()


def moved_by_hand(row: Occurrence) -> bool:
    return row.rule_start is not None and row.rule_start != row.starts_at


def change_row(row: Occurrence, change: Change, period: Period, by: User | None) -> Step:
    """Give one date its new hours, place and number; its room comes along, or the date is BLOCKED."""
    if row.status not in STANDING:
        return Step(Fate.KEPT, row, row.starts_at, parties_of(row))
    try:
        with transaction.atomic():
            return _change_row(row, change, period, by)
    except ValidationError as refused:
        untouched = Occurrence.objects.select_related("event", "space").get(pk=row.pk)
        return Step(Fate.BLOCKED, untouched, untouched.starts_at, parties_of(row), refused.messages[0])


def _change_row(row: Occurrence, change: Change, period: Period, by: User | None) -> Step:
    before, parties = row.starts_at, parties_of(row)
    elsewhere, more = _take_place(row, change), _take_capacity(row, change)
    is_moved = (period.start, period.end) != (row.starts_at, row.ends_at)
    if not (elsewhere or more or is_moved):
        return Step(Fate.KEPT, row, before, parties)
    row.sequence += 1
    row.save(update_fields=["space", "place_name", "capacity", "sequence", "updated_at"])
    if elsewhere:
        renew_rooms(row.event, [row], by)
        row.save(update_fields=ROOM)
        _refuse_without_room(row)
    if is_moved and parties:
        return Step(Fate.MOVED, shift(row, period, change.note, by), before, parties)
    if is_moved:
        _set_hours(row, period, by)
    if elsewhere and parties:
        notifications.elsewhere(row)
    return Step(Fate.CHANGED, row, before, parties)


def _take_place(row: Occurrence, change: Change) -> bool:
    if change.place is None:
        return False
    space, name = change.place.space, change.place.name
    if space is None and not name:
        space = row.event.space
    is_other = (space, name) != (row.space, row.place_name)
    row.space, row.place_name = space, name
    return is_other


def _take_capacity(row: Occurrence, change: Change) -> bool:
    if change.capacity is None or (change.capacity or None) == row.capacity:
        return False
    if change.capacity and change.capacity < row.taken:
        message = _("%(count)d people have registered already; the number of places cannot be lower.")
        raise ValidationError(message, code="below_taken", params={"count": row.taken})
    row.capacity = change.capacity or None
    return True


def _set_hours(row: Occurrence, period: Period, by: User | None) -> None:
    check_periods([period])
    set_time(row, period)
    take_room_along(row, by)
    row.save(update_fields=[*WHEN, *ROOM])


def _refuse_without_room(row: Occurrence) -> None:
    if row.room_problem:
        raise ValidationError(room_words(row), code=row.room_problem)


def remove_row(row: Occurrence, change: Change, by: User | None) -> Step:
    """Call one date off; what nobody has seen and nobody has registered for is deleted where that is asked."""
    before, parties = row.starts_at, parties_of(row)
    if row.status == Occurrence.Status.CANCELLED and not change.away:
        return Step(Fate.KEPT, row, before, parties)
    if change.away and row.event.published_at is None and not row.registrations.exists():
        if row.booking is not None and has_room(row):
            cancel_booking(booking=row.booking, by=by)
        Occurrence.objects.filter(pk=row.pk).delete()
        return Step(Fate.DELETED, row, before)
    if change.away:
        message = _("What has been on the site can be called off, not deleted.")
        raise ValidationError(message, code="seen")
    return Step(Fate.CANCELLED, take_off(row, Occurrence.Status.CANCELLED, change.note, by), before, parties)
