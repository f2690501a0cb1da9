"""What a browser answers about a passkey, read with care: anybody may send it."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput


class AnswerField(forms.JSONField):
    """Refuses what Python's reader of JSON stumbles over: numbers of thousands of digits, endless nesting."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        try:
            answer = super().to_python(value)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return answer

    def bound_data(self, data: Any, initial: Any) -> Any:
        try:
            return super().bound_data(data, initial)
        except (ValueError, RecursionError):
            return InvalidJSONInput(data)


class AddForm(AddWebAuthnForm):
    credential = AnswerField()

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except ValueError as error:
            raise get_adapter().validation_error("incorrect_code") from error


class AuthenticateForm(AuthenticateWebAuthnForm):
    credential = AnswerField()


class SignInForm(LoginWebAuthnForm):
    credential = AnswerField()


class ReauthenticateForm(ReauthenticateWebAuthnForm):
    credential = AnswerField()
