"""Opening a facility and its spaces."""

import pytest

from spaces.models import OpeningHours, Part
from spaces.services.places import add_space, open_facility, set_hours
from tests.factories.organizations import DistrictFactory, UserFactory
from tests.factories.spaces import FacilityFactory, SpaceFactory

pytestmark = pytest.mark.django_db


def hours_of(facility):
    rows = OpeningHours.objects.filter(facility=facility).order_by("weekday")
    return list(rows.values_list("space", "weekday", "opens_minute", "closes_minute"))


def test_open_facility_when_hours_are_given_then_they_hold_for_all_of_it():
    facts = {"slug": "kan", "name": "児童館", "kana": "じどうかん", "district": DistrictFactory()}

    facility = open_facility(facts=facts, hours=[(1, 540, 1020)], by=UserFactory())

    assert hours_of(facility) == [(None, 1, 540, 1020)]


def test_add_space_when_no_part_is_named_then_it_is_a_piece_of_its_own():
    space = add_space(facility=FacilityFactory(), facts={"slug": "heya", "name": "和室"}, by=None)

    assert [part.name for part in space.parts.all()] == ["和室"]


def test_add_space_when_two_name_one_part_then_they_share_it():
    facility = FacilityFactory()

    hall = add_space(facility=facility, facts={"slug": "hall", "name": "ホール"}, parts=["東", "西"], by=None)
    east = add_space(facility=facility, facts={"slug": "east", "name": "ホール東"}, parts=["東"], by=None)

    assert set(east.parts.all()) < set(hall.parts.all())
    assert Part.objects.filter(facility=facility).count() == 2


def test_add_space_when_an_english_name_is_given_then_it_stands_beside_the_japanese():
    space = add_space(
        facility=FacilityFactory(), facts={"slug": "heya", "name": "和室"}, english="Tatami room", by=None
    )

    assert [(text.language, text.title) for text in space.texts.all()] == [("en", "Tatami room")]


def test_set_hours_when_set_for_one_space_then_the_others_keep_theirs():
    space = SpaceFactory(facility=FacilityFactory(hours=[2]))

    set_hours(facility=space.facility, space=space, hours=[(2, 600, 720)], by=None)
    set_hours(facility=space.facility, space=space, hours=[(3, 600, 720)], by=None)

    assert hours_of(space.facility) == [(None, 2, 540, 1260), (space.pk, 3, 600, 720)]
