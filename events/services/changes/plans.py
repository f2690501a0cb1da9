"""What would happen is rehearsed, shown, then done.

A rehearsal does everything and takes it back, so that what is shown is what will be. The mark of what was shown
travels with the answer: whatever changed meanwhile is noticed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from events.models import Event, Occurrence
from events.services.changes.rules import end_series, leave_out, turn_rule, turn_series
from events.services.changes.steps import Fate, Step, change_row, moved_by_hand, remove_row
from events.services.changes.wishes import Change, Scope, dates_in
from events.services.dates import renew
from organizations.models import User
from spaces.periods import Period


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of each date, in their order; ``mark`` stands for how things were when it was made."""

    steps: Sequence[Step]
    mark: str

    def of(self, *fates: Fate) -> list[Step]:
        return [step for step in self.steps if step.fate in fates]

    @property
    def parties(self) -> int:
        """How many parties would hear of it."""
        return sum(step.parties for step in self.steps if step.fate is not Fate.KEPT)


def plan_change(*, anchor: Occurrence, scope: Scope, change: Change, by: User | None) -> Plan:
    """Say what a change would do, and leave everything as it is. Raises ValidationError as change_dates does."""
    with transaction.atomic():
        plan = _do(anchor, scope, change, None, by)
        transaction.set_rollback(True)
    return plan


@transaction.atomic
def change_dates(*, anchor: Occurrence, scope: Scope, change: Change, mark: str, by: User | None) -> Plan:
    """Change one date, it and all later ones, or all that are to come, with their rooms and everybody registered.

    ``mark`` is that of the plan on the editor's screen. Raises ValidationError (code: changed, reason, no_dates,
    blocked, seen, rule, and those of add_dates); then nothing has happened.
    """
    plan = _do(anchor, scope, change, mark, by)
    if plan.of(Fate.BLOCKED):
        message = _("Some dates cannot follow, so nothing has been changed.")
        raise ValidationError(message, code="blocked")
    renew(anchor.event)
    log(anchor.event, "events.date.change", user=by, data={"scope": scope, "count": len(plan.steps)})
    return plan


def _do(anchor: Occurrence, scope: Scope, change: Change, mark: str | None, by: User | None) -> Plan:
    event = Event.objects.select_for_update(of=("self",)).select_related("space").get(pk=anchor.event_id)
    rows = list(dates_in(scope, anchor).select_for_update(of=("self",)))
    if not rows:
        raise ValidationError(_("No date is left that could be changed."), code="no_dates")
    present = _mark(event, rows, change)
    if mark not in (None, present):
        message = _("Something has changed meanwhile. Please look at it once more.")
        raise ValidationError(message, code="changed")
    for row in rows:
        row.event = event
    steps = _carry_out(event, rows, scope, change, by)
    Event.objects.filter(pk=event.pk).update(sequence=F("sequence") + 1, updated_at=timezone.now())
    return Plan(sorted(steps, key=lambda step: step.row.starts_at), present)


def _mark(event: Event, rows: Sequence[Occurrence], change: Change) -> str:
    """Sum up all that a plan rests on, and what was asked."""
    known = [(row.pk, row.sequence, row.status, row.taken, row.registrations.alive().count()) for row in rows]
    return sha256(repr((event.sequence, event.status, known, change)).encode()).hexdigest()[:32]


def _carry_out(event: Event, rows: Sequence[Occurrence], scope: Scope, change: Change, by: User | None) -> list[Step]:
    cut = rows[0].starts_at
    if change.off or change.away:
        return _remove(event, rows, scope, change, by)
    if change.rule is not None:
        return turn_rule(event, change.rule, cut, change, by)
    stays = {row.pk for row in rows if scope is not Scope.THIS and moved_by_hand(row)}
    if scope is not Scope.THIS:
        turn_series(event, cut, change)
        fresh = event.occurrences.in_bulk([row.pk for row in rows])
        for row in rows:
            row.series_id, row.rule_start = fresh[row.pk].series_id, fresh[row.pk].rule_start
    return [
        change_row(row, change, Period(row.starts_at, row.ends_at) if row.pk in stays else change.period_of(row), by)
        for row in rows
    ]


def _remove(event: Event, rows: Sequence[Occurrence], scope: Scope, change: Change, by: User | None) -> list[Step]:
    if scope is not Scope.THIS:
        end_series(event, rows[0].starts_at)
    elif change.away:
        leave_out(rows[0])
    return [remove_row(row, change, by) for row in rows]
