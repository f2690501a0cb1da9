from datetime import date

import pytest
from django.core.exceptions import ValidationError

from organizations.models import Delivery, Guardian
from organizations.services import guardians
from organizations.services.registry import people_to_tell
from organizations.services.renewals import link_of
from tests.factories.organizations import MembershipFactory, OrganizationFactory, RenewalFactory

pytestmark = pytest.mark.django_db
SAID = {"name": "山田", "phone": "000-111-1111", "consented_on": date(2026, 4, 1)}


@pytest.fixture
def children(db):
    return MembershipFactory(organization=OrganizationFactory(kind="children", slug="band")).organization


def test_guardian_when_named_then_she_and_the_coordinator_are_told_and_not_the_children(children, coordinator):
    guardians.name_guardian(organization=children, **SAID, by=coordinator)

    assert [person["name"] for person in people_to_tell(children)] == ["山田", coordinator.name]


@pytest.mark.parametrize(("kind", "said"), [("circle", SAID), ("children", SAID | {"phone": ""})])
def test_guardian_when_it_makes_no_sense_then_it_is_refused(coordinator, kind, said):
    with pytest.raises(ValidationError):
        guardians.name_guardian(organization=OrganizationFactory(kind=kind), **said, by=coordinator)


def test_guardian_when_written_down_at_the_desk_then_the_record_names_her(client, children, coordinator):
    client.force_login(coordinator)
    before = client.get("/desk/groups/band/record/").text

    client.post("/desk/groups/band/guardian/", SAID)

    assert "おとなが必要です" in before
    assert "山田" in client.get("/desk/groups/band/record/").text
    assert Guardian.objects.get().coordinator == coordinator
    assert not Delivery.objects.exists()


def test_renewal_when_children_are_asked_then_in_their_words(client, children):
    page = client.get(link_of(RenewalFactory(organization=children))).text

    assert "やってみたいこと" in page
