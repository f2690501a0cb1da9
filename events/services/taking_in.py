"""A group's own calendar is taken in, event by event, each in its own transaction; twice changes nothing."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from events.models import CalendarSource, Event, Occurrence, SourceDate, SourceEvent
from events.recurrence import Planned
from events.services.comparing import Outcome, Plan, may_end, plan_for, said_of
from events.services.dates import add_dates, cancel_occurrence, move_occurrence, restore_occurrence
from events.services.events import create_event, put_forward, return_event, update_event
from events.services.incoming import Incoming, Note, WantedDate, WantedEvent, read_incoming
from organizations.models import User
from organizations.services.content_versions import bump


@dataclass(slots=True)
class Report:
    """What became of a calendar's components, and what was left out or needs a look."""

    components: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    rejected: list[Note] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)


def take_in(
    *, source: CalendarSource, data: bytes, now: datetime, is_dry_run: bool = False, by: User | None = None
) -> Report:
    """Bring a calendar's events here. Raises Unreadable where ``data`` is no calendar; then nothing has changed.

    With ``is_dry_run`` the report says what would happen, and nothing is written.
    """
    incoming = read_incoming(data, now=now)
    report = Report(incoming.count, rejected=incoming.rejected, notes=incoming.notes)
    known = _known(source, incoming)
    report.plans = [plan_for(wanted, known.get(wanted.uid), now) for wanted in incoming.events]
    report.notes += _seen_elsewhere(source, report.plans)
    gone = _gone(source, incoming, now)
    hidden = _hidden(source, incoming)
    for plan in report.plans:
        problem = None if is_dry_run else _carried_out(source, plan, by)
        _count(report, plan, problem)
    for row in gone:
        report.outcomes[Outcome.CANCELLED] += 1
        report.notes.append(Note(None, row.uid, "gone"))
        if not is_dry_run:
            _call_off_all(row, now, by)
    if not is_dry_run:
        for row in hidden:
            _take_back(row, by)
    return report


def _known(source: CalendarSource, incoming: Incoming) -> dict[str, SourceEvent]:
    """Find what this group's calendars gave before; a UID of another group's event is no claim to it."""
    rows = SourceEvent.objects.filter(
        organization=source.organization, uid__in=[wanted.uid for wanted in incoming.events]
    )
    return {row.uid: row for row in rows.select_related("event").prefetch_related("dates__occurrence")}


def _seen_elsewhere(source: CalendarSource, plans: list[Plan]) -> Iterator[Note]:
    """Flag what another group has already, by its UID, or by its title and time."""
    new = {plan.wanted.uid: plan.wanted for plan in plans if plan.known is None}
    others = SourceEvent.objects.exclude(organization=source.organization).filter(uid__in=list(new))
    twice = set(others.values_list("uid", flat=True))
    titles = {wanted.facts["title"] for wanted in new.values()}
    rows = Occurrence.objects.public().filter(event__title__in=titles)
    there = set(rows.values_list("event__title", "starts_at"))
    for uid, wanted in new.items():
        same = any((wanted.facts["title"], date.period.start) in there for date in wanted.dates.values())
        if uid in twice or same:
            yield Note(wanted.components[0], uid, "elsewhere")


def _gone(source: CalendarSource, incoming: Incoming, now: datetime) -> list[SourceEvent]:
    """Find what a living calendar no longer holds. One that lost most of what it had, or was cut, proves nothing."""
    if not (source.pk and source.address and incoming.events and incoming.is_whole):
        return []
    coming = SourceEvent.objects.filter(source=source, is_gone=False, dates__occurrence__starts_at__gt=now).distinct()
    held = {wanted.uid for wanted in incoming.events} | {note.uid for note in incoming.rejected}
    rows = list(coming.select_related("event"))
    gone = [row for row in rows if row.uid not in held]
    return gone if len(gone) * 2 <= len(rows) else []


def _hidden(source: CalendarSource, incoming: Incoming) -> list[SourceEvent]:
    """Find what came in before and is marked as meant for few now."""
    taken = {wanted.uid for wanted in incoming.events}
    private = {note.uid for note in incoming.rejected if note.code == "private"} - taken
    rows = SourceEvent.objects.filter(organization=source.organization, uid__in=private)
    return list(rows.select_related("event"))


def _count(report: Report, plan: Plan, problem: str | None) -> None:
    report.notes += plan.notes
    if problem is None:
        report.outcomes.update(str(outcome) for outcome in plan.outcomes.values())
        return
    uid = plan.wanted.uid
    report.rejected += [Note(number, uid, "refused", problem) for number in plan.outcomes]


def _carried_out(source: CalendarSource, plan: Plan, by: User | None) -> str | None:
    """Do what a plan says; what a service refuses is answered with its reason, and nothing of it has happened."""
    try:
        with transaction.atomic():
            _create(source, plan, by) if plan.known is None else _change(source, plan, plan.known, by)
    except ValidationError as refused:
        return " ".join(refused.messages)
    return None


def _create(source: CalendarSource, plan: Plan, by: User | None) -> None:
    wanted = plan.wanted
    event = create_event(
        organization=source.organization,
        facts=wanted.facts,
        periods=[_planned(date) for date in wanted.dates.values()],
        on_behalf_of=source.on_behalf_of,
        channel=source.channel,
        by=by or source.entered_by,
    )
    row = SourceEvent.objects.create(
        source=source,
        organization=source.organization,
        uid=wanted.uid,
        event=event,
        sequence=wanted.sequence,
        said=wanted.facts,
    )
    _remember(row, event, wanted.dates)
    _note(event, wanted.dates.values())
    put_forward(event=event, by=by)
    _call_off(row.dates.select_related("occurrence"), by)


def _planned(date: WantedDate) -> Planned:
    return Planned(date.period.start, date.period.end, is_all_day=date.is_all_day)


def _remember(row: SourceEvent, event: Event, dates: dict[str, WantedDate]) -> None:
    """Tie each date to its row; two that fell on the same time share one, and the first keeps it."""
    free = {found.starts_at: found for found in event.occurrences.filter(came_from=None)}
    SourceDate.objects.bulk_create(
        SourceDate(source_event=row, key=key, occurrence=free.pop(date.period.start, None), said=said_of(date))
        for key, date in dates.items()
    )


def _note(event: Event, dates: Iterable[WantedDate]) -> None:
    for date in dates:
        if date.note:
            event.occurrences.filter(starts_at=date.period.start).update(note=date.note)


def _call_off(rows: Iterable[SourceDate], by: User | None) -> None:
    with override("ja"):
        reason = _("The hosts’ own calendar says that it does not take place.")
    for row in rows:
        if row.occurrence is not None and row.said["cancelled"] and may_end(row):
            cancel_occurrence(occurrence=row.occurrence, reason=reason, by=by)


def _change(source: CalendarSource, plan: Plan, known: SourceEvent, by: User | None) -> None:
    wanted, event = plan.wanted, known.event
    if event is None or wanted.sequence < known.sequence:
        return
    if plan.facts:
        update_event(event=event, facts=plan.facts, by=by)
    for row, key, date in plan.moved:
        _move(row, key, date, by)
    if plan.added:
        add_dates(event=event, periods=[_planned(date) for date in plan.added.values()], by=by)
        _remember(known, event, plan.added)
        _note(event, plan.added.values())
    for row, date in plan.noted:
        Occurrence.objects.filter(came_from=row).update(note=date.note)
        bump("events")
    for row in plan.restored:
        if row.occurrence is not None:
            restore_occurrence(occurrence=row.occurrence, by=by)
    for row in plan.called_off:
        row.said = row.said | {"cancelled": True}
        row.save(update_fields=["said"])
    _write_down(source, known, wanted)
    added = known.dates.filter(key__in=plan.added)
    _call_off([*plan.called_off, *added.select_related("occurrence")], by)


def _move(row: SourceDate, key: str, date: WantedDate, by: User | None) -> None:
    if row.occurrence is None:
        return
    row.occurrence = move_occurrence(occurrence=row.occurrence, period=_planned(date), note=date.note, by=by)
    SourceDate.objects.filter(source_event=row.source_event_id, key=key).exclude(pk=row.pk).delete()
    row.key = key
    row.save(update_fields=["key"])


def _write_down(source: CalendarSource, known: SourceEvent, wanted: WantedEvent) -> None:
    """Remember what the calendar says now, also where something else stays here."""
    known.source, known.sequence, known.said, known.is_gone = source, wanted.sequence, wanted.facts, False
    known.save(update_fields=["source", "sequence", "said", "is_gone"])
    for row in known.dates.all():
        if (date := wanted.dates.get(row.key)) and row.said != said_of(date):
            SourceDate.objects.filter(pk=row.pk).update(said=said_of(date))


@transaction.atomic
def _call_off_all(row: SourceEvent, now: datetime, by: User | None) -> None:
    """Call off the coming dates of an event that its calendar no longer holds; they stay to be seen."""
    coming = list(row.dates.filter(Q(occurrence__starts_at__gt=now)).select_related("occurrence"))
    for date in coming:
        date.said = date.said | {"cancelled": True}
    _call_off(coming, by)
    SourceDate.objects.bulk_update(coming, ["said"])
    SourceEvent.objects.filter(pk=row.pk).update(is_gone=True)


def _take_back(row: SourceEvent, by: User | None) -> None:
    """Take an event off the pages that its calendar keeps for few by now."""
    if row.event is not None and row.event.status == Event.Status.PUBLISHED:
        with override("ja"):
            reason = _("Your own calendar marks this event as private.")
        return_event(event=row.event, reason=reason, by=by)
