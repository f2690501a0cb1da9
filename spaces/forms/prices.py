"""What spaces cost: parts of the day, classes of reduction, and what was paid for one booking."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization
from organizations.templatetags.words import WEEKDAYS
from spaces.fields import ClockField, refuse_backwards
from spaces.models import Reduction


class DayPartForm(forms.Form):
    """One named part of the day."""

    name = forms.CharField(label=_("Name of the part"), max_length=20, help_text=_("For example: morning"))
    start = ClockField(label=_("From"), latest=24 * 60, help_text=_("For example 9:00"))
    end = ClockField(label=_("Until"), help_text=_("For example 12:00"))
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which weekdays (none: on all)"),
        coerce=int,
        choices=list(enumerate(WEEKDAYS.values())),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    price_yen = forms.IntegerField(
        label=_("Price in yen"), min_value=0, max_value=9_999_999, required=False, help_text=_("0 if it is free")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        refuse_backwards(self)
        return data

    @property
    def facts(self) -> dict[str, Any]:
        """What the service writes down; the form must be valid."""
        data = self.cleaned_data
        times = {"opens_minute": data["start"], "closes_minute": data["end"]}
        return {name: data[name] for name in ("name", "weekdays", "price_yen")} | times


class ReductionForm(forms.ModelForm[Reduction]):
    kinds = forms.MultipleChoiceField(
        label=_("Groups of these kinds have it unless staff say no"),
        choices=[choice for choice in Organization.Kind.choices if choice[0] != Organization.Kind.PERSON],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Reduction
        fields = ("name", "reason", "percent", "kinds")


class ReductionChoiceForm(forms.Form):
    """Which reduction holds for one booking."""

    reduction = forms.ModelChoiceField(
        label=_("Reduction"), queryset=Reduction.objects.none(), required=False, empty_label=_("No reduction")
    )

    def __init__(self, data: Any = None, *, reductions: QuerySet[Reduction], chosen: str = "") -> None:
        super().__init__(data, initial={"reduction": reductions.filter(name=chosen).first()} if chosen else None)
        self.fields["reduction"].queryset = reductions  # type: ignore[attr-defined]


class PaidForm(forms.Form):
    paid_on = forms.DateField(label=_("Paid on"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"paid_on": today})
        self.today = today

    def clean_paid_on(self) -> date:
        day: date = self.cleaned_data["paid_on"]
        if day > self.today:
            raise ValidationError(_("This day is still to come."), code="future")
        return day
