"""Asking for a space, and answering."""

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from organizations.models import Channel, Organization
from spaces.fields import ClockField
from spaces.periods import Period, midnight


class BookingForm(forms.Form):
    """When, what for, how many, and who; the same form for a guest and for staff who fill it in for somebody."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    start = ClockField(label=_("From"), help_text=_("For example 10:00"))
    end = ClockField(label=_("Until"), help_text=_("For example 12:00"))
    purpose = forms.CharField(label=_("What for"), max_length=120)
    head_count = forms.IntegerField(label=_("Number of people"), min_value=1, max_value=9999)
    ages = forms.CharField(label=_("Ages of the children"), max_length=80, required=False)
    organization = forms.ModelChoiceField(
        label=_("For a group"), queryset=Organization.objects.none(), required=False, empty_label=_("For myself")
    )
    name = forms.CharField(label=_("Your name"), max_length=80)
    phone = forms.CharField(label=_("Telephone"), max_length=40, help_text=_("In case something changes on the day"))
    email = forms.EmailField(label=_("Mail address"), required=False, help_text=_("Without one we telephone"))
    agrees = forms.BooleanField(label=_("I have read the rules of this space"))

    def __init__(self, *args: Any, groups: QuerySet[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["organization"]).queryset = groups
        if not groups.exists():
            del self.fields["organization"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("start"), data.get("end")
        if start is not None and end is not None and end <= start:
            self.add_error("end", ValidationError(_("The end must be after the start."), code="order"))
        return data

    @property
    def period(self) -> Period:
        """The time asked for; the form must be valid."""
        data = self.cleaned_data
        day = midnight(data["day"])
        return Period(day + timedelta(minutes=data["start"]), day + timedelta(minutes=data["end"]))


class BookingForSomebodyForm(BookingForm):
    """The same, with who telephoned or came by."""

    channel = forms.ChoiceField(
        label=_("How it reached you"), choices=[choice for choice in Channel.choices if choice[0] != Channel.WEB]
    )
    field_order = ["channel"]


class DeclineForm(forms.Form):
    reason = forms.CharField(label=_("Reason, which the guest will read"), max_length=300)


class CancelForm(forms.Form):
    reason = forms.CharField(label=_("Reason (may stay empty)"), max_length=300, required=False)
