"""Refused and vain wishes: noted when they happen, read by those who plan."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from organizations.models import District
from spaces.models import Booking, Space, Unmet
from spaces.periods import TOKYO, Period, day_period

COUNTED = (  # what is no slip of the keyboard
    "taken", "closed", "too_many", "quota", "too_early", "opens_month", "locals_first", "groups_only",
)  # fmt: skip
WAITED = (Booking.Status.WAITING, Booking.Status.OFFERED, Booking.Status.LAPSED)
MOST_SEARCHES = 300  # vain searches that one day can leave


@transaction.atomic
def note_unmet(
    *,
    space: Space | None,
    period: Period,
    code: str = Unmet.NOTHING,
    head_count: int | None = None,
    district: District | None = None,
) -> None:
    """Count a wish nobody could meet; what was only mistyped is not one, nor what a machine asks all day long."""
    today = timezone.localdate()
    if space is not None and code not in COUNTED:
        return
    if space is None and Unmet.objects.filter(space=None, noted_on=today).count() >= MOST_SEARCHES:
        return
    row, is_new = Unmet.objects.get_or_create(
        space=space,
        code=code,
        starts_at=period.start,
        ends_at=period.end,
        noted_on=today,
        defaults={"head_count": head_count, "district": space.facility.district if space else district},
    )
    if not is_new:
        Unmet.objects.filter(pk=row.pk).update(times=F("times") + 1)


@transaction.atomic
def note_refused(*, space: Space, refused: Iterable[tuple[Period, str]], head_count: int | None) -> None:
    """Count many wishes for one space, each with its code; however many, in as many questions."""
    wishes = {(period.start, period.end, code) for period, code in refused if code in COUNTED}
    if not wishes:
        return
    today = timezone.localdate()
    rows = Unmet.objects.filter(space=space, noted_on=today, starts_at__in={start for start, _end, _code in wishes})
    known = {(row.starts_at, row.ends_at, row.code): row.pk for row in rows}
    Unmet.objects.filter(pk__in=[pk for key, pk in known.items() if key in wishes]).update(times=F("times") + 1)
    facts: dict[str, Any] = {"space": space, "head_count": head_count, "district": space.facility.district}
    Unmet.objects.bulk_create(
        Unmet(starts_at=start, ends_at=end, code=code, noted_on=today, **facts)
        for start, end, code in sorted(wishes - known.keys())
    )


@dataclass(frozen=True, slots=True)
class Lack:
    """So many wishes for one space (None: any) on one weekday (Monday is 1) that begin in one hour."""

    space: Space | None
    weekday: int
    hour: int
    code: str
    times: int


def lacks(*, first: date, last: date, at_most: int = 50) -> list[Lack]:
    """Gather what was asked for in vain on the days ``first`` to ``last``, the most wished for first."""
    rows = Unmet.objects.noted_between(first, last).values_list("space", "code", "starts_at").annotate(n=Sum("times"))
    found: dict[tuple[int | None, int, int, str], int] = {}
    for space, code, starts_at, number in rows:
        local = starts_at.astimezone(TOKYO)
        key = (space, local.isoweekday(), local.hour, code)
        found[key] = found.get(key, 0) + number
    most = sorted(found.items(), key=lambda item: (-item[1], item[0][1:3]))[:at_most]
    spaces = Space.objects.select_related("facility").in_bulk([key[0] for key, _n in most if key[0] is not None])
    return [Lack(spaces.get(key[0] or 0), *key[1:], number) for key, number in most]


@dataclass(slots=True)
class Wishes:
    """What could not be had: by district and by kind, and by weekday (Monday is 1) and part of the day."""

    KINDS: ClassVar[tuple[str, ...]] = ("refused", "waiting", "searched")

    by_district: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    by_time: Counter[tuple[int, str]] = field(default_factory=Counter)

    def add(self, kind: str, district: str, starts_at: datetime, times: int) -> None:
        """Count a wish; who waits in line was refused before, so the times of day leave it out."""
        self.by_district[district][kind] += times
        if kind != "waiting":
            local = starts_at.astimezone(TOKYO)
            self.by_time[local.isoweekday(), _part_of_day(local.hour)] += times


def wishes(*, first: date, last: date) -> Wishes:
    """Sum up what was asked for in vain on the days ``first`` to ``last``, in two queries."""
    found = Wishes()
    rows = Unmet.objects.noted_between(first, last).values_list("district__name", "code", "starts_at")
    for district, code, starts_at, times in rows.annotate(n=Sum("times")):
        found.add("searched" if code == Unmet.NOTHING else "refused", district or "", starts_at, times)
    asked = day_period(first, last)
    waited = Booking.objects.filter(created_at__gte=asked.start, created_at__lt=asked.end, status__in=WAITED)
    for district, starts_at in waited.values_list("space__facility__district__name", "starts_at"):
        found.add("waiting", district or "", starts_at, 1)
    return found


def _part_of_day(hour: int) -> str:
    return "morning" if hour < 12 else "afternoon" if hour < 17 else "evening"


def forget_old(*, day: date, kept: timedelta = timedelta(days=3 * 366)) -> int:
    """Drop what is older than the plan looks back."""
    return Unmet.objects.filter(noted_on__lt=day - kept).delete()[0]
