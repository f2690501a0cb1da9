"""The question that lists, calendars, feeds and the API understand. What is unknown is an error; pages mention it."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Self
from unicodedata import normalize

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organizations.forms.search import LANGUAGES
from organizations.models import District, Organization, Project, Topic
from spaces.models import Space

WEEKDAYS = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}
DAYPARTS = {"morning": (5, 12), "afternoon": (12, 17), "evening": (17, 24)}
# The age in months of a school year's youngest child on 1 April.
GRADES = {
    "nensho": 36,
    "nenchu": 48,
    "nencho": 60,
    **{f"e{year}": 60 + 12 * year for year in range(1, 7)},
    **{f"j{year}": 132 + 12 * year for year in range(1, 4)},
    **{f"h{year}": 168 + 12 * year for year in range(1, 4)},
}
APPLY = {"open": "open", "soon": "soon", "none": "none"}
VIEWS = {"list": "list", "calendar": "calendar", "map": "map"}
YES = {"1": True}
KILOMETRES = {"1": 1, "2": 2, "5": 5, "10": 10}
YEARS = range(1900, 2200)  # beyond them a day less or a zone more is no date any longer
AGE = re.compile(r"(\d{1,3})([ym])")
POSITION = re.compile(r"(-?\d{1,2}(?:\.\d{1,20})?),\s?(-?\d{1,3}(?:\.\d{1,20})?)")
EARTH = (90, 180)
SPOKEN = {"ja": "ja", **{code: code for code, _name in LANGUAGES}}


def _unknown(value: str) -> ValidationError:
    return ValidationError(_("“%(value)s” is not known here."), code="unknown", params={"value": value[:40]})


def read_age(value: str) -> tuple[int, int]:
    """Read ``2y`` (24 to 35 months) or ``8m`` (exactly 8) as first and last month."""
    found = AGE.fullmatch(normalize("NFKC", value).strip())
    if not found:
        raise _unknown(value)
    number = int(found[1])
    return (number * 12, number * 12 + 11) if found[2] == "y" else (number, number)


def read_month(value: str) -> tuple[date, date]:
    """Read ``2026-11`` as its first and last day."""
    first = read_day(f"{normalize('NFKC', value).strip()}-01")
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def read_day(value: str) -> date:
    try:
        day = date.fromisoformat(normalize("NFKC", value).strip())
    except ValueError:
        raise _unknown(value) from None
    if day.year not in YEARS:
        raise _unknown(value)
    return day


def read_position(value: str) -> tuple[float, float] | str:
    """Read ``36.12,139.65`` to a hundredth of a degree, so that nobody's door is named; else a district's code."""
    found = POSITION.fullmatch(normalize("NFKC", value).strip())
    if not found:
        return value[:20]
    position = round(float(found[1]), 2), round(float(found[2]), 2)
    if any(abs(degrees) > most for degrees, most in zip(position, EARTH, strict=True)):
        raise _unknown(value)
    return position


def cursor_of(starts_at: datetime, pk: int) -> str:
    """Give the opaque mark of a row, after which the next page begins."""
    return urlsafe_b64encode(f"{starts_at.isoformat()} {pk}".encode()).decode().rstrip("=")


def read_cursor(value: str) -> tuple[datetime, int]:
    try:
        moment, pk = urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode().split(" ")
        starts_at = datetime.fromisoformat(moment)
        if starts_at.tzinfo is None or starts_at.year not in YEARS:
            raise _unknown(value)
        return starts_at, int(pk[:18])
    except (NotBase64, UnicodeError, ValueError):
        raise _unknown(value) from None


def read_count(value: str) -> int:
    """Read a number of people from 1 up."""
    plain = normalize("NFKC", value).strip()
    if not (plain.isascii() and plain.isdecimal() and 0 < int(plain[:5]) < 10_000):
        raise _unknown(value)
    return int(plain)


def read_text(value: str) -> str:
    return value.replace("\x00", "").strip()[:200]


@dataclass(frozen=True)
class OneOf:
    """Reads a word of a closed list as what it means."""

    meanings: Mapping[str, Any]

    def __call__(self, value: str) -> Any:
        if value not in self.meanings:
            raise _unknown(value)
        return self.meanings[value]


class Question(forms.Field):
    """A part of the query. It holds nothing of its form, so all forms share it."""

    def __init__(self, read: Callable[[str], Any] = read_text) -> None:
        super().__init__(required=False)
        self.read = read

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self


class Parameter(Question):
    """One value of the query, read by a function that knows what it means."""

    def clean(self, value: str | None) -> Any:
        return self.read(value) if value else None


class Parameters(Question):
    """A value that may stand several times; the good ones count even beside a bad one."""

    widget = forms.SelectMultiple

    def clean(self, value: list[str] | None) -> Any:
        return [item for item in value or [] if item][:50]


# "from" is a word of Python, so these two cannot be class attributes.
DAYS = {"from": Parameter(read_day), "to": Parameter(read_day)}


class QuestionForm(forms.Form):
    """Reads a QueryDict. ``cleaned_data`` holds what was understood, ``errors`` the rest (code ``unknown``)."""

    def clean(self) -> dict[str, Any]:
        for name, field in self.fields.items():
            if isinstance(field, Parameters):
                self.cleaned_data[name] = self._good_ones(name, field)
        self.keep_known("district", District.objects, "code")
        self.keep_known("topic", Topic.objects, "slug")
        return self.cleaned_data

    def _good_ones(self, name: str, field: Parameters) -> list[Any]:
        good = []
        for item in self.cleaned_data.get(name, []):
            try:
                good.append(field.read(item))
            except ValidationError as problem:
                self.add_error(name, problem)
        return good

    def keep_known(self, name: str, rows: Any, key: str) -> None:
        """Drop the codes that do not stand in the city's list."""
        asked = self.cleaned_data.get(name)
        if not asked:
            return
        known = set(rows.filter(**{f"{key}__in": asked}).values_list(key, flat=True))
        for item in asked:
            if item not in known:
                self.add_error(name, _unknown(item))
        self.cleaned_data[name] = [item for item in asked if item in known]


class OccurrenceSearchForm(QuestionForm):
    """Asks for dates of events."""

    q = Parameter()
    month = Parameter(read_month)
    day = Parameters(OneOf(WEEKDAYS))
    district = Parameters()
    topic = Parameters()
    tag = Parameters()
    language = Parameters(OneOf(SPOKEN))
    daypart = Parameters(OneOf(DAYPARTS))
    age = Parameters(read_age)
    grade = Parameters(OneOf(GRADES))
    free = Parameter(OneOf(YES))
    indoor = Parameter(OneOf(YES))
    accessible = Parameter(OneOf(YES))
    childcare = Parameter(OneOf(YES))
    nursing = Parameter(OneOf(YES))
    online = Parameter(OneOf(YES))
    apply = Parameter(OneOf(APPLY))
    organization = Parameter()
    space = Parameter()
    project = Parameter()
    near = Parameter(read_position)
    within = Parameter(OneOf(KILOMETRES))
    literal = Parameter(OneOf(YES))
    unstated = Parameter(OneOf(YES))
    view = Parameter(OneOf(VIEWS))
    after = Parameter(read_cursor)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= DAYS

    def clean(self) -> dict[str, Any]:
        super().clean()
        self._keep_existing("organization", Organization.objects.listed, "slug")
        self._keep_existing("space", lambda: Space.objects.listed().select_related("facility"), "slug")
        self._keep_existing("project", Project.objects.public, "pk")
        if isinstance(self.cleaned_data.get("near"), str):
            self._keep_centre(self.cleaned_data["near"])
        return self.cleaned_data

    def _keep_centre(self, code: str) -> None:
        """Take the centre of a district for the place where somebody is."""
        plain = code.replace("\0", "")  # PostgreSQL takes no NUL, in no question
        centre = District.objects.with_centre().filter(code=plain).values_list("latitude", "longitude").first()
        if centre is None:
            self.add_error("near", _unknown(code))
        self.cleaned_data["near"] = centre

    def _keep_existing(self, name: str, rows: Callable[[], Any], key: str) -> None:
        """Find the one row that was named: it is filtered by, and named on the page."""
        asked = self.cleaned_data.get(name)
        possible = asked and (key != "pk" or (asked.isdecimal() and len(asked) < 18))
        row = rows().filter(**{key: asked}).first() if possible else None
        if asked and row is None:
            self.add_error(name, _unknown(asked))
        self.cleaned_data[name] = row
