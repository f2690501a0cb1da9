"""The dates of an event: written down with their rooms, cancelled, moved. Rows are the truth; rules are for people."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from events import notifications
from events.models import Event, Occurrence
from events.models.occurrences import LONGEST
from events.recurrence import Recurrence
from events.services.borrowing import find_rooms, give_room_back, take_room_along
from events.services.index import index_event
from events.services.recurrences import expanded, horizon, knowing, row_of, rows_of, series_from, set_time
from organizations.models import User
from organizations.services.content_versions import bump
from spaces.periods import Period
from spaces.services.hours import days_off

FARTHEST = timedelta(days=760)
MOST_DATES = 500
WHEN = ("starts_at", "ends_at", "held_on", "ends_on")
ROOM = ("booking", "room_problem", "room_problem_number")


@transaction.atomic
def add_dates(
    *, event: Event, periods: Iterable[Period], recurrence: Recurrence | None = None, by: User | None
) -> list[Occurrence]:
    """Write down dates, one by one or by a rule, each with its room; a rule goes on night by night.

    A date whose room cannot be had stays, and says why it has none. Raises ValidationError (code: rule, too_long,
    too_far, too_many).
    """
    known = set(event.occurrences.values_list("starts_at", flat=True))
    series = _begin_series(event, recurrence) if recurrence else []
    single = {period.start: row_of(event, period) for period in periods}
    own = {start for start, row in single.items() if row.place_name}
    rows = single | {row.starts_at: row for row in series if row.starts_at not in own}
    return write_rows(event, [row for start, row in rows.items() if start not in known], by)


def _begin_series(event: Event, recurrence: Recurrence) -> list[Occurrence]:
    periods = expanded(knowing(recurrence, days_off()))
    series = series_from(event, recurrence, written_until=horizon(recurrence))
    series.save()
    return rows_of(series, periods)


def write_rows(event: Event, rows: Sequence[Occurrence], by: User | None) -> list[Occurrence]:
    """Write down new rows of one event with their rooms; see add_dates. Call it in a transaction."""
    rows = sorted(rows, key=lambda row: row.starts_at)
    check_periods([Period(row.starts_at, row.ends_at) for row in rows])
    find_rooms(event, rows, by)
    Occurrence.objects.bulk_create(rows)
    renew(event)
    return rows


@transaction.atomic
def extend(
    *, event: Event, periods: Iterable[Period], recurrence: Recurrence | None = None, by: User | None
) -> list[Occurrence]:
    """Give an event further dates, one by one or by a rule; see add_dates."""
    added = add_dates(event=event, periods=periods, recurrence=recurrence, by=by)
    log(event, "events.date.add", user=by, data={"count": len(added)})
    return added


def check_periods(periods: Sequence[Period]) -> None:
    if len(periods) > MOST_DATES:
        message = _("At most %(count)d dates at a time, please.")
        raise ValidationError(message, code="too_many", params={"count": MOST_DATES})
    if any(period.length >= LONGEST for period in periods):
        message = _("One date lasts less than %(count)d days. Please enter several.")
        raise ValidationError(message, code="too_long", params={"count": LONGEST.days})
    if any(period.start > timezone.now() + FARTHEST for period in periods):
        raise ValidationError(_("This day lies too far ahead. Please look at the year again."), code="too_far")


@transaction.atomic
def cancel_occurrence(*, occurrence: Occurrence, reason: str, by: User | None) -> Occurrence:
    """Call a date off: it stays to be seen, gives its room back, and everybody registered is told.

    Raises ValidationError (code: reason, moved_on).
    """
    occurrence = take_off(occurrence, Occurrence.Status.CANCELLED, reason, by)
    renew(occurrence.event)
    return occurrence


@transaction.atomic
def postpone_occurrence(*, occurrence: Occurrence, reason: str, by: User | None) -> Occurrence:
    """Put a date off to a day not known yet; the parties stay registered, and are told again once it has a new time.

    Raises ValidationError (code: reason, moved_on).
    """
    occurrence = take_off(occurrence, Occurrence.Status.POSTPONED, reason, by)
    renew(occurrence.event)
    return occurrence


def take_off(occurrence: Occurrence, status: Occurrence.Status, reason: str, by: User | None) -> Occurrence:
    """Call one date off or postpone it; who calls this renews the event once."""
    if not reason.strip():
        raise ValidationError(_("Please say why, in a few words."), code="reason")
    occurrence = _changing(occurrence, status)
    occurrence.note = reason.strip()[:200]
    give_room_back(occurrence, by)
    _save(occurrence, "note", "booking")
    log(occurrence.event, f"events.date.{status}", user=by, data={"date": occurrence.held_on.isoformat()})
    tell = notifications.cancelled if status == Occurrence.Status.CANCELLED else notifications.postponed
    tell(occurrence)
    return occurrence


@transaction.atomic
def restore_occurrence(*, occurrence: Occurrence, by: User | None) -> Occurrence:
    """Take a cancellation back before the date begins: it stands as before, in its room; who is registered is told.

    Raises ValidationError (code: moved_on, past, twice, no_room).
    """
    occurrence = _changing(occurrence, Occurrence.Status.SCHEDULED)
    had_room, occurrence.booking, occurrence.note = occurrence.booking is not None, None, ""
    _check_start(occurrence, occurrence.starts_at)
    find_rooms(occurrence.event, [occurrence], by)
    if had_room and occurrence.room_problem:
        message = _("The room has been given to somebody else meanwhile. Please add a new date.")
        raise ValidationError(message, code="no_room")
    _save(occurrence, "note", *ROOM)
    log(occurrence.event, "events.date.restore", user=by, data={"date": occurrence.held_on.isoformat()})
    notifications.restored(occurrence)
    renew(occurrence.event)
    return occurrence


@transaction.atomic
def move_occurrence(*, occurrence: Occurrence, period: Period, note: str = "", by: User | None) -> Occurrence:
    """Give a date another time, with its room; everybody registered is told.

    Raises ValidationError (code: moved_on, past, twice, and those of the booking when the room cannot follow).
    """
    occurrence = shift(occurrence, period, note, by)
    renew(occurrence.event)
    return occurrence


def shift(occurrence: Occurrence, period: Period, note: str, by: User | None) -> Occurrence:
    """Move one date; who calls this renews the event once."""
    occurrence = _changing(occurrence, Occurrence.Status.RESCHEDULED)
    _check_start(occurrence, period.start)
    check_periods([period])
    occurrence.moved_from, occurrence.goes_ahead_at = occurrence.starts_at, None
    set_time(occurrence, period)
    occurrence.note = note.strip()[:200]
    take_room_along(occurrence, by)
    _save(occurrence, "note", "moved_from", "goes_ahead_at", *WHEN, *ROOM)
    log(occurrence.event, "events.date.move", user=by, data={"date": occurrence.held_on.isoformat()})
    notifications.moved(occurrence)
    return occurrence


def _check_start(occurrence: Occurrence, start: datetime) -> None:
    if start <= timezone.now():
        raise ValidationError(_("This time is over already."), code="past")
    others = occurrence.event.occurrences.exclude(pk=occurrence.pk)
    if others.filter(starts_at=start).exists():
        raise ValidationError(_("The event has a date at this time already."), code="twice")


def _changing(occurrence: Occurrence, status: Occurrence.Status) -> Occurrence:
    """Lock the row and make the move, if the table of moves allows it."""
    rows = Occurrence.objects.select_for_update(of=("self",)).select_related("event", "space", "booking")
    occurrence = rows.get(pk=occurrence.pk)
    if status not in Occurrence.MOVES[Occurrence.Status(occurrence.status)]:
        raise ValidationError(_("This date has changed meanwhile. Please look at it again."), code="moved_on")
    occurrence.status = status
    occurrence.sequence += 1
    return occurrence


def _save(occurrence: Occurrence, *fields: str) -> None:
    occurrence.save(update_fields=["status", "sequence", "updated_at", *fields])
    Event.objects.filter(pk=occurrence.event_id).update(sequence=F("sequence") + 1, updated_at=timezone.now())


def renew(event: Event) -> None:
    """Move what pages and search remember."""
    index_event(event)
    bump("events")
