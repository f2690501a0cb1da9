"""The buttons at the door."""

from django import forms
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
