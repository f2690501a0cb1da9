"""All dates with their rooms, or nothing; and what else there is when a room is taken."""

from collections.abc import Callable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Event, Occurrence
from events.services.borrowing import EXPECTED
from events.services.events import room_problems
from events.services.room_words import room_words
from spaces.periods import Period
from spaces.services.availability import Alternative, alternatives

NAMED = 20


class NoRoom(ValidationError):
    """Some dates have no room; ``dates`` are as they would have been written."""

    def __init__(self, dates: Sequence[Occurrence]) -> None:
        days = _(", ").join(f"{row.held_on.month}/{row.held_on.day}" for row in dates[:NAMED])
        said = {"days": days, "reason": room_words(dates[0])}
        problem = ValidationError(_("No room on: %(days)s. %(reason)s"), code="no_room", params=said)
        super().__init__({"space": problem})
        self.dates = dates


@transaction.atomic
def all_with_rooms(deed: Callable[[], Event]) -> Event:
    """Do ``deed``, or nothing at all where it leaves a coming date without its room. Raises NoRoom."""
    event = deed()
    lacking = room_problems(event)
    if lacking:
        raise NoRoom(lacking)
    return event


def ways_out(refused: NoRoom) -> list[Alternative]:
    """Offer other times and other rooms for the first date that has none."""
    date = refused.dates[0]
    if date.space is None:
        return []
    people = date.capacity or min(EXPECTED, date.space.capacity or EXPECTED)
    return alternatives(date.space, Period(date.starts_at, date.ends_at), people, now=timezone.now())
