import pytest
from django.utils import timezone

from organizations.services.search import search_documents
from spaces.models import Facility, Space
from spaces.services.imports import PublishedFacility, store_facility
from spaces.services.index import index_facility, index_space
from tests.factories.spaces import FacilityFactory, SpaceFactory

pytestmark = pytest.mark.django_db


def found(text):
    return [hit.row.title for hit in search_documents(text)]


def test_room_is_found_by_its_building_and_in_other_words():
    space = SpaceFactory(name="調理室", facility=FacilityFactory(name="中央公民館"))

    index_space(space)

    assert found("公民館 キッチン") == ["中央公民館 調理室"]


def test_drop_in_place_is_found_as_one():
    index_space(SpaceFactory(name="どんぐり", kind=Space.Kind.DROP_IN))

    assert len(found("子育てひろば")) == 1


def test_facility_is_found_by_what_it_offers():
    index_facility(FacilityFactory(name="中央図書館", kind=Facility.Kind.LIBRARY, nursing_room=True))

    assert found("じゅにゅうしつ") == ["中央図書館"]


def test_facility_no_longer_listed_takes_its_spaces_along():
    space = SpaceFactory(name="調理室")
    index_facility(space.facility)
    assert found("キッチン")

    space.facility.is_listed = False
    space.facility.save()
    index_facility(space.facility)

    assert found("キッチン") == []


def test_published_facility_is_found_at_once():
    published = PublishedFacility(dataset="parks", key="1", values={"name": "もみじ公園", "kind": Facility.Kind.PARK})

    store_facility(published=published, read_at=timezone.now())

    assert found("紅葉公園") == ["もみじ公園"]


@pytest.mark.parametrize("kind", ["", "park"])
def test_lists_of_places_are_asked_in_any_spelling(client, kind):
    facility = FacilityFactory(name="もみじ公園", kind=Facility.Kind.PARK, is_listed=True)
    SpaceFactory(name="あずまや", facility=facility)
    index_facility(facility)

    text = client.get("/spaces/", {"q": "紅葉", "kind": kind}).content.decode()

    assert "もみじ公園" in text
