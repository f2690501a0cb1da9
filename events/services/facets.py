"""How much each further wish would leave: counts by day, age and district over the next sixty days of a result."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import TextField
from django.db.models.functions import Cast

from events.services.search import find_occurrences
from organizations.services.questions import Meaning
from spaces.periods import TOKYO, midnight

DAYS = 60
MOST = 1000  # rows looked at; in a larger city the counts are then "at least"
OWN = ("age", "grade", "unstated", "district", "after")  # wishes that are counted here, row by row
PERIOD = ("from", "to", "month")
APRIL, A_YEAR = 4, 12
Ages = tuple[int | None, int | None]


class Seen(NamedTuple):
    """What counting reads of a date; its day as text, for a thousand rows have sixty days between them."""

    day: str
    age_from: int | None
    age_to: int | None
    space: int | None
    place_district: int | None
    event_district: int | None

    @property
    def district(self) -> int | None:
        return self.place_district if self.space else self.event_district

    @property
    def ages(self) -> Ages:
        return self.age_from, self.age_to


COLUMNS = (
    Cast("held_on", TextField()),
    "event__age_from_months",
    "event__age_to_months",
    "space",
    "space__facility__district",
    "event__district",
)


@dataclass(frozen=True)
class Facets:
    """Dates by day, by stated ages and by district. Each count leaves its own wish out, and keeps the others."""

    days: Mapping[date, int] = field(default_factory=dict)
    ages: Mapping[Ages, int] = field(default_factory=dict)
    districts: Mapping[int | None, int] = field(default_factory=dict)
    anywhere: int = 0
    any_age: int = 0

    def between(self, first: date, last: date) -> int:
        return sum(count for day, count in self.days.items() if first <= day <= last)

    def fitting(self, *children: tuple[int, int]) -> int:
        return sum(count for ages, count in self.ages.items() if fits_all(ages, children))

    @property
    def unstated(self) -> int:
        return self.ages.get((None, None), 0)


def fits(ages: Ages, first: int, last: int) -> bool:
    """Tell whether stated ages meet the months ``first`` to ``last``; silence fits nobody."""
    if ages == (None, None):
        return False
    return (ages[0] is None or ages[0] <= last) and (ages[1] is None or ages[1] >= first)


def fits_all(ages: Ages, children: Iterable[tuple[int, int]]) -> bool:
    return all(fits(ages, first, last) for first, last in children)


def count_facets(asked: Mapping[str, Any], *, now: datetime, meaning: Meaning, parts: Mapping[str, set[int]]) -> Facets:
    """Count what a question and its neighbours find; ``parts`` gives a district's code its own and its parts' ids.

    One query, or two where a period is asked for: the counts by day then look beyond it.
    """
    today = now.astimezone(TOKYO).date()
    free = {name: value for name, value in asked.items() if name not in OWN}
    days_free = {name: value for name, value in free.items() if name not in PERIOD}
    soon = list(_seen(days_free, today, now, meaning))
    period = any(free.get(name) for name in PERIOD)
    rows = list(_seen(free, _first_day(asked, today), now, meaning)) if period else soon
    here = set().union(*(parts[code] for code in asked.get("district") or []))
    near = [row for row in rows if row.district in here] if here else rows
    old_enough = _suiting(rows, asked)
    suiting = _suiting([row for row in soon if row.district in here] if here else soon, asked)
    return Facets(
        days={date.fromisoformat(day): count for day, count in Counter(row.day for row in suiting).items()},
        ages=Counter(row.ages for row in near),
        districts=Counter(row.district for row in old_enough),
        anywhere=len(old_enough),
        any_age=len(near),
    )


def _seen(asked: Mapping[str, Any], first: date, now: datetime, meaning: Meaning) -> Iterator[Seen]:
    end = midnight(first + timedelta(days=DAYS))
    rows = find_occurrences(asked, now=now, meaning=meaning).filter(starts_at__lt=end)
    return map(Seen._make, rows.values_list(*COLUMNS)[:MOST])


def _first_day(asked: Mapping[str, Any], today: date) -> date:
    month = asked.get("month") or (today, None)
    return max(asked.get("from") or month[0], today)


def _suiting(rows: list[Seen], asked: Mapping[str, Any]) -> list[Seen]:
    children, grades = asked.get("age") or [], asked.get("grade") or []
    if children:
        rows = [row for row in rows if fits_all(row.ages, children)]
    if grades:
        rows = [row for row in rows if any(fits(row.ages, *_reach(grade, row.day)) for grade in grades)]
    return rows


@lru_cache(maxsize=1024)
def _reach(begins: int, day: str) -> tuple[int, int]:
    """Give the months of a school year's children on a day, as OccurrenceQuerySet.for_grades has it."""
    on = date.fromisoformat(day)
    into = (on.month - APRIL) % A_YEAR
    return begins + into, begins + into + A_YEAR - (on.day == 1)
