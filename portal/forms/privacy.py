"""What is asked at the desk about a request, its decision, and the disposal list."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.models import Channel
from portal.models import DataRequest

COUNTER = Channel.by_hand()


class RequestForm(forms.ModelForm):
    channel = forms.ChoiceField(label=_("How it came in"), choices=COUNTER, initial=Channel.VISIT)
    received_on = forms.DateField(
        label=_("received on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    class Meta:
        model = DataRequest
        fields = ("kind", "name", "kana", "email", "phone", "agent", "wish", "channel", "received_on", "identity")
        widgets = {"wish": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = timezone.localdate

    def clean(self) -> dict[str, Any] | None:
        said = super().clean() or {}
        day = said.get("received_on")
        if day and day > timezone.localdate():
            self.add_error("received_on", _("This day is still to come."))
        return said


class IdentityForm(forms.Form):
    identity = forms.ChoiceField(
        label=_("how the person was recognised"),
        choices=[choice for choice in DataRequest.Identity.choices if choice[0] != DataRequest.Identity.NOT_YET],
    )


class DecisionForm(forms.Form):
    """Which records are the person's, what is decided, and why."""

    keys = forms.MultipleChoiceField(
        label=_("Records of this person"),
        help_text=_(
            "Those ticked agree in mail, or in telephone and name. With the others only one of the two is the same: "
            "a family or an office may share a telephone."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    decision = forms.ChoiceField(
        label=_("decision"),
        choices=[choice for choice in DataRequest.Status.choices if choice[0] in DataRequest.DECISIONS],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("reason"),
        help_text=_("Needed when not everything is granted."),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    decision_number = forms.CharField(label=_("decision number"), max_length=40, required=False)

    def __init__(self, *args: Any, row: DataRequest, choices: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keys"] = _choosing(self.base_fields["keys"], choices)
        if row.kind == DataRequest.Kind.CORRECTION:
            self.fields |= {
                "name": forms.CharField(label=_("right name"), max_length=80, required=False),
                "kana": forms.CharField(label=_("right reading"), max_length=120, required=False),
                "email": forms.EmailField(label=_("right mail address"), required=False),
                "phone": forms.CharField(label=_("right telephone number"), max_length=40, required=False),
            }

    @property
    def corrections(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("name", "kana", "email", "phone") if name in self.fields}


class DisposalForm(forms.Form):
    keys = forms.MultipleChoiceField(label=_("Records whose time is over"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, choices: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keys"] = _choosing(self.base_fields["keys"], choices)


def _choosing(field: Any, choices: Iterable[tuple[str, str]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=field.label,
        help_text=field.help_text,
        required=field.required,
        widget=forms.CheckboxSelectMultiple,
        choices=list(choices),
    )
