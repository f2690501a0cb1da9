"""What the database says of a second factor."""

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from tests.factories.organizations import UserFactory

pytestmark = pytest.mark.django_db


def test_secret_when_set_up_then_the_database_does_not_hold_it():
    secret = generate_totp_secret()

    TOTP.activate(UserFactory(), secret)

    kept = Authenticator.objects.get().data["secret"]
    assert secret not in kept
    assert get_adapter().decrypt(kept) == secret


def test_secret_when_the_key_has_changed_then_the_former_key_still_opens_it(settings):
    kept = get_adapter().encrypt("JBSWY3DP")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-key" * 6

    assert get_adapter().decrypt(kept) == "JBSWY3DP"


def test_secret_when_the_key_is_lost_then_nothing_opens_it(settings):
    kept = get_adapter().encrypt("JBSWY3DP")
    settings.SECRET_KEY = "another-key" * 6

    assert get_adapter().decrypt(kept) != "JBSWY3DP"


def test_secret_when_from_before_the_locks_then_it_still_works():
    assert get_adapter().decrypt("JBSWY3DP") == "JBSWY3DP"
