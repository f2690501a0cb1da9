"""What a coordinator writes down of a matter, whom she lets in, and what she hands over."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.models import COORDINATION, AgencyDesk, Case, Channel, Note, Organization, Referral, User

WORDS = forms.Textarea(attrs={"rows": 4})
EARLIEST_YEAR = 2000


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def coordinators() -> Any:
    return User.objects.filter(groups__name__in=COORDINATION, is_active=True).distinct().order_by("kana", "name")


class PersonField(forms.ModelChoiceField):
    """One of the coordinators."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(queryset=User.objects.none(), empty_label=_("Please choose"), **rest)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class PersonForm(forms.Form):
    """A form that asks for one of the other coordinators."""

    def __init__(self, *args: Any, reader: User, **rest: Any) -> None:
        super().__init__(*args, **rest)
        for field in self.fields.values():
            if isinstance(field, PersonField):
                field.queryset = coordinators().exclude(pk=reader.pk)


class CaseForm(forms.ModelForm[Case]):
    """What it is about, who came, and by when something is to be done."""

    class Meta:
        model = Case
        fields = ("title", "who", "contact", "due_on")
        widgets = {"due_on": day_input()}
        help_texts = {"who": _("Only who was led to whom. A child’s name belongs to the office in charge, not here.")}


class NewCaseForm(CaseForm):
    text = forms.CharField(label=_("What was said or done"), max_length=4000, widget=WORDS)
    field_order = ["kind", "title", "who", "contact", "channel", "text", "level", "due_on"]

    class Meta(CaseForm.Meta):
        fields = ("kind", "title", "who", "contact", "channel", "level", "due_on")  # type: ignore[assignment]


class NoteForm(forms.ModelForm[Note]):
    class Meta:
        model = Note
        fields = ("text", "channel", "for_successor")
        widgets = {"text": WORDS}


class LetInForm(PersonForm):
    user = PersonField(label=_("Whom"))
    until = forms.DateField(label=_("until"), widget=day_input())
    reason = forms.CharField(label=_("Reason"), max_length=200)


class LetOneselfInForm(forms.Form):
    number = forms.CharField(label=_("Number of the case"), max_length=12)
    reason = forms.CharField(
        label=_("Why you must read it now"),
        max_length=200,
        help_text=_("Whoever is in charge and the lead coordinators are told at once that you opened it."),
    )


class EntrustForm(PersonForm):
    to = PersonField(label=_("Who is in charge from now on"))


class HandoverForm(PersonForm):
    taker = PersonField(label=_("Who takes over"))
    until = forms.DateField(
        label=_("until"),
        required=False,
        help_text=_("Leave it empty when you hand over for good."),
        widget=day_input(),
    )
    promises = forms.CharField(
        label=_("What else was promised to whom"),
        required=False,
        max_length=2000,
        widget=WORDS,
        help_text=_("One promise a line. Cases and introductions are on the list already."),
    )

    def clean_promises(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["promises"].splitlines()]
        if any(len(line) > 200 for line in lines):
            raise forms.ValidationError(_("Please keep each promise within 200 characters."), code="long")
        return [line for line in lines if line]


class AgencyDeskForm(forms.ModelForm[AgencyDesk]):
    class Meta:
        model = AgencyDesk
        fields = ("agency", "name", "phone", "hours", "takes", "basis")
        widgets = {"takes": WORDS}

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        agencies: Any = self.fields["agency"]
        agencies.empty_label = _("Please choose")
        agencies.queryset = Organization.objects.of_kind(Organization.Kind.AGENCY).by_kana()


class ReferralForm(forms.ModelForm[Referral]):
    """To whom and when; there is no field for what."""

    handed_at = forms.DateTimeField(
        label=_("When it was handed over"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    field_order = ["received_by", "handed_at", "channel", "case"]

    class Meta:
        model = Referral
        fields = ("received_by", "channel", "case")

    def __init__(self, *args: Any, cases: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        case: Any = self.fields["case"]
        case.label, case.queryset, case.empty_label = _("Case"), cases, _("None")
        channel: Any = self.fields["channel"]
        channel.choices = Channel.by_hand()
        self.fields["handed_at"].initial = timezone.localtime().replace(second=0, microsecond=0)

    def clean_handed_at(self) -> Any:
        moment = self.cleaned_data["handed_at"]
        if moment > timezone.now():
            raise forms.ValidationError(_("This time is still to come."), code="future")
        if moment.year < EARLIEST_YEAR:
            raise forms.ValidationError(_("Please check the year."), code="year")
        return moment
