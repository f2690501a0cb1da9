"""What a group says about itself: joining the network, its own page, its contacts."""

import re
from typing import Any, cast

from django import forms
from django.core.validators import validate_email
from django.utils.functional import lazystr
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from taggit.forms import TagField

from organizations.forms.pictures import PictureField
from organizations.forms.search import FIRST_MONTHS, LANGUAGES, LAST_MONTHS
from organizations.models import Channel, ContactPoint, OnBehalf, Organization, Picture, Visibility

KANJI = re.compile("[々〆\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
PHONE = re.compile(r"[+0-9０-９()（）ー―‐－ -]{6,40}")

# The city's departments come with its own lists; nobody joins as one.
JOINING = [choice for choice in Organization.Kind.choices if choice[0] != Organization.Kind.DEPARTMENT]


def check_reading(form: forms.Form, name: str, kana: str) -> None:
    """Ask how a name with kanji is read; kana and Latin letters speak for themselves."""
    if KANJI.search(name) and not kana:
        form.add_error("kana", forms.ValidationError(_("Please write how the name is read, in hiragana."), code="kana"))
    elif KANJI.search(kana):
        form.add_error("kana", forms.ValidationError(_("Please write the reading in hiragana only."), code="kana"))


def check_contact(form: forms.Form, kind: str, value: str) -> None:
    """See that a mail address is one, and a telephone number too."""
    if kind == ContactPoint.Kind.MAIL:
        try:
            validate_email(value)
        except forms.ValidationError as wrong:
            form.add_error("contact_value", wrong)
    elif kind in (ContactPoint.Kind.PHONE, ContactPoint.Kind.FAX) and not PHONE.fullmatch(value):
        form.add_error(
            "contact_value", forms.ValidationError(_("Please write the number with digits only."), code="phone")
        )


class ContactFields(forms.Form):
    """One way to reach somebody, and who may see it."""

    contact_kind = forms.ChoiceField(label=_("How can we reach you?"), choices=ContactPoint.Kind.choices)
    contact_value = forms.CharField(label=_("Number or address"), max_length=200)
    contact_visibility = forms.ChoiceField(
        label=_("Who may see this contact"),
        choices=Visibility.choices,
        initial=Visibility.STAFF,
        help_text=_("By choosing more than coordinators you agree that it is shown to them."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "contact_kind" in cleaned and "contact_value" in cleaned:
            check_contact(self, cleaned["contact_kind"], cleaned["contact_value"])
        return cleaned


class OnBehalfFields(forms.Form):
    """Only for staff: for whom, and how the words came in."""

    on_behalf_of = forms.CharField(
        label=_("On behalf of (name)"), help_text=lazystr(OnBehalf.PURPOSE.sentence), max_length=80
    )
    channel = forms.ChoiceField(label=_("How it came to us"), choices=Channel.by_hand())


class JoinForm(ContactFields):
    """つながり登録: one screen."""

    kind = forms.ChoiceField(label=_("Who are you?"), choices=JOINING, initial="circle")
    name = forms.CharField(label=_("Name of the group or person"), max_length=80)
    kana = forms.CharField(
        label=_("Reading of the name"),
        max_length=120,
        required=False,
        help_text=_("In hiragana. Not needed for a name in kana or Latin letters."),
    )
    summary = forms.CharField(
        label=_("In one sentence"),
        max_length=200,
        help_text=_("For example: we play outdoors with toddlers on Tuesdays."),
    )
    field_order = ["kind", "name", "kana", "summary", "contact_kind", "contact_value", "contact_visibility"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "name" in cleaned and "kana" in cleaned:
            check_reading(self, cleaned["name"], cleaned["kana"])
        return cleaned


class JoinOnBehalfForm(JoinForm, OnBehalfFields):
    """The same screen at the counter or on the telephone."""


class AgeField(forms.TypedChoiceField):
    """An age in months, chosen in parents' words; None where the group leaves it open."""

    def __init__(self, *, months: list[tuple[int, Any]], **kwargs: Any) -> None:
        self.months = months
        super().__init__(
            choices=[("", _("Not stated")), *months], coerce=int, empty_value=None, required=False, **kwargs
        )

    def keep(self, month: int | None) -> None:
        """Offer an age that is not in the list, because the group already states it."""
        if month is not None and month not in dict(self.months):
            said = format_lazy("{} {}", month, _("months old"))
            self.choices = [("", _("Not stated")), *self.months, (month, said)]


class OrganizationForm(forms.ModelForm):
    """What a group may change at once; its name and contacts are changed with a coordinator's eye."""

    age_from_months = AgeField(label=_("From which age"), months=FIRST_MONTHS)
    age_to_months = AgeField(label=_("Up to which age"), months=LAST_MONTHS)
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"), choices=LANGUAGES, required=False, widget=forms.CheckboxSelectMultiple
    )
    tags = TagField(
        label=_("Keywords"), required=False, help_text=_("Separated by commas, for example: toddlers, outdoor play")
    )
    picture_file = PictureField(label=_("Picture"), required=False)
    picture_alt = forms.CharField(
        label=_("What the picture shows"), max_length=200, required=False, help_text=_("For those who cannot see it.")
    )
    picture_people = forms.ChoiceField(
        label=_("People on the picture"), choices=Picture.People.choices, required=False, initial="unstated"
    )

    class Meta:
        model = Organization
        fields = (
            "summary",
            "purpose",
            "meeting",
            "joining",
            "fee",
            "topics",
            "districts",
            "age_from_months",
            "age_to_months",
            "languages",
            "tags",
            "size",
            "founded_on",
            "website",
            "visibility",
        )
        widgets = {
            "topics": forms.CheckboxSelectMultiple,
            "districts": forms.CheckboxSelectMultiple,
            "founded_on": forms.DateInput(attrs={"type": "date"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("age_from_months", "age_to_months"):
            cast(AgeField, self.fields[name]).keep(getattr(self.instance, name))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("age_from_months"), cleaned.get("age_to_months")
        if first is not None and last is not None and first > last:
            self.add_error("age_to_months", forms.ValidationError(_("This must not be younger than the first age.")))
        if cleaned.get("picture_file"):
            self._check_picture(cleaned)
        return cleaned

    def _check_picture(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("picture_alt"):
            self.add_error("picture_alt", forms.ValidationError(_("Please say what the picture shows.")))
        if cleaned.get("picture_people") == Picture.People.UNSTATED:
            message = _("Please say who is on the picture; children only with their guardians’ yes.")
            self.add_error("picture_people", forms.ValidationError(message))


class OrganizationOnBehalfForm(OrganizationForm, OnBehalfFields):
    """The same page, changed by staff for a group that asked them to."""


class NameChangeForm(ContactFields):
    """What waits for a coordinator: the name, its reading, and one contact."""

    name = forms.CharField(label=_("Name of the group or person"), max_length=80)
    kana = forms.CharField(label=_("Reading of the name"), max_length=120, required=False)
    field_order = ["name", "kana", "contact_kind", "contact_value", "contact_visibility"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "name" in cleaned and "kana" in cleaned:
            check_reading(self, cleaned["name"], cleaned["kana"])
        return cleaned


class NameChangeOnBehalfForm(NameChangeForm, OnBehalfFields):
    """The same wish, written down by staff."""


class ReasonForm(forms.Form):
    """A no with its reason, in words the group will read."""

    reason = forms.CharField(label=_("Reason, as the group will read it"), max_length=400, widget=forms.Textarea)
