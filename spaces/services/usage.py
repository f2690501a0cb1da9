"""How much spaces are used: hours lent beside hours open, by space, weekday and hour."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from spaces import opening_hours as pure
from spaces.models import Booking, Space
from spaces.periods import TOKYO, Period, clip, day_period
from spaces.services.hours import hours_of

HOUR = timedelta(hours=1)
USED = (Booking.Status.CONFIRMED, Booking.Status.DONE)


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
        return round(100 * self.lent_hours / self.open_hours) if self.open_hours else 0


def use_of_spaces(spaces: list[Space], *, first: date, last: date) -> list[Use]:
    """Sum up each space from ``first`` to ``last``, both included, in three queries."""
    within = day_period(first, last)
    hours = hours_of(spaces, first=first, last=last)
    found = {
        space.pk: Use(space, _hours(pure.open_periods(hours[space.pk], first=first, last=last))) for space in spaces
    }
    rows = Booking.objects.filter(space__in=spaces, starts_at__gte=within.start, starts_at__lt=within.end)
    for space, status, starts_at, ends_at, people in rows.values_list(
        "space_id", "status", "starts_at", "ends_at", "head_count"
    ):
        _add(found[space], status, Period(starts_at, ends_at), people)
    return [found[space.pk] for space in spaces]


def _add(use: Use, status: str, period: Period, people: int) -> None:
    if status in USED:
        use.bookings += 1
        use.people += people
        use.lent_hours += period.length / HOUR
    use.no_shows += status == Booking.Status.NO_SHOW
    use.cancelled += status == Booking.Status.CANCELLED


def _hours(periods: list[Period]) -> float:
    return sum(period.length / HOUR for period in periods)


def use_by_hour(space: Space, *, first: date, last: date) -> Counter[tuple[int, int]]:
    """Count on how many days each hour of each weekday (Monday is 1) was lent, even for a part of it."""
    within = day_period(first, last)
    rows = space.bookings.filter(status__in=USED).between(within.start, within.end)
    found: Counter[tuple[int, int]] = Counter()
    for starts_at, ends_at in rows.values_list("starts_at", "ends_at"):
        for period in clip([Period(starts_at, ends_at)], within):
            found.update((hour.isoweekday(), hour.hour) for hour in _hours_touched(period))
    return found


def _hours_touched(period: Period) -> list[datetime]:
    moment = period.start.astimezone(TOKYO).replace(minute=0, second=0, microsecond=0)
    hours = []
    while moment < period.end:
        hours.append(moment)
        moment += HOUR
    return hours


def use_by_purpose(*, first: date, last: date, at_most: int = 20) -> list[tuple[str, int]]:
    """Name what spaces were borrowed for, the most frequent first."""
    within = day_period(first, last)
    rows = Booking.objects.filter(status__in=USED).between(within.start, within.end)
    return Counter(rows.values_list("purpose", flat=True)).most_common(at_most)
