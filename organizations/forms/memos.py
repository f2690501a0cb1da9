"""Thirty seconds: what came in at the counter, on the telephone or on a page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.forms.enrolments import BehalfForm
from organizations.forms.pictures import PictureField
from organizations.models import Organization


class MemoForm(forms.Form):
    """「まちがい・気になることを知らせる」, by anybody."""

    text = forms.CharField(
        label=_("What is wrong, or what should we know?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    contact = forms.CharField(
        label=_("Telephone or mail address"),
        max_length=200,
        required=False,
        help_text=_("Only if you would like an answer."),
    )
    path = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)

    def clean_path(self) -> str:
        """Keep the path of a page of this site, and nothing else."""
        path = str(self.cleaned_data["path"])
        return path if path.startswith("/") and not path.startswith("//") else ""


class MemoByHandForm(MemoForm, BehalfForm):
    """The same at the counter, with the flyer that was brought."""

    on_behalf_of = forms.CharField(label=_("Who"), max_length=80, required=False)
    picture_file = PictureField(label=_("Photo of the flyer"), required=False)
    field_order = ["text", "channel", "on_behalf_of", "contact", "picture_file"]


class MemoGroupForm(forms.Form):
    """Of which group a memo speaks."""

    organization = forms.ModelChoiceField(
        label=_("Group"),
        queryset=Organization.objects.filter(status__in=Organization.SHOWN).by_kana(),
        to_field_name="slug",
        empty_label=_("Choose"),
    )


class ClaimForm(forms.Form):
    words = forms.CharField(
        label=_("Who are you in this group?"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: I have kept its accounts since 2021. A coordinator reads it and may ring you up."),
    )
