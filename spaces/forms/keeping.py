"""Keeping places true: facts, weekly hours, days on which they are closed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from spaces.fields import SpansField
from spaces.models import Facility, Space


class FacilityForm(forms.ModelForm[Facility]):
    class Meta:
        model = Facility
        fields = (
            "name", "kana", "kind", "district", "summary", "description", "postal_code", "address", "building",
            "phone", "email", "website", "access", "stroller_note", "parking", "has_parking",
            "nursing_room", "diaper_table", "hot_water", "stroller", "step_free", "hours_note", "is_listed",
        )  # fmt: skip


class SpaceForm(forms.ModelForm[Space]):
    class Meta:
        model = Space
        fields = (
            "name", "kana", "kind", "summary", "description", "rules", "capacity", "floor", "floor_area",
            "activities", "equipment", "price_note", "lent_by", "hour_price_yen", "lending", "lending_url",
            "lending_note", "individuals_welcome", "needs_approval", "raster_minutes", "min_minutes", "max_minutes",
            "buffer_before_minutes", "buffer_after_minutes",
            "opens_days_ahead", "others_days_ahead", "opens_months_ahead", "locals_first_days", "closes_hours_ahead",
            "release_hours_ahead", "asks_days_ahead", "group_hours_a_month",
            "person_hours_a_month", "is_listed",
        )  # fmt: skip
        widgets = {"equipment": forms.CheckboxSelectMultiple, "activities": forms.CheckboxSelectMultiple}

    def clean_raster_minutes(self) -> int:
        minutes: int = self.cleaned_data["raster_minutes"]
        if minutes < 5:
            raise ValidationError(_("At least 5 minutes, please."), code="raster")
        return minutes

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        shortest, longest = data.get("min_minutes"), data.get("max_minutes")
        if shortest is not None and longest is not None and shortest > longest:
            self.add_error("max_minutes", ValidationError(_("The longest cannot be under the shortest."), code="order"))
        return data


class ClosureForm(forms.Form):
    first = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=_("Reason, for residents"), max_length=120)
    spans = SpansField(label=_("Open all the same (may stay empty)"), help_text=_("For example 10:00-15:00"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", ValidationError(_("The last day cannot be before the first."), code="order"))
        return data


class SchoolHolidayForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=60, help_text=_("For example: winter holidays"))
    first = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", ValidationError(_("The last day cannot be before the first."), code="order"))
        return data
