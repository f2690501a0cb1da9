"""Who comes together, and whether a date takes anybody now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from events.models import Draw, Event, Occurrence, Registration
from organizations.models import Channel, User
from spaces.periods import TOKYO

KEPT_DAYS = 90  # names are needed until questions about the day are over, not longer
MOST_PEOPLE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who comes together: ``children`` are their ages in months; ``answers`` are question and answer in pairs."""

    name: str
    kana: str = ""
    email: str = ""
    phone: str = ""
    adults: int = 1
    children: Sequence[int] = ()
    stroller: bool = False
    note: str = ""
    answers: Sequence[Mapping[str, str]] = ()
    language: str = "ja"

    @property
    def seats(self) -> int:
        return self.adults + len(self.children)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """How a party reached us: by its own hand on the web, or written down by staff or hosts for ``on_behalf_of``."""

    on_behalf_of: str = ""
    channel: str = Channel.WEB
    by: User | None = None

    @property
    def by_hand(self) -> bool:
        return self.channel != Channel.WEB


def check_party(party: Party) -> None:
    """Refuse a party of nobody, of a whole school, or one that could never be told anything."""
    check_size(party.seats)
    if not party.email and not party.phone:
        message = _("Please give a telephone number or a mail address, so that we can tell you of changes.")
        raise ValidationError(message, code="no_way_back")


def check_size(seats: int) -> None:
    if seats < 1:
        raise ValidationError(_("Please say how many people come."), code="nobody")
    if seats > MOST_PEOPLE:
        message = _("For more than %(count)d people, please call the hosts.")
        raise ValidationError(message, code="too_many", params={"count": MOST_PEOPLE})


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


def is_by_lot(occurrence: Occurrence) -> bool:
    """Say whether places are still to be drawn; once they are, what is left goes by the waiting list."""
    if occurrence.event.allotment != Event.Allotment.DRAW:
        return False
    return not Draw.objects.filter(occurrence=occurrence, status=Draw.Status.DRAWN).exists()


def write_down(
    occurrence: Occurrence, party: Party, entry: Entry, status: Registration.Status, **numbers: Any
) -> Registration:
    """Keep a party in the state it begins with."""
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
        answers=[dict(answer) for answer in party.answers],
        seats=party.seats,
        language=party.language,
        status=status,
        on_behalf_of=entry.on_behalf_of,
        channel=entry.channel,
        entered_by=entry.by,
        delete_after=occurrence.ends_on + timedelta(days=KEPT_DAYS),
        **numbers,
    )
    log(registration, "events.registration.create", user=entry.by, data={"status": status})
    return registration
