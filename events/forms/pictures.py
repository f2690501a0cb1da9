"""The picture of an event: what it shows, who is on it, and which part of it matters."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.forms.pictures import PictureField
from organizations.images import NINTHS, ninth_at
from organizations.models import Picture

WHERE = (
    _("upper left"),
    _("top"),
    _("upper right"),
    _("left"),
    _("the middle"),
    _("right"),
    _("lower left"),
    pgettext_lazy("part of a picture", "bottom"),
    _("lower right"),
)
PICTURE = ("picture_alt", "picture_people", "picture_until", "picture_credit")


class PictureQuestions(forms.Form):
    """Asked with the event. ``shown`` is the picture there is: chosen a moment ago, or the event's own."""

    picture_file = PictureField(label=_("Picture"), required=False)
    picture_alt = forms.CharField(
        label=_("What the picture shows"),
        max_length=200,
        required=False,
        help_text=_("Read out to those who cannot see it, for example: children around a large picture book."),
    )
    picture_people = forms.ChoiceField(
        label=_("People on the picture"), choices=Picture.People.choices, required=False, initial="unstated"
    )
    picture_until = forms.DateField(
        label=_("Until when they have agreed"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("After this day the picture is taken down by itself. Empty: no end was agreed."),
    )
    picture_credit = forms.CharField(label=_("Photo credit"), max_length=120, required=False)
    picture_middle = forms.ChoiceField(
        label=_("What must stay in sight when the picture is cut"),
        choices=list(zip(NINTHS, WHERE, strict=True)),
        required=False,
        initial="c",
        widget=forms.RadioSelect,
    )
    picture_gone = forms.BooleanField(label=_("Without this picture"), required=False)

    def show_picture(self, picture: Picture | None) -> None:
        """Begin with what is known about a picture that is there already."""
        self.shown = picture
        if picture is None:
            return
        known = {"alt": picture.alt, "people": picture.people, "until": picture.consent_until, "credit": picture.credit}
        self.initial.update({f"picture_{name}": value for name, value in known.items()})
        if picture.focal_point_x is not None:
            place = (picture.focal_point_x, picture.focal_point_y, picture.width, picture.height)
            self.initial["picture_middle"] = ninth_at(*place)

    def clean_picture_until(self) -> Any:
        day = self.cleaned_data["picture_until"]
        if day and day < timezone.localdate():
            raise ValidationError(_("This day is over already."), code="past")
        return day

    def check_picture(self, data: dict[str, Any]) -> None:
        """Ask what a picture shows and who is on it, where there is one."""
        if data.get("picture_gone") or not (data.get("picture_file") or self.shown):
            return
        if not data.get("picture_alt") and "picture_alt" in data:
            self.add_error("picture_alt", ValidationError(_("Please say what the picture shows."), code="alt"))
        if data.get("picture_people") in ("", Picture.People.UNSTATED):
            message = _("Please say who is on the picture; children only with their guardians’ yes.")
            self.add_error("picture_people", ValidationError(message, code="people"))

    @property
    def said_of_picture(self) -> dict[str, Any]:
        """What the services take about a picture."""
        data = self.cleaned_data
        return {
            "alt": data["picture_alt"],
            "people": data["picture_people"],
            "credit": data["picture_credit"],
            "consent_until": data["picture_until"],
            "middle": data["picture_middle"],
        }
