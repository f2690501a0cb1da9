"""Who wants to come in: by mail address, by staff number, or as a child of a group."""

import unicodedata
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm, SignupForm
from allauth.account.internal.userkit import filter_users_by_email
from allauth.core import context, ratelimit
from django import forms
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.models import ContactPoint, Membership, User, hashed_pin

# Codes for nobody go here: the page must answer the same for a staff number that does not exist.
NOWHERE = "nobody@unknown.invalid"


def folded(text: str) -> str:
    """Read full-width letters and digits as the plain ones, as a keyboard left in Japanese types them."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def shared_address(user: User) -> str:
    """Find the mail address that a person's department shares; '' when it has none."""
    appointed = user.appointments.current(timezone.localdate()).values("organization")
    mails = ContactPoint.objects.filter(organization__in=appointed, kind=ContactPoint.Kind.MAIL)
    return mails.order_by("pk").values_list("value", flat=True).first() or ""


class SignInForm(LoginForm):
    """One box: the answer is the same whether or not we know who it is."""

    user: User | None = None
    address = NOWHERE

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("Mail address, or staff number"),
            max_length=254,
            widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "off", "spellcheck": "false"}),
            help_text=_("We send a code to your mail address. Staff receive it at their own or their desk’s address."),
        )

    def clean_login(self) -> str:
        login = folded(self.cleaned_data["login"])
        if "@" in login:
            validate_email(login)
        return login

    def clean(self) -> dict[str, Any]:
        cleaned = forms.Form.clean(self) or self.cleaned_data
        if self.errors:
            return cleaned
        login = cleaned["login"]
        if not ratelimit.consume(context.request, action="request_login_code", key=login):
            raise get_adapter().validation_error("too_many_login_attempts")
        if "@" in login:
            self._find_by_mail(login)
        else:
            self._find_by_staff_number(login)
        return cleaned

    def _find_by_mail(self, email: str) -> None:
        users = filter_users_by_email(email, is_active=True, prefer_verified=True, for_login=True)
        self.user, self.address = (users[0] if users else None), email

    def _find_by_staff_number(self, number: str) -> None:
        user = User.objects.filter(staff_number__iexact=number, is_active=True).first()
        if user and (address := user.email or shared_address(user)):
            self.user, self.address = user, address

    def user_credentials(self) -> dict[str, str]:
        return {"email": self.address}


class SignUpForm(SignupForm):
    """Name and mail address; the name comes from portal.forms.signup."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Mail address")
        self.fields["email"].widget.attrs.pop("placeholder", None)


class ChildSignInForm(forms.Form):
    """A child of a group comes in with the group's code and her own secret number; no name, no mail."""

    code = forms.CharField(
        label=_("Code of your group"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off"}),
    )
    pin = forms.CharField(
        label=_("Your secret number"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        code, pin = folded(cleaned["code"]), folded(cleaned["pin"])
        if not ratelimit.consume(context.request, action="child_login", key=code):
            raise forms.ValidationError(_("Too many tries. Please wait ten minutes."), code="too_many")
        members = Membership.objects.current(timezone.localdate()).filter(role=Membership.Role.CHILD)
        for member in members.filter(organization__child_code=code, user__is_active=True).select_related("user"):
            if member.pin and member.pin == hashed_pin(organization_id=member.organization_id, pin=pin):
                self.member = member
                return cleaned
        raise forms.ValidationError(_("Code and number do not fit together. Please look again."), code="unknown")
