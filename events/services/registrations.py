"""Who comes: a family is one party, in whole or not at all. The database counts the places."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from events import notifications
from events.models import Event, Occurrence, Registration
from organizations.models import Channel, Delivery, User
from spaces.periods import TOKYO

KEPT_DAYS = 90  # names are needed until questions about the day are over, not longer
MOST_PEOPLE = 60


class Full(ValidationError):
    """There are fewer places left than the party has people."""

    def __init__(self, left: int) -> None:
        message = _("This date is full.") if left < 1 else _("Only %(count)d places are left for this date.")
        super().__init__(message, code="full", params={"count": left})


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who comes together: ``children`` are their ages in months."""

    name: str
    kana: str = ""
    email: str = ""
    phone: str = ""
    adults: int = 1
    children: Sequence[int] = ()
    stroller: bool = False
    note: str = ""
    language: str = "ja"

    @property
    def seats(self) -> int:
        return self.adults + len(self.children)


@transaction.atomic
def register(
    *,
    occurrence: Occurrence,
    party: Party,
    on_behalf_of: str = "",
    channel: str = Channel.WEB,
    by: User | None,
) -> Registration:
    """Give a whole party its places on one date, or none.

    Entered by staff or hosts (a channel other than WEB), the opening time does not bind. Raises ValidationError
    (code: nobody, too_many, no_way_back, not_here, not_public, cancelled, over, not_open_yet, closed) and Full.
    """
    check_party(party)
    check_open(occurrence, now=timezone.now(), by_hand=channel != Channel.WEB)
    _take_places(occurrence, party.seats)
    registration = Registration.objects.create(
        occurrence=occurrence,
        name=party.name,
        kana=party.kana,
        email=party.email.lower(),
        phone=party.phone,
        adults=party.adults,
        children=list(party.children),
        stroller=party.stroller,
        note=party.note,
        seats=party.seats,
        language=party.language,
        on_behalf_of=on_behalf_of,
        channel=channel,
        entered_by=by,
        delete_after=occurrence.ends_on + timedelta(days=KEPT_DAYS),
    )
    log(registration, "events.registration.create", user=by)
    notifications.registered(registration)
    return registration


def check_party(party: Party) -> None:
    """Refuse a party of nobody, of a whole school, or one that could never be told anything."""
    if party.seats < 1:
        raise ValidationError(_("Please say how many people come."), code="nobody")
    if party.seats > MOST_PEOPLE:
        message = _("For more than %(count)d people, please call the hosts.")
        raise ValidationError(message, code="too_many", params={"count": MOST_PEOPLE})
    if not party.email and not party.phone:
        message = _("Please give a telephone number or a mail address, so that we can tell you of changes.")
        raise ValidationError(message, code="no_way_back")


def check_open(occurrence: Occurrence, *, now: datetime, by_hand: bool = False) -> None:
    """Refuse when this date takes no registration now, and say why."""
    event = occurrence.event
    if event.apply != Event.Apply.PORTAL:
        raise ValidationError(_("Registration for this event is not taken here."), code="not_here")
    if event.status != Event.Status.PUBLISHED:
        raise ValidationError(_("This event is not open yet."), code="not_public")
    if occurrence.status in (Occurrence.Status.CANCELLED, Occurrence.Status.POSTPONED):
        raise ValidationError(_("This date does not take place."), code="cancelled")
    if occurrence.ends_at <= now:
        raise ValidationError(_("This date is over."), code="over")
    if not by_hand:
        _check_times(event, now)


def _check_times(event: Event, now: datetime) -> None:
    if event.apply_opens_at and now < event.apply_opens_at:
        message = _("Registration opens on %(when)s.")
        raise ValidationError(message, code="not_open_yet", params={"when": _when(event.apply_opens_at)})
    if event.apply_closes_at and now >= event.apply_closes_at:
        message = _("Registration closed on %(when)s.")
        raise ValidationError(message, code="closed", params={"when": _when(event.apply_closes_at)})


def _when(moment: datetime) -> str:
    local = moment.astimezone(TOKYO)
    return f"{local.month}/{local.day} {local.hour}:{local.minute:02d}"


def _take_places(occurrence: Occurrence, seats: int) -> None:
    """Count the party in, in one statement: two families can never both have the last place."""
    free = Q(capacity=None) | Q(taken__lte=F("capacity") - seats)
    if not Occurrence.objects.filter(free, pk=occurrence.pk).update(taken=F("taken") + seats):
        occurrence.refresh_from_db(fields=["capacity", "taken"])
        raise Full(occurrence.places_left or 0)


@transaction.atomic
def cancel_registration(*, registration: Registration, by: User | None) -> Registration:
    """Take a party off the list; its places are free again. Raises ValidationError (code: moved_on, over)."""
    rows = Registration.objects.select_for_update(of=("self",))
    registration = rows.select_related("occurrence__event", "occurrence__space__facility").get(pk=registration.pk)
    was = Registration.Status(registration.status)
    if Registration.Status.CANCELLED not in Registration.MOVES[was]:
        raise ValidationError(_("This registration is cancelled already."), code="moved_on")
    if registration.occurrence.ends_at <= timezone.now():
        raise ValidationError(_("This date is over."), code="over")
    registration.status, registration.cancelled_at = Registration.Status.CANCELLED, timezone.now()
    registration.save(update_fields=["status", "cancelled_at"])
    if was == Registration.Status.CONFIRMED:
        Occurrence.objects.filter(pk=registration.occurrence_id).update(taken=F("taken") - registration.seats)
    log(registration, "events.registration.cancel", user=by)
    notifications.withdrawn(registration)
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
    return rows.filter(Q(capacity=None) | Q(taken__lte=F("capacity") - seats)).first()
