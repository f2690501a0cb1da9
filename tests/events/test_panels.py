import pytest

from tests.factories.events import EventFactory, OccurrenceFactory, in_days
from tests.factories.organizations import DistrictFactory, OrganizationFactory
from tests.factories.spaces import FacilityFactory, SpaceFactory

pytestmark = pytest.mark.django_db


def test_page_of_a_group_says_when_it_meets_next(client):
    group = OrganizationFactory()
    OccurrenceFactory(event=EventFactory(title="つぎの会", lead=group))
    OccurrenceFactory(event=EventFactory(title="よその会"))
    OccurrenceFactory(event=EventFactory(title="むかしの会", lead=group), starts_at=in_days(-9))

    page = client.get(group.get_absolute_url()).content.decode().replace("<wbr>", "")

    assert [title in page for title in ("つぎの会", "よその会", "むかしの会")] == [True, False, False]
    assert f"/organizations/{group.slug}.ics" in page


def test_page_of_a_group_without_dates_says_so(client):
    assert (
        "いまのところ、お知らせできる日はありません"
        in client.get(OrganizationFactory().get_absolute_url()).content.decode()
    )


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_a_group_asks_the_same_number_of_queries(client, count, django_assert_num_queries):
    group = OrganizationFactory()
    for _ in range(count):
        OccurrenceFactory(event=EventFactory(lead=group))

    with django_assert_num_queries(10):
        client.get(group.get_absolute_url())


def test_page_of_a_district_shows_what_is_on_and_where(client):
    district = DistrictFactory(code="kita")
    space = SpaceFactory(name="北の部屋", facility=FacilityFactory(district=district))
    SpaceFactory(name="南の部屋")
    OccurrenceFactory(event=EventFactory(title="北の会", space=space))
    OccurrenceFactory(event=EventFactory(title="南の会"))

    page = client.get("/districts/kita/").content.decode().replace("<wbr>", "")

    assert [words in page for words in ("北の部屋", "南の部屋", "北の会", "南の会")] == [True, False, True, False]
