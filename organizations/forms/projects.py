"""What a project says of itself, its partners, and who does what."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization, Partner, Project, new_token
from organizations.models.registry import OrganizationQuerySet


class MeasureCheck(forms.Form):
    """What the city co-hosts or commissions names its measure."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("form") in Project.CITY_FORMS and not cleaned.get("measure_text"):
            wrong = forms.ValidationError(_("Please name the measure of the plan that this project serves."))
            self.add_error("measure_text", wrong)
        return cleaned


def fiscal_years() -> list[tuple[int, str]]:
    """Name this fiscal year and the next."""
    today = timezone.localdate()
    first = today.year - (today.month < 4)
    return [(year, _("Fiscal year %(year)d") % {"year": year}) for year in (first, first + 1)]


class StartForm(MeasureCheck):
    """The first page of a project; ``organizations`` only where no introduction names the sides."""

    sent = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    organization = forms.ModelChoiceField(label=_("Leading group"), queryset=Organization.objects.none())
    title = forms.CharField(label=_("Title of the project"), max_length=120)
    form = forms.ChoiceField(label=_("How does the city take part?"), choices=Project.Form.choices)
    fiscal_year = forms.TypedChoiceField(label=_("Fiscal year"), coerce=int, choices=fiscal_years)
    measure_text = forms.CharField(
        label=_("Measure of the plan"),
        max_length=200,
        required=False,
        help_text=_("Needed for co-hosting and commissions."),
    )

    def __init__(self, *args: Any, organizations: OrganizationQuerySet | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sent"].initial = new_token
        field: Any = self.fields["organization"]
        if organizations is None:
            del self.fields["organization"]
        else:
            field.queryset = organizations.by_kana()


class ProjectForm(MeasureCheck, forms.ModelForm):
    """What a project says of itself."""

    class Meta:
        model = Project
        fields = (
            "title",
            "summary",
            "form",
            "support_kind",
            "measure_text",
            "purpose",
            "why_together",
            "topics",
            "districts",
        )
        labels = {
            "summary": _("In one sentence"),
            "form": _("How does the city take part?"),
            "purpose": _("What for, and for whom"),
            "why_together": _("Why together"),
        }
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 6}),
            "why_together": forms.Textarea(attrs={"rows": 4}),
            "topics": forms.CheckboxSelectMultiple,
            "districts": forms.CheckboxSelectMultiple,
        }

    def said(self) -> dict[str, Any]:
        """Give what was typed as the service takes it."""
        words = dict(self.cleaned_data)
        return {"topics": words.pop("topics"), "districts": words.pop("districts"), "words": words}


class PartnerForm(forms.Form):
    """One more side of a project."""

    organization = forms.ModelChoiceField(label=_("Group or department"), queryset=Organization.objects.none())
    role = forms.ChoiceField(
        label=_("Role"), choices=[choice for choice in Partner.Role.choices if choice[0] != Partner.Role.LEAD]
    )
    contribution = forms.CharField(label=_("What it contributes"), max_length=200, required=False)

    def __init__(self, *args: Any, organizations: OrganizationQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organization"]
        field.queryset = organizations.by_kana()


class PartnerChoice(forms.ModelChoiceField):
    """A partner, named by its group."""

    def label_from_instance(self, partner: Partner) -> str:
        return partner.organization.name


class LineForm(forms.Form):
    """One line of the role table; an empty line is no line."""

    partner = PartnerChoice(label=_("Who"), queryset=Partner.objects.none(), required=False)
    task = forms.CharField(label=_("Does what"), max_length=200, required=False)
    due_on = forms.DateField(label=_("By when"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    cost = forms.CharField(label=_("Cost"), max_length=120, required=False)
    risk = forms.CharField(label=_("Who bears the risk"), max_length=120, required=False)

    def __init__(self, *args: Any, partners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["partner"]
        field.queryset = partners

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("task") and not cleaned.get("partner"):
            self.add_error("partner", forms.ValidationError(_("Please say who does it.")))
        if cleaned.get("partner") and not cleaned.get("task") and not self.errors:
            self.add_error("task", forms.ValidationError(_("Please say what is to be done.")))
        return cleaned


RoleTable = forms.formset_factory(LineForm, extra=3, max_num=40, absolute_max=60, validate_max=True)
