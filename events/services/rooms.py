"""All dates with their rooms, or nothing; and what else there is when a room is taken."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Event, Occurrence
from events.services.borrowing import EXPECTED
from events.services.events import room_problems
from events.services.room_words import room_words
from spaces.models import Space
from spaces.periods import Period
from spaces.services.availability import alternatives

NAMED = 20


class NoRoom(ValidationError):
    """Some dates have no room; ``dates`` are as they would have been written."""

    def __init__(self, dates: Sequence[Occurrence]) -> None:
        days = _(", ").join(f"{row.held_on.month}/{row.held_on.day}" for row in dates[:NAMED])
        said = {"days": days, "reason": room_words(dates[0])}
        problem = ValidationError(_("No room on: %(days)s. %(reason)s"), code="no_room", params=said)
        super().__init__({"space": problem})
        self.dates = dates


@dataclass(frozen=True, slots=True)
class WayOut:
    """Another room at the same time, or the same room at another."""

    space: Space
    period: Period
    is_other_time: bool

    @property
    def answer(self) -> str:
        """What the form is sent when this is tapped: the room, and the hours if they change."""
        if not self.is_other_time:
            return str(self.space.pk)
        return f"{self.space.pk} {self.period.start:%H:%M} {self.period.end:%H:%M}"


@transaction.atomic
def all_with_rooms(deed: Callable[[], Event]) -> Event:
    """Do ``deed``, or nothing at all where it leaves a coming date without its room. Raises NoRoom."""
    event = deed()
    lacking = room_problems(event)
    if lacking:
        raise NoRoom(lacking)
    return event


def ways_out(refused: ValidationError) -> list[WayOut]:
    """Offer other times and other rooms for the first date that has no room; nothing after another refusal."""
    date = refused.dates[0] if isinstance(refused, NoRoom) else None
    if date is None or date.space is None:
        return []
    people = date.capacity or min(EXPECTED, date.space.capacity or EXPECTED)
    wished = Period(date.starts_at, date.ends_at)
    found = alternatives(date.space, wished, people, now=timezone.now())
    return [WayOut(other.space, other.period, other.space == date.space) for other in found]
