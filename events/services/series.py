"""Repeating events go on: every night their dates are written down to the horizon."""

from datetime import datetime, timedelta

from django.db import transaction
from wagtail.log_actions import log

from events.models import Event, Occurrence
from events.recurrence import Recurrence, RuleRefused, expand
from events.services.dates import HORIZON, add_dates
from spaces.models import SchoolHoliday
from spaces.periods import TOKYO


def recurrence_of(event: Event) -> Recurrence | None:
    """Read an event's rule as it was first meant: from its first date, where that stood before it was moved."""
    first = event.occurrences.in_time_order().first()
    if not event.rule or first is None:
        return None
    return Recurrence(
        starts_at=(first.moved_from or first.starts_at).astimezone(TOKYO),
        length=first.ends_at - first.starts_at,
        rule=event.rule,
        school_holidays=tuple(SchoolHoliday.objects.values_list("starts_on", "ends_on")),
        **event.rule_options,
    )


@transaction.atomic
def extend_series(*, event: Event, now: datetime) -> list[Occurrence]:
    """Write down the dates of an event's rule between its last date and the horizon; twice changes nothing."""
    recurrence, last = recurrence_of(event), event.occurrences.in_time_order().last()
    if recurrence is None or last is None:
        return []
    after = max(last.starts_at, last.moved_from or last.starts_at) + timedelta(microseconds=1)
    periods = expand(recurrence, after=after, until=now + HORIZON)
    added = add_dates(event=event, periods=periods, by=None) if periods else []
    if added:
        log(event, "events.date.add", data={"count": len(added)})
    return added


def extend_all(*, now: datetime) -> int:
    """Extend every published series that still goes on; return how many dates were added."""
    alive = Event.objects.filter(status=Event.Status.PUBLISHED, occurrences__ends_at__gt=now).exclude(rule="")
    count = 0
    for event in alive.distinct().order_by("pk"):
        try:
            count += len(extend_series(event=event, now=now))
        except RuleRefused:  # an imported rule we cannot keep stays as its dates came
            continue
    return count
