"""The waiting list of one date: served in order, whole parties only, each offer held for a while.

Free places are offered to the first party they are enough for. A party too large for them keeps its number and comes
first as soon as more are free: an empty chair helps nobody, and no family is ever split. Because offers are made in
the very transaction that frees places, nobody who comes later finds a place that somebody waiting could have had.
"""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from events import notifications
from events.models import Occurrence, Registration
from events.services.parties import Entry, Party, check_open, check_party, is_by_lot, write_down
from events.services.places import give_back, has_room, locked_date, locked_party, move_on, take_places
from organizations.models import User

HOLD = timedelta(hours=24)
HOLD_BY_PHONE = timedelta(hours=48)  # somebody must ring first, within working hours
SHORTEST = timedelta(hours=1)


def hold_until(*, now: datetime, starts_at: datetime, by_phone: bool = False) -> datetime:
    """Say until when an offer stands: a day, near the date a quarter of what is left, never past the beginning."""
    longest = HOLD_BY_PHONE if by_phone else HOLD
    length = max(min(longest, (starts_at - now) / 4), SHORTEST)
    return min(now + length, starts_at)


@transaction.atomic
def join_waiting_list(*, occurrence: Occurrence, party: Party, entry: Entry) -> Registration:
    """Put a party at the end of the line; if places have become free meanwhile, it has them at once.

    Raises ValidationError (codes of check_party and check_open, by_lot, never).
    """
    check_party(party)
    occurrence = locked_date(occurrence.pk)
    check_open(occurrence, now=timezone.now(), by_hand=entry.by_hand)
    _check_can_wait(occurrence, party.seats)
    if has_room(occurrence, party.seats):
        take_places(occurrence, party.seats)
        registration = write_down(occurrence, party, entry, Registration.Status.CONFIRMED)
        notifications.registered(registration)
        return registration
    last = occurrence.registrations.aggregate(last=Max("line"))["last"] or 0
    registration = write_down(occurrence, party, entry, Registration.Status.WAITING, line=last + 1)
    notifications.waits(registration, position_of(registration))
    return registration


def _check_can_wait(occurrence: Occurrence, seats: int) -> None:
    if is_by_lot(occurrence):
        raise ValidationError(_("The places of this date are drawn by lot."), code="by_lot")
    if occurrence.capacity is not None and seats > occurrence.capacity:
        message = _("This date has only %(count)d places in all.")
        raise ValidationError(message, code="never", params={"count": occurrence.capacity})


def position_of(registration: Registration) -> int:
    """Count the line up to a waiting party: 1 is next."""
    ahead = Q(line__lt=registration.line) | Q(line=registration.line, pk__lt=registration.pk)
    rows = Registration.objects.filter(occurrence=registration.occurrence_id).waiting()
    return rows.filter(ahead).count() + 1


@transaction.atomic
def offer_places(*, occurrence_id: int, now: datetime) -> list[Registration]:
    """Offer what is free to those who wait, in order; return who was offered a place. Twice changes nothing."""
    occurrence = locked_date(occurrence_id)
    if occurrence.status in (Occurrence.Status.CANCELLED, Occurrence.Status.POSTPONED) or occurrence.starts_at <= now:
        return []
    offered = []
    for registration in occurrence.registrations.waiting():
        if occurrence.is_full:
            break
        if has_room(occurrence, registration.seats):
            registration.occurrence = occurrence
            offered += [_offer(registration, now)]
            occurrence.refresh_from_db(fields=["taken", "parties_taken"])
    return offered


def _offer(registration: Registration, now: datetime) -> Registration:
    starts_at, by_phone = registration.occurrence.starts_at, not registration.email
    take_places(registration.occurrence, registration.seats)
    move_on(registration, Registration.Status.OFFERED)
    registration.hold_until = hold_until(now=now, starts_at=starts_at, by_phone=by_phone)
    registration.save(update_fields=["status", "hold_until"])
    log(registration, "events.registration.offer")
    notifications.offered(registration)
    return registration


@transaction.atomic
def accept_offer(*, registration: Registration, by: User | None) -> Registration:
    """Take the place that is held. Raises ValidationError (code: moved_on, lapsed)."""
    registration = locked_party(registration)
    move_on(registration, Registration.Status.CONFIRMED, only_from=Registration.Status.OFFERED)
    if registration.hold_until is None or registration.hold_until <= timezone.now():
        raise ValidationError(_("The place was held for a while and has gone to the next family."), code="lapsed")
    registration.hold_until = None
    registration.save(update_fields=["status", "hold_until"])
    log(registration, "events.registration.accept", user=by)
    notifications.registered(registration)
    return registration


@transaction.atomic
def lapse_offer(*, registration: Registration, now: datetime) -> bool:
    """End an offer nobody took up and pass its places on; say whether there was anything to end."""
    registration = locked_party(registration)
    held = registration.hold_until
    if registration.status != Registration.Status.OFFERED or held is None or held > now:
        return False
    move_on(registration, Registration.Status.LAPSED)
    registration.save(update_fields=["status"])
    give_back(registration.occurrence, registration.seats)
    log(registration, "events.registration.lapse")
    notifications.lapsed(registration)
    offer_places(occurrence_id=registration.occurrence_id, now=now)
    return True


def serve_lines(*, now: datetime) -> int:
    """End what has lapsed, and offer what became free in any other way; return how many offers were made."""
    for registration in Registration.objects.offered().filter(hold_until__lte=now).order_by("hold_until", "pk"):
        lapse_offer(registration=registration, now=now)
    dates = Registration.objects.filter(status=Registration.Status.WAITING, occurrence__starts_at__gt=now)
    found = dates.order_by().values_list("occurrence", flat=True).distinct()
    return sum(len(offer_places(occurrence_id=pk, now=now)) for pk in found)
