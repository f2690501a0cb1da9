"""抽選: the list is closed and published, then the number comes, then places are given. Each step happens once."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from events import notifications
from events.models import Draw, Event, Occurrence, Registration
from events.services.parties import Entry, Party, check_open, check_party, write_down
from events.services.places import Full, locked_date, move_on, take_places
from events.services.sameness import likely_same
from events.services.waiting import offer_places
from organizations import draw as lots
from organizations.models import User

ASKED_FOR = timedelta(days=1)


@transaction.atomic
def apply_for_draw(*, occurrence: Occurrence, party: Party, entry: Entry) -> Registration:
    """Give a party its ticket. Raises ValidationError (codes of check_party and check_open, not_by_lot, committed)."""
    check_party(party)
    occurrence = locked_date(occurrence.pk)
    check_open(occurrence, now=timezone.now(), by_hand=entry.by_hand)
    if occurrence.event.allotment != Event.Allotment.DRAW:
        raise ValidationError(_("The places of this date are not drawn by lot."), code="not_by_lot")
    if Draw.objects.filter(occurrence=occurrence).exists():
        raise ValidationError(_("The list for the draw is closed."), code="committed")
    last = occurrence.registrations.aggregate(last=Max("ticket"))["last"] or 0
    registration = write_down(occurrence, party, entry, Registration.Status.APPLIED, ticket=last + 1)
    notifications.applied(registration)
    return registration


@transaction.atomic
def close_list(*, occurrence: Occurrence, now: datetime) -> Draw:
    """Write the tickets down for good and publish the fingerprint; closing it twice changes nothing."""
    occurrence = locked_date(occurrence.pk)
    found = Draw.objects.filter(occurrence=occurrence).first()
    if found is not None:
        return found
    sheet = lots.make_sheet(
        date=occurrence.pk,
        people=occurrence.places_left,
        parties=occurrence.parties_left,
        tickets=[(row.ticket or 0, row.seats) for row in occurrence.registrations.applied()],
    )
    draw = Draw.objects.create(
        occurrence=occurrence,
        sheet=sheet,
        commitment=lots.fingerprint(sheet),
        committed_at=now,
        source=occurrence.event.draw_source or usual_source(),
    )
    log(occurrence.event, "events.draw.commit", data={"fingerprint": draw.commitment})
    notifications.number_wanted(draw)
    return draw


def usual_source() -> str:
    with override("ja"):
        return gettext(
            "The highest temperature of the day after the list closes, as the Meteorological Agency gives it"
        )


@transaction.atomic
def enter_number(*, draw: Draw, seed: str, by: User | None) -> Draw:
    """Write down the number that came from outside; the worker draws with it.

    Raises ValidationError (code: unsettled, moved_on).
    """
    draw = Draw.objects.select_for_update(of=("self",)).select_related("occurrence__event").get(pk=draw.pk)
    if likely_same(draw.occurrence.registrations.applied()):
        message = _("Two applications may be one family's. Please settle that on the list of parties first.")
        raise ValidationError(message, code="unsettled")
    _move(draw, Draw.Status.SEEDED)
    draw.seed, draw.seeded_at, draw.seeded_by = seed, timezone.now(), by
    draw.save(update_fields=["status", "seed", "seeded_at", "seeded_by"])
    log(draw.occurrence.event, "events.draw.number", user=by, data={"number": seed})
    return draw


@transaction.atomic
def hold_draw(*, draw: Draw, now: datetime) -> Draw:
    """Draw, give the places, put the others in line and tell everybody, all of it or nothing."""
    occurrence = locked_date(draw.occurrence_id)
    draw = Draw.objects.select_for_update(of=("self",)).get(pk=draw.pk)
    _move(draw, Draw.Status.DRAWN)
    result = lots.draw(draw.sheet, draw.seed)
    draw.result, draw.drawn_at = {"order": result.order, "won": result.won}, now
    draw.save(update_fields=["status", "result", "drawn_at"])
    _give_out(occurrence, result)
    log(occurrence.event, "events.draw.hold", data={"won": len(result.won)})
    offer_places(occurrence_id=occurrence.pk, now=now)
    return draw


def _give_out(occurrence: Occurrence, result: lots.Result) -> None:
    """Move every party that still wants to come; who withdrew after the list closed leaves its places to the line."""
    parties = {row.ticket: row for row in occurrence.registrations.applied()}
    won, place = set(result.won), 0
    for ticket in result.order:
        registration = parties.get(ticket)
        if registration is None:
            continue
        registration.occurrence = occurrence
        if ticket not in won or not _win(registration):
            place += 1
            _wait(registration, place)


def _win(registration: Registration) -> bool:
    """Give the places; where the hosts have taken some away since the list closed, they may not be there."""
    try:
        take_places(registration.occurrence, registration.seats)
    except Full:
        return False
    move_on(registration, Registration.Status.CONFIRMED)
    registration.save(update_fields=["status"])
    notifications.won(registration)
    return True


def _wait(registration: Registration, place: int) -> None:
    move_on(registration, Registration.Status.WAITING)
    registration.line = place
    registration.save(update_fields=["status", "line"])
    notifications.not_drawn(registration, place)


def _move(draw: Draw, status: Draw.Status) -> None:
    if status not in Draw.MOVES[Draw.Status(draw.status)]:
        raise ValidationError(_("This draw has moved on meanwhile. Please look at it again."), code="moved_on")
    draw.status = status


def close_due(*, now: datetime) -> int:
    """Close the lists whose time is over; return how many.

    Where two applications may be one family's, the hosts are asked, and have a day for their answer.
    """
    rows = Occurrence.objects.upcoming(now).taking_place().filter(draw=None)
    due = rows.filter(
        event__allotment=Event.Allotment.DRAW, event__apply=Event.Apply.PORTAL, event__apply_closes_at__lte=now
    )
    ready = [row for row in due.select_related("event").in_time_order() if not _must_wait(row, now)]
    for occurrence in ready:
        close_list(occurrence=occurrence, now=now)
    return len(ready)


def _must_wait(occurrence: Occurrence, now: datetime) -> bool:
    closes_at = occurrence.event.apply_closes_at
    if (closes_at and now >= closes_at + ASKED_FOR) or not likely_same(occurrence.registrations.applied()):
        return False
    notifications.same_family(occurrence)
    return True


def hold_due(*, now: datetime) -> int:
    """Hold the draws whose number is known; return how many."""
    found = list(Draw.objects.filter(status=Draw.Status.SEEDED).order_by("pk"))
    for draw in found:
        hold_draw(draw=draw, now=now)
    return len(found)
