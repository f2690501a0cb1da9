"""Whether a date takes place: its hosts are asked in time, and one tap of theirs reaches everybody."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log

from events import notifications
from events.models import Event, Occurrence, Verdict
from events.models.events import MOST_DAYS_BEFORE
from events.services import verdict_letters
from events.services.dates import cancel_occurrence, postpone_occurrence
from organizations.models import Channel, User
from organizations.services.content_versions import bump
from organizations.templatetags.words import day_words, moment_words
from spaces.periods import TOKYO

ASKED_BEFORE = timedelta(hours=1)  # so that the answer is there at the hour that the page names
AHEAD = timedelta(days=MOST_DAYS_BEFORE + 1)
Answer = Verdict.Answer


def ask_due(*, now: datetime) -> int:
    """Ask the hosts of every date that is to be decided within the hour; return how many were asked."""
    rows = Occurrence.objects.to_decide(now, now + AHEAD).select_related("event", "space__facility")
    asked = 0
    for row in rows.prefetch_related("verdicts").in_time_order():
        due = due_at(row)
        if due - ASKED_BEFORE <= now and all(verdict.due_at != due for verdict in row.verdicts.all()):
            ask(occurrence=row, due=due)
            asked += 1
    return asked


def chase(*, now: datetime) -> int:
    """Have those rung up who let the hour pass; return for how many dates it has passed."""
    late = list(Verdict.objects.open(now).filter(due_at__lte=now).select_related("occurrence__event"))
    for verdict in late:
        verdict_letters.decision_missing(verdict)
    return len(late)


def due_at(occurrence: Occurrence) -> datetime:
    """Tell when a date must be decided: at the hour its event names, before it begins in any case."""
    decided_by = occurrence.event.decided_by(occurrence.starts_at.astimezone(TOKYO).date())
    return min(decided_by or occurrence.starts_at, occurrence.starts_at)


@transaction.atomic
def ask(*, occurrence: Occurrence, due: datetime) -> Verdict:
    """Ask the hosts, by a private link, whether a date takes place; a second time changes nothing."""
    verdict, is_new = Verdict.objects.get_or_create(occurrence=occurrence, due_at=due)
    if is_new:
        verdict_letters.decision_asked(verdict)
    return verdict


@transaction.atomic
def verdict_on(*, occurrence: Occurrence) -> Verdict:
    """Find the question about a date, or write it down unasked for who answers by herself."""
    return Verdict.objects.get_or_create(occurrence=occurrence, due_at=due_at(occurrence))[0]


@transaction.atomic
def decide(
    *,
    verdict: Verdict,
    answer: str,
    reason: str = "",
    on_behalf_of: str = "",
    channel: str = Channel.WEB,
    by: User | None,
) -> Occurrence:
    """Say whether a date takes place. It may still be called off after it was said to go ahead.

    Raises ValidationError (code: over, moved_on).
    """
    occurrence = verdict.occurrence
    if occurrence.ends_at <= timezone.now():
        raise ValidationError(_("This date is over."), code="over")
    with override("ja"):
        said = reason.strip() or _("Because of the weather")
    occurrence = DEEDS[Answer(answer)](occurrence, said, by)
    verdict.answer, verdict.reason, verdict.answered_at = answer, said, timezone.now()
    verdict.entered_by, verdict.on_behalf_of, verdict.channel = by, on_behalf_of, channel
    verdict.save()
    return occurrence


def _go_ahead(occurrence: Occurrence, _reason: str, by: User | None) -> Occurrence:
    rows = Occurrence.objects.select_for_update(of=("self",)).select_related("event", "space__facility")
    occurrence = rows.get(pk=occurrence.pk)
    if occurrence.status not in Occurrence.STANDING:
        raise ValidationError(_("This date has changed meanwhile. Please look at it again."), code="moved_on")
    if occurrence.goes_ahead_at is None:
        occurrence.goes_ahead_at = timezone.now()
        occurrence.save(update_fields=["goes_ahead_at", "updated_at"])
        log(occurrence.event, "events.date.goes_ahead", user=by, data={"date": occurrence.held_on.isoformat()})
        bump("events")
        notifications.goes_ahead(occurrence)
    return occurrence


DEEDS: dict[Answer, Callable[[Occurrence, str, User | None], Occurrence]] = {
    Answer.GOES_AHEAD: _go_ahead,
    Answer.CANCELLED: lambda row, reason, by: cancel_occurrence(occurrence=row, reason=reason, by=by),
    Answer.POSTPONED: lambda row, reason, by: postpone_occurrence(occurrence=row, reason=reason, by=by),
}


def goes_ahead_words(occurrence: Occurrence) -> str:
    """Say that a date takes place and since when that is known: 予定どおり行います（7:02）."""
    if occurrence.goes_ahead_at is None or occurrence.status not in Occurrence.STANDING:
        return ""
    said = timezone.localtime(occurrence.goes_ahead_at)
    clock = f"{said.hour}:{said.minute:02d}"
    when = clock if said.date() == occurrence.held_on else f"{day_words(said)} {clock}"
    return _("Takes place as planned (said %(when)s)") % {"when": when}


def decision_words(event: Event, occurrence: Occurrence, now: datetime) -> str:
    """Say until when it is decided, while nobody has said anything yet."""
    decided_by = event.decided_by(occurrence.held_on)
    is_open = occurrence.status in Occurrence.STANDING and occurrence.goes_ahead_at is None
    if decided_by is None or not is_open or occurrence.starts_at <= now:
        return ""
    return _("Whether it takes place is decided by %(when)s and stands here then.") % {"when": moment_words(decided_by)}


def open_verdicts(events: list[int] | None, now: datetime) -> list[Verdict]:
    """List the questions nobody has answered, of some events or of all, the most urgent first; one for each date."""
    rows = Verdict.objects.open(now).select_related("occurrence__event").order_by("due_at", "pk")
    if events is not None:
        rows = rows.filter(occurrence__event__in=events)
    return list({row.occurrence_id: row for row in rows[:100]}.values())


def is_late(verdict: Verdict, now: datetime) -> bool:
    return verdict.due_at <= now
