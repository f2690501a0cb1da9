"""What a calendar wants, held against what it said before and what stands here now: nothing is written here.

A field is changed when the calendar has changed it and nobody has changed it here; what was changed here stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from events.models import Occurrence, SourceDate, SourceEvent
from events.services.incoming import Note, WantedDate, WantedEvent
from spaces.periods import TOKYO

Status = Occurrence.Status


class Outcome(StrEnum):
    """What becomes of one component."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    CANCELLED = "cancelled"


@dataclass(slots=True)
class Plan:
    """What is to be done for one event. ``known`` is None where the event is new."""

    wanted: WantedEvent
    known: SourceEvent | None
    facts: dict[str, str] = field(default_factory=dict)
    added: dict[str, WantedDate] = field(default_factory=dict)
    moved: list[tuple[SourceDate, str, WantedDate]] = field(default_factory=list)
    noted: list[tuple[SourceDate, WantedDate]] = field(default_factory=list)
    called_off: list[SourceDate] = field(default_factory=list)
    restored: list[SourceDate] = field(default_factory=list)
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


def said_of(date: WantedDate) -> dict[str, object]:
    """Write down what the calendar says of a date, to be compared next time."""
    return {
        "start": date.period.start.isoformat(),
        "end": date.period.end.isoformat(),
        "cancelled": date.is_cancelled,
        "note": date.note,
    }


def plan_for(wanted: WantedEvent, known: SourceEvent | None, now: datetime) -> Plan:
    """Say what an event of a calendar changes here."""
    plan = Plan(wanted, known)
    if known is None:
        plan.added = wanted.dates
        plan.outcomes = {number: _first(wanted, number) for number in wanted.components}
        return plan
    plan.outcomes = dict.fromkeys(wanted.components, Outcome.UNCHANGED)
    if wanted.sequence < known.sequence:
        plan.notes.append(Note(wanted.components[0], wanted.uid, "older"))
    elif known.event is None:
        plan.notes.append(Note(wanted.components[0], wanted.uid, "removed_here"))
    else:
        _compare_facts(plan, known)
        _compare_dates(plan, known.dates.all(), now)
    return plan


def _first(wanted: WantedEvent, number: int) -> Outcome:
    own = [date for date in wanted.dates.values() if date.component == number]
    return Outcome.CANCELLED if own and all(date.is_cancelled for date in own) else Outcome.CREATED


def _compare_facts(plan: Plan, known: SourceEvent) -> None:
    for name, value in plan.wanted.facts.items():
        before, here = known.said.get(name, ""), getattr(known.event, name)
        if value in (before, here):
            continue
        if here == before:
            plan.facts[name] = value
        else:
            plan.notes.append(Note(plan.wanted.components[0], plan.wanted.uid, "changed_here", name))
    if plan.facts:
        plan.outcomes[plan.wanted.components[0]] = Outcome.UPDATED


def _compare_dates(plan: Plan, rows: Iterable[SourceDate], now: datetime) -> None:
    """Compare date by date. One that left its key for another on the same day was moved by its series."""
    left = {row.key: row for row in rows}
    new = {}
    for key, date in plan.wanted.dates.items():
        row = left.pop(key, None)
        if row is None:
            new[key] = date
        else:
            _compare_date(plan, row, key, date, now)
    gone = {_day(row): row for row in left.values() if _is_coming(row, now) and not row.said.get("cancelled")}
    for key, date in new.items():
        row = gone.pop(date.period.start.astimezone(TOKYO).date().isoformat(), None)
        if row is None:
            plan.added[key] = date
            _mark(plan, date, Outcome.UPDATED if date.component == plan.wanted.components[0] else Outcome.CREATED)
        else:
            _compare_date(plan, row, key, date, now)
    for row in gone.values():
        if datetime.fromisoformat(row.said["start"]) < plan.wanted.known_until and may_end(row):
            plan.called_off.append(row)
            plan.outcomes[plan.wanted.components[0]] = Outcome.UPDATED


def _day(row: SourceDate) -> str:
    return datetime.fromisoformat(row.said["start"]).astimezone(TOKYO).date().isoformat()


def _is_coming(row: SourceDate, now: datetime) -> bool:
    return row.occurrence is not None and row.occurrence.ends_at > now


def may_end(row: SourceDate) -> bool:
    """Say whether a date can still be called off."""
    return row.occurrence is not None and Status.CANCELLED in Occurrence.MOVES[Status(row.occurrence.status)]


def _mark(plan: Plan, date: WantedDate, outcome: Outcome) -> None:
    """A change outweighs none, and a cancellation that is all there is outweighs nothing else."""
    if plan.outcomes.get(date.component) in (Outcome.UNCHANGED, None):
        plan.outcomes[date.component] = outcome


def _compare_date(plan: Plan, row: SourceDate, key: str, date: WantedDate, now: datetime) -> None:
    """Compare one date with what was said of it; a date that is over stays as it was."""
    said, here = said_of(date), row.occurrence
    if said == row.said or here is None or not (_is_coming(row, now) or date.period.end > now):
        return
    if date.is_cancelled and not row.said.get("cancelled"):
        if may_end(row):
            plan.called_off.append(row)
            _mark(plan, date, Outcome.CANCELLED)
    elif row.said.get("cancelled") and not date.is_cancelled and here.status == Status.CANCELLED:
        plan.restored.append(row)
        _mark(plan, date, Outcome.UPDATED)
    if (said["start"], said["end"]) != (row.said["start"], row.said["end"]):
        _compare_times(plan, row, key, date)
    elif said["note"] != row.said["note"] and here.note == row.said["note"]:
        plan.noted.append((row, date))
        _mark(plan, date, Outcome.UPDATED)


def _compare_times(plan: Plan, row: SourceDate, key: str, date: WantedDate) -> None:
    here = row.occurrence
    if here is None or (here.starts_at, here.ends_at) == (date.period.start, date.period.end):
        return
    if here.starts_at != datetime.fromisoformat(row.said["start"]) or here.status not in (
        Status.SCHEDULED,
        Status.RESCHEDULED,
    ):
        plan.notes.append(Note(date.component, plan.wanted.uid, "changed_here", "starts_at"))
        return
    if not date.is_cancelled:
        plan.moved.append((row, key, date))
        _mark(plan, date, Outcome.UPDATED)
