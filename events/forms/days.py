"""Days tapped on month sheets, or typed as people write them."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from unicodedata import normalize

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from organizations.templatetags.words import day_words
from spaces.opening_hours import holiday_name

FULL_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
SHORT_DATE = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?")
WEEK_OF_DAY = re.compile(r"[((][月火水木金土日祝・]+[))]")
MOST_DAYS = 100
MONTHS = 13


def read_days(text: str, today: date) -> Iterator[date]:
    """Read days from a list such as 「12/5、12月12日(土)」; a day without a year is the next one to come.

    Raises ValueError with the piece that is no day.
    """
    plain = WEEK_OF_DAY.sub("", normalize("NFKC", text))
    for piece in re.split(r"[\s,、;]+", plain):
        if piece:
            yield _read_day(piece, today)


def _read_day(piece: str, today: date) -> date:
    try:
        if found := FULL_DATE.fullmatch(piece):
            return date(*(int(part) for part in found.groups()))
        if found := SHORT_DATE.fullmatch(piece):
            month, day = (int(part) for part in found.groups())
            this_year = date(today.year, month, day)
            return this_year if this_year >= today else date(today.year + 1, month, day)
    except ValueError as error:
        raise ValueError(piece) from error
    raise ValueError(piece)


def iso_day(text: object) -> date | None:
    """Read 2026-12-05; None for anything else."""
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def check_days(days: Sequence[date]) -> list[date]:
    """Refuse too many days, and days that are over. Raises ValidationError (code: too_many, past)."""
    if len(days) > MOST_DAYS:
        raise ValidationError(_("Please list fewer days at a time."), code="too_many")
    if any(day < timezone.localdate() for day in days):
        raise ValidationError(_("A day of this list is over already."), code="past")
    return list(days)


class ListField(forms.Field):
    """The answers of several inputs of one name, as they were sent; the template draws them."""

    widget = forms.MultipleHiddenInput
    default_error_messages = {"too_long": _("Please write less here.")}

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(required=False, **kwargs)

    def to_python(self, value: Any) -> list[str]:
        answers = [str(answer).replace("\0", "") for answer in value or []]
        if len(answers) > MOST_DAYS or any(len(answer) > self.longest for answer in answers):
            raise ValidationError(self.error_messages["too_long"], code="too_long")
        return answers


class DaysField(forms.Field):
    """Days as ISO dates, ticked one by one."""

    widget = forms.MultipleHiddenInput
    default_error_messages = {"day": _("“%(text)s” is not a day we can read. Please write it like 12/5.")}

    def to_python(self, value: Any) -> list[date]:
        return check_days(sorted({self._day(str(text)) for text in value or []}))

    def _day(self, text: str) -> date:
        day = iso_day(text)
        if day is None:
            raise ValidationError(self.error_messages["day"], code="day", params={"text": text[:40]})
        return day


@dataclass(frozen=True, slots=True)
class Day:
    """One box of a month sheet; ``words`` are what a screen reader says of it."""

    value: str
    number: int
    words: str
    kind: str
    is_chosen: bool
    is_over: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One month: ``lead`` are the empty boxes before its first day, Monday first; ``chosen`` counts ticked days."""

    name: str
    lead: range
    days: Sequence[Day]

    @property
    def weekdays(self) -> list[str]:
        return [str(name) for name in WEEKDAYS_ABBR.values()]

    @property
    def chosen(self) -> int:
        return sum(day.is_chosen for day in self.days)


def sheets(chosen: Collection[date]) -> list[Sheet]:
    """Draw this month and the twelve after it."""
    today = timezone.localdate()
    firsts = [date(today.year + (today.month - 1 + n) // 12, (today.month - 1 + n) % 12 + 1, 1) for n in range(MONTHS)]
    return [_sheet(first, chosen, today) for first in firsts]


def _sheet(first: date, chosen: Collection[date], today: date) -> Sheet:
    following = (first + timedelta(days=31)).replace(day=1)
    days = [first + timedelta(days=n) for n in range((following - first).days)]
    name = date_format(first, "YEAR_MONTH_FORMAT")
    return Sheet(name, range(first.weekday()), [_box(day, day in chosen, day < today) for day in days])


def _box(day: date, is_chosen: bool, is_over: bool) -> Day:
    holiday = holiday_name(day)
    kind = "sunday" if holiday or day.weekday() == 6 else "saturday" if day.weekday() == 5 else ""
    name = holiday if (get_language() or "ja").startswith("ja") else str(_("public holiday"))
    words = f"{day_words(day)} {name}" if holiday else str(day_words(day))
    return Day(day.isoformat(), day.day, words, kind, is_chosen, is_over)
