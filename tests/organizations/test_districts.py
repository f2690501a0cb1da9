import pytest

from organizations.models import AddressRange
from tests.factories.organizations import DistrictFactory, OrganizationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def kita(db):
    district = DistrictFactory(code="kita", name="北小学校区", kana="きたしょうがっこうく")
    AddressRange.objects.create(town="桜町", kana="さくらまち", district=district, valid_from="2020-04-01")
    return district


@pytest.mark.parametrize("words", ["桜町", "さくら", "サクラ", "桜"])
def test_chooser_finds_the_district_of_a_town(client, kita, words):
    towns = client.get("/districts/", {"q": words}).context["towns"]

    assert [row.district for row in towns] == [kita]


@pytest.mark.parametrize("words", ["北小", "きた"])
def test_chooser_finds_the_district_of_a_school(client, kita, words):
    DistrictFactory(name="南小学校区", kana="みなみしょうがっこうく")

    assert list(client.get("/districts/", {"q": words}).context["found"]) == [kita]


def test_chooser_forgets_a_range_that_has_ended(client, kita):
    AddressRange.objects.update(valid_through="2021-03-31")

    assert not client.get("/districts/", {"q": "桜町"}).context["towns"]


@pytest.mark.parametrize("words", ["", "\0", "あ" * 500, "<b>", "%_'"])
def test_chooser_bears_anything(client, kita, words):
    assert client.get("/districts/", {"q": words}).status_code == 200


def test_district_shows_its_groups(client, kita):
    inside = OrganizationFactory(districts=[kita])
    OrganizationFactory()

    assert list(client.get("/districts/kita/").context["groups"]) == [inside]


@pytest.mark.parametrize("count", [1, 3])
def test_district_asks_the_same_number_of_queries(client, kita, count, django_assert_num_queries):
    for _ in range(count):
        OrganizationFactory(districts=[kita])

    with django_assert_num_queries(12):
        client.get("/districts/kita/")


def test_district_unknown_is_not_there(client, db):
    assert client.get("/districts/nowhere/").status_code == 404
