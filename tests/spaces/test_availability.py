"""Free time, and what is offered when a wish cannot be met."""

from datetime import date, datetime

import pytest
import time_machine

from spaces.models import Closure, OpeningHours, Space
from spaces.opening_hours import Reason
from spaces.periods import TOKYO, Period
from spaces.services.availability import (
    Alternative,
    alternatives,
    free_during,
    free_periods,
    free_periods_of,
    next_free,
    open_at,
)
from spaces.services.hours import open_periods, why_closed
from tests.factories.spaces import FacilityFactory, SpaceFactory
from tests.spaces.test_bookings import NOW, at, book

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def test_free_periods_when_a_booking_stands_then_the_rest_of_the_day_is_free():
    space = SpaceFactory()
    book(space)

    assert free_periods(space, first=TUESDAY, last=TUESDAY) == [Period(at(9), at(10)), Period(at(12), at(21))]


def test_free_periods_when_clearing_takes_time_then_it_is_not_offered():
    space = SpaceFactory(buffer_before_minutes=15, buffer_after_minutes=30)
    book(space)

    free = free_periods(space, first=TUESDAY, last=TUESDAY)

    assert free == [Period(at(9), at(9, 15)), Period(at(12, 45), at(21))]


def test_free_periods_when_a_free_time_is_booked_to_its_edges_then_it_is_had():
    space = SpaceFactory(buffer_before_minutes=15, buffer_after_minutes=30)
    book(space, at(12), at(14))
    before = free_periods(space, first=TUESDAY, last=TUESDAY)[0]

    assert book(space, at(9), at(11)).pk
    assert before.end == at(11, 15)


def test_free_periods_of_when_asked_for_many_then_the_queries_stay_three(django_assert_num_queries):
    one = [SpaceFactory()]
    three = [SpaceFactory() for _ in range(3)]

    with django_assert_num_queries(3):
        free_periods_of(one, first=TUESDAY, last=TUESDAY)
    with django_assert_num_queries(3):
        free_periods_of(three, first=TUESDAY, last=TUESDAY)


def test_free_during_when_one_of_two_is_taken_then_the_other_stays():
    taken, free = SpaceFactory(), SpaceFactory()
    book(taken)

    assert free_during([taken, free], Period(at(11), at(13))) == [free]


def test_alternatives_when_the_wish_is_taken_then_near_times_and_other_rooms_are_offered():
    space, other = SpaceFactory(max_minutes=600), SpaceFactory()
    SpaceFactory(capacity=5)
    book(space, at(10), at(20))

    offered = alternatives(space, Period(at(10), at(11)), 10, now=NOW)

    assert offered == [
        Alternative(space, Period(at(9), at(10))),
        Alternative(space, Period(at(20), at(21))),
        Alternative(other, Period(at(10), at(11))),
    ]


def test_open_periods_when_the_space_has_hours_of_its_own_then_the_facilitys_do_not_count():
    space = SpaceFactory()
    OpeningHours.objects.create(
        facility=space.facility, space=space, weekday=1, opens_minute=18 * 60, closes_minute=24 * 60
    )

    assert open_periods(space, first=TUESDAY, last=TUESDAY) == [Period(at(18), at(0, day=2))]


def test_open_periods_when_some_hours_rest_on_holidays_then_only_the_others_hold():
    space = SpaceFactory(facility=FacilityFactory(hours=[]))
    for opens, also in ((540, True), (1080, False)):
        OpeningHours.objects.create(
            facility=space.facility, weekday=0, opens_minute=opens, closes_minute=opens + 60, also_on_holidays=also
        )
    holiday = date(2027, 1, 11)

    assert open_periods(space, first=holiday, last=holiday) == [
        Period(datetime(2027, 1, 11, 9, tzinfo=TOKYO), datetime(2027, 1, 11, 10, tzinfo=TOKYO))
    ]


def test_why_closed_when_the_city_rests_then_residents_read_the_reason():
    Closure.objects.create(starts_on=TUESDAY, ends_on=TUESDAY, reason="年末年始")

    closed = why_closed(SpaceFactory(), TUESDAY)

    assert (closed.reason, closed.text) == (Reason.OVERRIDE, "年末年始")


def test_why_closed_when_another_place_rests_then_this_one_is_open():
    space, other = SpaceFactory(), SpaceFactory()
    Closure.objects.create(facility=other.facility, space=other, starts_on=TUESDAY, ends_on=TUESDAY, reason="工事")

    assert why_closed(space, TUESDAY) is None


def test_next_free_when_the_morning_is_too_near_and_the_day_is_full_then_names_the_first_that_can_be_asked_for():
    near, full = SpaceFactory(closes_hours_ahead=24), SpaceFactory(closes_hours_ahead=0, max_minutes=720)
    book(full, at(9), at(21))
    with time_machine.travel(at(8), tick=False):
        found = next_free([near, full], now=at(8))

    assert found[near.pk] == Period(at(9, day=2), at(21, day=2))
    assert found[full.pk] == Period(at(9, day=2), at(21, day=2))


def test_next_free_when_it_begins_off_the_raster_then_the_next_mark_is_named():
    space = SpaceFactory(closes_hours_ahead=0, raster_minutes=30)

    assert next_free([space], now=at(10, 10))[space.pk] == Period(at(10, 30), at(21))


def test_next_free_when_nothing_is_lent_here_then_nothing_is_named():
    space = SpaceFactory(lending=Space.Lending.COUNTER)

    assert next_free([space], now=at(8)) == {}


@pytest.mark.parametrize(("hour", "count"), [(8, 0), (9, 1), (20, 1), (21, 0)])
def test_open_at_when_asked_at_an_hour_then_keeps_what_is_open(hour, count):
    assert len(open_at([SpaceFactory()], at(hour))) == count
