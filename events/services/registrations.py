"""Who comes: a family is one party, in whole or not at all. The database counts the places."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from events import notifications
from events.models import Draw, Event, Occurrence, Registration
from events.services.parties import Entry, Party, check_open, check_party, check_size, is_by_lot, write_down
from events.services.places import give_back, locked_party, move_on, take_places
from events.services.waiting import offer_places
from organizations.models import Delivery, User

WEB = Entry()


@transaction.atomic
def register(*, occurrence: Occurrence, party: Party, entry: Entry = WEB) -> Registration:
    """Give a whole party its places on one date, or none.

    Entered by staff or hosts, the opening time does not bind. Raises ValidationError (code: nobody, too_many,
    no_way_back, not_here, not_public, cancelled, over, not_open_yet, closed, by_lot) and Full.
    """
    check_party(party)
    check_open(occurrence, now=timezone.now(), by_hand=entry.by_hand)
    if is_by_lot(occurrence):
        raise ValidationError(_("The places of this date are drawn by lot."), code="by_lot")
    registration = write_down(occurrence, party, entry, Registration.Status.CONFIRMED)
    notifications.registered(registration)
    take_places(occurrence, party.seats)  # last of all: until the end of the deed, families wait for each other here
    return registration


@transaction.atomic
def change_size(*, registration: Registration, adults: int, children: Sequence[int], by: User | None) -> Registration:
    """Let a party come with more or fewer people, keeping its place.

    Raises ValidationError (code: nobody, too_many, moved_on, over, committed) and Full, when it does not fit.
    """
    seats = adults + len(children)
    check_size(seats)
    registration = locked_party(registration)
    _check_changeable(registration)
    more = seats - registration.seats
    registration.adults, registration.children, registration.seats = adults, list(children), seats
    registration.save(update_fields=["adults", "children", "seats"])
    if registration.status in Registration.HOLDING and more > 0:
        take_places(registration.occurrence, more, parties=0)
    elif registration.status in Registration.HOLDING:
        give_back(registration.occurrence, -more, parties=0)
    log(registration, "events.registration.change", user=by, data={"people": seats})
    offer_places(occurrence_id=registration.occurrence_id, now=timezone.now())
    return registration


def _check_changeable(registration: Registration) -> None:
    if registration.status in Registration.ENDED:
        raise ValidationError(_("This registration is cancelled already."), code="moved_on")
    if registration.occurrence.ends_at <= timezone.now():
        raise ValidationError(_("This date is over."), code="over")
    applied = registration.status == Registration.Status.APPLIED
    if applied and Draw.objects.filter(occurrence=registration.occurrence_id).exists():
        message = _("The list for the draw is closed. Until it is drawn, nothing on it can change.")
        raise ValidationError(message, code="committed")


@transaction.atomic
def cancel_registration(*, registration: Registration, by: User | None) -> Registration:
    """Take a party off the list; its places go to those who wait. Raises ValidationError (code: moved_on, over)."""
    registration = locked_party(registration)
    was = move_on(registration, Registration.Status.CANCELLED)
    if registration.occurrence.ends_at <= timezone.now():
        raise ValidationError(_("This date is over."), code="over")
    registration.cancelled_at, registration.hold_until = timezone.now(), None
    registration.save(update_fields=["status", "cancelled_at", "hold_until"])
    log(registration, "events.registration.cancel", user=by)
    notifications.withdrawn(registration)
    if was in Registration.HOLDING:
        give_back(registration.occurrence, registration.seats)
        offer_places(occurrence_id=registration.occurrence_id, now=timezone.now())
    return registration


@transaction.atomic
def forget_old(*, day: date) -> int:
    """Delete the parties whose time is over, and what was written to them. Return how many."""
    rows = Registration.objects.filter(delete_after__lt=day)
    names = [f"{Registration._meta.label_lower}:{pk}" for pk in rows.values_list("pk", flat=True)]
    for start in range(0, len(names), 500):
        Delivery.objects.filter(about__in=names[start : start + 500]).delete()
    rows.delete()
    return len(names)


def next_open_date(event: Event, *, now: datetime, seats: int = 1) -> Occurrence | None:
    """Find the next date that still takes a party of ``seats``."""
    rows = event.occurrences.upcoming(now).taking_place().in_time_order()
    people = Q(capacity=None) | Q(taken__lte=F("capacity") - seats)
    parties = Q(capacity_parties=None) | Q(parties_taken__lt=F("capacity_parties"))
    return rows.filter(people, parties).first()
