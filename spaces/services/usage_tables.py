"""Figures on the use of spaces as tables, for the page, its charts and the spreadsheet alike.

Where fewer than five bookings stand behind a figure on people, or on what they came for, the figure is not told:
somebody who knows the place could know them.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from organizations.templatetags.words import DAYPARTS, WEEKDAYS
from spaces.models import Visit
from spaces.services.demand import Wishes
from spaces.services.usage import Usage

FEWEST = 5
WEEK = range(1, 8)
NAMES = tuple(WEEKDAYS.values())
Cells = list[list[str | int]]


@dataclass(frozen=True, slots=True)
class Table:
    """``shape`` is the chart drawn beside it, of the figures ``drawn``: columns, bars, or none."""

    key: str
    caption: str
    headers: list[str]
    rows: Cells
    shape: str = ""
    drawn: list[float] = field(default_factory=list)

    @property
    def marks(self) -> list[tuple[str, float, str]]:
        """What the chart draws: label, height, and the figure said at it."""
        short = len(self.headers) == 2
        pairs = zip(self.rows, self.drawn, strict=bool(self.drawn))
        return [(str(row[0]), height, str(row[1]) if short else f"{height:g}") for row, height in pairs]


def told(number: int) -> str | int:
    """The number, unless it is small enough to point at somebody."""
    return number if number >= FEWEST or not number else _("under %(number)d") % {"number": FEWEST}


def _percent(share: int | None) -> str:
    return "–" if share is None else f"{share}%"


def spaces_table(usage: Usage) -> Table:
    headers = [
        _("Facility"), _("Space"), _("Hours open"), _("Hours lent"), _("Share of the hours"), _("Bookings"),
        _("People"), _("Nobody came"), _("Cancelled"),
    ]  # fmt: skip
    rows: Cells = [
        [
            use.space.facility.name,
            use.space.name,
            f"{use.open_hours:g}",
            f"{use.lent_hours:g}",
            _percent(use.share),
            use.bookings,
            use.people,
            use.no_shows,
            use.cancelled,
        ]
        for use in usage.uses
    ]
    return Table("spaces", _("Hours lent beside hours open"), headers, rows)


def weekdays_table(usage: Usage) -> Table:
    shares = [usage.share([day], usage.hours) for day in WEEK]
    rows: Cells = [[str(name), _percent(share)] for name, share in zip(NAMES, shares, strict=True)]
    headers = [_("Weekday"), _("Share of the hours")]
    return Table("weekdays", _("By weekday"), headers, rows, "columns", [share or 0 for share in shares])


def hours_table(usage: Usage) -> Table:
    shares = [usage.share(WEEK, [hour]) for hour in usage.hours]
    rows: Cells = [[f"{hour}:00", _percent(share)] for hour, share in zip(usage.hours, shares, strict=True)]
    headers = [_("Hour"), _("Share of the hours")]
    return Table("hours", _("By hour"), headers, rows, "columns", [share or 0 for share in shares])


def grid_table(usage: Usage) -> Table:
    """Every hour of every weekday."""
    headers = [_("Weekday"), *(f"{hour}:00" for hour in usage.hours)]
    rows: Cells = [
        [str(name), *(_percent(usage.share([day], [hour])) for hour in usage.hours)]
        for day, name in enumerate(NAMES, start=1)
    ]
    return Table("grid", _("By weekday and hour"), headers, rows)


def purposes_table(usage: Usage, at_most: int = 12) -> Table:
    """What five bookings or more were for; the rest together."""
    named = [(words, number) for words, number in usage.purposes.most_common(at_most) if words and number >= FEWEST]
    rest = usage.purposes.total() - sum(number for _words, number in named)
    rows: Cells = [[words, number] for words, number in named]
    if rest:
        rows.append([_("Everything else"), told(rest)])
    drawn: list[float] = [*(number for _words, number in named), *([rest if rest >= FEWEST else 0] if rest else [])]
    return Table("purposes", _("What spaces were borrowed for"), [_("What for"), _("Bookings")], rows, "bars", drawn)


def bands_table(counts: Mapping[str, int], what: str) -> Table:
    """By the age of the children; ``what`` is counted."""
    numbers = [counts.get(value, 0) for value, _label in _bands()]
    rows: Cells = [[label, told(number)] for (_value, label), number in zip(_bands(), numbers, strict=True)]
    drawn: list[float] = [number if number >= FEWEST else 0 for number in numbers]
    return Table("bands", _("By the age of the children"), [_("Age"), what], rows, "bars", drawn)


def _bands() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in (*Visit.Band.choices[1:], Visit.Band.choices[0])]


def districts_table(wishes: Wishes) -> Table:
    """Where people wished in vain."""
    headers = [_("District"), _("Turned down"), _("Waited in line"), _("Searched, nothing free")]
    found = sorted(wishes.by_district.items(), key=lambda item: (-item[1].total(), item[0]))
    rows: Cells = [[name or _("Any district"), *(counts[kind] for kind in Wishes.KINDS)] for name, counts in found]
    drawn: list[float] = [counts["refused"] + counts["searched"] for _name, counts in found]
    return Table("districts", _("Asked for in vain, by district"), headers, rows, "bars", drawn)


def times_table(wishes: Wishes) -> Table:
    """When people wished in vain."""
    counts: Counter[tuple[int, str]] = wishes.by_time
    headers = [_("Weekday"), *(str(label) for label in DAYPARTS.values())]
    rows: Cells = [[str(name), *(counts[day, part] for part in DAYPARTS)] for day, name in enumerate(NAMES, start=1)]
    drawn: list[float] = [sum(counts[day, part] for part in DAYPARTS) for day in WEEK]
    return Table("times", _("Asked for in vain, by weekday and time of day"), headers, rows, "columns", drawn)


def families_table(hours: Mapping[int, Mapping[int, int]]) -> Table:
    """Families that came to a drop-in place, by weekday and hour."""
    met = [hour for row in hours.values() for hour in row]
    span = range(min(met), max(met) + 1) if met else range(0)
    rows: Cells = [
        [str(name), *(hours.get(day, {}).get(hour, 0) for hour in span)] for day, name in enumerate(NAMES, start=1)
    ]
    drawn: list[float] = [sum(hours.get(day, {}).values()) for day in WEEK]
    headers = [_("Weekday"), *(f"{hour}:00" for hour in span)]
    return Table("families", _("Families that came, by weekday and hour"), headers, rows, "columns", drawn)
