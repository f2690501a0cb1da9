"""Who answers for children."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.forms.enrolments import PaperField


class GuardianForm(forms.Form):
    name = forms.CharField(label=_("Name of the adult who answers for the children"), max_length=80)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=_("Mail address"), required=False)
    consented_on = forms.DateField(
        label=_("Day of the signature"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    paper = PaperField(label=_("Signed paper"), required=False, help_text=_("PDF, Word or Excel. Only staff see it."))

    def clean_consented_on(self) -> Any:
        day = self.cleaned_data["consented_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."), code="future")
        return day
