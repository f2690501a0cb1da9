"""How the account pages behave here: codes by mail, no passwords, a second factor for staff."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac

from organizations.models import User
from organizations.services.addresses import site_address
from portal.forms.signin import NOWHERE

UNVERIFIED = "allauth.account.stages.EmailVerificationStage"


class MailProvenStage(EmailVerificationStage):
    """Asks for proof of the mail address, unless this sign-in began with a code mailed there.

    A department's shared address belongs to none of its people, and is proven by reading the code.
    """

    def handle(self) -> tuple[HttpResponse | None, bool]:
        records = get_authentication_records(self.request, self.login.user)
        proven = [record.get("email") for record in records if record["method"] == "code"]
        if not proven:
            return super().handle()
        self._remember(proven[-1])
        return None, True

    def _remember(self, email: str | None) -> None:
        """Count the person's own address as confirmed; an address shared by a desk is nobody's own."""
        user = self.login.user
        if user and email and email == user.email:
            EmailAddress.objects.update_or_create(user=user, email=email, defaults={"verified": True, "primary": True})


class AccountAdapter(DefaultAccountAdapter):
    def get_login_stages(self) -> list[str]:
        ours = f"{MailProvenStage.__module__}.{MailProvenStage.__name__}"
        return [ours if stage == UNVERIFIED else stage for stage in super().get_login_stages()]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mail in the reader's own language under the site's own address, and nothing at all to nowhere."""
        if email == NOWHERE:
            return
        context = context | {"site_address": settings.BASE_URL}
        reader = User.objects.filter(email=email).first()
        with translation.override(reader.language if reader else translation.get_language()):
            super().send_mail(template_prefix, email, context)

    def send_account_already_exists_mail(self, email: str) -> None:
        """Point to signing in; there is no password to reset."""
        login_url = site_address(reverse("account_login"))
        self.send_mail("account/email/account_already_exists", email, {"login_url": login_url})

    def format_email_subject(self, subject: str) -> str:
        return subject

    def authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Nobody comes in by name and password."""
        return


class CityAccountAdapter(DefaultSocialAccountAdapter):
    """The city's identity provider lets in whom the staff list knows; it makes no new people."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False


def _locks() -> MultiFernet:
    """Make the locks from the site's key and its former ones: the first closes, each opens."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [salted_hmac("portal.second_factor", "", secret, algorithm="sha256").digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


class SecondFactorAdapter(DefaultMFAAdapter):
    """Authenticator secrets lie locked in the database: a copy of it alone lets nobody in."""

    def encrypt(self, text: str) -> str:
        return _locks().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret; one from before the locks stands there as it is."""
        try:
            return _locks().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return encrypted_text
