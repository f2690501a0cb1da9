"""Giving the calendar that a group keeps elsewhere: an address, or a file."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization
from organizations.models.registry import OrganizationQuerySet

LARGEST = 5_000_000


class CalendarSourceForm(forms.Form):
    """``groups`` are those in whose name the person may post; a single one is not asked for."""

    organization = forms.ModelChoiceField(label=_("Group"), queryset=Organization.objects.none(), to_field_name="slug")
    address = forms.CharField(
        label=_("Address of the calendar"),
        max_length=1000,
        required=False,
        help_text=_("In Google Calendar: Settings of the calendar, “Public address in iCal format”. It ends in .ics."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=_("Or a file"), required=False, help_text=_("A calendar file (.ics), up to 5 megabytes. It is read once.")
    )

    def __init__(self, *args: Any, groups: OrganizationQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["organization"])
        field.queryset = groups
        if groups.count() == 1:
            field.initial, field.required, field.widget = groups.get().slug, False, forms.HiddenInput()
        self.groups = groups

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"]).strip().replace("\0", "")
        return f"https://{address.removeprefix('webcal://')}" if address.startswith("webcal://") else address

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not data.get("organization") and self.fields["organization"].initial:
            data["organization"] = self.groups.get()
        file = data.get("file")
        if file and file.size > LARGEST:
            self.add_error("file", ValidationError(_("The calendar is larger than 5 megabytes."), code="large"))
        elif not self.errors and bool(file) == bool(data.get("address")):
            self.add_error("address", ValidationError(_("Please give an address or a file."), code="required"))
        return data
