"""Keeping places true: facts, weekly hours, days on which they are closed."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from spaces.fields import SpansField
from spaces.forms.pictures import PictureQuestions
from spaces.models import Facility, Space

MOST_YEN = 9_999_999  # what a week at this price costs still fits into its column


class FacilityForm(PictureQuestions, forms.ModelForm[Facility]):
    latitude = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)

    class Meta:
        model = Facility
        fields = (
            "name", "kana", "kind", "district", "summary", "description", "postal_code", "address",
            "prefecture", "city", "town", "block", "building", "latitude", "longitude", "phone", "fax", "email",
            "website", "access", "stroller_note", "parking", "has_parking",
            "nursing_room", "diaper_table", "hot_water", "stroller", "step_free", "hours_note", "is_listed",
        )  # fmt: skip
        help_texts = {
            "prefecture": _("The national blocks: prefecture, city, town, block and number. They go into open data."),
            "stroller_note": _("For example: 6 minutes on a wide pavement, a lift at the north gate."),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if (data.get("latitude") is None) != (data.get("longitude") is None):
            self.add_error("longitude", ValidationError(_("Latitude and longitude come together."), code="pair"))
        return data


class SpaceForm(PictureQuestions, forms.ModelForm[Space]):
    parts = forms.CharField(
        label=_("Parts of the building it takes"),
        required=False,
        max_length=200,
        help_text=_(
            "Only for halls that divide. The hall: east, west; its half: east. Spaces with a part in common are never "
            "lent at the same time."
        ),
    )

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hour_price_yen"].validators.append(MaxValueValidator(MOST_YEN))
        if self.instance.pk:
            self.initial["parts"] = "、".join(self.instance.parts.order_by("pk").values_list("name", flat=True))

    def clean_parts(self) -> list[str]:
        """Give the names of the parts, each once."""
        names = [name.strip()[:80] for name in re.split("[、,]", self.cleaned_data["parts"])]
        return list(dict.fromkeys(name for name in names if name))

    def clean_raster_minutes(self) -> int:
        minutes: int = self.cleaned_data["raster_minutes"]
        if minutes < 5:
            raise ValidationError(_("At least 5 minutes, please."), code="raster")
        return minutes

    def clean(self) -> dict[str, Any]:
        data = super().clean()
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
    name = forms.CharField(label=_("What it is called"), max_length=60, help_text=_("For example: winter holidays"))
    first = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", ValidationError(_("The last day cannot be before the first."), code="order"))
        return data
