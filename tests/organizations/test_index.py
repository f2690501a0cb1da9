import pytest

from organizations.models import Organization
from organizations.services.registry import approve, update_organization
from organizations.services.search import search_documents
from tests.factories.organizations import OrganizationFactory

pytestmark = pytest.mark.django_db


def found(text):
    return [hit.row.title for hit in search_documents(text)]


def test_group_is_found_from_the_day_it_is_let_in():
    group = OrganizationFactory(name="ことりの会", status=Organization.Status.PENDING)
    assert found("ことりの会") == []

    approve(organization=group, by=None)

    assert found("ことりの会") == ["ことりの会"]


def test_group_is_found_by_what_it_says_since_its_last_edit():
    group = OrganizationFactory(name="ことりの会")

    update_organization(organization=group, fields={"purpose": "けん玉を教えます"}, tags=["昔遊び"], by=None)

    assert found("けん玉") == ["ことりの会"]


def test_group_that_hides_is_no_longer_found():
    group = OrganizationFactory(name="ことりの会")
    update_organization(organization=group, fields={"purpose": "けん玉"}, by=None)

    update_organization(organization=group, fields={"visibility": "staff"}, by=None)

    assert found("けん玉") == []


def test_list_of_groups_is_asked_in_any_spelling(client):
    group = OrganizationFactory(name="ことりの会")
    update_organization(organization=group, fields={"purpose": "子どもへの読み聞かせ"}, by=None)

    assert list(client.get("/organizations/", {"q": "よみきかせ"}).context["page"]) == [group]
