"""One tap: does it take place?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import Verdict
from organizations.models import Channel


class VerdictForm(forms.Form):
    answer = forms.ChoiceField(choices=Verdict.Answer.choices, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("A word on the reason"),
        max_length=200,
        required=False,
        help_text=_("May stay empty: then it says “Because of the weather”."),
    )


class VerdictByHandForm(VerdictForm):
    """The same for staff, who write down what a host has told them."""

    on_behalf_of = forms.CharField(label=_("Who has decided (name)"), max_length=80, required=False)
    channel = forms.ChoiceField(label=_("How it reached you"), choices=Channel.choices)
    field_order = ["answer", "on_behalf_of", "channel", "reason"]
