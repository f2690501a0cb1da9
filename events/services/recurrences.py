"""A stored series and the pure rule it stands for, one made from the other."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models import Event, Occurrence, Series
from events.recurrence import Planned, Recurrence, expand
from spaces.periods import TOKYO, Period
from spaces.services.hours import DaysOff

HORIZON = timedelta(days=400)
TICK = timedelta(microseconds=1)


def knowing(recurrence: Recurrence, off: DaysOff) -> Recurrence:
    """Tell a rule the city's own days."""
    return replace(recurrence, closing_days=off.closing, school_holidays=off.school)


def recurrence_of(series: Series, off: DaysOff) -> Recurrence:
    """Read the rule of a series, on Tokyo's clock."""
    return Recurrence(
        starts_at=series.starts_at.astimezone(TOKYO),
        length=series.ends_at - series.starts_at,
        rule=series.rule,
        extra_starts=tuple(datetime.fromisoformat(start) for start in series.extra_starts),
        skipped_days=frozenset(date.fromisoformat(day) for day in series.skipped_days),
        skip_holidays=series.skip_holidays,
        skip_school_holidays=series.skip_school_holidays,
        is_all_day=series.is_all_day,
        closing_days=off.closing,
        school_holidays=off.school,
    )


def series_from(event: Event, recurrence: Recurrence, **more: object) -> Series:
    """Make a series, not saved yet, whose dates are still to be written; ``more`` are other fields of it."""
    facts = {"space": event.space, "capacity": event.capacity, "written_until": recurrence.starts_at} | more
    return Series(
        event=event,
        starts_at=recurrence.starts_at,
        ends_at=recurrence.starts_at + recurrence.length,
        is_all_day=recurrence.is_all_day,
        rule=recurrence.rule,
        extra_starts=[start.isoformat() for start in recurrence.extra_starts],
        skipped_days=sorted(day.isoformat() for day in recurrence.skipped_days),
        skip_holidays=recurrence.skip_holidays,
        skip_school_holidays=recurrence.skip_school_holidays,
        **facts,
    )


def horizon(recurrence: Recurrence) -> datetime:
    """Tell up to where the dates of a new rule are written down: 400 days, at least its first date."""
    return max(timezone.now() + HORIZON, recurrence.starts_at + TICK)


def expanded(recurrence: Recurrence) -> list[Period]:
    """List the dates of a rule from its first day to the horizon. Raises ValidationError (code: rule)."""
    try:
        return expand(recurrence, after=recurrence.starts_at, until=horizon(recurrence))
    except ValueError as refused:
        raise ValidationError(
            _("This way of repeating is not understood: %(rule)s"), code="rule", params={"rule": recurrence.rule}
        ) from refused


def unwritten_periods(series: Series, *, until: datetime, off: DaysOff) -> list[Period]:
    """List the dates of a series that are no rows yet. Raises RuleRefused, and ValueError above 1000 dates."""
    edge = min(until, series.ends_before) if series.ends_before else until
    if edge <= series.written_until:
        return []
    return expand(recurrence_of(series, off), after=series.written_until, until=edge)


def rows_of(series: Series, periods: Sequence[Period]) -> list[Occurrence]:
    """Make rows, not saved yet, for the dates that a series gives."""
    made = []
    for period in periods:
        row = Occurrence(event=series.event, series=series, rule_start=period.start, is_all_day=series.is_all_day)
        row.is_public, row.capacity = series.event.is_public, series.capacity
        row.capacity_parties = series.event.capacity_parties
        row.space_id, row.place_name = series.space_id, series.place_name
        set_time(row, period)
        made.append(row)
    return made


def row_of(event: Event, period: Period) -> Occurrence:
    """Make a row, not saved yet, for a single date."""
    row = Occurrence(event=event, is_public=event.is_public, space=event.space, capacity=event.capacity)
    row.capacity_parties = event.capacity_parties
    if isinstance(period, Planned):
        row.is_all_day, row.place_name = period.is_all_day, period.place_name
        if period.space or period.place_name:
            row.space_id = period.space
    set_time(row, period)
    return row


def set_time(row: Occurrence, period: Period) -> None:
    row.starts_at, row.ends_at = period.start, period.end
    row.held_on = period.start.astimezone(TOKYO).date()
    row.ends_on = max(row.held_on, (period.end - TICK).astimezone(TOKYO).date())
