"""A coordinator's word to two groups, their answers, and what became of it."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.models import Introduction, MessageTemplate, Organization
from organizations.models.registry import OrganizationQuerySet

Answer, Outcome = Introduction.Answer, Introduction.Outcome


class MessageForm(forms.Form):
    """What the coordinator writes to both sides."""

    message = forms.CharField(
        label=_("A word to both (they will read it)"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    template = forms.ModelChoiceField(
        label=_("Words to begin with"),
        queryset=MessageTemplate.objects.all(),
        required=False,
        empty_label=_("None"),
    )
    field_order = ["template", "message"]

    def words(self) -> str:
        """Give the whole message: the words to begin with, then what was written."""
        self.full_clean()
        said = getattr(self, "cleaned_data", {})
        first = said["template"].text if said.get("template") else ""
        return "\n\n".join(filter(None, [first, said.get("message", "")]))


class PairForm(MessageForm):
    """Two groups that should meet, without a need or an offer."""

    asking = forms.ModelChoiceField(label=_("One group"), queryset=Organization.objects.none())
    answering = forms.ModelChoiceField(label=_("The other group"), queryset=Organization.objects.none())
    field_order = ["asking", "answering", "template", "message"]

    def __init__(self, *args: Any, organizations: OrganizationQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        for name in ("asking", "answering"):
            fields[name].queryset = organizations.by_kana()


class AnswerForm(forms.Form):
    """Yes, no or not yet; a reason is for the coordinator alone."""

    answer = forms.ChoiceField(
        label=_("Would you like to meet?"),
        choices=[
            (Answer.YES, _("Yes, please pass on our contact")),
            (Answer.LATER, _("We cannot say yet")),
            (Answer.NO, _("No, not this time")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("If not: why? (only the coordinator reads it)"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SideField(forms.TypedChoiceField):
    """One of the two sides of an introduction."""

    def offer(self, sides: Sequence[Organization]) -> None:
        """Let one of these two be chosen."""
        by_key = {str(side.pk): side for side in sides}
        self.choices = [(key, side.name) for key, side in by_key.items()]
        self.coerce = by_key.__getitem__


class HeardForm(AnswerForm):
    """An answer that came by telephone or at the counter."""

    side = SideField(label=_("Who has answered?"), widget=forms.RadioSelect)
    field_order = ["side", "answer", "reason"]

    def __init__(self, *args: Any, sides: Sequence[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "heard_%s"} | kwargs)
        cast(SideField, self.fields["side"]).offer(sides)


class SettleForm(forms.Form):
    """What became of an introduction."""

    outcome = forms.ChoiceField(
        label=_("What became of it?"),
        choices=[choice for choice in Outcome.choices if choice[0]],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("In a few words"),
        max_length=400,
        required=False,
        help_text=_("Needed if it did not work out."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
