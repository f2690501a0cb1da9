"""An account ends at its person's tap."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from wagtail.models import ModelLogEntry

from organizations.models import Delivery, Membership, User
from tests.factories.organizations import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_account_when_closed_then_nothing_of_it_stays_and_nobody_is_signed_in(as_user):
    person = UserFactory(name="田中花子", email="hanako@example.jp", phone="090-1111-2222")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    TOTP.activate(person, generate_totp_secret())
    browser = as_user(person)

    page = browser.post("/accounts/close/", follow=True)

    person.refresh_from_db()
    assert (person.name, person.email, person.phone, person.is_active) == ("—", None, "", False)
    assert not EmailAddress.objects.exists()
    assert not Authenticator.objects.filter(user=person).exists()
    assert "アカウントを消しました" in page.content.decode()
    assert "/accounts/login/" in browser.get("/desk/")["Location"]
    assert [(e.action, e.label) for e in ModelLogEntry.objects.for_instance(person)] == [("portal.account.close", "—")]


def test_account_when_its_person_alone_represented_a_group_then_she_may_go_and_the_desk_is_told(as_user):
    coordinator = UserFactory(roles=["coordinator"])
    membership = MembershipFactory(role=Membership.Role.REPRESENTATIVE)

    as_user(membership.user).post("/accounts/close/")

    membership.refresh_from_db()
    assert membership.valid_through is not None
    assert Delivery.objects.get(purpose="no_representative").recipient == coordinator.email


def test_account_when_of_staff_then_it_cannot_be_closed_so(as_user, coordinator):
    page = as_user(coordinator).post("/accounts/close/", follow=True)

    assert "人事の名簿" in page.content.decode()
    assert User.objects.get(pk=coordinator.pk).is_active
