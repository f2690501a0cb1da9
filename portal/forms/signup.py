"""What a new resident or group says of herself, beside her mail address."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from organizations.models import User


class NameForm(forms.Form):
    """Added to the sign-up form of the account pages; there is no password to choose."""

    name = forms.CharField(label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ["name", "email"]

    def signup(self, request: HttpRequest, user: User) -> None:
        """Keep the name and the language of the page; called by the account pages once the person exists."""
        user.name = self.cleaned_data["name"]
        user.language = get_language() or "ja"
        user.save(update_fields=["name", "language"])
