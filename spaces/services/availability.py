"""Free time of spaces, and what else there is when a wish cannot be met."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from spaces import opening_hours as pure
from spaces.models import Booking, DayPart, Occupancy, Space
from spaces.periods import TOKYO, Period, clip, day_period, midnight, raster, subtract
from spaces.services.day_parts import Offer, day_parts_of, offers, stretch_of
from spaces.services.hours import hours_of


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another way to have a room: ``space`` during ``period``."""

    space: Space
    period: Period


@dataclass(frozen=True, slots=True)
class DayOfSpace:
    """What is left of one day: free periods still to come, or the reason why the space does not open.

    ``offers`` are the parts of the day of a space that is lent by them.
    """

    day: date
    open: list[Period]
    free: list[Period]
    closed: pure.Closed | None
    offers: list[Offer]


def days_of(space: Space, *, first: date, last: date, now: datetime) -> list[DayOfSpace]:
    """Describe each day from ``first`` to ``last``, both included, as seen at ``now``."""
    hours = hours_of([space], first=first, last=last)[space.pk]
    taken = taken_times([space], day_period(first, last))[space.pk]
    parts = day_parts_of([space])[space.pk]
    days = []
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        opened = pure.open_periods(hours, first=day, last=day)
        free = [period for period in subtract(opened, taken) if period.end > now]
        closed = None if opened else pure.why_closed_on(hours, day)
        days.append(DayOfSpace(day, opened, free, closed, offers(parts, day, free, now) if opened else []))
    return days


def free_periods(space: Space, *, first: date, last: date) -> list[Period]:
    """List when the space can still be had on the days ``first`` to ``last``, both included."""
    return free_periods_of([space], first=first, last=last)[space.pk]


def free_periods_of(spaces: list[Space], *, first: date, last: date) -> dict[int, list[Period]]:
    """The same for many spaces in three queries; the buffers around other bookings count as taken."""
    hours = hours_of(spaces, first=first, last=last)
    taken = taken_times(spaces, day_period(first, last))
    opened: dict[int, list[Period]] = {}  # most spaces share their hours with others
    for shared in hours.values():
        if id(shared) not in opened:
            opened[id(shared)] = pure.open_periods(shared, first=first, last=last)
    return {space.pk: subtract(opened[id(hours[space.pk])], taken[space.pk]) for space in spaces}


def free_around(spaces: list[Space], period: Period) -> dict[int, Period]:
    """Find the spaces that can be had for all of ``period``, each with the free stretch around it."""
    first, last = period.start.astimezone(TOKYO).date(), period.end.astimezone(TOKYO).date()
    free = free_periods_of(spaces, first=first, last=last)
    return {
        pk: stretch
        for pk, periods in free.items()
        for stretch in periods
        if stretch.start <= period.start and period.end <= stretch.end
    }


def free_during(spaces: list[Space], period: Period) -> list[Space]:
    """Keep the spaces that can be had for all of ``period``, in the order given."""
    free = free_around(spaces, period)
    return [space for space in spaces if space.pk in free]


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
    parts = day_parts_of(lent)
    found = {space.pk: _first_fit(space, free[space.pk], parts[space.pk], now) for space in lent}
    return {pk: period for pk, period in found.items() if period}


def _first_fit(space: Space, free: list[Period], parts: list[DayPart], now: datetime) -> Period | None:
    """The first stretch long enough to book that begins late enough to be asked for."""
    if space.is_lent_by_parts:
        return _first_part(free, parts, now + timedelta(hours=space.closes_hours_ahead))
    earliest = Period(now + timedelta(hours=space.closes_hours_ahead), midnight(date.max - timedelta(days=2)))
    step, length = timedelta(minutes=space.raster_minutes), timedelta(minutes=space.min_minutes)
    for period in clip(free, earliest):
        start = next(raster([period], step=step, length=length), None)
        if start:
            return Period(start.start, period.end)
    return None


def _first_part(free: list[Period], parts: list[DayPart], earliest: datetime) -> Period | None:
    """The first part of a day that lies wholly in what is free."""
    days = sorted({moment.date() for period in free for moment in (period.start, period.end)})
    found = (offer.stretch for day in days for offer in offers(parts, day, free, earliest) if offer.is_free)
    return next((stretch.period for stretch in found), None)


def alternatives(space: Space, period: Period, head_count: int, *, now: datetime, limit: int = 3) -> list[Alternative]:
    """Offer the nearest other times of the same space that day, then other spaces at the same time."""
    others = Space.objects.bookable().exclude(pk=space.pk).filter(capacity__gte=head_count)
    same_time = _lent_so(free_during(list(others.select_related("facility").by_kana()), period), period)
    found = [Alternative(space, other) for other in _other_times(space, period, now)[:limit]]
    return found + [Alternative(other, period) for other in same_time[:limit]]


def _lent_so(spaces: list[Space], period: Period) -> list[Space]:
    """Leave out those lent by parts of the day that are not these hours."""
    parts = day_parts_of(spaces)
    return [space for space in spaces if not space.is_lent_by_parts or stretch_of(parts[space.pk], period)]


def _other_times(space: Space, period: Period, now: datetime) -> list[Period]:
    """Times of the same length on the same day, nearest to the wish first."""
    day = period.start.astimezone(TOKYO).date()
    step = timedelta(minutes=space.raster_minutes)
    if space.is_lent_by_parts:
        return _other_parts(space, period, day, now)
    found = []
    for free in free_periods(space, first=day, last=day):
        start = free.start + (-(free.start - day_period(day, day).start) % step)
        while start + period.length <= free.end:
            if start > now + timedelta(hours=space.closes_hours_ahead):
                found.append(Period(start, start + period.length))
            start += step
    return sorted(found, key=lambda other: (abs(other.start - period.start), other.start))


def _other_parts(space: Space, period: Period, day: date, now: datetime) -> list[Period]:
    """Free parts of the same day, as many as were wished for."""
    earliest = now + timedelta(hours=space.closes_hours_ahead)
    found = day_offers(space, day, earliest)
    wished = next((len(one.stretch.parts) for one in found if one.stretch.period == period), 1)
    return [one.stretch.period for one in found if one.is_free and len(one.stretch.parts) <= wished]


def day_offers(space: Space, day: date, earliest: datetime) -> list[Offer]:
    """Say of each run of parts of one day whether it can be had, if it begins after ``earliest``."""
    return offers(day_parts_of([space])[space.pk], day, free_periods(space, first=day, last=day), earliest)


def taken_times(spaces: list[Space], within: Period, leaving_out: Booking | None = None) -> dict[int, list[Period]]:
    """Find each space's blocked time, widened by the set-up and clearing time a new booking would need."""
    by_id = {space.pk: space for space in spaces}
    before = max((space.buffer_before_minutes for space in spaces), default=0)
    after = max((space.buffer_after_minutes for space in spaces), default=0)
    reach = Period(within.start - timedelta(minutes=before), within.end + timedelta(minutes=after))
    taken: dict[int, list[Period]] = defaultdict(list)
    for space_id, booking_id, start, end in _blocked(spaces, reach):
        if leaving_out is None or booking_id != leaving_out.pk:
            taken[space_id].append(widened(by_id[space_id], start, end))
    return taken


def _blocked(spaces: list[Space], within: Period) -> QuerySet[Any, tuple[int, int, datetime, datetime]]:
    """Fetch space, booking, start and end of what blocks ``within``.

    What holds a part never overlaps: of all that began before, only the last can reach into ``within``. So the
    search begins there, however long the history is.
    """
    earlier = Occupancy.objects.filter(part=OuterRef("part"), holds=True, blocked_from__lte=within.start)
    last_before = earlier.order_by("-blocked_from").values("blocked_from")[:1]
    rows = Space.parts.through.objects.filter(
        space__in=spaces,
        part__occupancies__holds=True,
        part__occupancies__blocked_from__gte=Coalesce(Subquery(last_before), within.start),
        part__occupancies__blocked_from__lt=within.end,
        part__occupancies__blocked_until__gt=within.start,
    )
    columns = ("booking_id", "blocked_from", "blocked_until")
    return rows.values_list("space_id", *(f"part__occupancies__{column}" for column in columns))


def widened(space: Space, start: datetime, end: datetime) -> Period:
    """Say when no other booking can be, given the time that one blocks: its own set-up and clearing come on top."""
    before, after = timedelta(minutes=space.buffer_before_minutes), timedelta(minutes=space.buffer_after_minutes)
    return Period(start.astimezone(TOKYO) - after, end.astimezone(TOKYO) + before)
