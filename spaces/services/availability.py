"""Free time of spaces, and what else there is when a wish cannot be met."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from spaces import opening_hours as pure
from spaces.models import Booking, Occupancy, Space
from spaces.periods import TOKYO, Period, clip, day_period, midnight, raster, subtract
from spaces.services.hours import hours_of


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another way to have a room: ``space`` during ``period``."""

    space: Space
    period: Period


@dataclass(frozen=True, slots=True)
class DayOfSpace:
    """What is left of one day: free periods still to come, or the reason why the space does not open."""

    day: date
    open: list[Period]
    free: list[Period]
    closed: pure.Closed | None


def days_of(space: Space, *, first: date, last: date, now: datetime) -> list[DayOfSpace]:
    """Describe each day from ``first`` to ``last``, both included, as seen at ``now``."""
    hours = hours_of([space], first=first, last=last)[space.pk]
    taken = taken_times([space], day_period(first, last))[space.pk]
    days = []
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        opened = pure.open_periods(hours, first=day, last=day)
        free = [period for period in subtract(opened, taken) if period.end > now]
        days.append(DayOfSpace(day, opened, free, None if opened else pure.why_closed_on(hours, day)))
    return days


def free_periods(space: Space, *, first: date, last: date) -> list[Period]:
    """List when the space can still be had on the days ``first`` to ``last``, both included."""
    return free_periods_of([space], first=first, last=last)[space.pk]


def free_periods_of(spaces: list[Space], *, first: date, last: date) -> dict[int, list[Period]]:
    """The same for many spaces in four queries; the buffers around other bookings count as taken."""
    hours = hours_of(spaces, first=first, last=last)
    taken = taken_times(spaces, day_period(first, last))
    return {
        space.pk: subtract(pure.open_periods(hours[space.pk], first=first, last=last), taken[space.pk])
        for space in spaces
    }


def free_during(spaces: list[Space], period: Period) -> list[Space]:
    """Keep the spaces that can be had for all of ``period``, in the order given."""
    first, last = period.start.astimezone(TOKYO).date(), period.end.astimezone(TOKYO).date()
    free = free_periods_of(spaces, first=first, last=last)
    return [space for space in spaces if any(f.start <= period.start and period.end <= f.end for f in free[space.pk])]


def open_at(spaces: list[Space], moment: datetime) -> list[Space]:
    """Keep the spaces that are open at ``moment``, in the order given."""
    day = moment.astimezone(TOKYO).date()
    hours = hours_of(spaces, first=day, last=day)
    return [space for space in spaces if pure.is_open(hours[space.pk], moment)]


def next_free(spaces: list[Space], *, now: datetime, days: int = 14) -> dict[int, Period]:
    """Find the next time each bookable space can still be asked for here, within so many days."""
    lent = [space for space in spaces if space.is_bookable]
    today = now.astimezone(TOKYO).date()
    free = free_periods_of(lent, first=today, last=today + timedelta(days=days - 1)) if lent else {}
    found = {space.pk: _first_fit(space, free[space.pk], now) for space in lent}
    return {pk: period for pk, period in found.items() if period}


def _first_fit(space: Space, free: list[Period], now: datetime) -> Period | None:
    """The first stretch long enough to book that begins late enough to be asked for."""
    earliest = Period(now + timedelta(hours=space.closes_hours_ahead), midnight(date.max - timedelta(days=2)))
    step, length = timedelta(minutes=space.raster_minutes), timedelta(minutes=space.min_minutes)
    for period in clip(free, earliest):
        start = next(raster([period], step=step, length=length), None)
        if start:
            return Period(start.start, period.end)
    return None


def alternatives(space: Space, period: Period, head_count: int, *, now: datetime, limit: int = 3) -> list[Alternative]:
    """Offer the nearest other times of the same space that day, then other spaces at the same time."""
    others = Space.objects.bookable().exclude(pk=space.pk).filter(capacity__gte=head_count)
    same_time = free_during(list(others.select_related("facility").by_kana()), period)
    found = [Alternative(space, other) for other in _other_times(space, period, now)[:limit]]
    return found + [Alternative(other, period) for other in same_time[:limit]]


def _other_times(space: Space, period: Period, now: datetime) -> list[Period]:
    """Times of the same length on the same day, nearest to the wish first."""
    day = period.start.astimezone(TOKYO).date()
    step = timedelta(minutes=space.raster_minutes)
    found = []
    for free in free_periods(space, first=day, last=day):
        start = free.start + (-(free.start - day_period(day, day).start) % step)
        while start + period.length <= free.end:
            if start > now + timedelta(hours=space.closes_hours_ahead):
                found.append(Period(start, start + period.length))
            start += step
    return sorted(found, key=lambda other: (abs(other.start - period.start), other.start))


def taken_times(spaces: list[Space], within: Period, leaving_out: Booking | None = None) -> dict[int, list[Period]]:
    """Find each space's blocked time, widened by the set-up and clearing time a new booking would need."""
    links = Space.parts.through.objects.filter(space__in=spaces).values_list("space_id", "part_id")
    users: dict[int, list[int]] = defaultdict(list)
    for space_id, part_id in links:
        users[part_id].append(space_id)
    widest = timedelta(hours=24)
    rows = Occupancy.objects.filter(
        part__in=users, holds=True, blocked_from__lt=within.end + widest, blocked_until__gt=within.start - widest
    )
    if leaving_out is not None:
        rows = rows.exclude(booking=leaving_out)
    by_id = {space.pk: space for space in spaces}
    taken: dict[int, list[Period]] = defaultdict(list)
    for part_id, start, end in rows.values_list("part_id", "blocked_from", "blocked_until"):
        for space_id in users[part_id]:
            taken[space_id].append(widened(by_id[space_id], start, end))
    return taken


def widened(space: Space, start: datetime, end: datetime) -> Period:
    """Say when no other booking can be, given the time that one blocks: its own set-up and clearing come on top."""
    before, after = timedelta(minutes=space.buffer_before_minutes), timedelta(minutes=space.buffer_after_minutes)
    return Period(start.astimezone(TOKYO) - after, end.astimezone(TOKYO) + before)
