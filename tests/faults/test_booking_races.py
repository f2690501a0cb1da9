"""Twenty guests ask for one room at one moment: the database lets one in. Without its wall, it does not."""

import pytest
from django.db import connection

from spaces.models import Booking, Occupancy
from tests.factories.spaces import SpaceFactory
from tests.faults.visitors import Visitor, at_once
from tests.faults.wishes import wish

pytestmark = pytest.mark.race
GUESTS = 20


@pytest.fixture
def space(portal):
    found = SpaceFactory()
    portal.start_server()
    return found


def everybody_asks(portal, space):
    path = f"/spaces/{space.slug}/book/"
    guests = [Visitor(portal.base_url) for _ in range(GUESTS)]
    for guest in guests:
        guest.open(path)
    return [answer.status_code for answer in at_once(lambda g=guest: g.send(path, wish()) for guest in guests)]


def take_the_wall_away():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER occupancy_no_overlap_insert")
        else:
            cursor.execute("ALTER TABLE spaces_occupancy DROP CONSTRAINT occupancy_no_overlap")


def test_booking_when_twenty_ask_at_once_then_one_has_the_room_and_the_others_a_sentence(portal, space):
    answers = everybody_asks(portal, space)

    assert sorted(answers) == [200] * (GUESTS - 1) + [302]
    assert Booking.objects.count() == Occupancy.objects.count() == 1


def test_booking_when_the_wall_is_gone_then_the_race_is_lost(portal, space):
    take_the_wall_away()

    everybody_asks(portal, space)

    assert Occupancy.objects.count() > 1


def test_booking_when_one_guest_clicks_twenty_times_then_one_booking_and_one_address(portal, space):
    path = f"/spaces/{space.slug}/book/"
    guest = Visitor(portal.base_url)
    guest.open(path)

    answers = at_once(lambda: guest.send(path, wish()) for _ in range(GUESTS))

    assert {answer.status_code for answer in answers} == {302}
    assert {answer.headers["Location"] for answer in answers} == {Booking.objects.get().get_absolute_url()}


def test_booking_when_the_form_has_no_token_then_clicks_are_refused_by_the_wall_alone(portal, space):
    path = f"/spaces/{space.slug}/book/"
    guest = Visitor(portal.base_url)
    guest.open(path)
    guest.hidden.pop("form_token")

    answers = at_once(lambda: guest.send(path, wish()) for _ in range(GUESTS))

    assert sorted(answer.status_code for answer in answers) == [200] * (GUESTS - 1) + [302]
