"""Ages to choose from, as parents and schools say them."""

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

MONTHS_OF_BABIES = (0, 4, 6, 9, 12, 18)
YEARS = tuple(range(24, 72, 12))
SCHOOL = tuple(range(72, 216, 12))
ADULT = 216


def _name(months: int) -> str:
    if months == 0:
        return pgettext("age", "birth")
    if months < 24 and months != 12:
        return _("%(number)d months") % {"number": months}
    if months < SCHOOL[0] or months >= ADULT:
        return _("age %(number)d") % {"number": months // 12}
    year = (months - SCHOOL[0]) // 12
    if year < 6:
        return _("grade %(number)d") % {"number": year + 1}
    if year < 9:
        return _("junior high %(number)d") % {"number": year - 5}
    return _("high school %(number)d") % {"number": year - 8}


def first_ages() -> Iterator[tuple[str | int, str]]:
    """Name the ages from which something can be: from 6 months, from age 3, from grade 1."""
    yield "", _("Not stated")
    for months in (*MONTHS_OF_BABIES, *YEARS, *SCHOOL, ADULT):
        yield months, _name(months)


def last_ages() -> Iterator[tuple[str | int, str]]:
    """Name the ages up to which something can be; 35 months is the end of being two."""
    yield "", _("Not stated")
    yield 11, _("age %(number)d") % {"number": 0}
    for months in (12, *YEARS, *SCHOOL):
        yield months + 11, _name(months)


def whole_number(value: str) -> int | None:
    return int(value) if value else None


class AgeField(forms.TypedChoiceField):
    """An age in months, chosen by its name; one that is not in the list but stands in the row is kept."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=whole_number, empty_value=None, required=False, **kwargs)

    def keep(self, months: int | None) -> None:
        """Add an age that stands in the row and is not in the list, so that saving loses nothing."""
        listed: list[Any] = [*cast(Any, self.choices)]
        if months is not None and months not in {value for value, _name_of in listed}:
            self.choices = [*listed, (months, _("%(number)d months") % {"number": months})]


def first_age_field() -> AgeField:
    return AgeField(label=gettext_lazy("Youngest age"), choices=first_ages)


def last_age_field() -> AgeField:
    return AgeField(label=gettext_lazy("Oldest age"), choices=last_ages)
