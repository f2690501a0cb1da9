"""What a notice says, until when it hangs, and whom to ask about it."""

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.forms.registry import OnBehalfFields
from organizations.models import Organization
from spaces.forms.pictures import PictureQuestions
from spaces.models import Notice

USUAL = timedelta(days=30)
FACTS = ("kind", "title", "text", "contact", "shown_until", "name", "email", "phone", "on_behalf_of", "channel")


class NoticeForm(PictureQuestions, forms.ModelForm[Notice]):
    organization = forms.ModelChoiceField(
        label=_("For a group"), queryset=Organization.objects.none(), required=False, empty_label=_("For myself")
    )

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
        self.fields["picture_file"].help_text = _("A photo of the flyer will do. No PDF, please.")
        self.fields["shown_until"].initial = timezone.localdate() + USUAL
        cast(forms.ModelChoiceField, self.fields["organization"]).queryset = groups
        if not groups.exists():
            del self.fields["organization"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("email") or data.get("phone")) and not {"email", "phone"} & set(self.errors):
            self.add_error("email", ValidationError(_("Mail or telephone, please: how may we ask back?"), code="reach"))
        return data

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FACTS if name in self.cleaned_data}


class NoticeOnBehalfForm(NoticeForm, OnBehalfFields):
    """The same sheet at the counter or on the telephone."""


class DoubtForm(forms.Form):
    words = forms.CharField(label=_("What is wrong with it?"), max_length=200)


class NoticeReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason, for its author"), max_length=200)
