"""Inviting somebody, and her part in the group."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.models import Membership

GROWN_UP_ROLES = [choice for choice in Membership.Role.choices if choice[0] != Membership.Role.CHILD]


class InvitationForm(forms.Form):
    email = forms.EmailField(label=_("Mail address of the person"))
    role = forms.ChoiceField(label=_("Role in the group"), choices=GROWN_UP_ROLES, initial=Membership.Role.EDITOR)

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class RoleForm(forms.Form):
    """One member's role; stands in a row of the list, so its label names the person."""

    role = forms.ChoiceField(choices=GROWN_UP_ROLES, widget=forms.Select(attrs={"class": "input"}))

    def __init__(self, *args: Any, name: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].label = _("Role of %(name)s") % {"name": name}


class ChildForm(forms.Form):
    nickname = forms.CharField(
        label=_("Nickname of the child"),
        max_length=80,
        help_text=_("What the group calls her; no full name is needed."),
    )
