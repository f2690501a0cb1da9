"""The short steps of a group's registration, and what the desk decides."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from organizations.models import Channel, OnBehalf

MOST_BYTES = 5 * 1024 * 1024
SIGNATURES = {"pdf": b"%PDF", "docx": b"PK\x03\x04", "xlsx": b"PK\x03\x04"}


class PaperField(forms.FileField):
    """A paper as PDF or Office file; what only calls itself so is refused with a sentence."""

    widget = forms.FileInput(attrs={"accept": ".pdf,.docx,.xlsx"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        paper = super().clean(data, initial)
        if isinstance(paper, UploadedFile):
            self._check(paper)
        return paper

    def _check(self, paper: UploadedFile) -> None:
        suffix = str(paper.name).rsplit(".", 1)[-1].lower()
        if (paper.size or 0) > MOST_BYTES:
            limit = {"limit": filesizeformat(MOST_BYTES)}
            raise forms.ValidationError(
                _("This file is too heavy. Please choose one of up to %(limit)s."), params=limit
            )
        start = paper.read(4)
        paper.seek(0)
        if SIGNATURES.get(suffix) != start:
            raise forms.ValidationError(_("Please choose a PDF, Word or Excel file, or bring the paper to the desk."))


class AboutForm(forms.Form):
    representative = forms.CharField(label=_("Name of the representative"), max_length=80)
    members = forms.IntegerField(label=_("How many members are you?"), min_value=1, max_value=10_000)


class ActivityForm(forms.Form):
    activity = forms.CharField(
        label=_("What did you do in the past year?"),
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("A few lines are enough: what, how often, for whom."),
    )


class RulesForm(forms.Form):
    rules_file = PaperField(
        label=_("Rules or list of members"),
        required=False,
        help_text=_("If you have any. PDF, Word or Excel; you can also bring it on paper. Only the desk sees it."),
    )


class DeclarationForm(forms.Form):
    declares = forms.BooleanField(label=_("Our group is not for politics, religion or profit."))


class HandInForm(forms.Form):
    """Nothing to fill in: the last look, and the tap."""


STEPS: dict[int, type[forms.Form]] = {
    1: AboutForm,
    2: ActivityForm,
    3: RulesForm,
    4: DeclarationForm,
    5: HandInForm,
}


class BehalfForm(forms.Form):
    """For whom the desk begins a registration."""

    on_behalf_of = forms.CharField(
        label=_("On behalf of (name)"), help_text=lazystr(OnBehalf.PURPOSE.sentence), max_length=80
    )
    channel = forms.ChoiceField(label=_("How it came to us"), choices=Channel.by_hand(), initial="visit")


class InterviewForm(forms.Form):
    interview_on = forms.DateField(
        label=_("Day of the interview"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean_interview_on(self) -> Any:
        day = self.cleaned_data["interview_on"]
        if abs((day - timezone.localdate()).days) > 365:
            raise forms.ValidationError(_("Please choose a day within a year."), code="far")
        return day


class DecisionForm(forms.Form):
    """The decision is made elsewhere; here its number is recorded."""

    decision = forms.ChoiceField(
        label=_("Decision"), choices=[("approve", _("Approved")), ("refuse", _("Refused"))], widget=forms.RadioSelect
    )
    decision_number = forms.CharField(label=_("Number of the decision"), max_length=40)
    interview_note = forms.CharField(
        label=_("Note of the interview"), max_length=2000, widget=forms.Textarea, required=False
    )
    reason = forms.CharField(label=_("Reason (for a refusal)"), max_length=400, widget=forms.Textarea, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("decision") == "refuse" and not cleaned.get("reason"):
            self.add_error("reason", forms.ValidationError(_("Please give the reason: the group will read it.")))
        return cleaned
