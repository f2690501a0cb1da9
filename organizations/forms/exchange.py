"""What a need or an offer says, how the board is narrowed, and how a need ended."""

from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.forms import TagField

from organizations.forms.ages import AgeField, first_age_field, last_age_field
from organizations.forms.registry import OnBehalfFields
from organizations.models import District, ExchangeStatus, Need, Offer, Organization, Resource, UnmetReason, new_token
from organizations.models.registry import OrganizationQuerySet

WEEKDAYS = [
    ("mon", _("Mon")),
    ("tue", _("Tue")),
    ("wed", _("Wed")),
    ("thu", _("Thu")),
    ("fri", _("Fri")),
    ("sat", _("Sat")),
    ("sun", _("Sun")),
]
DAYPARTS = [("morning", _("mornings")), ("afternoon", _("afternoons")), ("evening", _("evenings"))]
SETS = ("districts", "topics", "tags")
FIELDS = (
    "title",
    "text",
    "resource",
    "quantity",
    "unit",
    "partial_ok",
    "districts",
    "age_from_months",
    "age_to_months",
    "weekdays",
    "dayparts",
    "valid_from",
    "valid_until",
    "topics",
    "tags",
    "confidentiality",
)


class SheetForm(forms.ModelForm):
    """What needs and offers have in common; ``organizations`` are those the writer may write for."""

    sent = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    organization = forms.ModelChoiceField(label=_("Which group"), queryset=Organization.objects.none())
    age_from_months = first_age_field()
    age_to_months = last_age_field()
    weekdays = forms.MultipleChoiceField(
        label=_("Days of the week"),
        choices=WEEKDAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Leave all empty if any day will do."),
    )
    dayparts = forms.MultipleChoiceField(
        label=_("Times of day"), choices=DAYPARTS, required=False, widget=forms.CheckboxSelectMultiple
    )
    tags = TagField(
        label=_("Keywords"), required=False, help_text=_("Separated by commas, for example: picture books, outdoors")
    )

    class Meta:
        labels = {"title": _("In a few words"), "text": _("More about it"), "quantity": _("How many")}
        help_texts = {
            "text": _("Write as you would say it: what for, for whom, what is needed beforehand."),
            "unit": _("For example: people, copies, yen"),
            "valid_until": _("Left empty, a need stands for 60 days, an offer until the end of March."),
        }
        widgets = {
            "text": forms.Textarea(attrs={"rows": 6}),
            "districts": forms.CheckboxSelectMultiple,
            "topics": forms.CheckboxSelectMultiple,
            "valid_from": forms.DateInput(attrs={"type": "date"}),
            "valid_until": forms.DateInput(attrs={"type": "date"}),
            "confidentiality": forms.RadioSelect,
        }

    BASIC = ("sent", "organization", "on_behalf_of", "channel", "title", "text", "resource", "districts", "only_there")

    def __init__(self, *args: Any, organizations: OrganizationQuerySet | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sent"].initial = new_token
        for name in ("age_from_months", "age_to_months"):
            cast(AgeField, self.fields[name]).keep(getattr(self.instance, name))
        if organizations is None:
            del self.fields["organization"]
            return
        field: Any = self.fields["organization"]
        field.queryset = organizations.by_kana()
        if organizations.count() == 1:
            field.initial = organizations.get()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("age_from_months"), cleaned.get("age_to_months")
        if first is not None and last is not None and first > last:
            self.add_error("age_to_months", forms.ValidationError(_("This must not be younger than the first age.")))
        since, until = cleaned.get("valid_from"), cleaned.get("valid_until")
        if since and until and until < since:
            self.add_error("valid_until", forms.ValidationError(_("This must not be before the first day.")))
        elif until and until < timezone.localdate():
            self.add_error("valid_until", forms.ValidationError(_("This day is over; please choose a later one.")))
        if cleaned.get("quantity") and not cleaned.get("unit"):
            self.add_error("unit", forms.ValidationError(_("Please say of what: people, copies, yen …")))
        return cleaned

    @property
    def basic_fields(self) -> list[forms.BoundField]:
        """What everybody is asked."""
        return [self[name] for name in self.BASIC if name in self.fields]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """What helps to find the right partner, and may be left out."""
        return [field for field in self if field.name not in self.BASIC]

    @property
    def needs_more(self) -> bool:
        """Whether something beyond the basics is filled in or must be mended."""
        return bool(self.instance.pk) or any(field.errors or field.data for field in self.more_fields)

    def said(self) -> dict[str, Any]:
        """Give what was typed as the services take it: the plain words, and the sets beside them."""
        rest = {name: self.cleaned_data[name] for name in SETS}
        words = {name: self.cleaned_data[name] for name in self.words_of}
        return {"words": words, **rest}

    @property
    def words_of(self) -> list[str]:
        return [name for name in self._meta.fields or () if name not in SETS]


class NeedForm(SheetForm):
    """お願い."""

    class Meta(SheetForm.Meta):
        model = Need
        fields = (*FIELDS[:7], "only_there", *FIELDS[7:])
        labels = SheetForm.Meta.labels | {"resource": _("What do you need?"), "only_there": _("Only there will do")}


class OfferForm(SheetForm):
    """できること."""

    class Meta(SheetForm.Meta):
        model = Offer
        fields = FIELDS
        labels = SheetForm.Meta.labels | {"resource": _("What can you give?")}


class NeedOnBehalfForm(NeedForm, OnBehalfFields):
    """The same sheet at the counter or on the telephone."""


class OfferOnBehalfForm(OfferForm, OnBehalfFields):
    """The same sheet at the counter or on the telephone."""


class BoardForm(forms.Form):
    """How the board is narrowed; a value nobody knows is left aside."""

    resource = forms.MultipleChoiceField(
        label=_("Kind of help"), choices=Resource.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    district = forms.MultipleChoiceField(label=_("District"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = District.objects.by_kana().values_list("code", "name")
        district: Any = self.fields["district"]
        district.choices = list(rows)

    def chosen(self, name: str) -> list[str]:
        """Give the known values of one question."""
        self.is_valid()
        return list(self.cleaned_data.get(name) or [])


class CloseForm(forms.Form):
    """How a need or an offer ended."""

    status = forms.ChoiceField(
        label=_("How did it end?"),
        choices=[
            (ExchangeStatus.MET, _("It is met")),
            (ExchangeStatus.PARTLY_MET, _("It is met in part")),
            (ExchangeStatus.UNMET, _("It was not met")),
        ],
        widget=forms.RadioSelect,
    )
    reason_code = forms.ChoiceField(
        label=_("If it was not met: why?"), choices=[("", "—"), *UnmetReason.choices], required=False
    )
    reason = forms.CharField(label=_("In a few words"), max_length=200, required=False)
