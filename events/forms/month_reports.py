"""One line a month."""

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.models import Channel


class MonthReportForm(forms.Form):
    held = forms.IntegerField(label=_("How often it took place"), min_value=0, max_value=200)
    people = forms.IntegerField(
        label=_("How many people came in all"), min_value=0, max_value=100_000, help_text=_("Roughly is fine.")
    )
    remark = forms.CharField(label=_("A word on it"), max_length=200, required=False)


class MonthReportByHandForm(MonthReportForm):
    """The same for staff, who write down what somebody rang up, sent or brought."""

    on_behalf_of = forms.CharField(label=_("Who has said so (name)"), max_length=80, required=False)
    channel = forms.ChoiceField(label=_("How it reached you"), choices=Channel.by_hand())
