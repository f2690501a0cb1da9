"""The question as a person sees it: what may be asked, how much each answer leaves, what was asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.forms.search import OccurrenceSearchForm, read_age
from events.services.facets import MOST, Facets, count_facets
from events.services.meaning import meaning_of
from events.views.asked import Chip, chips_of, chips_of_words
from events.views.names import AGES, FLAGS, count_name, fixed_names
from organizations.models import District, Topic
from organizations.services.content_versions import remembered
from organizations.services.questions import Meaning
from organizations.views.lists import address

Choices = tuple[tuple[str, str, bool, str], ...]
DistrictRow = tuple[int, str, str, str | None, float | None]
KEPT = ("view", "month", "tag", "organization", "space", "project")


@remembered
def _district_rows() -> list[DistrictRow]:
    return list(District.objects.by_kana().values_list("pk", "code", "name", "parents__code", "latitude"))


@remembered
def _topics() -> dict[str, str]:
    return dict(Topic.objects.values_list("slug", "name"))


@dataclass
class Filters:
    """What the list's template needs to know of the question; ``form`` has been validated."""

    form: OccurrenceSearchForm
    data: QueryDict
    now: datetime

    @property
    def is_counted(self) -> bool:
        """A month counts its own days; the other views say beside each wish how much it leaves."""
        return self.form.cleaned_data.get("view") != "calendar"

    @cached_property
    def meaning(self) -> Meaning:
        codes = {name: code for code, name in self.districts.items()}
        return meaning_of(self.form.cleaned_data, now=self.now, districts=codes)

    @cached_property
    def _district_rows(self) -> list[DistrictRow]:
        return _district_rows()

    @cached_property
    def districts(self) -> dict[str, str]:
        return {code: name for _pk, code, name, _parent, _latitude in self._district_rows}

    @cached_property
    def parts(self) -> dict[str, set[int]]:
        """Give each district's id and those of its parts, by its code."""
        parts: dict[str, set[int]] = {code: set() for code in self.districts}
        for pk, code, _name, parent, _latitude in self._district_rows:
            parts[code].add(pk)
            if parent:
                parts[parent].add(pk)
        return parts

    @cached_property
    def topics(self) -> dict[str, str]:
        return _topics()

    @cached_property
    def names(self) -> dict[str, Mapping[str, str]]:
        return {**fixed_names(get_language()), "district": self.districts, "topic": self.topics}

    @cached_property
    def facets(self) -> Facets:
        return count_facets(self.form.cleaned_data, now=self.now, meaning=self.meaning, parts=self.parts)

    @cached_property
    def questions(self) -> dict[str, Choices]:
        flags = tuple((name, str(label), name in self.data, "") for name, label in FLAGS.items())
        counts = {"age": self._ages(), "district": self._districts()} if self.is_counted else {}
        asked = {name: self.data.getlist(name) for name in self.names}
        return {
            name: tuple(
                (code, label, code in asked[name], counts.get(name, {}).get(code, "")) for code, label in table.items()
            )
            for name, table in self.names.items()
        } | {"flags": flags, "near": self._places()}

    def _places(self) -> Choices:
        """Offer the middle of each district to start from, and the place that was told."""
        near = self.data.get("near", "")
        centred = {code: name for _pk, code, name, _parent, latitude in self._district_rows if latitude is not None}
        told = self.form.cleaned_data.get("near") and near not in centred
        here = ((near, _("where I am"), True, ""),) if told else ()
        return here + tuple((code, name, code == near, "") for code, name in centred.items())

    def _count(self, count: int) -> str:
        return count_name(count, at_least=self.facets.any_age == MOST)

    def _ages(self) -> dict[str, str]:
        """Count what each further child would leave."""
        children = self.form.cleaned_data.get("age") or []
        return {code: self._count(self.facets.fitting(*children, read_age(code))) for code in AGES}

    def _districts(self) -> dict[str, str]:
        found = self.facets.districts
        return {code: self._count(sum(found.get(pk, 0) for pk in pks)) for code, pks in self.parts.items()}

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
        href = address(self.data, month=None, **days)
        count = self._count(self.facets.between(first, last)) if self.is_counted else ""
        return {"label": label, "href": href, "on": on, "count": count}

    @cached_property
    def active(self) -> list[Chip]:
        """List what was asked and understood, ticked or in words, each with the address of the question without it."""
        return chips_of_words(self.meaning, self.data) + chips_of(self.form, self.data, self.names)

    @property
    def unstated_count(self) -> str:
        return self._count(self.facets.unstated)

    @property
    def literal_href(self) -> str:
        """Give the address that takes the words for nothing but words, where they were taken for more."""
        return address(self.data, literal="1") if self.meaning.pieces else ""

    @cached_property
    def kept(self) -> list[tuple[str, str]]:
        """List what the form has no question for, so that asking again does not lose it."""
        others = [("age", value) for value in self.data.getlist("age") if value not in AGES]
        return others[:20] + [(name, value) for name in KEPT for value in self.data.getlist(name)[:20]]

    @cached_property
    def problems(self) -> list[str]:
        return [str(message) for messages in self.form.errors.values() for message in messages]
