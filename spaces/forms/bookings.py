"""Asking for a space, and answering."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from organizations.models import Channel, Organization
from spaces.fields import ClockField, refuse_backwards
from spaces.models import Reduction, Space, Thing
from spaces.periods import TOKYO, Period, midnight, monthly, weekly

Choices = Sequence[tuple[str, str]]


class TimeForm(forms.Form):
    """A day and two times of it, or, of a day that is known, one of its ``parts``: (540-720, words)."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    start = ClockField(label=_("From"), help_text=_("For example 10:00"))
    end = ClockField(label=_("Until"), help_text=_("For example 12:00"))

    def __init__(self, *args: Any, parts: Choices | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if parts is not None:
            del self.fields["start"], self.fields["end"]
            self.fields["day"].widget = forms.HiddenInput()
            self.fields["part"] = forms.ChoiceField(
                label=_("Part of the day"), choices=parts, widget=forms.RadioSelect, initial=self.initial.get("part")
            )
            self.order_fields(["channel", "day", "part"])

    @staticmethod
    def of(starts_at: datetime, ends_at: datetime) -> dict[str, Any]:
        """Fill the form from two instants."""
        day = starts_at.astimezone(TOKYO).date()
        start, end = (int((moment - midnight(day)).total_seconds() // 60) for moment in (starts_at, ends_at))
        return {"day": day, "start": start, "end": end, "part": f"{start}-{end}"}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("part"):
            data["start"], data["end"] = map(int, data["part"].split("-"))
        refuse_backwards(self)
        return data

    def place_of(self, field: str | None) -> str | None:
        """Name the question at which to say what is wrong with ``field``: a hidden one says nothing."""
        return "part" if "part" in self.fields and field in ("day", "start", "end") else field

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
    reduction = forms.ModelChoiceField(
        label=_("Reduction of the fee"),
        help_text=_("Staff look at it. Groups that always have one need not choose."),
        queryset=Reduction.objects.in_order(),
        required=False,
        empty_label=_("None, or as usual for my group"),
    )
    organization = forms.ModelChoiceField(
        label=_("For a group"), queryset=Organization.objects.none(), required=False, empty_label=_("For myself")
    )
    lives_here = forms.BooleanField(label=_("I live, work or go to school in the city"), required=False)
    name = forms.CharField(label=_("Your name"), max_length=80)
    phone = forms.CharField(label=_("Telephone"), max_length=40, help_text=_("In case something changes on the day"))
    email = forms.EmailField(label=_("Mail address"), required=False, help_text=_("Without one we telephone"))
    agrees = forms.BooleanField(label=_("I have read the rules of this space"))

    def __init__(
        self, *args: Any, space: Space, groups: QuerySet[Organization], things: Iterable[Thing] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lent = {f"thing_{thing.pk}": thing for thing in things}
        self.fields |= {name: self._number_of(thing) for name, thing in self.lent.items()}
        self.fields["agrees"] = self.fields.pop("agrees")  # the last question
        cast(forms.ModelChoiceField, self.fields["organization"]).queryset = groups
        if not groups.exists():
            del self.fields["organization"]
        if space.others_days_ahead is None and not space.locals_first_days:
            del self.fields["lives_here"]
        if not space.may_cost or not Reduction.objects.exists():
            del self.fields["reduction"]

    @staticmethod
    def _number_of(thing: Thing) -> forms.IntegerField:
        name = format_html('<span lang="ja">{}</span>', thing)
        label = format_html(str(_("{thing}: how many (up to {count})")), thing=name, count=thing.count)
        return forms.IntegerField(label=label, min_value=0, max_value=thing.count, required=False)

    @property
    def things(self) -> list[tuple[Thing, int]]:
        """What is asked for with the room, so many of each; the form must be valid."""
        wishes = ((thing, self.cleaned_data.get(name)) for name, thing in self.lent.items())
        return [(thing, count) for thing, count in wishes if count]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("repeat"):
            for name in (name for name in self.lent if data.get(name)):
                message = _("Things can be asked for with a single date only; please add them to each date.")
                self.add_error(name, ValidationError(message, code="things"))
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


class DayForm(forms.Form):
    """Which day to look at first, where a space is lent by parts of the day."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))


class BookingForSomebodyForm(BookingForm):
    """The same, with who telephoned or came by."""

    channel = forms.ChoiceField(label=_("How it reached you"), choices=Channel.by_hand())
    field_order = ["channel"]


class DeclineForm(forms.Form):
    reason = forms.CharField(label=_("Reason, which the guest will read"), max_length=300)


class CancelForm(forms.Form):
    reason = forms.CharField(label=_("Reason (may stay empty)"), max_length=300, required=False)
