"""What opens and closes, entered by the department or an editor."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from events.forms.registrations import read_phone
from events.models import Reception
from organizations.models import Organization

ENGLISH = ("title", "summary", "body")
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ReceptionForm(forms.ModelForm):
    link = forms.URLField(label=_("form or page"), required=False, max_length=400, assume_scheme="https")
    title_en = forms.CharField(label=_("title in English"), required=False, max_length=200)
    summary_en = forms.CharField(label=_("in one sentence, in English"), required=False, max_length=400)
    body_en = forms.CharField(
        label=_("how to apply, in English"), required=False, max_length=2000, widget=forms.Textarea({"rows": 4})
    )

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

        english = self.instance.texts.filter(language="en").first() if self.instance.pk else None
        for name in ENGLISH:
            self.fields[f"{name}_en"].initial = getattr(english, name, "")

    @property
    def facts(self) -> dict[str, Any]:
        """What the period says of itself; the form must be valid."""
        return {name: value for name, value in self.cleaned_data.items() if not name.endswith("_en")}

    @property
    def english(self) -> dict[str, str]:
        """The same in English; the form must be valid."""
        return {name: self.cleaned_data[f"{name}_en"] for name in ENGLISH}

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
