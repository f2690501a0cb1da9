"""How much spaces are used: hours lent beside hours open, by space, weekday and hour, and what for and by whom."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache

from organizations.conditions import ages_in
from spaces import opening_hours as pure
from spaces.models import Booking, Space, Visit
from spaces.periods import TOKYO, Period, clip, day_period
from spaces.services.hours import hours_of

HOUR = timedelta(hours=1)
USED = (Booking.Status.CONFIRMED, Booking.Status.DONE)
BANDS = (
    (Visit.Band.BABY, 0, 35),
    (Visit.Band.PRESCHOOL, 36, 71),
    (Visit.Band.PRIMARY, 72, 143),
    (Visit.Band.TEEN, 144, 215),
)
A_YEAR = 12  # months: so far ranges of ages reach over into the next band without meaning it
Cells = defaultdict[tuple[int, int], float]  # hours, by weekday (Monday is 1) and hour of the day


@dataclass(slots=True)
class Use:
    """One space in some weeks."""

    space: Space
    open_hours: float = 0
    lent_hours: float = 0
    bookings: int = 0
    people: int = 0
    no_shows: int = 0
    cancelled: int = 0

    @property
    def share(self) -> int:
        """Hours lent, in percent of the hours open."""
        return percent(self.lent_hours, self.open_hours)


@dataclass(slots=True)
class Usage:
    """Some spaces in some weeks; hours by weekday and hour of the day, bookings by purpose and age band."""

    uses: list[Use]
    open_hours: Cells = field(default_factory=lambda: defaultdict(float))
    lent_hours: Cells = field(default_factory=lambda: defaultdict(float))
    purposes: Counter[str] = field(default_factory=Counter)
    bands: Counter[str] = field(default_factory=Counter)

    @property
    def hours(self) -> list[int]:
        """From the first to the last hour in which anything was open or lent."""
        met = {hour for cells in (self.open_hours, self.lent_hours) for _weekday, hour in cells}
        return list(range(min(met), max(met) + 1)) if met else []

    def share(self, weekdays: Iterable[int], hours: Iterable[int]) -> int | None:
        """Hours lent in percent of the hours open, in these hours of these weekdays; None where none is open."""
        cells = [(weekday, hour) for weekday in weekdays for hour in hours]
        opened = sum(self.open_hours[cell] for cell in cells)
        return percent(sum(self.lent_hours[cell] for cell in cells), opened) if opened else None


def percent(part: float, whole: float) -> int:
    return round(100 * part / whole) if whole else 0


def usage_of(spaces: list[Space], *, first: date, last: date) -> Usage:
    """Sum up from ``first`` to ``last``, both included, in three queries."""
    within = day_period(first, last)
    uses = {space.pk: Use(space) for space in spaces}
    found = Usage(list(uses.values()))
    _add_open_hours(found, spaces, first, last)
    rows = Booking.objects.filter(space__in=spaces).between(within.start, within.end)
    for space, status, starts_at, ends_at, people, purpose, ages in rows.values_list(
        "space_id", "status", "starts_at", "ends_at", "head_count", "purpose", "ages"
    ):
        use = uses[space]
        use.no_shows += status == Booking.Status.NO_SHOW
        use.cancelled += status == Booking.Status.CANCELLED
        if status in USED:
            periods = clip([Period(starts_at, ends_at)], within)
            use.bookings += 1
            use.people += people
            use.lent_hours += _add_hours(found.lent_hours, periods)
            found.purposes[purpose] += 1
            found.bands.update(bands_in(ages))
    return found


def _add_open_hours(found: Usage, spaces: list[Space], first: date, last: date) -> None:
    """Work the hours out once for all spaces that share them."""
    hours = hours_of(spaces, first=first, last=last)
    sharing: dict[int, list[Use]] = {}
    for use in found.uses:
        sharing.setdefault(id(hours[use.space.pk]), []).append(use)
    for alike in sharing.values():
        cells: Cells = defaultdict(float)
        opened = pure.open_periods(hours[alike[0].space.pk], first=first, last=last)
        length = _add_hours(cells, opened)
        for use in alike:
            use.open_hours = length
        for cell, part in cells.items():
            found.open_hours[cell] += part * len(alike)


def _add_hours(cells: Cells, periods: Iterable[Period]) -> float:
    """Note how much of each hour the periods take; return their length in hours."""
    length = 0.0
    for period in periods:
        for start, end in _hour_by_hour(period):
            part = (end - start) / HOUR
            cells[start.isoweekday(), start.hour] += part
            length += part
    return length


def _hour_by_hour(period: Period) -> Iterator[tuple[datetime, datetime]]:
    start, last = period.start.astimezone(TOKYO), period.end.astimezone(TOKYO)
    while start < last:
        end = min(start.replace(minute=0, second=0, microsecond=0) + HOUR, last)
        yield start, end
        start = end


@lru_cache(maxsize=4096)
def bands_in(ages: str) -> frozenset[str]:
    """Name the age bands that the words of a booking mean; the empty one where they say nothing of children."""
    spans = ages_in(ages) if ages else []
    return frozenset(band for first, last in spans for band in _bands(first, last)) or frozenset({""})


def _bands(first: int, last: int) -> list[str]:
    wide = [str(band) for band, low, high in BANDS if min(high, last) - max(low, first) >= A_YEAR]
    return wide or [str(band) for band, low, high in BANDS if low <= first <= high]
