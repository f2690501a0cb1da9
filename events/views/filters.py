"""The question as a person sees it: what may be asked, what was asked, what would be found with less."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from events.forms.search import GRADES, OccurrenceSearchForm, Parameters, read_age
from events.services.search import find_occurrences
from organizations.forms.search import LANGUAGES
from organizations.models import District, Topic
from organizations.templatetags.words import DAYPARTS as DAYPART_NAMES
from organizations.templatetags.words import WEEKDAYS as WEEKDAY_NAMES
from organizations.templatetags.words import age_range, day_words

FLAGS = {
    "free": gettext_lazy("No charge"),
    "indoor": gettext_lazy("Indoors"),
    "accessible": gettext_lazy("Step-free"),
    "childcare": gettext_lazy("With childcare"),
    "online": gettext_lazy("Online"),
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
NAMES = ("q", "district", "topic", "tag", "organization", "space", "project")
Choices = tuple[tuple[str, str, bool], ...]
MOST_COUNTED = 100
RELAXED = 3


def grade_name(code: str) -> str:
    if code in STAGES:
        return str(STAGES[code])
    return str(age_range(GRADES[code], GRADES[code] + 11))


@lru_cache(maxsize=8)
def fixed_names(_language: str | None) -> dict[str, dict[str, str]]:
    """Say the answers that never change, once in each language."""
    tables: dict[str, Mapping[str, Any]] = {
        "day": WEEKDAY_NAMES,
        "daypart": DAYPART_NAMES,
        "apply": APPLY_NAMES,
        "language": LANGUAGE_NAMES,
        "age": {code: age_range(*read_age(code)) for code in AGES},
        "grade": {code: grade_name(code) for code in GRADES},
    }
    return {name: {code: str(label) for code, label in table.items()} for name, table in tables.items()}


def address(data: QueryDict, **changes: str | None) -> str:
    """Give the address of the same question with some values set, or taken away (None)."""
    query = data.copy()
    for name in ("after", *changes):
        query.pop(name, None)
    for name, value in changes.items():
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}"


def without(data: QueryDict, name: str, value: str) -> str:
    query = data.copy()
    query.setlist(name, [other for other in query.getlist(name) if other != value])
    query.pop("after", None)
    return f"?{query.urlencode()}"


@dataclass
class Filters:
    """What the list's template needs to know of the question; ``form`` has been validated."""

    form: OccurrenceSearchForm
    data: QueryDict
    now: datetime

    @cached_property
    def districts(self) -> dict[str, str]:
        return dict(District.objects.by_kana().values_list("code", "name"))

    @cached_property
    def topics(self) -> dict[str, str]:
        return dict(Topic.objects.values_list("slug", "name"))

    @cached_property
    def names(self) -> dict[str, Mapping[str, str]]:
        return {**fixed_names(get_language()), "district": self.districts, "topic": self.topics}

    def choices(self, name: str) -> Choices:
        asked = self.data.getlist(name)
        return tuple((code, label, code in asked) for code, label in self.names[name].items())

    @cached_property
    def questions(self) -> dict[str, Choices]:
        flags = tuple((name, str(label), name in self.data) for name, label in FLAGS.items())
        return {name: self.choices(name) for name in self.names} | {"flags": flags}

    @cached_property
    def quick(self) -> list[dict[str, Any]]:
        """Offer the days people ask for most."""
        today = self.now.date()
        sunday = today + timedelta(days=6 - today.weekday())
        return [
            self._span(_("Today"), today, today),
            self._span(_("Tomorrow"), today + timedelta(days=1), today + timedelta(days=1)),
            self._span(_("This weekend"), max(today, sunday - timedelta(days=1)), sunday),
            self._span(_("The coming seven days"), today, today + timedelta(days=6)),
        ]

    def _span(self, label: str, first: date, last: date) -> dict[str, Any]:
        asked = (self.form.cleaned_data.get("from"), self.form.cleaned_data.get("to"))
        on = asked == (first, last)
        days = {"from": None, "to": None} if on else {"from": first.isoformat(), "to": last.isoformat()}
        return {"label": label, "href": address(self.data, month=None, **days), "on": on}

    @cached_property
    def active(self) -> list[dict[str, Any]]:
        """List what was asked and understood, each with the address of the question without it."""
        return [
            {
                "label": label,
                "href": without(self.data, name, value),
                "name": name,
                "value": value,
                "is_name": name in NAMES,
            }
            for name, value in self._asked()
            if (label := self._say(name, value))
        ]

    def _asked(self) -> Iterator[tuple[str, str]]:
        for name in self.form.fields:
            if name in ("view", "after") or not self.form.cleaned_data.get(name):
                continue
            yield from ((name, value) for value in self.data.getlist(name) if value)

    def _say(self, name: str, value: str) -> str:
        if name in FLAGS:
            return str(FLAGS[name])
        if name in ("from", "to"):
            day = day_words(self.form.cleaned_data[name])
            return _("from %(day)s") % {"day": day} if name == "from" else _("until %(day)s") % {"day": day}
        if name == "month":
            return month_name(self.form.cleaned_data["month"][0])
        if name in ("organization", "space", "project"):
            return str(self.form.cleaned_data[name])
        if name in self.names:
            return str(self.names[name].get(value) or self._say_other(name, value))
        return _("“%(text)s”") % {"text": value[:40]}

    @staticmethod
    def _say_other(name: str, value: str) -> str:
        """Say a value that stands in no list of choices, such as ``8m``."""
        if name == "age":
            try:
                return str(age_range(*read_age(value)))
            except ValidationError:
                return ""
        return ""

    @cached_property
    def kept(self) -> list[tuple[str, str]]:
        """List what the form has no question for, so that asking again does not lose it."""
        names = ("view", "month", "tag", "organization", "space", "project")
        others = [("age", value) for value in self.data.getlist("age") if value not in AGES]
        return others[:20] + [(name, value) for name in names for value in self.data.getlist(name)[:20]]

    @cached_property
    def problems(self) -> list[str]:
        return [str(message) for messages in self.form.errors.values() for message in messages]

    @property
    def relaxations(self) -> list[dict[str, Any]]:
        """Say how much would be found without one of the wishes, the most first."""
        found = [self._without(chip) for chip in self.active[-RELAXED:]]
        return sorted((item for item in found if item["count"]), key=lambda item: -item["count"])

    def _without(self, chip: dict[str, Any]) -> dict[str, Any]:
        asked = dict(self.form.cleaned_data)
        several = isinstance(asked[chip["name"]], list)
        taken = cast(Parameters, self.form.fields[chip["name"]]).read(chip["value"]) if several else None
        asked[chip["name"]] = [item for item in asked[chip["name"]] if item != taken] if several else None
        count = find_occurrences(asked, now=self.now)[:MOST_COUNTED].count()
        label = _("%(count)d without “%(wish)s”") % {"wish": chip["label"], "count": count}
        return {"label": label, "href": chip["href"], "count": count}


def month_name(day: date) -> str:
    return _("%(month)s/%(year)s") % {"month": day.month, "year": day.year}
