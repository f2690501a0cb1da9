import pytest
from django.core.exceptions import ValidationError

from organizations.models import Claim, Delivery, Membership
from organizations.services import claims
from tests.factories.organizations import OrganizationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim(db):
    return claims.ask(organization=OrganizationFactory(slug="hidamari"), words="会計です", by=UserFactory())


def test_claim_when_asked_twice_then_it_waits_once(claim):
    claims.ask(organization=claim.organization, words="もう一度", by=claim.user)

    assert Claim.objects.get().words == "会計です"


def test_claim_when_approved_then_she_is_a_member_and_told(claim, coordinator):
    claims.approve(claim=claim, role="representative", by=coordinator)

    assert Membership.objects.get(user=claim.user).role == "representative"
    assert Delivery.objects.get().recipient == claim.user.email
    with pytest.raises(ValidationError):
        claims.refuse(claim=claim, reason="", by=coordinator)


def test_claim_when_refused_then_she_reads_the_reason_and_nothing_else_changes(claim, coordinator):
    claims.refuse(claim=claim, reason="代表の方にご確認ください", by=coordinator)

    assert "代表の方にご確認ください" in Delivery.objects.get().body
    assert not Membership.objects.exists()


def test_claim_when_she_is_a_member_then_it_is_refused(claim, coordinator):
    claims.approve(claim=claim, by=coordinator)

    with pytest.raises(ValidationError):
        claims.ask(organization=claim.organization, words="会計です", by=claim.user)


def test_claim_pages_when_followed_from_the_group_then_it_is_decided_at_the_desk(client, coordinator):
    person = UserFactory()
    client.force_login(person)
    OrganizationFactory(slug="hidamari")
    shown = client.get("/organizations/hidamari/")
    client.post("/organizations/hidamari/claim/", {"words": "代表です"})
    client.force_login(coordinator)

    client.post(f"/desk/claims/{Claim.objects.get().pk}/", {"approve": "editor"})
    record = client.get("/desk/groups/hidamari/record/")

    assert "/organizations/hidamari/claim/" in shown.text
    assert person.name in record.text
