"""The places of one date, counted by the database: attending and held open, never more than there are.

Whoever changes more than the count locks the date first and the party after, so that nobody waits in a circle.
"""

from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.models import Occurrence, Registration


class Full(ValidationError):
    """There are fewer places left than the party needs."""

    def __init__(self, left: int) -> None:
        message = _("This date is full.") if left < 1 else _("Only %(count)d places are left for this date.")
        super().__init__(message, code="full", params={"count": left})


def take_places(occurrence: Occurrence, seats: int, parties: int = 1) -> None:
    """Count a party in, in one statement: two families can never both have the last place. Raises Full."""
    people = Q(capacity=None) | Q(taken__lte=F("capacity") - seats)
    groups = Q(capacity_parties=None) | Q(parties_taken__lte=F("capacity_parties") - parties)
    found = Occurrence.objects.filter(people, groups, pk=occurrence.pk)
    if not found.update(taken=F("taken") + seats, parties_taken=F("parties_taken") + parties):
        occurrence.refresh_from_db(fields=["capacity", "taken", "capacity_parties", "parties_taken"])
        raise Full(0 if occurrence.parties_left == 0 else occurrence.places_left or 0)


def give_back(occurrence: Occurrence, seats: int, parties: int = 1) -> None:
    found = Occurrence.objects.filter(pk=occurrence.pk)
    found.update(taken=F("taken") - seats, parties_taken=F("parties_taken") - parties)


def has_room(occurrence: Occurrence, seats: int) -> bool:
    """Say whether a whole party fits, as the row was read."""
    people, parties = occurrence.places_left, occurrence.parties_left
    return (people is None or people >= seats) and (parties is None or parties >= 1)


def locked_date(pk: int) -> Occurrence:
    """Read a date so that no place of it moves before this transaction ends."""
    rows = Occurrence.objects.select_for_update(of=("self",)).select_related("event", "space__facility")
    return rows.get(pk=pk)


def locked_party(registration: Registration) -> Registration:
    """Lock the date, then the party; nobody else changes either now."""
    occurrence = locked_date(registration.occurrence_id)
    found = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
    found.occurrence = occurrence
    return found


def move_on(
    registration: Registration, status: Registration.Status, *, only_from: Registration.Status | None = None
) -> Registration.Status:
    """Make a move of the table and return where the party stood. Raises ValidationError (code: moved_on)."""
    was = Registration.Status(registration.status)
    if status not in Registration.MOVES[was] or was != (only_from or was):
        message = _("This registration has changed meanwhile. Please look at it again.")
        if was in Registration.ENDED:
            message = _("This registration is cancelled already.")
        raise ValidationError(message, code="moved_on")
    registration.status = status
    return was
