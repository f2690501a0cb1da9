"""The buttons at the door."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.models import Door, Visit


class TapForm(forms.Form):
    """One tap: a family in (with the age of its child, or without) or out, a level, or the last tap taken back."""

    IN, OUT, UNDO, LEVEL = "in", "out", "undo", "level"

    do = forms.ChoiceField(choices=[(IN, ""), (OUT, ""), (UNDO, ""), (LEVEL, "")])
    band = forms.ChoiceField(choices=Visit.Band.choices, required=False)
    level = forms.ChoiceField(choices=[("", ""), *Door.Level.choices], required=False)

    def clean_level(self) -> str:
        level: str = self.cleaned_data["level"]
        if self.cleaned_data.get("do") == self.LEVEL and not level:
            raise forms.ValidationError(_("Please choose how full it is."), code="level")
        return level


class RoomForm(forms.Form):
    families = forms.IntegerField(
        label=_("Families that fit in"),
        help_text=_("The count then says by itself how full it is. Empty: you say it with the three buttons."),
        min_value=1,
        max_value=500,
        required=False,
    )


class MonthForm(forms.Form):
    """A month to look at; without one, or with nonsense, this month."""

    month = forms.DateField(input_formats=["%Y-%m"], required=False)

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of the month."""
        chosen = self.cleaned_data["month"] if self.is_valid() else None
        first: date = (chosen or timezone.localdate()).replace(day=1)
        return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
