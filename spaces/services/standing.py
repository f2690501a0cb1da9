"""How a place stands now, and on what days it keeps other hours than usual."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from spaces import opening_hours as pure
from spaces.models import OpeningHours, Space
from spaces.periods import TOKYO
from spaces.services.hours import hours_of


@dataclass(frozen=True, slots=True)
class Now:
    """How a place stands at a moment: open until then, or closed for this reason and open again then."""

    until: datetime | None = None
    closed: pure.Closed | None = None
    opens: datetime | None = None

    @property
    def is_shut(self) -> bool:
        """Known to be closed: a place that has told no hours may be open."""
        return self.closed is not None and self.closed.reason != pure.Reason.NO_SCHEDULE


def now_of(hours: pure.OpeningHours, moment: datetime) -> Now:
    """``hours`` must reach as far as a place is to be looked ahead."""
    day = moment.astimezone(TOKYO).date()
    for period in pure.open_periods(hours, first=day, last=day + timedelta(days=1)):
        if period.contains(moment):
            return Now(until=period.end)
    return Now(closed=pure.why_closed(hours, moment), opens=pure.next_opening(hours, moment))


def shut_at(spaces: list[Space], moment: datetime) -> set[int]:
    """Name the spaces that are known to be closed at ``moment``."""
    if not spaces:
        return set()
    day = moment.astimezone(TOKYO).date()
    hours = hours_of(spaces, first=day, last=day + timedelta(days=1))
    return {pk for pk, own in hours.items() if now_of(own, moment).is_shut}


@dataclass(frozen=True, slots=True)
class Special:
    """Days in a row on which a place keeps other hours than those of its week, or none, for one reason."""

    first: date
    last: date
    plan: pure.DayPlan


def special_days(hours: pure.OpeningHours, *, first: date, last: date) -> list[Special]:
    """Gather what is out of the ordinary from ``first`` to ``last``, both included."""
    found: list[Special] = []
    for plan in pure.days_of(hours, first=first, last=last):
        if not _is_special(plan):
            continue
        before = found[-1] if found else None
        if before and before.last == plan.day - timedelta(days=1) and _same(before.plan, plan):
            found[-1] = replace(before, last=plan.day)
        else:
            found.append(Special(plan.day, plan.day, plan))
    return found


def _is_special(plan: pure.DayPlan) -> bool:
    if plan.closed is None:
        return plan.is_unusual
    ordinary = (pure.Reason.WEEKDAY, pure.Reason.NO_SCHEDULE)
    weekly = plan.closed.reason == pure.Reason.REGULAR_CLOSING and not plan.closed.weeks
    return plan.closed.reason not in ordinary and not weekly


def _same(one: pure.DayPlan, other: pure.DayPlan) -> bool:
    return (one.spans, one.closed, one.reason) == (other.spans, other.closed, other.reason)


def hours_by_period(hours: Iterable[OpeningHours]) -> list[dict[str, Any]]:
    """Gather rows by validity, those of always first; what is over is left out."""
    found: dict[tuple[date, date], dict[str, Any]] = {}
    for row in hours:
        key = (row.valid_from or date.min, row.valid_through or date.max)
        found.setdefault(key, {"first": row.valid_from, "last": row.valid_through, "rows": []})["rows"].append(row)
    return [found[key] for key in sorted(found) if key[1] >= timezone.localdate()]
