"""The one number a draw waits for."""

import re
from decimal import Decimal
from unicodedata import normalize

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

NUMBER = re.compile(r"[+-]?[0-9]{1,20}(?:\.[0-9]{1,6})?")


class NumberForm(forms.Form):
    """The number that decides, in the one spelling it has: whoever may choose the spelling may choose who wins."""

    seed = forms.CharField(label=_("Drawing number"), max_length=200)

    def clean_seed(self) -> str:
        """Read 21.4, +21.40 and ２１．４ alike. Raises ValidationError (code: digits) for words and units."""
        written = normalize("NFKC", self.cleaned_data["seed"]).replace("\u2212", "-").split()
        if not all(map(NUMBER.fullmatch, written)):
            raise ValidationError(_("Digits only, please: without words and units."), code="digits")
        return " ".join(f"{Decimal(number).normalize() + 0:f}" for number in written)
