"""What a notice says, until when it hangs, and whom to ask about it."""

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.forms.pictures import PictureField
from organizations.forms.registry import OnBehalfFields
from organizations.models import Organization, Picture
from spaces.models import Notice

USUAL = timedelta(days=30)
FACTS = ("kind", "title", "text", "contact", "shown_until", "name", "email", "phone", "on_behalf_of", "channel")


class NoticeForm(forms.ModelForm[Notice]):
    organization = forms.ModelChoiceField(
        label=_("For a group"), queryset=Organization.objects.none(), required=False, empty_label=_("For myself")
    )
    picture_file = PictureField(
        label=_("Picture or flyer"), required=False, help_text=_("A photo of the flyer will do. No PDF, please.")
    )
    picture_alt = forms.CharField(label=_("What the picture shows"), max_length=200, required=False)
    picture_people = forms.ChoiceField(label=_("People on the picture"), choices=Picture.People.choices, required=False)

    class Meta:
        model = Notice
        fields = ("kind", "title", "text", "contact", "shown_until", "name", "email", "phone")
        widgets = {
            "text": forms.Textarea(attrs={"rows": 6}),
            "shown_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "contact": _("Anybody can read this. Your home address or a child's name do not belong here."),
            "shown_until": _("Three months at most; after this day it comes down by itself."),
            "email": _("We send a link with which you can take the notice down. Nobody else sees it."),
        }
        labels = {"contact": _("How to answer (on the board)"), "shown_until": _("It hangs until")}

    def __init__(self, *args: Any, groups: QuerySet[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shown_until"].initial = timezone.localdate() + USUAL
        cast(forms.ModelChoiceField, self.fields["organization"]).queryset = groups
        if not groups.exists():
            del self.fields["organization"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("email") or data.get("phone")) and not {"email", "phone"} & set(self.errors):
            self.add_error("email", ValidationError(_("Mail or telephone, please: how may we ask back?"), code="reach"))
        if data.get("picture_file"):
            self._check_picture(data)
        return data

    def _check_picture(self, data: dict[str, Any]) -> None:
        if not data.get("picture_alt"):
            self.add_error("picture_alt", ValidationError(_("Please say what the picture shows."), code="alt"))
        if data.get("picture_people") in ("", Picture.People.UNSTATED):
            message = _("Please say who is on the picture; children only with their guardians’ yes.")
            self.add_error("picture_people", ValidationError(message, code="people"))

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FACTS if name in self.cleaned_data}

    @property
    def picture(self) -> dict[str, Any]:
        """What there is to keep of a picture; nothing without a file."""
        if not self.cleaned_data.get("picture_file"):
            return {}
        names = ("file", "alt", "people")
        return {name: self.cleaned_data[f"picture_{name}"] for name in names} | {"title": self.cleaned_data["title"]}


class NoticeOnBehalfForm(NoticeForm, OnBehalfFields):
    """The same sheet at the counter or on the telephone."""


class DoubtForm(forms.Form):
    words = forms.CharField(label=_("What is wrong with it?"), max_length=200)


class NoticeReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason, for its author"), max_length=200)
