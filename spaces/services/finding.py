"""Which places fit what is wished for, and, where none does, the nearest wishes that some place can meet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from organizations.models import SearchDocument
from organizations.services.search import ids_about
from spaces.models import Door, Space
from spaces.models.places import SpaceQuerySet
from spaces.periods import TOKYO, Period, raster
from spaces.services.availability import free_around, free_periods_of, open_at

Wishes = Mapping[str, Any]  # the cleaned answers of the search form
DROPPED = ("q", "equipment", "activity", "fitting", "people", "district", "kind", "open_now", "free_now")
NOW_FOR = timedelta(hours=1)
DAYS_AFTER = 7
STEP = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Found:
    """Places by number in the order of the list and, where a time was asked for, the free stretch around it."""

    numbers: list[int]
    free: dict[int, Period] | None = None


@dataclass(frozen=True, slots=True)
class Nearest:
    """A wish changed a little: without ``dropped``, for up to ``people``, or at the time ``period``; so many fit."""

    count: int
    dropped: str = ""
    people: int | None = None
    period: Period | None = None


def find(wishes: Wishes, *, period: Period | None, now: datetime) -> Found:
    """List the places that meet all wishes at once."""
    spaces = narrow(Space.objects.listed(), wishes).by_kana()
    if period is None and not wishes.get("open_now") and not wishes.get("free_now"):
        return Found(list(spaces.values_list("pk", flat=True)))
    rows = list(spaces.for_times())
    if wishes.get("open_now"):
        rows = open_at(rows, now)
    if wishes.get("free_now"):
        rows = _free_now(rows, now)
    if period is None:
        return Found([space.pk for space in rows])
    free = free_around([space for space in rows if space.is_bookable], period)
    return Found([space.pk for space in rows if space.pk in free], free)


def narrow(spaces: SpaceQuerySet, wishes: Wishes) -> SpaceQuerySet:
    if wishes.get("kind"):
        spaces = spaces.filter(kind=wishes["kind"])
    if wishes.get("people"):
        spaces = spaces.holding(wishes["people"])
    if wishes.get("district"):
        spaces = spaces.filter(facility__district__in=wishes["district"])
    for equipment in wishes.get("equipment") or ():
        spaces = spaces.filter(equipment__slug=equipment)
    for activity in wishes.get("activity") or ():
        spaces = spaces.filter(activities__slug=activity)
    for fitting in wishes.get("fitting") or ():
        spaces = spaces.filter(**{f"facility__{fitting}": True})
    if wishes.get("q"):
        spaces = spaces.filter(pk__in=ids_about(wishes["q"], kind=SearchDocument.Kind.SPACE))
    return spaces


def nearest(wishes: Wishes, *, period: Period | None, now: datetime, at_most: int = 5) -> list[Nearest]:
    """Offer what is found with one wish given up, for fewer people, or at another time; what finds most first."""
    asked = [name for name in DROPPED if wishes.get(name)]
    offers = [Nearest(_count(wishes, name, period, now), dropped=name) for name in asked]
    offers += _fewer(wishes, period, now)
    times = _other_times(wishes, period, now) if period else []
    best = sorted((offer for offer in offers if offer.count), key=lambda offer: -offer.count)
    return [*times, *best][:at_most]


def _count(wishes: Wishes, name: str, period: Period | None, now: datetime) -> int:
    return len(find({**wishes, name: None}, period=period, now=now).numbers)


def _fewer(wishes: Wishes, period: Period | None, now: datetime) -> list[Nearest]:
    """The greatest number of people that some place holds which meets all else."""
    if not wishes.get("people"):
        return []
    numbers = find({**wishes, "people": None}, period=period, now=now).numbers
    sizes = [size or 0 for size in Space.objects.filter(pk__in=numbers).values_list("capacity", flat=True)]
    largest = max(sizes, default=0)
    return [Nearest(sum(size == largest for size in sizes), people=largest)] if largest else []


def _other_times(wishes: Wishes, period: Period, now: datetime) -> list[Nearest]:
    """The nearest other time of that day, and the next day on which the same time is free."""
    rows = [space for space in narrow(Space.objects.listed(), wishes).for_times() if space.is_bookable]
    first = period.start.astimezone(TOKYO).date()
    free = free_periods_of(rows, first=first, last=first + timedelta(days=DAYS_AFTER))
    starts: dict[datetime, int] = {}
    for stretches in free.values():
        for slot in raster(stretches, step=STEP, length=period.length):
            if slot.start > now:
                starts[slot.start] = starts.get(slot.start, 0) + 1
    that_day = [start for start in starts if start.astimezone(TOKYO).date() == first]
    that_time = [period.start + timedelta(days=days) for days in range(1, DAYS_AFTER + 1)]
    chosen = sorted(that_day, key=lambda start: (abs(start - period.start), start))[:1]
    chosen += [start for start in that_time if start in starts][:1]
    return [Nearest(starts[start], period=Period(start, start + period.length)) for start in chosen]


def _free_now(spaces: list[Space], now: datetime) -> list[Space]:
    """Rooms that nobody has for the coming hour, and drop-in places that are open and not full."""
    rooms = free_around([space for space in spaces if space.is_bookable], Period(now, now + NOW_FOR))
    open_doors = {space.pk for space in open_at([s for s in spaces if s.kind == Space.Kind.DROP_IN], now)}
    doors = Door.objects.filter(space__in=open_doors)
    full = {door.space_id for door in doors if door.level_at(now) == Door.Level.FULL}
    return [space for space in spaces if space.pk in rooms or space.pk in open_doors - full]
