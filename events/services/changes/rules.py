"""A change of several dates reaches the series they come from: it ends, goes on anew, or gives way to another."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from events.models import Event, Occurrence, Series
from events.recurrence import Recurrence, begin_again, pair
from events.services.changes.steps import Fate, Step, change_row, moved_by_hand, remove_row
from events.services.changes.wishes import Change
from events.services.dates import write_rows
from events.services.recurrences import expanded, horizon, knowing, recurrence_of, rows_of, series_from
from organizations.models import User
from spaces.periods import TOKYO, Period, midnight
from spaces.services.hours import days_off


def going_on(event: Event, cut: datetime) -> Sequence[Series]:
    """List the series that give dates at or after ``cut``."""
    rows = event.series.select_for_update(of=("self",)).order_by("starts_at")
    return [series for series in rows if series.ends_before is None or series.ends_before > cut]


def end_series(event: Event, cut: datetime) -> None:
    """Let no series give a date at or after ``cut`` any more."""
    for series in going_on(event, cut):
        series.ends_before = cut
        series.save(update_fields=["ends_before"])


def leave_out(row: Occurrence) -> None:
    """Note in its series that one date is not wanted."""
    if row.series is not None and row.rule_start is not None:
        day = row.rule_start.astimezone(TOKYO).date().isoformat()
        row.series.skipped_days = sorted({*row.series.skipped_days, day})
        row.series.save(update_fields=["skipped_days"])


def turn_series(event: Event, cut: datetime, change: Change) -> None:
    """Give the dates from ``cut`` on, and those still to be written, the new hours, place and number."""
    for series in going_on(event, cut):
        later = series if series.starts_at >= cut else _split(series, cut)
        if later is not None:
            _turn(later, change)


def _split(series: Series, cut: datetime) -> Series | None:
    """End a series before ``cut``; what is left of it goes on as one of its own, and takes the later dates along."""
    rest = begin_again(recurrence_of(series, days_off()), after=cut)
    goes_on_until = series.ends_before
    series.ends_before = cut
    series.save(update_fields=["ends_before"])
    if rest is None:
        return None
    kept = {name: getattr(series, name) for name in ("written_until", "space", "place_name", "capacity")}
    later = series_from(series.event, rest, ends_before=goes_on_until, **kept)
    later.save()
    series.dates.filter(rule_start__gte=cut).update(series=later)
    return later


def _turn(series: Series, change: Change) -> None:
    if change.place is not None:
        series.space, series.place_name = change.place.space, change.place.name
        if series.space is None and not series.place_name:
            series.space = series.event.space
    if change.capacity is not None:
        series.capacity = change.capacity or None
    if change.hours is not None:
        _turn_hours(series, *change.hours)
    series.save()


def _turn_hours(series: Series, first: int, last: int) -> None:
    """Set the clock of a series and of all it has planned; a date that was moved by hand stays where it is."""
    start, day = timedelta(minutes=first), midnight(_day(series.starts_at))
    series.starts_at, series.ends_at = day + start, day + timedelta(minutes=last)
    series.extra_starts = [
        (midnight(_day(datetime.fromisoformat(text))) + start).isoformat() for text in series.extra_starts
    ]
    rows = list(series.dates.exclude(rule_start=None))
    for row in rows:
        row.rule_start = midnight(_day(row.rule_start or row.starts_at)) + start
    _set_rule_starts(series.event, rows)


def _set_rule_starts(event: Event, rows: list[Occurrence]) -> None:
    """Write the rules' starts in two steps: no two dates of an event may have the same, not even for a moment."""
    event.occurrences.filter(pk__in=[row.pk for row in rows]).update(rule_start=None)
    Occurrence.objects.bulk_update(rows, ["rule_start", "series"])


def _day(moment: datetime) -> date:
    return moment.astimezone(TOKYO).date()


def turn_rule(event: Event, rule: Recurrence, cut: datetime, change: Change, by: User | None) -> list[Step]:
    """Let a new rule take over from ``cut`` on: each date finds its new day nearby, falls away, or is additional."""
    rule = _from_day(rule, cut)
    planned = event.occurrences.filter(rule_start__gte=cut).select_related("space", "booking").in_time_order()
    rows = {_day(row.rule_start or cut): row for row in planned}
    by_hand = {row.pk for row in rows.values() if moved_by_hand(row)}
    series, periods = _begin(event, rule, cut, change)
    successors = {day: periods[new] for day, new in pair(list(rows), list(periods)).items()}
    for day, row in rows.items():
        period = successors.get(day)
        row.event, row.series, row.rule_start = event, series if period else None, period.start if period else None
    _set_rule_starts(event, list(rows.values()))
    steps = [_follow(row, successors.get(day), row.pk in by_hand, change, by) for day, row in rows.items()]
    return steps + _add(event, series, [period for period in periods.values() if period not in successors.values()], by)


def _from_day(rule: Recurrence, cut: datetime) -> Recurrence:
    """Let a rule begin on the day of ``cut``, where it was meant from a later date on."""
    if rule.starts_at <= cut:
        return rule
    local = rule.starts_at.astimezone(TOKYO)
    return replace(rule, starts_at=local.replace(year=_day(cut).year, month=_day(cut).month, day=_day(cut).day))


def _begin(event: Event, rule: Recurrence, cut: datetime, change: Change) -> tuple[Series, dict[date, Period]]:
    end_series(event, cut)
    event.series.filter(starts_at__gte=cut).delete()
    found = {
        _day(period.start): period for period in expanded(knowing(rule, days_off())) if _day(period.start) >= _day(cut)
    }
    series = series_from(event, rule, written_until=horizon(rule))
    series.save()
    _turn(series, replace(change, hours=None))
    return series, found


def _follow(row: Occurrence, period: Period | None, by_hand: bool, change: Change, by: User | None) -> Step:
    if period is None:
        return remove_row(row, replace(change, away=row.event.published_at is None), by)
    return change_row(row, change, Period(row.starts_at, row.ends_at) if by_hand else period, by)


def _add(event: Event, series: Series, periods: Sequence[Period], by: User | None) -> list[Step]:
    taken = set(event.occurrences.values_list("starts_at", flat=True))
    added = write_rows(event, rows_of(series, [period for period in periods if period.start not in taken]), by)
    return [Step(Fate.NEW, row, None) for row in added]
