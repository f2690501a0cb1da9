"""Sharing out a season: the round itself, a group's wish, and how staff settle it."""

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from organizations.models import Channel, Organization
from spaces.fields import ClockField
from spaces.models import SeasonRound, Space, Wish
from spaces.season import DAY

MOMENT = "%Y-%m-%dT%H:%M"
LONGEST = timedelta(days=370)
EARLIEST_YEAR = 2000


class SpacesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, space: Any) -> str:
        return f"{space.facility.name} {space.name}"


class SpaceField(forms.ModelChoiceField):
    def label_from_instance(self, space: Any) -> str:
        return f"{space.facility.name} {space.name}"


class RoundForm(forms.ModelForm[SeasonRound]):
    """What a round covers; ``facts`` and ``spaces`` are what the service takes."""

    spaces = SpacesField(
        label=_("Spaces that are shared out"),
        queryset=Space.objects.bookable().select_related("facility").by_kana(),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = SeasonRound
        fields = ("name", "first", "last", "opens_at", "closes_at", "text", "spaces", "draw_source")
        widgets = {
            "first": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "last": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "opens_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
            "closes_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
            "text": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "name": _("For example: April to September"),
            "draw_source": _("Something nobody can know before: a temperature, a lottery’s number. May stay empty."),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and not timedelta(0) <= last - first <= LONGEST:
            message = _("Please choose a day after the first one, at most a year later.")
            self.add_error("last", ValidationError(message, code="order"))
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if opens and opens.year < EARLIEST_YEAR:
            self.add_error("opens_at", ValidationError(_("Please check the year."), code="year"))
        if opens and closes and closes <= opens:
            self.add_error("closes_at", ValidationError(_("The end must be after the start."), code="order"))
        return data

    @property
    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "spaces"}


class WishForm(forms.Form):
    """A regular time, for how many and what for, and whom to tell; ``facts`` is what the service takes."""

    rank = forms.TypedChoiceField(label=_("Which wish"), choices=Wish.RANKS, coerce=int)
    space = SpaceField(label=_("Space"), queryset=Space.objects.none(), empty_label=None)
    weekday = forms.TypedChoiceField(label=_("Weekday"), choices=Wish.DAYS, coerce=int)
    rhythm = forms.ChoiceField(label=_("How often"), choices=Wish.Repeats.choices)
    start_minute = ClockField(label=_("From"), help_text=_("For example 10:00"), latest=DAY)
    end_minute = ClockField(label=_("Until"), help_text=_("For example 12:00"), latest=DAY)
    head_count = forms.IntegerField(label=_("Number of people"), min_value=1, max_value=9999)
    purpose = forms.CharField(label=_("What for"), max_length=120)
    name = forms.CharField(label=_("Your name"), max_length=80)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=_("Mail address"), required=False, help_text=_("Without one we telephone"))

    def __init__(self, *args: Any, spaces: QuerySet[Space], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["space"]).queryset = spaces

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("start_minute"), data.get("end_minute")
        if start is not None and end is not None and end <= start:
            self.add_error("end_minute", ValidationError(_("The end must be after the start."), code="order"))
        if not self.errors and not data["phone"] and not data["email"]:
            message = _("Please give a telephone number or a mail address: we tell you what came of it.")
            self.add_error("phone", ValidationError(message, code="contact"))
        return data

    @property
    def facts(self) -> dict[str, Any]:
        """Give the fields of a wish; what staff write down is in the name of who asked for it."""
        data = dict(self.cleaned_data)
        return data | {"on_behalf_of": data["name"]} if data.get("channel") else data


class WishForSomebodyForm(WishForm):
    """The same, with how it reached the counter."""

    channel = forms.ChoiceField(label=_("How it reached you"), choices=Channel.by_hand())
    field_order = ["channel"]


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason, which the group will read"), max_length=300)


class GroupForm(forms.Form):
    """Whose wish staff write down."""

    organization = forms.ModelChoiceField(
        label=_("Group"), queryset=Organization.objects.none(), to_field_name="slug", empty_label=None
    )

    def __init__(self, *args: Any, groups: QuerySet[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["organization"]).queryset = groups
