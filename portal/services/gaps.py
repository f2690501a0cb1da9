"""Where the city lacks something: what was asked for in vain against what is there, by theme and district."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from events.models import EmptySearch, Occurrence
from events.services.demand import UP_TO, WEEKDAYS
from organizations.models import ExchangeStatus, Need, Offer, Organization, Resource, UnmetReason
from spaces.models import Space, Unmet
from spaces.periods import TOKYO

LOOKS_BACK = timedelta(days=180)
LOOKS_AHEAD = timedelta(days=60)
FEWEST = 5  # what fewer have asked for is not shown: it might be one family
ROOM = "room"
UNANSWERED = (ExchangeStatus.OPEN, ExchangeStatus.IN_INTRODUCTION, ExchangeStatus.EXPIRED, ExchangeStatus.UNMET)
SETTLED_ELSEWHERE = (UnmetReason.ELSEWHERE, UnmetReason.GONE)
Place = tuple[str, str]  # theme and district


@dataclass(frozen=True, slots=True)
class Row:
    """Something asked for, or something that is there; an empty set: it does not say."""

    themes: frozenset[str]
    districts: frozenset[str] = frozenset()
    bands: frozenset[str] = frozenset()
    weekdays: frozenset[str] = frozenset()
    times: int = 1

    def names(self, band: str, weekday: str) -> bool:
        """Whether it speaks of this age and day."""
        return (not band or band in self.bands) and (not weekday or weekday in self.weekdays)

    def serves(self, band: str, weekday: str) -> bool:
        """Whether it is there for this age and day; what says nothing is there for all."""
        fits_age = not band or not self.bands or band in self.bands
        return fits_age and (not weekday or not self.weekdays or weekday in self.weekdays)

    def places(self) -> Iterator[Place]:
        return ((theme, district) for theme in self.themes for district in self.districts or {""})


@dataclass(frozen=True, slots=True)
class Gap:
    """How often something was asked for in vain, and how much of it is there."""

    theme: str
    district: str
    demand: int
    supply: int

    @property
    def is_shown(self) -> bool:
        return self.demand >= FEWEST

    @property
    def is_closed(self) -> bool:
        return self.supply >= self.demand


@dataclass(frozen=True)
class Ledger:
    """All that was asked for in vain in half a year, and all that is there today."""

    asked: list[Row] = field(default_factory=list)
    there: list[Row] = field(default_factory=list)

    def gap(self, theme: str, district: str, band: str = "", weekday: str = "") -> Gap:
        asked, there = self._tallies(band, weekday)
        return Gap(theme, district, asked[theme, district], _supply(there, theme, district))

    def gaps(self, band: str = "", weekday: str = "") -> list[Gap]:
        """The places where something was asked for, the widest gap first."""
        asked, there = self._tallies(band, weekday)
        found = (Gap(*place, number, _supply(there, *place)) for place, number in asked.items())
        return sorted(found, key=lambda gap: (gap.supply - gap.demand, gap.theme, gap.district))

    def _tallies(self, band: str, weekday: str) -> tuple[Counter[Place], Counter[Place]]:
        asked, there = Counter[Place](), Counter[Place]()
        for row in self.asked:
            if row.names(band, weekday):
                asked.update(dict.fromkeys(row.places(), row.times))
        for row in self.there:
            if row.serves(band, weekday):
                there.update(dict.fromkeys(row.places(), row.times))
        return asked, there


def _supply(there: Counter[Place], theme: str, district: str) -> int:
    """Count what is there for a district: its own and the whole city's; for no district all there is."""
    if district:
        return there[theme, district] + there[theme, ""]
    return sum(number for (name, _district), number in there.items() if name == theme)


def ledger(today: date) -> Ledger:
    """Read the city's ledger in a fixed number of queries."""
    since = today - LOOKS_BACK
    asked = [*_needs(since), *_searches(since, today), *_refusals(since, today)]
    return Ledger(asked, [*_offers(today), *_events(today), *_spaces()])


def bands_between(first: int | None, last: int | None) -> frozenset[str]:
    """Name the age bands that a span of months touches; none where nothing is said."""
    if first is None and last is None:
        return frozenset()
    starts = [0, *(end + 1 for end, _band in UP_TO)]
    youngest, oldest = first or 0, 1200 if last is None else last
    spans = zip(starts, UP_TO, strict=False)
    return frozenset(str(band) for start, (end, band) in spans if youngest <= end and start <= oldest)


def _sheet(row: Need | Offer) -> Row:
    """Read a need or an offer: its topics, or else the kind of help; a place is also a room."""
    topics = frozenset(topic.slug for topic in row.topics.all()) or frozenset({row.resource})
    return Row(
        topics | ({ROOM} if row.resource == Resource.PLACE else frozenset()),
        frozenset(district.code for district in row.districts.all()),
        bands_between(row.age_from_months, row.age_to_months),
        frozenset(row.weekdays),
    )


def _needs(since: date) -> Iterator[Row]:
    rows = Need.objects.filter(status__in=UNANSWERED, opened_at__date__gte=since)
    rows = rows.exclude(reason_code__in=SETTLED_ELSEWHERE)
    return map(_sheet, rows.prefetch_related("topics", "districts"))


def _searches(since: date, today: date) -> Iterator[Row]:
    for row in EmptySearch.objects.noted_between(since, today).exclude(topic=""):
        yield Row(frozenset({row.topic}), _said(row.district), _said(row.band), _said(row.weekday), row.times)


def _refusals(since: date, today: date) -> Iterator[Row]:
    rows = Unmet.objects.noted_between(since, today).values_list("district__code", "starts_at", "times")
    for district, starts_at, times in rows:
        weekday = WEEKDAYS[starts_at.astimezone(TOKYO).isoweekday()]
        yield Row(frozenset({ROOM}), _said(district), frozenset(), frozenset({weekday}), times)


def _said(word: str | None) -> frozenset[str]:
    return frozenset({word}) if word else frozenset()


def _offers(today: date) -> Iterator[Row]:
    rows = Offer.objects.open(today).filter(organization__status__in=Organization.LISTED)
    return map(_sheet, rows.prefetch_related("topics", "districts"))


def _events(today: date) -> Iterator[Row]:
    """The public events of the next two months: each once for every weekday it is on."""
    now = timezone.now()
    rows = Occurrence.objects.filter(is_public=True, starts_at__range=(now, now + LOOKS_AHEAD))
    found: dict[int, dict[str, Any]] = {}
    names = ("event", "starts_at", "event__topics__slug", "event__district__code", "space__facility__district__code")
    ages = ("event__age_from_months", "event__age_to_months")
    for event, starts_at, topic, district, of_space, first, last in rows.values_list(*names, *ages):
        known = found.setdefault(event, {"themes": set(), "districts": set(), "weekdays": set(), "ages": (first, last)})
        known["weekdays"].add(WEEKDAYS[starts_at.astimezone(TOKYO).isoweekday()])
        known["themes"] |= {topic} - {None}
        known["districts"] |= {of_space or district} - {None}
    for row in found.values():
        themes, districts, weekdays = (frozenset(row[name]) for name in ("themes", "districts", "weekdays"))
        yield Row(themes, districts, bands_between(*row["ages"]), weekdays)


def _spaces() -> Iterator[Row]:
    for district in (
        Space.objects.listed().filter(kind=Space.Kind.ROOM).values_list("facility__district__code", flat=True)
    ):
        yield Row(frozenset({ROOM}), _said(district))
