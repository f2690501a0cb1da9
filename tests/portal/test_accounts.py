import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from organizations.models import Membership, StaffRole, User, hashed_pin
from tests.factories.organizations import (
    AppointmentFactory,
    ContactPointFactory,
    MembershipFactory,
    OrganizationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
CODE = re.compile(r"^\d{6}$", re.M)


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def ask(client, login):
    return client.post("/accounts/login/", {"login": login})


def code():
    return CODE.search(mail.outbox[-1].body)[0]


def confirm(client, typed=None):
    return client.post("/accounts/login/code/confirm/", {"code": typed or code()})


def totp():
    return format_hotp_value(hotp_value("JBSWY3DPEHPK3PXP", int(time.time()) // 30))


def is_signed_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    "typed", ["hana@example.jp", "HANA@example.jp", "ｈａｎａ＠ｅｘａｍｐｌｅ．ｊｐ", " hana@example.jp "]
)
def test_sign_in_of_a_resident_is_a_mailed_code(client, typed):
    UserFactory(email="hana@example.jp")

    ask(client, typed)
    response = confirm(client)

    assert mail.outbox[0].to == ["hana@example.jp"]
    assert response["Location"] == "/desk/"
    assert is_signed_in(client)


def test_sign_in_confirms_ones_own_address(client):
    user = UserFactory(email="hana@example.jp")

    ask(client, "hana@example.jp")
    confirm(client)

    assert EmailAddress.objects.filter(user=user, email="hana@example.jp", verified=True, primary=True).exists()


def test_sign_in_through_the_departments_address_makes_it_nobodys_own(client):
    appointment = AppointmentFactory(user__email=None, user__staff_number="A12")
    ContactPointFactory(organization=appointment.organization, kind="mail", value="kosodate@city.example.jp")

    ask(client, "A12")
    confirm(client)

    assert not EmailAddress.objects.exists()


def test_address_is_changed_only_by_the_code_mailed_to_the_new_one(client):
    user = UserFactory(email="hana@example.jp")
    ask(client, "hana@example.jp")
    confirm(client)

    client.post("/accounts/email/", {"email": "new@example.jp", "action_add": "1"})
    user.refresh_from_db()
    before = user.email
    client.post("/accounts/confirm-email/", {"code": code()})
    user.refresh_from_db()

    assert (before, user.email) == ("hana@example.jp", "new@example.jp")
    assert mail.outbox[-1].to == ["new@example.jp"]


def test_sign_in_leads_back_to_where_one_wanted_to_go(client):
    UserFactory(email="hana@example.jp")

    client.post(
        "/accounts/login/?next=/organizations/join/", {"login": "hana@example.jp", "next": "/organizations/join/"}
    )
    response = client.post("/accounts/login/code/confirm/", {"code": code(), "next": "/organizations/join/"})

    assert response["Location"] == "/organizations/join/"


def test_sign_in_does_not_lead_to_another_site(client):
    UserFactory(email="hana@example.jp")

    ask(client, "hana@example.jp")
    response = client.post("/accounts/login/code/confirm/", {"code": code(), "next": "https://evil.example/"})

    assert response["Location"] == "/desk/"


def test_sign_in_answers_the_same_for_known_and_unknown(client):
    UserFactory(email="hana@example.jp", staff_number="A1")
    answers = []
    for login in ("hana@example.jp", "nobody@example.jp", "a1", "zz9"):
        first = ask(client, login)
        second = client.get("/accounts/login/code/confirm/")
        answers.append((first.status_code, first["Location"], re.sub('value="[^"]{64}"', "", second.content.decode())))
        client.logout()

    assert len(set(answers)) == 1
    assert [message.to[0] for message in mail.outbox] == ["hana@example.jp", "nobody@example.jp", "hana@example.jp"]


def test_sign_in_with_a_wrong_code_is_refused_and_ends_after_three(client):
    UserFactory(email="hana@example.jp")
    ask(client, "hana@example.jp")

    answers = [confirm(client, "000000" if code() != "000000" else "111111").status_code for _ in range(3)]
    late = confirm(client)

    assert answers == [200, 200, 302]
    assert late["Location"].startswith("/accounts/login")
    assert not is_signed_in(client)


@pytest.mark.parametrize("login", ["", "x@", "a\0b", "あ" * 300, "<b>@</b>", "'; --@x.jp"])
def test_sign_in_with_a_slip_says_so_at_the_field(client, login):
    response = ask(client, login)

    assert list(response.context["form"].errors) == ["login"]


def test_sign_in_asked_too_often_is_held_back():
    answers = [ask(Client(), "hana@example.jp").status_code for _ in range(6)]

    assert answers == [302] * 5 + [200]


def test_sign_in_of_somebody_who_left_sends_nothing_to_sign_in_with(client):
    UserFactory(email="hana@example.jp", is_active=False)

    ask(client, "hana@example.jp")

    assert CODE.search(mail.outbox[0].body) is None


def test_sign_in_of_staff_by_number_asks_for_the_second_factor(client):
    UserFactory(email="mori@city.example.jp", staff_number="A12", roles=[StaffRole.COORDINATOR])

    ask(client, "Ａ１２")
    second = confirm(client)
    before = is_signed_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": totp()})

    assert second["Location"].startswith("/accounts/2fa/authenticate/")
    assert (before, is_signed_in(client)) == (False, True)


def test_sign_in_of_staff_without_own_address_goes_to_the_department(client):
    appointment = AppointmentFactory(user__email=None, user__staff_number="A12")
    ContactPointFactory(organization=appointment.organization, kind="mail", value="kosodate@city.example.jp")

    ask(client, "A12")
    confirm(client)

    assert mail.outbox[0].to == ["kosodate@city.example.jp"]
    assert is_signed_in(client)


def test_staff_without_second_factor_are_led_to_set_one_up(client, coordinator, as_user):
    Authenticator.objects.all().delete()
    browser = as_user(coordinator)

    answers = {path: browser.get(path) for path in ("/desk/", "/en/desk/", "/cms/", "/organizations/join/")}

    assert {path: answer["Location"] for path, answer in answers.items()} == {
        "/desk/": "/accounts/2fa/totp/activate/",
        "/en/desk/": "/en/accounts/2fa/totp/activate/",
        "/cms/": "/accounts/2fa/totp/activate/",
        "/organizations/join/": "/accounts/2fa/totp/activate/",
    }
    assert browser.get("/accounts/2fa/totp/activate/").status_code == 200
    assert browser.get("/site/accent.css")["Content-Type"].startswith("text/css")


def test_staff_outside_the_staff_networks_find_no_desk(coordinator, as_user, settings):
    settings.STAFF_NETWORKS = ["10.1.0.0/16"]
    browser = as_user(coordinator)

    assert browser.get("/desk/").status_code == 403
    assert browser.get("/desk/", REMOTE_ADDR="10.1.2.3").status_code == 200


def test_sign_up_is_a_name_an_address_and_a_code(client):
    client.post("/accounts/signup/", {"name": "花子", "email": "hana@example.jp"})
    client.post("/accounts/confirm-email/", {"code": code()})

    user = User.objects.get()
    assert (user.name, user.email, user.has_usable_password()) == ("花子", "hana@example.jp", False)
    assert is_signed_in(client)


def test_sign_up_with_a_known_address_answers_the_same(client):
    UserFactory(email="hana@example.jp")

    known = client.post("/accounts/signup/", {"name": "花子", "email": "hana@example.jp"})
    client.logout()
    unknown = client.post("/accounts/signup/", {"name": "花子", "email": "new@example.jp"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert "/accounts/login/" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("name", "あ" * 81), ("name", "a\0"), ("email", ""), ("email", "x")]
)
def test_sign_up_with_a_slip_says_so_and_keeps_the_rest(client, field, value):
    typed = {"name": "花子", "email": "hana@example.jp"} | {field: value}

    form = client.post("/accounts/signup/", typed).context["form"]

    assert list(form.errors) == [field]
    assert {name: form[name].value() for name in typed} == typed


@pytest.mark.parametrize(
    "name",
    ["account_change_password", "account_set_password", "account_reset_password", "account_reset_password_done"],
)
def test_pages_of_passwords_do_not_exist(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize(
    "path", ["password/change/", "password/set/", "password/reset/", "3rdparty/", "oidc/city/login/"]
)
def test_addresses_of_passwords_and_of_other_providers_are_not_there(client, path):
    assert client.get(f"/accounts/{path}").status_code == 404


@pytest.fixture
def child(db):
    group = OrganizationFactory(slug="kids", child_code="hikari")
    pin = hashed_pin(organization_id=group.pk, pin="123456")
    return MembershipFactory(organization=group, user__email=None, role=Membership.Role.CHILD, pin=pin)


def test_child_comes_in_with_code_and_number_to_her_group_only(client, child):
    response = client.post("/accounts/child/", {"code": " ＨＩＫＡＲＩ ", "pin": "１２３４５６"})
    other = OrganizationFactory()

    assert response["Location"] == "/organizations/kids/home/"
    assert client.get("/organizations/kids/home/").status_code == 200
    assert client.get(f"/organizations/{other.slug}/home/").status_code == 404
    assert client.get("/organizations/kids/edit/").status_code == 404


@pytest.mark.parametrize(
    "typed",
    [
        {"code": "hikari", "pin": "000000"},
        {"code": "other", "pin": "123456"},
        {"code": "", "pin": "123456"},
        {"code": "hikari", "pin": "a\0"},
    ],
)
def test_child_with_a_slip_does_not_come_in(client, child, typed):
    response = client.post("/accounts/child/", typed)

    assert response.context["form"].errors
    assert not is_signed_in(client)


def test_child_who_left_the_group_does_not_come_in(client, child):
    Membership.objects.update(valid_through="2021-03-31")

    client.post("/accounts/child/", {"code": "hikari", "pin": "123456"})

    assert not is_signed_in(client)


def test_child_guessing_numbers_is_held_back(client, child):
    for _ in range(5):
        client.post("/accounts/child/", {"code": "hikari", "pin": "000000"})

    client.post("/accounts/child/", {"code": "hikari", "pin": "123456"})

    assert not is_signed_in(client)
