"""The opening hours of one period: each weekday, some weeks of the month, national holidays."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.templatetags.words import WEEKDAYS
from spaces.fields import SpansField
from spaces.models import OpeningHours
from spaces.opening_hours import DAY_MINUTES, Span

WEEKS = (
    (1, pgettext_lazy("week of the month", "1st")),
    (2, pgettext_lazy("week of the month", "2nd")),
    (3, pgettext_lazy("week of the month", "3rd")),
    (4, pgettext_lazy("week of the month", "4th")),
    (5, pgettext_lazy("week of the month", "5th")),
    (-1, pgettext_lazy("week of the month", "last")),
)
MOST_NTH = 3
SAME, CLOSED, OWN = "same", "closed", "own"
HOLIDAYS = (
    (SAME, _("Open like on other days")),
    (CLOSED, _("Closed on them")),
    (OWN, _("Hours of their own, below")),
)
DAY = {"type": "date"}


class HoursForm(forms.Form):
    """One line a weekday; an empty one means closed. ``rows`` are the hours of the period as they stand."""

    valid_from = forms.DateField(
        label=_("From this day"), required=False, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )
    valid_through = forms.DateField(
        label=_("Up to and with this day"), required=False, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )
    holidays = forms.ChoiceField(
        label=_("On national holidays"), choices=HOLIDAYS, widget=forms.RadioSelect, required=False
    )
    holiday_spans = SpansField(label=_("Hours on national holidays"))
    moves_after_holiday = forms.BooleanField(
        label=_("A resting day that is a national holiday moves to the next weekday"), required=False
    )

    def __init__(self, data: Any = None, *, rows: Iterable[OpeningHours] = (), **initial: Any) -> None:
        rows = list(rows)
        nth = _nth_known(rows)
        super().__init__(data, initial=_known(rows) | nth | initial)
        self.numbers = range(1, max(MOST_NTH, len(nth) // 3 + 1) + 1)
        for code, name in WEEKDAYS.items():
            self.fields[code] = SpansField(label=name)
        for number in self.numbers:
            self.fields |= _nth_questions(f"nth_{number}")

    @property
    def period_fields(self) -> list[forms.BoundField]:
        return [self["valid_from"], self["valid_through"]]

    @property
    def weekday_fields(self) -> list[forms.BoundField]:
        return [self[code] for code in WEEKDAYS]

    @property
    def holiday_fields(self) -> list[forms.BoundField]:
        return [self["holidays"], self["holiday_spans"]]

    @property
    def nth_fields(self) -> list[list[forms.BoundField]]:
        names = ("weekday", "weeks", "spans")
        return [[self[f"nth_{number}_{name}"] for name in names] for number in self.numbers]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("valid_from") and data.get("valid_through") and data["valid_through"] < data["valid_from"]:
            message = _("The last day cannot be before the first.")
            self.add_error("valid_through", ValidationError(message, code="order"))
        if data.get("holidays") == OWN and not data.get("holiday_spans") and "holiday_spans" in data:
            message = _("Please write the hours of national holidays.")
            self.add_error("holiday_spans", ValidationError(message, code="holidays"))
        for number in self.numbers:
            self._check_nth(data, f"nth_{number}")
        return data

    def _check_nth(self, data: dict[str, Any], name: str) -> None:
        said = bool(data.get(f"{name}_weeks") or data.get(f"{name}_spans"))
        if said and data.get(f"{name}_weekday") is None and f"{name}_weekday" in data:
            self.add_error(f"{name}_weekday", ValidationError(_("Please choose a weekday."), code="weekday"))

    @property
    def validity(self) -> tuple[date | None, date | None]:
        return self.cleaned_data["valid_from"], self.cleaned_data["valid_through"]

    @property
    def rows(self) -> list[OpeningHours]:
        """Give the hours as rows that are not stored yet; the form must be valid."""
        first, last = self.validity
        also = self.cleaned_data["holidays"] in ("", SAME)
        rows = [*self._weekly(), *self._nth(), *self._on_holidays()]
        for row in rows:
            row.valid_from, row.valid_through = first, last
            row.also_on_holidays = also or row.weekday == OpeningHours.HOLIDAYS
        return rows

    def _weekly(self) -> Iterator[OpeningHours]:
        for number, code in enumerate(WEEKDAYS):
            yield from _spans(number, self.cleaned_data[code])

    def _nth(self) -> Iterator[OpeningHours]:
        for number in self.numbers:
            weekday, weeks, spans = (
                self.cleaned_data[f"nth_{number}_{name}"] for name in ("weekday", "weeks", "spans")
            )
            if weekday is not None and spans:
                yield from _spans(weekday, spans, sorted(weeks))
            elif weekday is not None:
                moves = self.cleaned_data["moves_after_holiday"]
                yield _rest(weekday, sorted(weeks), moves)

    def _on_holidays(self) -> Iterator[OpeningHours]:
        if self.cleaned_data["holidays"] == OWN:
            yield from _spans(OpeningHours.HOLIDAYS, self.cleaned_data["holiday_spans"])


def _spans(weekday: int, spans: Iterable[tuple[int, int]], weeks: Iterable[int] = ()) -> Iterator[OpeningHours]:
    for opens, closes in spans:
        yield OpeningHours(weekday=weekday, opens_minute=opens, closes_minute=closes, weeks=list(weeks))


def _rest(weekday: int, weeks: Iterable[int], moves: bool) -> OpeningHours:
    day = Span(0, DAY_MINUTES)
    return OpeningHours(
        weekday=weekday,
        opens_minute=day.opens,
        closes_minute=day.closes,
        weeks=list(weeks),
        rests=True,
        moves_after_holiday=moves,
    )


def _nth_questions(name: str) -> dict[str, forms.Field]:
    weekdays = [("", "—"), *enumerate(WEEKDAYS.values())]
    return {
        f"{name}_weekday": forms.TypedChoiceField(
            label=_("Weekday"), choices=weekdays, coerce=int, empty_value=None, required=False
        ),
        f"{name}_weeks": forms.TypedMultipleChoiceField(
            label=_("Weeks of the month (none: every week)"),
            choices=WEEKS,
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        ),
        f"{name}_spans": SpansField(label=_("Hours (empty: closed)")),
    }


def _known(rows: list[OpeningHours]) -> dict[str, Any]:
    """What the form begins with, the rules for some weeks of the month apart."""
    codes = [*WEEKDAYS, "holiday_spans"]
    known: dict[str, Any] = {code: [] for code in codes}
    for row in sorted(rows, key=lambda row: row.opens_minute):
        if not (row.rests or row.weeks):
            known[codes[row.weekday]].append((row.opens_minute, row.closes_minute))
    also = all(row.also_on_holidays for row in rows)
    known["holidays"] = OWN if known["holiday_spans"] else SAME if also else CLOSED
    known["moves_after_holiday"] = any(row.moves_after_holiday for row in rows)
    if rows:
        known |= {"valid_from": rows[0].valid_from, "valid_through": rows[0].valid_through}
    return known


def _nth_known(rows: list[OpeningHours]) -> dict[str, Any]:
    rules: dict[tuple[int, tuple[int, ...], bool], list[tuple[int, int]]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.weekday, row.opens_minute)):
        if row.rests or row.weeks:
            rules[row.weekday, tuple(row.weeks), row.rests].append((row.opens_minute, row.closes_minute))
    known: dict[str, Any] = {}
    for number, ((weekday, weeks, rests), spans) in enumerate(rules.items(), start=1):
        values = {"weekday": weekday, "weeks": list(weeks), "spans": [] if rests else spans}
        known |= {f"nth_{number}_{name}": value for name, value in values.items()}
    return known
