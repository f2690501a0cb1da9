import pytest

from tests.factories.events import OccurrenceFactory
from tests.factories.organizations import DistrictFactory, OrganizationFactory
from tests.factories.spaces import SpaceFactory
from tests.markup import faults

PAGES = [
    "/",
    "/en/",
    "/ja-x-easy/",
    "/styleguide/",
    "/events/",
    "/events/?view=calendar",
    "/events/?age=2y&day=sat",
    "/organizations/",
    "/organizations/join/",
    "/spaces/",
    "/needs/",
    "/projects/",
    "/districts/",
    "/search/?q=絵本",
    "/accounts/login/",
    "/accounts/signup/",
    "/nowhere/",
]


@pytest.fixture
def city(db):
    DistrictFactory()
    OrganizationFactory()
    SpaceFactory()
    OccurrenceFactory()


@pytest.mark.once
@pytest.mark.parametrize("address", PAGES)
def test_a_public_page_is_well_formed(client, city, address):
    assert faults(client.get(address).content.decode()) == []


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<p><div></div></p>", "inside a paragraph"),
        ("<a href='#x'><button></button></a>", "inside a link"),
        ("<ul><a href='#x'></a></ul>", "directly in <ul>"),
        ("<div id='a'></div><p id='a'></p>", "2 times"),
        ("<label for='b'></label>", "no element has the id b"),
        ("<p style='x'></p>", "inline"),
        ("<div><p></div>", "closes"),
        ("<img src='x'>", "without alt"),
        ("<input type='month' pattern='x'>", "with placeholder or pattern"),
    ],
)
def test_a_page_that_is_not_is_found_out(html, fault):
    assert any(fault in words for words in faults(html))
