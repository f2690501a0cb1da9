"""What a reader looks for among the groups."""

import re
from typing import Any
from unicodedata import normalize

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.models import District, Organization, Topic
from organizations.models.registry import OrganizationQuerySet

LANGUAGES = [
    ("en", _("English")),
    ("easy", _("Easy Japanese")),
    ("zh", _("Chinese")),
    ("ko", _("Korean")),
    ("vi", _("Vietnamese")),
    ("ne", _("Nepali")),
    ("pt", _("Portuguese")),
    ("tl", _("Tagalog")),
    ("jsl", _("Japanese sign language")),
]
AGES = [
    ("0y", _("Babies under 1")),
    ("1y", _("1 year")),
    ("2y", _("2 years")),
    ("3y", _("3 years")),
    ("4y", _("4 years")),
    ("5y", _("5 years")),
    ("72m-143m", _("Primary school children")),
    ("144m-179m", _("Junior high school students")),
    ("180m-215m", _("High school students")),
]
# The first and the last month of each of these, for groups that say whom they are for.
FIRST_MONTHS = [(read, name) for read, (_value, name) in zip((0, 12, 24, 36, 48, 60, 72, 144, 180), AGES, strict=True)]
LAST_MONTHS = [(read, name) for read, (_value, name) in zip((11, 23, 35, 47, 59, 71, 143, 179, 215), AGES, strict=True)]
AGE = re.compile(r"(\d{1,3})([ym])(?:-(\d{1,3})m)?")
# Those whom families and groups look for; departments and agencies are found when asked for.
USUAL_KINDS = [kind for kind in Organization.Kind.values if kind not in ("department", "agency", "person")]


def read_ages(value: str) -> tuple[int, int] | None:
    """Read ``2y`` (24 to 35 months), ``8m`` (exactly 8) or ``72m-143m`` as first and last month."""
    found = AGE.fullmatch(normalize("NFKC", value).strip())
    if not found:
        return None
    first = int(found[1]) * (12 if found[2] == "y" else 1)
    last = int(found[3]) if found[3] else first + (11 if found[2] == "y" else 0)
    return first, last


class OrganizationSearchForm(forms.Form):
    """Filters that add up; a value nobody knows is left aside, and the page says so."""

    q = forms.CharField(label=_("Words to look for"), max_length=200, required=False)
    topic = forms.MultipleChoiceField(label=_("Topics"), required=False, widget=forms.CheckboxSelectMultiple)
    district = forms.MultipleChoiceField(label=_("Districts"), required=False, widget=forms.CheckboxSelectMultiple)
    age = forms.CharField(label=_("Age of the child"), max_length=12, required=False)
    kind = forms.MultipleChoiceField(
        label=_("Kind of group"),
        choices=[choice for choice in Organization.Kind.choices if choice[0] != "person"],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.MultipleChoiceField(
        label=_("Language spoken"), choices=LANGUAGES, required=False, widget=forms.CheckboxSelectMultiple
    )
    tag = forms.CharField(label=_("Keyword"), max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lists = {
            "topic": Topic.objects.values_list("slug", "name"),
            "district": District.objects.by_kana().values_list("code", "name"),
        }
        for name, rows in lists.items():
            self.fields[name] = forms.MultipleChoiceField(
                label=self.fields[name].label, choices=rows, required=False, widget=forms.CheckboxSelectMultiple
            )
        self.fields["age"].widget = forms.Select(choices=[("", _("Any age")), *AGES])

    def clean_age(self) -> tuple[int, int] | None:
        value = self.cleaned_data["age"]
        ages = read_ages(value) if value else None
        if value and ages is None:
            raise forms.ValidationError(_("“%(value)s” is not an age."), code="unknown", params={"value": value})
        return ages

    def narrow(self, groups: OrganizationQuerySet) -> OrganizationQuerySet:
        """Keep of the groups those that answer what was asked and understood."""
        asked: dict[str, Any] = getattr(self, "cleaned_data", {})
        words = {
            "topic": lambda value: groups.filter(topics__slug__in=value),
            "district": lambda value: groups.in_district(*value),
            "age": lambda value: groups.for_ages(*value),
            "language": lambda value: groups.speaking(*value),
            "tag": lambda value: groups.filter(tags__name=value),
        }
        groups = groups.of_kind(*(asked.get("kind") or USUAL_KINDS))
        for name, narrowed in words.items():
            if asked.get(name):
                groups = narrowed(asked[name])
        return groups.distinct()
