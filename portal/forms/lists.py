"""A list that is handed in."""

from typing import Any

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

MOST_BYTES = 8 * 1024 * 1024


class ListForm(forms.Form):
    file = forms.FileField(
        label=_("File (CSV or Excel)"), widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}), max_length=200
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            limit = {"limit": filesizeformat(MOST_BYTES)}
            raise forms.ValidationError(
                _("This file is too heavy. Please choose one of up to %(limit)s."), params=limit
            )
        return file
