"""What the worker does for this floor: a door like a view, safe to run twice."""

from datetime import datetime

from django.http import QueryDict

from events.forms.search import OccurrenceSearchForm
from events.models import Subscription
from events.services import digests, draws, evaluations, openings, reminders, waiting


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
