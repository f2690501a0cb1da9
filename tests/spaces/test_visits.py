"""The counter at the door: what it counts, what it says, what it forgets."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from organizations.models import StaffRole
from spaces.models import Door, OpeningHours, Space, Visit
from spaces.periods import TOKYO
from spaces.services.usage_tables import families_table
from spaces.services.visits import (
    count_visit,
    families_by_band,
    families_by_hour,
    say_level,
    set_room_for,
    take_back_visit,
)
from tests.factories.organizations import UserFactory
from tests.factories.spaces import SpaceFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 12, 1, 12, 5, tzinfo=TOKYO)
IN, OUT = Visit.Way.IN, Visit.Way.OUT
Level = Door.Level


@pytest.fixture
def hiroba():
    return SpaceFactory(kind=Space.Kind.DROP_IN, slug="hiroba")


@pytest.fixture
def keeper(client):
    client.force_login(UserFactory(roles=[StaffRole.PLACE_STAFF]))
    with time_machine.travel(NOON, tick=False):
        yield client


def come(space, times=1, now=NOON, band=""):
    for _time in range(times):
        door = count_visit(space=space, way=IN, band=band, now=now, by=None)
    return door


@pytest.mark.parametrize(
    ("inside", "level"),
    [
        pytest.param(6, Level.FREE, id="under seven tenths"),
        pytest.param(7, Level.BUSY, id="seven tenths"),
        pytest.param(9, Level.BUSY, id="one place left"),
        pytest.param(10, Level.FULL, id="as many as fit"),
        pytest.param(11, Level.FULL, id="more than fit"),
    ],
)
def test_count_visit_when_it_is_known_how_many_fit_then_the_count_says_how_full(hiroba, inside, level):
    set_room_for(space=hiroba, families=10, by=None)

    door = come(hiroba, inside)

    assert (door.inside, door.level_at(NOON)) == (inside, level)


def test_count_visit_when_nobody_is_inside_then_nobody_can_go(hiroba):
    with pytest.raises(ValidationError) as refused:
        count_visit(space=hiroba, way=OUT, now=NOON, by=None)

    assert refused.value.code == "nobody"
    assert not Visit.objects.exists()


def test_count_visit_when_a_new_day_begins_then_nobody_is_inside(hiroba):
    come(hiroba, 4)

    door = come(hiroba, now=NOON + timedelta(days=1))

    assert door.inside == 1


def test_take_back_visit_when_the_last_tap_was_an_arrival_then_it_is_forgotten(hiroba):
    come(hiroba, 2)

    door = take_back_visit(space=hiroba, now=NOON, by=None)

    assert (door.inside, Visit.objects.count()) == (1, 1)


def test_take_back_visit_when_the_last_tap_is_old_then_it_stays(hiroba):
    come(hiroba)

    with pytest.raises(ValidationError) as refused:
        take_back_visit(space=hiroba, now=NOON + timedelta(minutes=11), by=None)

    assert refused.value.code == "too_old"
    assert Visit.objects.count() == 1


def test_say_level_when_the_next_family_is_counted_then_the_count_corrects_it(hiroba):
    set_room_for(space=hiroba, families=10, by=None)
    said = say_level(space=hiroba, level=Level.FULL, now=NOON, by=None).level

    counted = come(hiroba).level

    assert (said, counted) == (Level.FULL, Level.FREE)


@pytest.mark.parametrize(
    ("later", "level"),
    [
        pytest.param(timedelta(hours=3), Level.BUSY, id="three hours"),
        pytest.param(timedelta(hours=3, seconds=1), None, id="too long ago"),
        pytest.param(timedelta(hours=12), None, id="the next day"),
    ],
)
def test_level_at_when_time_has_passed_then_only_what_is_fresh_is_told(hiroba, later, level):
    door = say_level(space=hiroba, level=Level.BUSY, now=NOON, by=None)

    assert door.level_at(NOON + later) == level


def test_families_when_counted_over_a_month_then_weekday_hour_and_age_are_told_apart(hiroba):
    come(hiroba, 2, band=Visit.Band.BABY)
    come(hiroba, now=NOON + timedelta(hours=2))
    count_visit(space=hiroba, way=OUT, now=NOON + timedelta(hours=2), by=None)
    come(hiroba, now=NOON + timedelta(days=40))
    month = {"first": date(2026, 12, 1), "last": date(2026, 12, 31)}

    hours, bands = families_by_hour(hiroba, **month), families_by_band(hiroba, **month)

    assert hours == {2: {12: 2, 14: 1}}
    assert bands == {"baby": 2, "": 1}
    assert families_table(hours).headers[1:] == ["12:00", "13:00", "14:00"]
    assert families_table(hours).rows[1][1:] == [2, 0, 1]


def test_counter_when_tapped_then_it_counts_and_shows_itself_again(keeper, hiroba):
    address = reverse("door_counter", args=["hiroba"])

    for tap in ({"do": "in"}, {"do": "in", "band": "baby"}, {"do": "out"}):
        assert keeper.post(address, tap).url == address

    assert keeper.get(address).context["inside"] == 1


@pytest.mark.parametrize(
    "tap",
    [
        pytest.param({"do": "sideways"}, id="no such button"),
        pytest.param({"do": "level"}, id="no level"),
        pytest.param({"do": "in", "band": "adult"}, id="no such age"),
        pytest.param({"do": "out"}, id="nobody inside"),
        pytest.param({"do": "undo"}, id="nothing to take back"),
    ],
)
def test_counter_when_a_tap_makes_no_sense_then_it_says_so_and_counts_nothing(keeper, hiroba, tap):
    response = keeper.post(reverse("door_counter", args=["hiroba"]), tap, follow=True)

    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert not Visit.objects.exists()


def test_sign_when_staff_said_full_then_the_street_reads_it_and_the_page_comes_back_by_itself(keeper, hiroba):
    keeper.post(reverse("door_counter", args=["hiroba"]), {"do": "level", "level": "full"})

    page = keeper.get(reverse("door_sign", args=["hiroba"])).content.decode()

    assert "いっぱいです" in page
    assert 'data-again="60"' in page
    assert '<noscript><meta http-equiv="refresh" content="60"></noscript>' in page


def test_room_when_the_number_is_nonsense_then_it_is_refused_with_a_sentence(keeper, hiroba):
    response = keeper.post(reverse("door_room", args=["hiroba"]), {"families": "-1"}, follow=True)

    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert not Door.objects.exists()


def test_places_when_one_is_rather_full_then_its_card_says_so(keeper, hiroba):
    SpaceFactory(kind=Space.Kind.DROP_IN, slug="other")
    say_level(space=hiroba, level=Level.BUSY, now=NOON, by=None)

    page = keeper.get(reverse("spaces")).content.decode()

    assert page.count("少し混んでいます") == 1


@pytest.mark.parametrize("address", ["/spaces/", "/spaces/hiroba/", "/spaces/hiroba/door/"])
@pytest.mark.parametrize(("closes", "shown"), [pytest.param(13, True, id="open"), pytest.param(12, False, id="closed")])
def test_places_when_one_has_closed_since_then_nobody_is_asked_in(keeper, hiroba, address, closes, shown):
    OpeningHours.objects.filter(facility=hiroba.facility).update(closes_minute=closes * 60)
    say_level(space=hiroba, level=Level.FREE, now=NOON - timedelta(minutes=20), by=None)

    page = keeper.get(address).content.decode()

    assert (str(Level.FREE.label) in page) == shown


def test_counter_when_the_place_is_a_room_then_it_has_no_door(keeper):
    SpaceFactory(slug="room")

    assert keeper.get(reverse("door_counter", args=["room"])).status_code == 404
