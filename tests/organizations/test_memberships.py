from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from organizations.models import Delivery, Invitation, Membership, StaffRole
from organizations.services import memberships
from tests.factories.organizations import MembershipFactory, OrganizationFactory, UserFactory

pytestmark = pytest.mark.django_db
Role = Membership.Role


@pytest.fixture
def head(db):
    return MembershipFactory(user__name="代表")


def invite(head, email="new@example.jp", role=Role.EDITOR):
    return memberships.invite(organization=head.organization, email=email, role=role, by=head.user)


def current(organization):
    return Membership.objects.current(timezone.localdate()).filter(organization=organization)


def test_invite_mails_a_link_with_the_token(head):
    invitation = invite(head, "New@Example.jp")

    delivery = Delivery.objects.get()
    assert delivery.recipient == "new@example.jp"
    assert f"/invitations/{invitation.token}/" in delivery.body


def test_invite_again_takes_the_place_of_the_older_link(head):
    first, second = invite(head), invite(head)

    assert list(memberships.open_invitations(head.organization)) == [second]
    assert first != second


def test_invite_of_a_member_is_refused(head):
    with pytest.raises(ValidationError) as refused:
        invite(head, head.user.email)

    assert refused.value.code == "member"


def test_accept_makes_a_member_in_the_role_offered(head, resident):
    membership = memberships.accept_invitation(invitation=invite(head), by=resident)

    assert (membership.user, membership.organization, membership.role) == (resident, head.organization, Role.EDITOR)


def test_accept_twice_is_refused(head, resident):
    invitation = invite(head)
    memberships.accept_invitation(invitation=invitation, by=resident)

    with pytest.raises(ValidationError) as refused:
        memberships.accept_invitation(invitation=invitation, by=UserFactory())

    assert refused.value.code == "used"


def test_accept_after_a_fortnight_is_refused(head, resident):
    invitation = invite(head)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    with pytest.raises(ValidationError):
        memberships.accept_invitation(invitation=invitation, by=resident)

    assert current(head.organization).count() == 1


def test_accept_of_one_taken_back_is_refused(head, resident):
    invitation = invite(head)
    memberships.withdraw_invitation(invitation=invitation, by=head.user)

    with pytest.raises(ValidationError):
        memberships.accept_invitation(invitation=invitation, by=resident)


def test_accept_by_a_member_leaves_her_role(head):
    memberships.accept_invitation(invitation=invite(head, role=Role.MEMBER), by=head.user)

    head.refresh_from_db()
    assert head.role == Role.REPRESENTATIVE


@pytest.mark.parametrize("deed", ["change_role", "end_membership"])
def test_last_representative_stays(head, deed):
    arguments = {"role": Role.MEMBER} if deed == "change_role" else {}

    with pytest.raises(ValidationError) as refused:
        getattr(memberships, deed)(membership=head, by=head.user, **arguments)

    assert refused.value.code == "last_representative"


def test_representative_may_step_back_when_another_represents(head):
    MembershipFactory(organization=head.organization)

    memberships.change_role(membership=head, role=Role.MEMBER, by=head.user)

    assert head.role == Role.MEMBER


def test_member_who_leaves_is_gone_today(head):
    member = MembershipFactory(organization=head.organization, role=Role.MEMBER, valid_from=timezone.localdate())

    memberships.end_membership(membership=member, by=head.user)

    assert list(current(head.organization)) == [head]


def test_leaving_everything_as_last_representative_becomes_the_coordinators_task(head):
    coordinator = UserFactory(roles=[StaffRole.COORDINATOR])

    orphans = memberships.end_all_memberships(user=head.user, by=None)

    assert orphans == [head.organization]
    assert [(d.recipient, d.purpose) for d in Delivery.objects.all()] == [(coordinator.email, "no_representative")]


def test_leaving_everything_tells_nobody_when_others_represent(head):
    UserFactory(roles=[StaffRole.COORDINATOR])
    MembershipFactory(organization=head.organization)

    assert memberships.end_all_memberships(user=head.user, by=None) == []
    assert not Delivery.objects.exists()


def members(head):
    return f"/organizations/{head.organization.slug}/members/"


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_number_of_queries(head, as_user, count, django_assert_num_queries):
    for _ in range(count - 1):
        MembershipFactory(organization=head.organization)
    browser = as_user(head.user)

    with django_assert_num_queries(6):
        browser.get(members(head))


def test_page_invites_and_a_signed_in_reader_of_the_link_comes_in(head, as_user, resident):
    as_user(head.user).post(members(head), {"email": "new@example.jp", "role": "member"})
    path = f"/invitations/{Invitation.objects.get().token}/"

    shown = as_user(resident).get(path)
    done = as_user(resident).post(path)

    assert head.organization.name in shown.content.decode()
    assert done["Location"] == f"/organizations/{head.organization.slug}/home/"
    assert current(head.organization).count() == 2


def test_page_of_an_invitation_asks_to_sign_in_first(client, head):
    path = f"/invitations/{invite(head).token}/"

    assert client.get(path)["Location"] == f"/accounts/login/?next={path}"


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"email": "x", "role": "member"}, "email"),
        ({"email": "", "role": "member"}, "email"),
        ({"email": "a\0@example.jp", "role": "member"}, "email"),
        ({"email": "a@example.jp", "role": "child"}, "role"),
        ({"email": "a@example.jp", "role": "king"}, "role"),
    ],
)
def test_page_with_a_slip_says_so_at_the_field(head, as_user, typed, wrong):
    response = as_user(head.user).post(members(head), typed)

    assert list(response.context["form"].errors) == [wrong]
    assert not Invitation.objects.exists()


def test_page_says_why_the_last_representative_stays(head, as_user):
    response = as_user(head.user).post(f"{members(head)}{head.pk}/end/", follow=True)

    assert "代表者が必要です" in response.content.decode()
    assert list(current(head.organization)) == [head]


def test_page_changes_a_role(head, as_user):
    member = MembershipFactory(organization=head.organization, role=Role.MEMBER)

    as_user(head.user).post(f"{members(head)}{member.pk}/role/", {f"{member.pk}-role": "editor"})

    member.refresh_from_db()
    assert member.role == Role.EDITOR


def test_page_takes_an_invitation_back(head, as_user):
    invitation = invite(head)

    as_user(head.user).post(f"/organizations/{head.organization.slug}/invitations/{invitation.pk}/withdraw/")

    assert not memberships.open_invitations(head.organization).exists()


@pytest.mark.parametrize("path", ["members/", "members/{other}/role/", "members/{other}/end/"])
def test_pages_of_another_group_are_not_there(head, as_user, path):
    other = MembershipFactory(organization=OrganizationFactory())
    browser = as_user(head.user)
    address = f"/organizations/{other.organization.slug}/{path.format(other=other.pk)}"

    assert browser.post(address).status_code == 404


def test_a_member_of_another_group_cannot_be_reached_through_ones_own(head, as_user):
    other = MembershipFactory(role=Role.MEMBER)

    assert as_user(head.user).post(f"{members(head)}{other.pk}/end/").status_code == 404
