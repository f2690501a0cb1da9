"""Facilities from published tables, kept in step with each edition."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from organizations.models import SearchDocument
from spaces.models import Facility, OpeningHours
from spaces.services.imports import Outcome, PublishedFacility, WeeklyHours, store_facility
from tests.factories.organizations import DistrictFactory
from tests.factories.spaces import SpaceFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()
MORNINGS = (WeeklyHours(0, 540, 720), WeeklyHours(2, 540, 720, weeks=(1, 3)))


def store(at=NOW, hours=MORNINGS, key="K1", district=None, **values):
    values = {"name": "児童館", "address": "中央1", **values}
    told = PublishedFacility(dataset="a", key=key, values=values, hours=hours, district=district)
    return store_facility(published=told, read_at=at)


def test_store_facility_creates_a_listed_place_with_reading_and_address():
    place, outcome = store()

    assert (outcome, place.kana, place.slug, place.is_listed) == (Outcome.CREATED, "じどうかん", "jidokan", True)


def test_store_facility_lets_the_place_be_found():
    place, _outcome = store()

    found = SearchDocument.objects.public().values_list("kind", "object_id", "title")
    assert list(found) == [("facility", str(place.pk), "児童館")]


def test_store_facility_writes_nothing_when_nothing_is_new():
    place, _outcome = store()

    again, outcome = store(at=NOW + timedelta(days=1))

    again.refresh_from_db()
    assert (again.pk, outcome, again.source_read_at) == (place.pk, Outcome.UNCHANGED, NOW)


def test_store_facility_updates_values_and_keeps_the_slug():
    store()

    place, outcome = store(name="こども館", kana="こどもかん")

    assert (outcome, place.name, place.slug) == (Outcome.UPDATED, "こども館", "jidokan")


def test_store_facility_sets_the_district_only_while_there_is_none():
    first, second = DistrictFactory(), DistrictFactory()

    outcomes = [store(district=district)[1] for district in (first, second)]

    assert (outcomes, Facility.objects.get().district) == ([Outcome.CREATED, Outcome.UNCHANGED], first)


def test_store_facility_replaces_its_hours_when_they_changed():
    store()

    place, outcome = store(hours=MORNINGS[:1])

    assert (outcome, place.opening_hours.count()) == (Outcome.UPDATED, 1)


def test_store_facility_leaves_hours_of_its_spaces_alone():
    place, _outcome = store()
    room = SpaceFactory(facility=place)
    OpeningHours.objects.create(facility=place, space=room, weekday=1, opens_minute=600, closes_minute=660)

    store(hours=())

    assert [one.space for one in place.opening_hours.all()] == [room]


def test_store_facility_refuses_a_name_too_long_and_writes_nothing():
    with pytest.raises(ValidationError, match="name"):
        store(name="あ" * 121)


@pytest.mark.parametrize("key", ["", "K1"], ids=["by name and address", "by key"])
def test_store_facility_keeps_datasets_apart(key):
    place, _outcome = store(key=key)
    told = PublishedFacility(dataset="b", key=key, values={"name": "児童館", "address": "中央1"})

    other, outcome = store_facility(published=told, read_at=NOW)

    assert (outcome, other.pk == place.pk, other.slug) == (Outcome.CREATED, False, "jidokan-2")
