"""A group's own calendar: looked at, taken on, read again every hour, paused, ended."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from events.ical import Unreadable
from events.models import CalendarSource
from events.services.incoming import Note, WantedEvent, read_incoming
from events.services.source_words import note_words
from events.services.taking_in import Report, take_in
from organizations.models import Channel, Organization, User
from organizations.services.outside import Answer, Refused
from organizations.services.registry import tell_organization

EVERY = timedelta(hours=1)
LONGEST_WAIT = timedelta(hours=24)
WHOLE_EVERY = timedelta(days=7)  # an unchanged calendar is read whole now and then: its series go on
PATIENCE = 3
KEPT_NOTES = 200
Status = CalendarSource.Status


@transaction.atomic
def look_at(
    *,
    organization: Organization,
    content: bytes,
    address: str = "",
    file_name: str = "",
    on_behalf_of: str = "",
    channel: str = Channel.WEB,
    by: User,
) -> CalendarSource:
    """Keep a calendar to be looked at before it is taken on; nothing of it comes in yet.

    Raises Unreadable where it is no calendar, ValidationError (code: twice) where the group has this address already.
    """
    read_incoming(content, now=timezone.now())
    same = CalendarSource.objects.filter(organization=organization, address=address)
    if address and same.exclude(status__in=(Status.PREVIEW, Status.ENDED)).exists():
        raise ValidationError({"address": ValidationError(_("This calendar is read already."), code="twice")})
    return CalendarSource.objects.create(
        organization=organization,
        address=address,
        file_name=file_name[:200],
        content=content,
        on_behalf_of=on_behalf_of,
        channel=channel,
        entered_by=by,
    )


@transaction.atomic
def take_on(*, source: CalendarSource, by: User) -> CalendarSource:
    """Take a calendar on: the worker brings its events in within seconds. Raises ValidationError (code: moved_on)."""
    return _move(source, Status.ACTIVE, by)


@transaction.atomic
def pause(*, source: CalendarSource, by: User) -> CalendarSource:
    """Read a calendar no more for now; its events stay. Raises ValidationError (code: moved_on)."""
    return _move(source, Status.PAUSED, by)


@transaction.atomic
def end(*, source: CalendarSource, by: User) -> CalendarSource:
    """Read a calendar no more; its events stay, and its address is forgotten. Raises ValidationError (moved_on)."""
    return _move(source, Status.ENDED, by)


def _move(source: CalendarSource, status: Status, by: User | None) -> CalendarSource:
    source = CalendarSource.objects.select_for_update(of=("self",)).get(pk=source.pk)
    if status not in CalendarSource.MOVES[Status(source.status)]:
        raise ValidationError(_("This calendar has changed meanwhile. Please look at it again."), code="moved_on")
    source.status = status
    source.next_read_at = timezone.now() if status == Status.ACTIVE else None
    source.failures = 0
    source.save(update_fields=["status", "next_read_at", "failures"])
    log(source.organization, f"events.calendar.{status}", user=by)
    return source


@transaction.atomic
def kept_source(*, source: CalendarSource, data: bytes, now: datetime) -> CalendarSource:
    """Keep the calendar that somebody reads by hand; the group may let it be read every hour at its desk."""
    read_incoming(data, now=now)  # what is no calendar leaves no trace
    if source._state.adding:
        source.status = Status.PAUSED if source.address else Status.ENDED
    source.read_at = source.tried_at = now
    source.save()
    return source


@transaction.atomic
def claim(*, source: CalendarSource, now: datetime) -> bool:
    """Take one turn at reading a calendar; False when another worker has it."""
    turn = CalendarSource.objects.due(now).filter(pk=source.pk, next_read_at=source.next_read_at)
    return bool(turn.update(next_read_at=now + EVERY, tried_at=now))


def keep_answer(*, source: CalendarSource, answer: Answer, now: datetime) -> Report | None:
    """Take in what an address gave, unless it is what it gave before."""
    digest = sha256(answer.body).hexdigest()
    known = not answer.is_new or (digest == source.digest and not wants_whole(source, now))
    if known:
        _note_success(source, now, etag=answer.etag or source.etag)
        return None
    try:
        report = take_in(source=source, data=answer.body, now=now)
    except Unreadable as problem:
        keep_failure(source=source, problem=Refused(problem.code, problem.value), now=now)
        return None
    if not report.components:
        keep_failure(source=source, problem=Refused("nothing"), now=now)
        return None
    facts = {"digest": digest, "etag": answer.etag, "last_modified": answer.last_modified, "whole_read_at": now}
    _note_success(source, now, problems=kept_notes(report), content=b"", **facts)
    if not source.address:
        CalendarSource.objects.filter(pk=source.pk).update(status=Status.ENDED, next_read_at=None)
    return report


def wants_whole(source: CalendarSource, now: datetime) -> bool:
    return source.whole_read_at is None or source.whole_read_at < now - WHOLE_EVERY


def kept_notes(report: Report) -> list[list[object]]:
    """Write a report down for the group's desk."""
    notes = [*report.rejected, *report.notes][:KEPT_NOTES]
    return [[note.component, note.uid[:80], note.code, note.value[:200]] for note in notes]


def said_notes(source: CalendarSource) -> list[str]:
    """Say what could not be kept when a calendar was last read."""
    return said([Note(*row) for row in source.problems])


def said(notes: Iterable[Note]) -> list[str]:
    """Say each note once, with the place of its event in the file and how many more say the same."""
    counts = Counter(note_words(note) for note in notes)
    return [f"{words} ×{count}" if count > 1 else words for words, count in counts.items()]


@dataclass(frozen=True, slots=True)
class Preview:
    """What would come in: its events with their first date, counts by outcome, and what would not."""

    report: Report
    events: list[WantedEvent]
    notes: list[str]
    left_out: list[str]


def preview_of(source: CalendarSource, now: datetime) -> Preview | None:
    """Look at a calendar that waits to be taken on; None for any other."""
    if source.status != Status.PREVIEW:
        return None
    try:
        report = take_in(source=source, data=bytes(source.content), now=now, is_dry_run=True)
    except Unreadable:  # it could be read when it was given
        return None
    events = [plan.wanted for plan in report.plans]
    return Preview(report, events, said(report.notes), said(report.rejected))


def _note_success(source: CalendarSource, now: datetime, **facts: object) -> None:
    CalendarSource.objects.filter(pk=source.pk).update(
        read_at=now, tried_at=now, failures=0, last_problem="", told_at=None, **facts
    )


@transaction.atomic
def keep_failure(*, source: CalendarSource, problem: Refused, now: datetime) -> None:
    """Note that a calendar could not be read: its events stay; it is tried less often, and its group told once."""
    source.refresh_from_db(fields=["failures", "told_at", "status"])
    source.failures = min(source.failures + 1, 1000)
    source.last_problem = f"{problem.code}:{problem.value}"[:40]
    wait = min(EVERY * 2 ** min(source.failures - 1, 5), LONGEST_WAIT)
    source.next_read_at = now + wait if source.status == Status.ACTIVE and source.address else None
    source.tried_at = now
    if source.failures >= PATIENCE and source.told_at is None:
        source.told_at = now
        _say_it_fails(source)
    source.save(update_fields=["failures", "last_problem", "next_read_at", "tried_at", "told_at"])


def _say_it_fails(source: CalendarSource) -> None:
    """Tell a group once that its calendar can no longer be read, and again only after it could."""
    since = f"{source.read_at:%Y%m%d%H%M}" if source.read_at else "never"
    tell_organization(
        organization=source.organization,
        purpose=f"calendar_failing_{since}",
        about=source,
        subject=_("Your calendar cannot be read any more"),
        body=_(
            "We have tried several times. What came in before stays as it is. "
            "Please look at “Calendars” on your desk; the reason stands there."
        ),
    )


@transaction.atomic
def forget_looked_at(*, now: datetime) -> None:
    """Forget calendars that somebody looked at yesterday and never took on."""
    CalendarSource.objects.begun_before(now - timedelta(days=1)).delete()
