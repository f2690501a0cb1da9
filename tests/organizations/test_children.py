import pytest
from django.test import Client

from organizations.models import Membership, hashed_pin
from organizations.services import children
from tests.factories.organizations import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(db):
    return MembershipFactory()


def members(head):
    return f"/organizations/{head.organization.slug}/members/"


def test_add_child_needs_no_name_or_mail_and_keeps_the_number_hashed(head):
    child, pin = children.add_child(organization=head.organization, nickname="ひかり", by=head.user)

    assert (child.user.name, child.user.email) == ("ひかり", None)
    assert child.pin == hashed_pin(organization_id=head.organization.pk, pin=pin)
    assert pin not in child.pin


def test_add_child_gives_the_group_one_code_for_all(head):
    codes = set()
    for name in ("あ", "い"):
        child, _pin = children.add_child(organization=head.organization, nickname=name, by=head.user)
        child.organization.refresh_from_db()
        codes.add(child.organization.child_code)

    assert len(codes) == 1
    assert codes != {None}


def test_renewed_number_opens_and_the_old_one_does_not(head):
    child, old = children.add_child(organization=head.organization, nickname="ひかり", by=head.user)
    new = children.renew_pin(membership=child, by=head.user)
    typed = {"code": head.organization.child_code}

    assert "_auth_user_id" not in _after(typed | {"pin": old})
    assert "_auth_user_id" in _after(typed | {"pin": new})


def _after(typed):
    client = Client()
    client.post("/accounts/child/", typed)
    return client.session


def test_page_shows_code_and_number_once(head, as_user):
    browser = as_user(head.user)

    first = browser.post(f"{members(head)}children/", {"nickname": "ひかり"}, follow=True).content.decode()
    second = browser.get(members(head)).content.decode()

    head.organization.refresh_from_db()
    assert head.organization.child_code in first
    assert head.organization.child_code not in second


@pytest.mark.parametrize("nickname", ["", "あ" * 81, "a\0b"])
def test_page_with_a_slip_says_so_at_the_field_and_keeps_what_was_typed(head, as_user, nickname):
    page = as_user(head.user).post(f"{members(head)}children/", {"nickname": nickname})

    assert list(page.context["child_form"].errors) == ["nickname"]
    assert page.context["child_form"]["nickname"].value() == nickname
    assert not Membership.objects.filter(role=Membership.Role.CHILD).exists()


def test_page_renews_a_childs_number_but_no_grown_ups(head, as_user):
    child, _pin = children.add_child(organization=head.organization, nickname="ひかり", by=head.user)
    browser = as_user(head.user)

    answers = [browser.post(f"{members(head)}{row.pk}/pin/").status_code for row in (child, head)]

    assert answers == [302, 404]
