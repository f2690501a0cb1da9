"""Which department follows on another, and from which day."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization


class SuccessorForm(forms.Form):
    new = forms.ModelChoiceField(label=_("Department that follows"), queryset=Organization.objects.none())
    day = forms.DateField(
        label=_("First day of the new department"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, old: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments = Organization.objects.of_kind(Organization.Kind.DEPARTMENT).exclude(pk=old.pk).by_kana()
        self.fields["new"] = forms.ModelChoiceField(
            label=_("Department that follows"), queryset=departments.filter(status__in=Organization.LISTED)
        )
