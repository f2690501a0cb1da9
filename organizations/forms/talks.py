"""Coordinators' everyday ties: whom nobody has spoken to, a note of a talk, and one's own field."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.models import Channel, Talk, Workload

SPANS = [("30", _("a month")), ("90", _("three months")), ("180", _("half a year")), ("365", _("a year"))]


class QuietForm(forms.Form):
    """How long is too long, and whose groups."""

    days = forms.ChoiceField(label=_("Not spoken to for"), choices=SPANS, required=False, initial="90")
    mine = forms.BooleanField(label=_("Only my field"), required=False)

    def said(self) -> dict[str, Any]:
        said = self.cleaned_data if self.is_valid() else {}
        return {"days": int(said.get("days") or 90), "mine": bool(said.get("mine"))}


class TalkForm(forms.ModelForm):
    """A talk with its words; without them, two buttons are enough."""

    class Meta:
        model = Talk
        fields = ("channel", "was_reached", "held_on", "note")
        widgets = {"held_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"] = forms.ChoiceField(label=_("By which way"), choices=Channel.by_hand())

    def clean_held_on(self) -> date:
        day: date = self.cleaned_data["held_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."), code="future")
        return day


class WorkloadForm(forms.ModelForm):
    """What one looks after."""

    class Meta:
        model = Workload
        fields = ("districts", "topics", "capacity", "note", "away_from", "away_through")
        widgets = {
            "districts": forms.CheckboxSelectMultiple,
            "topics": forms.CheckboxSelectMultiple,
            "away_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "away_through": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("away_from"), cleaned.get("away_through")
        if first and last and last < first:
            self.add_error("away_through", forms.ValidationError(_("The last day must not lie before the first.")))
        return cleaned
