"""Once a year: is everything still true?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.forms.enrolments import BehalfForm
from organizations.forms.registry import ContactFields

WORDS = {"rows": 3}


class RenewalForm(forms.Form):
    """One tap is enough; the three questions may be left."""

    head_changes = forms.BooleanField(
        label=_("Our representative changes in April"),
        required=False,
        help_text=_("Then we ask once more in the middle of May who it is."),
    )
    lacking = forms.CharField(
        label=_("What is difficult just now? What do you lack?"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs=WORDS),
        help_text=_("It becomes a draft on your desk. Nobody sees it before you publish it."),
    )
    offering = forms.CharField(
        label=_("What could you do for others, or lend?"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs=WORDS),
    )
    remark = forms.CharField(
        label=_("Something on the page is no longer true?"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs=WORDS),
        help_text=_("Write it here, and a coordinator changes it for you."),
    )


class ChildrenRenewalForm(RenewalForm):
    """The same in February to a children's own group: who leaves school, and who goes on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["head_changes"].label = _("Somebody graduates, and others take over")
        self.fields["lacking"].label = _("What would you like to try?")


class HeadForm(ContactFields):
    """The second question, in May: who represents the group now."""

    representative = forms.CharField(label=_("Name of the new representative"), max_length=80)
    field_order = ["representative"]

    def said(self) -> dict[str, Any]:
        contact = {name: self.cleaned_data[f"contact_{name}"] for name in ("kind", "value", "visibility")}
        return {"representative": self.cleaned_data["representative"], "contact": contact}


class RenewalByHandForm(RenewalForm, BehalfForm):
    """The same questions asked on the telephone, at the counter or by a sheet that came back."""

    has_ended = forms.BooleanField(label=_("The group has ended"), required=False)
    field_order = ["channel", "on_behalf_of"]


class RenewalListForm(forms.Form):
    """Which groups the list shows."""

    STATES = (
        ("", _("Not answered")),
        ("returning", _("Asked again when the representative has changed")),
        ("dormant", _("Resting")),
        ("confirmed", _("Renewed")),
    )
    state = forms.ChoiceField(label=_("Which"), choices=STATES, required=False)
    q = forms.CharField(label=_("Part of the group’s name"), max_length=80, required=False)

    def said(self) -> dict[str, Any]:
        return self.cleaned_data if self.is_valid() else {"state": "", "q": ""}
