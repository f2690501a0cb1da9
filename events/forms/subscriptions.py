"""To whom and how often one writes. Of children only the month of birth is asked: so the question grows with them."""

import re
from datetime import date, timedelta
from typing import Any, cast
from unicodedata import normalize

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.forms.search import OccurrenceSearchForm, read_age
from events.models import Subscription
from organizations.validators import likely_address

CHILDREN = 3
PASSING = ("from", "to", "month", "view", "after", "near")  # days go by; a position is nobody's business
BORN = re.compile(r"(\d{4})\D{1,3}(\d{1,2})\D?")
UNBORN = timedelta(days=300)
OLDEST = 19


class BirthMonthField(forms.CharField):
    """A month of birth, however it is typed: ``2026-03``, 2026年3月."""

    widget = forms.TextInput(attrs={"type": "month"})

    def clean(self, value: str | None) -> str:
        typed = normalize("NFKC", value or "").strip()
        if not typed:
            return ""
        found = BORN.fullmatch(typed)
        today = timezone.localdate()
        if not found or not 1 <= int(found[2]) <= 12:
            raise ValidationError(_("Please write year and month, for example 2026-03."), code="month")
        born = date(int(found[1]) or 1, int(found[2]), 1)
        if not today - timedelta(days=366 * OLDEST) <= born <= today + UNBORN:
            raise ValidationError(_("Please check the year."), code="year")
        return f"{born:%Y-%m}"


class RhythmForm(forms.Form):
    """How often, and for which children."""

    rhythm = forms.ChoiceField(
        label=_("How often the mails come"),
        choices=[(value, label) for value, label in Subscription.Rhythm.choices if value != Subscription.Rhythm.ONCE],
        initial=Subscription.Rhythm.WEEKLY,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, CHILDREN + 1):
            self.fields[f"child{number}"] = BirthMonthField(
                label=_("Month of birth of child %(number)d") % {"number": number}, required=False
            )

    @property
    def births(self) -> list[forms.BoundField]:
        return [self[f"child{number}"] for number in range(1, CHILDREN + 1)]

    def clean(self) -> dict[str, Any]:
        months = [self.cleaned_data.get(f"child{number}") for number in range(1, CHILDREN + 1)]
        self.cleaned_data["children"] = sorted({month for month in months if month})
        return self.cleaned_data


class MailForm(forms.Form):
    email = forms.EmailField(label=_("Mail address"))
    email_seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=254)

    def clean_email(self) -> str:
        """Ask once about an address that looks mistyped; sent again unchanged, it is taken."""
        email = self.cleaned_data["email"].lower()
        meant = likely_address(email)
        if meant and self.data.get("email_seen") != email:
            data = cast(QueryDict, self.data).copy()
            data["email_seen"] = email
            self.data = data
            message = _("Did you mean %(meant)s? If your address is right, send the form once more.")
            raise ValidationError(message, code="likely", params={"meant": meant})
        return email


class FollowForm(MailForm, RhythmForm):
    """A mail address for a question."""

    field_order = ["email"]


def lasting(form: OccurrenceSearchForm, data: QueryDict, *, with_ages: bool) -> str:
    """Write a question so that the same one is always the same text: what was understood, without passing days."""
    kept = QueryDict(mutable=True)
    for name in sorted(form.fields):
        if name in PASSING or (name == "age" and not with_ages) or not form.cleaned_data.get(name):
            continue
        values = sorted({value.strip() for value in data.getlist(name) if value.strip()})
        kept.setlist(name, values if len(values) > 1 else values[:1])
    return kept.urlencode()[:1000]


def births_in(data: QueryDict, today: date) -> list[str]:
    """Guess months of birth from ages that were asked for in months: 8m is eight months before this one."""
    births = []
    for value in data.getlist("age"):
        if not value.endswith("m"):
            continue
        try:
            months = read_age(value)[0]
        except ValidationError:
            continue
        number = today.year * 12 + today.month - 1 - months
        births.append(f"{number // 12}-{number % 12 + 1:02d}")
    return births[:CHILDREN]
