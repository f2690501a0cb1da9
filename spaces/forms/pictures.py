"""A picture handed in with a place or a notice: the file, what it shows, who is on it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organizations.forms.pictures import PictureField
from organizations.models import Picture


class PictureQuestions(forms.Form):
    picture_file = PictureField(label=_("Picture"), required=False)
    picture_alt = forms.CharField(label=_("What the picture shows"), max_length=200, required=False)
    picture_people = forms.ChoiceField(label=_("People on the picture"), choices=Picture.People.choices, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("picture_file") and not data.get("picture_alt"):
            self.add_error("picture_alt", ValidationError(_("Please say what the picture shows."), code="alt"))
        if data.get("picture_file") and data.get("picture_people") in ("", Picture.People.UNSTATED):
            message = _("Please say who is on the picture; children only with their guardians’ yes.")
            self.add_error("picture_people", ValidationError(message, code="people"))
        return data

    @property
    def picture(self) -> dict[str, Any]:
        """What there is to keep of a picture; nothing without a file."""
        if not self.cleaned_data.get("picture_file"):
            return {}
        return {name: self.cleaned_data[f"picture_{name}"] for name in ("file", "alt", "people")}
