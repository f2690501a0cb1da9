"""Borrowing things, and keeping what is lent."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from organizations.models import Channel, Organization
from spaces.models import Thing


class LoanForm(forms.Form):
    """How many, from when to when, and who; the same form for a guest and for staff who fill it in for somebody."""

    first = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(
        label=_("Last day"),
        help_text=_("Please bring it back on this day."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    count = forms.IntegerField(label=_("How many pieces"), min_value=1, max_value=9999, initial=1)
    purpose = forms.CharField(label=_("What for"), max_length=120)
    organization = forms.ModelChoiceField(
        label=_("For a group"), queryset=Organization.objects.none(), required=False, empty_label=_("For myself")
    )
    name = forms.CharField(label=_("Your name"), max_length=80)
    phone = forms.CharField(label=_("Telephone"), max_length=40, help_text=_("In case something changes on the day"))
    email = forms.EmailField(label=_("Mail address"), required=False, help_text=_("Without one we telephone"))
    agrees = forms.BooleanField(label=_("I bring it back clean and whole"))

    def __init__(self, *args: Any, groups: QuerySet[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["organization"]).queryset = groups
        if not groups.exists():
            del self.fields["organization"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", ValidationError(_("The last day cannot be before the first."), code="order"))
        return data


class LoanForSomebodyForm(LoanForm):
    """The same, with who telephoned or came by."""

    channel = forms.ChoiceField(label=_("How it reached you"), choices=Channel.by_hand())
    field_order = ["channel"]


class ThingForm(forms.ModelForm[Thing]):
    class Meta:
        model = Thing
        fields = (
            "name", "kana", "count", "summary", "rules", "price_note", "max_days", "opens_days_ahead",
            "individuals_welcome", "needs_approval", "is_lent_with_rooms", "is_listed",
        )  # fmt: skip

    def clean_count(self) -> int:
        return self._at_least_one("count")

    def clean_max_days(self) -> int:
        days = self._at_least_one("max_days")
        if days > 92:
            raise ValidationError(_("At most three months, please."), code="max_days")
        return days

    def _at_least_one(self, name: str) -> int:
        number: int = self.cleaned_data[name]
        if number < 1:
            raise ValidationError(_("At least one, please."), code=name)
        return number
