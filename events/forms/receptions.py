"""What opens and closes, entered by the department or an editor."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from events.forms.registrations import read_phone
from events.models import Reception
from organizations.models import Organization

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ReceptionForm(forms.ModelForm):
    link = forms.URLField(label=_("form or page"), required=False, max_length=400, assume_scheme="https")

    class Meta:
        model = Reception
        fields = (
            "title",
            "summary",
            "audience",
            "for_whom",
            "opens_on",
            "closes_on",
            "how",
            "office",
            "phone",
            "link",
            "organization",
            "is_published",
        )
        widgets = {"opens_on": DAY, "closes_on": DAY, "audience": forms.RadioSelect, "how": forms.Textarea({"rows": 4})}
        help_texts = {"for_whom": _("For example: children who turn 3 by 1 April and live in the city")}

    def __init__(self, *args: Any, departments: QuerySet[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"] = forms.ModelChoiceField(
            label=_("department"), queryset=departments, required=False, initial=self.initial.get("organization")
        )

    def clean_phone(self) -> str:
        return read_phone(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        opens, closes = data.get("opens_on"), data.get("closes_on")
        if opens and closes and opens > closes:
            self.add_error("closes_on", ValidationError(_("This must not lie before the opening."), code="order"))
        if data.get("link") and not data["link"].startswith(("https://", "http://")):
            message = _("Please give an address that begins with https://.")
            self.add_error("link", ValidationError(message, code="scheme"))
        return data
