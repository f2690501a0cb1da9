"""What the worker does for this floor: a door like a view, safe to run twice."""

from datetime import datetime

import structlog
from django.http import QueryDict

from events.forms.search import OccurrenceSearchForm
from events.models import CalendarSource, Subscription
from events.services import digests, draws, evaluations, openings, reminders, sources, waiting
from organizations.services.outside import Answer, Refused, fetch, masked

log = structlog.get_logger(__name__)


def write_due_mails(*, now: datetime, at_most: int = 100) -> int:
    """Write the mails that are due to those who follow something, so many in one turn; return how many."""
    keys = Subscription.objects.due(now).order_by("next_at", "pk").values_list("pk", flat=True)[:at_most]
    return sum(_write(pk, now) for pk in list(keys))


def _write(pk: int, now: datetime) -> bool:
    row = Subscription.objects.select_related("event", "reception").filter(pk=pk).first()
    if row is None:
        return False
    if row.rhythm == Subscription.Rhythm.ONCE:
        return openings.remind(subscription=row, now=now)
    form = OccurrenceSearchForm(QueryDict(row.query))
    form.is_valid()  # what the city no longer knows, such as a district that was closed, is left aside
    return digests.write_digest(subscription=row, asked=form.cleaned_data, now=now)


def keep_places_moving(*, now: datetime) -> None:
    """Pass on what was offered in vain, close and hold draws, remind families, and ask how it was."""
    waiting.serve_lines(now=now)
    draws.close_due(now=now)
    draws.hold_due(now=now)
    reminders.remind_due(now=now)
    evaluations.ask_due(now=now)


def read_due_calendars(*, now: datetime, at_most: int = 2) -> int:
    """Read the groups' own calendars that are due, so many in one turn; return how many were read."""
    due = CalendarSource.objects.due(now).select_related("organization", "entered_by").order_by("next_read_at", "pk")
    return sum(_read(source, now) for source in list(due[:at_most]))


def _read(source: CalendarSource, now: datetime) -> bool:
    if not sources.claim(source=source, now=now):
        return False
    try:
        answer = Answer(body=bytes(source.content)) if source.content else _fetched(source, now)
    except Refused as problem:
        log.warning("calendar_failed", source=source.pk, address=masked(source.address), problem=problem.code)
        sources.keep_failure(source=source, problem=problem, now=now)
        return False
    sources.keep_answer(source=source, answer=answer, now=now)
    return True


def _fetched(source: CalendarSource, now: datetime) -> Answer:
    """Ask for what is new, and now and then for the whole."""
    if sources.wants_whole(source, now):
        return fetch(source.address)
    return fetch(source.address, etag=source.etag, last_modified=source.last_modified)
