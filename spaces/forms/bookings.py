"""Asking for a space, and answering."""

from datetime import datetime, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from organizations.models import Channel, Organization
from spaces.fields import ClockField, refuse_backwards
from spaces.models import Space
from spaces.periods import TOKYO, Period, midnight, monthly, weekly


class TimeForm(forms.Form):
    """A day and two times of it."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    start = ClockField(label=_("From"), help_text=_("For example 10:00"))
    end = ClockField(label=_("Until"), help_text=_("For example 12:00"))

    @staticmethod
    def of(starts_at: datetime, ends_at: datetime) -> dict[str, Any]:
        """Fill the form from two instants."""
        day = starts_at.astimezone(TOKYO).date()
        start, end = (int((moment - midnight(day)).total_seconds() // 60) for moment in (starts_at, ends_at))
        return {"day": day, "start": start, "end": end}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        refuse_backwards(self)
        return data

    @property
    def period(self) -> Period:
        """The time asked for; the form must be valid."""
        data = self.cleaned_data
        day = midnight(data["day"])
        return Period(day + timedelta(minutes=data["start"]), day + timedelta(minutes=data["end"]))


class BookingForm(TimeForm):
    """When, what for, how many, and who; the same form for a guest and for staff who fill it in for somebody."""

    WEEKLY, SECOND, MONTHLY = "1", "2", "month"
    LONGEST = timedelta(days=400)

    repeat = forms.ChoiceField(
        label=_("Repeats"),
        required=False,
        choices=[
            ("", _("Once only")),
            (WEEKLY, _("Every week")),
            (SECOND, _("Every second week")),
            (MONTHLY, _("Every month, on the same weekday of the same week")),
        ],
    )
    until = forms.DateField(
        label=_("Until which day"),
        help_text=_("Only if it repeats. You will see each date before anything is booked."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    wait = forms.BooleanField(label=_("Wait in line for dates that are taken"), required=False)
    purpose = forms.CharField(label=_("What for"), max_length=120)
    head_count = forms.IntegerField(label=_("Number of people"), min_value=1, max_value=9999)
    ages = forms.CharField(label=_("Ages of the children"), max_length=80, required=False)
    organization = forms.ModelChoiceField(
        label=_("For a group"), queryset=Organization.objects.none(), required=False, empty_label=_("For myself")
    )
    lives_here = forms.BooleanField(label=_("I live, work or go to school in the city"), required=False)
    name = forms.CharField(label=_("Your name"), max_length=80)
    phone = forms.CharField(label=_("Telephone"), max_length=40, help_text=_("In case something changes on the day"))
    email = forms.EmailField(label=_("Mail address"), required=False, help_text=_("Without one we telephone"))
    agrees = forms.BooleanField(label=_("I have read the rules of this space"))

    def __init__(self, *args: Any, space: Space, groups: QuerySet[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["organization"]).queryset = groups
        if not groups.exists():
            del self.fields["organization"]
        if space.others_days_ahead is None:
            del self.fields["lives_here"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        day, until = data.get("day"), data.get("until")
        if data.get("repeat") and not self.has_error("until"):
            if until is None:
                self.add_error("until", ValidationError(_("Please say until which day it repeats."), code="until"))
            elif day and not day <= until <= day + self.LONGEST:
                message = _("Please choose a day after the first one, at most a year later.")
                self.add_error("until", ValidationError(message, code="until"))
        return data

    @property
    def repeats(self) -> bool:
        return bool(self.cleaned_data.get("repeat"))

    @property
    def periods(self) -> list[Period]:
        """Every date asked for; the form must be valid and repeat."""
        repeat, until = self.cleaned_data["repeat"], self.cleaned_data["until"]
        if repeat == self.MONTHLY:
            return monthly(self.period, until=until)
        return weekly(self.period, weeks=int(repeat), until=until)


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
