import pytest
from django.core.exceptions import ValidationError

from organizations.models import Delivery, FormerSlug, Membership, Organization, Visibility
from organizations.services import content_versions, registry
from organizations.templatetags.groups import disclosure_words
from tests.factories.organizations import (
    ContactPointFactory,
    MembershipFactory,
    OrganizationFactory,
    TopicFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PENDING = Organization.Status.PENDING


def join(**kwargs):
    words = {"name": "ひだまりの会", "summary": "親子の会", "contact_kind": "phone", "contact_value": "000-1"}
    return registry.join_network(**(words | {"by": None} | kwargs))


def test_join_waits_to_be_looked_at():
    organization = join()

    assert (organization.status, organization.visibility) == (PENDING, Visibility.PUBLIC)
    assert [c.value for c in organization.contacts.all()] == ["000-1"]


@pytest.mark.parametrize(
    ("name", "kana", "read"),
    [
        pytest.param("ひだまりの会", "ひだまりのかい", "ひだまりのかい", id="as given"),
        pytest.param("キッズルーム", "", "きっずるーむ", id="as written in katakana"),
        pytest.param("Kids Club", "", "kids club", id="as written in Latin"),
        pytest.param("東京の会", "", "とうきょうのかい", id="as the dictionary reads it"),
        pytest.param("😀", "", "😀", id="what nobody can read"),
        pytest.param("会", "カイ", "かい", id="in hiragana"),
    ],
)
def test_reading_is_kept_for_sorting(name, kana, read):
    assert join(name=name, kana=kana).kana == read


def test_slug_comes_from_the_reading():
    assert join(name="ひだまりの会", kana="ひだまりのかい").slug == "hidamari-no-kai"


def test_slug_when_taken_counts_on():
    OrganizationFactory(slug="hidamari")
    FormerSlug.objects.create(slug="hidamari-2", organization=OrganizationFactory())

    assert join(name="ひだまり").slug == "hidamari-3"


def test_slug_when_unreadable_is_still_an_address():
    assert join(name="😀").slug == "group"


def test_join_by_somebody_makes_her_the_representative(resident):
    organization = join(by=resident)

    assert [(m.user, m.role) for m in organization.memberships.all()] == [(resident, Membership.Role.REPRESENTATIVE)]


def test_join_on_behalf_makes_no_member_and_says_who(place_staff):
    organization = join(channel="phone", on_behalf_of="田中さん", by=place_staff)

    attestation = organization.attestations.get()
    assert not organization.memberships.exists()
    assert (attestation.entered_by, attestation.on_behalf_of, attestation.channel) == (
        place_staff,
        "田中さん",
        "phone",
    )


def test_join_of_one_person_is_seen_by_coordinators_only():
    assert join(kind=Organization.Kind.PERSON).visibility == Visibility.STAFF


def test_contact_shown_to_more_than_staff_is_agreed():
    contact = join(contact_visibility=Visibility.PUBLIC).contacts.get()

    assert contact.consented_at is not None


def test_approve_opens_and_tells_the_representative_by_mail(resident, coordinator):
    organization = join(by=resident)

    registry.approve(organization=organization, by=coordinator)

    assert organization.status == Organization.Status.ACTIVE
    assert Delivery.objects.get().recipient == resident.email


def test_approve_without_any_mail_puts_a_call_on_the_list(coordinator):
    registry.approve(organization=join(on_behalf_of="田中さん", by=coordinator), by=coordinator)

    delivery = Delivery.objects.get()
    assert (delivery.channel, delivery.phone) == (Delivery.Channel.CALL, "000-1")


def test_approve_twice_is_refused(coordinator):
    organization = OrganizationFactory()

    with pytest.raises(ValidationError) as refused:
        registry.approve(organization=organization, by=coordinator)

    assert refused.value.code == "not_pending"


def test_decline_tells_why(coordinator):
    organization = join()

    registry.decline(organization=organization, reason="市外の団体のため", by=coordinator)

    assert organization.status == Organization.Status.SUSPENDED
    assert Delivery.objects.get().body == "市外の団体のため"


def test_decline_of_an_open_group_is_refused(coordinator):
    with pytest.raises(ValidationError):
        registry.decline(organization=OrganizationFactory(), reason="x", by=coordinator)


def test_update_changes_and_confirms_what_was_said(resident):
    organization = OrganizationFactory()
    topic = TopicFactory()

    registry.update_organization(
        organization=organization, fields={"meeting": "毎週火曜"}, topics=[topic], tags=["外遊び"], by=resident
    )

    organization.refresh_from_db()
    assert organization.meeting == "毎週火曜"
    assert list(organization.topics.all()) == [topic]
    assert organization.attestations.get().fields == ["meeting", "tags", "topics"]


def test_update_of_the_name_is_not_open_to_a_direct_edit(resident):
    with pytest.raises(ValueError, match="name"):
        registry.update_organization(organization=OrganizationFactory(), fields={"name": "x"}, by=resident)


def test_people_to_tell_are_the_representatives_who_can_be_reached():
    organization = OrganizationFactory()
    head = MembershipFactory(organization=organization)
    MembershipFactory(organization=organization, role=Membership.Role.MEMBER)
    MembershipFactory(organization=organization, user=UserFactory(email=None))

    told = registry.people_to_tell(organization)

    assert [person["email"] for person in told] == [head.user.email]


def test_people_to_tell_without_members_are_the_group_itself():
    contact = ContactPointFactory(kind="mail", value="hidamari@example.jp")

    assert [p["email"] for p in registry.people_to_tell(contact.organization)] == ["hidamari@example.jp"]


def test_approve_invites_whoever_gave_a_mail_address_to_look_after_the_page(coordinator):
    organization = join(contact_kind="mail", contact_value="hidamari@example.jp")

    registry.approve(organization=organization, by=coordinator)

    assert [row.email for row in organization.invitations.all()] == ["hidamari@example.jp"]


def test_approve_of_a_group_with_people_invites_nobody(coordinator, resident):
    organization = join(contact_kind="mail", contact_value="hidamari@example.jp", by=resident)

    registry.approve(organization=organization, by=coordinator)

    assert not organization.invitations.exists()


@pytest.mark.parametrize("deed", ["approve", "update"])
def test_what_visitors_see_moves_with_the_group(coordinator, deed):
    organization = join()
    before = content_versions.current("organizations")

    if deed == "approve":
        registry.approve(organization=organization, by=coordinator)
    else:
        registry.update_organization(organization=organization, fields={"fee": "無料"}, by=coordinator)

    assert content_versions.current("organizations") != before


def test_disclosure_when_a_group_tells_more_then_the_level_rises_and_less_is_missing():
    group = OrganizationFactory(purpose="", joining="", meeting="", picture=None, founded_on=None)
    told = OrganizationFactory(purpose="うたう", joining="見学から", meeting="", picture=None, founded_on=None)

    assert (group.disclosure_level, told.disclosure_level) == (0, 2)
    assert told.undisclosed == ["meeting", "picture_id", "founded_on"]
    assert disclosure_words(told).startswith("みなさんがまず知りたい5つのうち、2つ")
    assert "写真" in disclosure_words(told)
