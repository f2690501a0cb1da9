"""Spaces that are lent by parts of the day (区分): which runs of parts there are on a day, and what they cost."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from organizations.models import User
from organizations.services.content_versions import bump
from organizations.templatetags.words import hours_range
from spaces.models import DayPart, Space
from spaces.notifications import yen_words
from spaces.periods import TOKYO, Period, midnight


@dataclass(frozen=True, slots=True)
class Stretch:
    """Parts of one day that follow one another and are lent together."""

    parts: tuple[DayPart, ...]
    period: Period

    @property
    def name(self) -> str:
        return _("·").join(part.name for part in self.parts)

    @property
    def minutes(self) -> str:
        """Name the run within its day, as a form sends it: 540-720."""
        return f"{self.parts[0].opens_minute}-{self.parts[-1].closes_minute}"

    @property
    def price_yen(self) -> int | None:
        """What they cost together; None when that of one is not known."""
        prices = [part.price_yen for part in self.parts if part.price_yen is not None]
        return sum(prices) if len(prices) == len(self.parts) else None


@dataclass(frozen=True, slots=True)
class Offer:
    """A stretch of a day that is being looked at, and whether it can still be had."""

    stretch: Stretch
    is_free: bool


def day_parts_of(spaces: Iterable[Space]) -> dict[int, list[DayPart]]:
    """Fetch the parts of those spaces that are lent by them; no query where none is."""
    lent = [space.pk for space in spaces if space.is_lent_by_parts]
    found: dict[int, list[DayPart]] = defaultdict(list)
    for part in DayPart.objects.filter(space__in=lent).order_by("opens_minute", "closes_minute") if lent else ():
        found[part.space_id].append(part)
    return found


def stretches(parts: Iterable[DayPart], day: date) -> list[Stretch]:
    """List every run of parts of ``day``, the single ones first; of two over the same time the cheaper one."""
    held = [part for part in parts if part.holds_on(day.weekday())]
    found: dict[Period, Stretch] = {}
    for run in (run for first in held for run in _runs([first], held)):
        base = midnight(day)
        start, end = (base + timedelta(minutes=m) for m in (run[0].opens_minute, run[-1].closes_minute))
        stretch = Stretch(tuple(run), Period(start, end))
        known = found.setdefault(stretch.period, stretch)
        if (stretch.price_yen or 0) < (known.price_yen or 0):
            found[stretch.period] = stretch
    return sorted(found.values(), key=lambda one: (len(one.parts), one.period))


def _runs(run: list[DayPart], held: Sequence[DayPart]) -> list[list[DayPart]]:
    """Go on from a run to the next part, until there is none."""
    later = [part for part in held if part.opens_minute >= run[-1].closes_minute]
    return [run] + (_runs([*run, later[0]], held) if later else [])


def stretch_of(parts: Iterable[DayPart], period: Period) -> Stretch | None:
    """Find the run that is exactly ``period``."""
    day = period.start.astimezone(TOKYO).date()
    return next((one for one in stretches(parts, day) if one.period == period), None)


def offers(parts: Iterable[DayPart], day: date, free: Sequence[Period], earliest: datetime) -> list[Offer]:
    """Say of each run of ``day`` whether it lies in the ``free`` time and begins after ``earliest``."""
    return [
        Offer(one, one.period.start > earliest and any(_within(one.period, other) for other in free))
        for one in stretches(parts, day)
    ]


def offer_words(offer: Offer) -> str:
    """Say a run, its hours, its price and whether it is free, for whoever chooses."""
    stretch = offer.stretch
    words = [stretch.name, hours_range(stretch.period.start, stretch.period.end)]
    if stretch.price_yen is not None:
        words.append(yen_words(stretch.price_yen))
    return _(": ").join([" ".join(words), _("Free") if offer.is_free else _("Not free")])


def _within(inner: Period, outer: Period) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


@transaction.atomic
def add_day_part(*, space: Space, facts: Mapping[str, Any], by: User) -> DayPart:
    """Note one more part a space's day is lent by; bookings that stand keep their times and prices."""
    part = DayPart.objects.create(space=space, **facts)
    log(space, "spaces.day_part.add", user=by, data={"name": part.name})
    bump("spaces")
    return part


@transaction.atomic
def remove_day_part(*, part: DayPart, by: User) -> None:
    """Lend this part of the day no longer; bookings that stand keep their times and prices."""
    log(part.space, "spaces.day_part.remove", user=by, data={"name": part.name})
    part.delete()
    bump("spaces")
