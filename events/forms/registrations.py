"""A family signs up in under a minute; staff write down who telephones on the same form."""

from collections.abc import Iterable, Mapping
from typing import Any, cast
from unicodedata import normalize

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from events.models import Question
from organizations.models import Channel, new_token
from organizations.validators import likely_address

CHILDREN = 5
# A baby is told apart by half-years; later a year is told by its middle.
AGES = [
    ("", _("No more children")),
    (3, _("under 6 months")),
    (9, _("6 to 11 months")),
    *((12 * year + 6, _("age %(number)d") % {"number": year}) for year in range(1, 18)),
]
CHILD_FIELDS = [f"child{number}" for number in range(1, CHILDREN + 1)]
DASHES = str.maketrans(dict.fromkeys("－−‐‑–—ー―", "-"))


def read_phone(text: str) -> str:
    """Write a telephone number with plain digits and hyphens, and leave the rest as it was typed."""
    return normalize("NFKC", text).translate(DASHES).strip()


def child_fields() -> dict[str, forms.Field]:
    return {
        name: forms.TypedChoiceField(
            label=_("Child %(number)d") % {"number": number},
            choices=AGES,
            coerce=int,
            empty_value=None,
            required=False,
        )
        for number, name in enumerate(CHILD_FIELDS, start=1)
    }


def ages_in(data: Mapping[str, Any]) -> list[int]:
    ages = [data.get(name) for name in CHILD_FIELDS]
    return [age for age in ages if age is not None]


def answer_field(question: Question) -> forms.Field:
    """Ask what the hosts ask, in their words; yes and no are kept in Japanese, as they read them."""
    common: dict[str, Any] = {"label": question.text, "required": question.is_required}
    if question.kind == Question.Kind.TEXT:
        return forms.CharField(max_length=200, **common)
    if question.kind == Question.Kind.CHOICE:
        return forms.ChoiceField(
            choices=[("", _("Please choose")), *((one, one) for one in question.choices)], **common
        )
    with override("ja"):
        words = [gettext("Yes"), gettext("No")]
    answers = list(zip(words, (_("Yes"), _("No")), strict=True))
    return forms.ChoiceField(choices=answers, widget=forms.RadioSelect, **common)


class RegistrationForm(forms.Form):
    """Who comes. ``sent`` marks one form, so that sending it twice registers once."""

    name = forms.CharField(label=_("Your name"), max_length=80)
    kana = forms.CharField(label=_("Reading of your name (in hiragana)"), max_length=120, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, help_text=_("We call only if something changes."))
    email = forms.EmailField(
        label=_("Mail address"), required=False, help_text=_("For a confirmation. May stay empty.")
    )
    adults = forms.IntegerField(label=_("Adults"), min_value=0, max_value=60, initial=1)
    stroller = forms.BooleanField(label=_("We come with a stroller"), required=False)
    note = forms.CharField(
        label=_("Anything we should know"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Allergies, wheelchair, a language …"),
    )
    sent = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    email_seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=254)

    def __init__(self, *args: Any, questions: Iterable[Question] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sent"].initial = new_token
        self.fields |= child_fields()
        self.questions = list(questions)
        self.fields |= {f"answer{question.pk}": answer_field(question) for question in self.questions}

    @property
    def children(self) -> list[forms.BoundField]:
        return [self[name] for name in CHILD_FIELDS]

    @property
    def asked(self) -> list[forms.BoundField]:
        return [self[f"answer{question.pk}"] for question in self.questions]

    def clean_phone(self) -> str:
        phone = read_phone(self.cleaned_data["phone"])
        if sum(sign.isdigit() for sign in phone) < 6:
            raise ValidationError(_("Please check the telephone number."), code="phone")
        return phone

    def clean_email(self) -> str:
        """Ask once about an address that looks mistyped; sent again unchanged, it is taken."""
        email = self.cleaned_data["email"]
        meant = likely_address(email)
        if meant and self.data.get(self.add_prefix("email_seen")) != email:
            data = cast(QueryDict, self.data).copy()
            data[self.add_prefix("email_seen")] = email
            self.data = data
            message = _("Did you mean %(meant)s? If your address is right, send the form once more.")
            raise ValidationError(message, code="likely", params={"meant": meant})
        return email

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["children"] = ages_in(self.cleaned_data)
        given = [(question.text, self.cleaned_data.get(f"answer{question.pk}")) for question in self.questions]
        self.cleaned_data["answers"] = [{"question": text, "answer": answer} for text, answer in given if answer]
        return self.cleaned_data


class RegistrationByHandForm(RegistrationForm):
    """The same, with how it reached the desk; a mail address is the exception."""

    channel = forms.ChoiceField(label=_("How it reached you"), choices=Channel.by_hand())
    field_order = ["channel"]


class SizeForm(forms.Form):
    """How many come after all."""

    adults = forms.IntegerField(label=_("Adults"), min_value=0, max_value=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= child_fields()

    @property
    def children(self) -> list[forms.BoundField]:
        return [self[name] for name in CHILD_FIELDS]

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["children"] = ages_in(self.cleaned_data)
        return self.cleaned_data


class ReceiptForm(forms.Form):
    """The two things one needs to find a registration or booking again."""

    reference = forms.CharField(
        label=_("Reference number"), max_length=20, help_text=_("The eight letters and digits on your receipt")
    )
    last_four = forms.CharField(label=_("Last four digits of your telephone number"), max_length=8)

    def clean_reference(self) -> str:
        return normalize("NFKC", self.cleaned_data["reference"]).upper().replace("-", "").replace(" ", "")

    def clean_last_four(self) -> str:
        digits = normalize("NFKC", self.cleaned_data["last_four"]).strip()
        if not (len(digits) == 4 and digits.isascii() and digits.isdecimal()):
            raise ValidationError(_("Please enter four digits."), code="digits")
        return digits
