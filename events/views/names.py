"""What the answers to the questions of /events/ are called, in the language of the page."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from events.forms.search import GRADES, KILOMETRES, read_age
from organizations.forms.search import LANGUAGES
from organizations.templatetags.words import DAYPARTS as DAYPART_NAMES
from organizations.templatetags.words import WEEKDAYS as WEEKDAY_NAMES
from organizations.templatetags.words import age_range

FLAGS = {
    "free": gettext_lazy("No charge"),
    "indoor": gettext_lazy("Indoors"),
    "accessible": gettext_lazy("Step-free"),
    "nursing": gettext_lazy("Nursing room"),
    "childcare": gettext_lazy("With childcare"),
    "online": gettext_lazy("Online"),
}
OTHER_FLAGS = {
    "unstated": gettext_lazy("Ages not stated"),
    "literal": gettext_lazy("The words as they are"),
}
APPLY_NAMES = {
    "none": gettext_lazy("No application needed"),
    "open": gettext_lazy("Open for applications"),
    "soon": gettext_lazy("Applications open later"),
}
LANGUAGE_NAMES = dict(LANGUAGES)
STAGES = {"nensho": gettext_lazy("Nursery class 3"), "nenchu": gettext_lazy("Nursery class 4")}
STAGES |= {"nencho": gettext_lazy("Nursery class 5")}
AGES = [f"{years}y" for years in range(7)]
CAP = 99


def grade_name(code: str) -> str:
    if code in STAGES:
        return str(STAGES[code])
    return str(age_range(GRADES[code], GRADES[code] + 11))


def age_name(value: str) -> str:
    """Say an age as it stands in an address, ``2y`` or ``8m``; '' for one that cannot be read."""
    try:
        return str(age_range(*read_age(value)))
    except ValidationError:
        return ""


def count_name(count: int, *, at_least: bool = False) -> str:
    """Say how many there are: none more than 99, for nobody reads on that far."""
    return _count_name(get_language(), min(count, CAP + 1), at_least)


@lru_cache(maxsize=512)
def _count_name(_language: str | None, count: int, at_least: bool) -> str:
    more = "+" if count > CAP or (at_least and count) else ""
    return pgettext("how many are found", "%(count)s") % {"count": f"{min(count, CAP)}{more}"}


@lru_cache(maxsize=8)
def fixed_names(_language: str | None) -> dict[str, dict[str, str]]:
    """Say the answers that never change, once in each language."""
    tables: dict[str, Mapping[str, Any]] = {
        "day": WEEKDAY_NAMES,
        "daypart": DAYPART_NAMES,
        "apply": APPLY_NAMES,
        "language": LANGUAGE_NAMES,
        "within": {code: _("within %(number)s km") % {"number": code} for code in KILOMETRES},
        "age": {code: age_range(*read_age(code)) for code in AGES},
        "grade": {code: grade_name(code) for code in GRADES},
    }
    return {name: {code: str(label) for code, label in table.items()} for name, table in tables.items()}
