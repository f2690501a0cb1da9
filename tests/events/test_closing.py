"""Closing a building or the city: what is hit is shown first, and kept or called off in the same step."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from events.models import Event, Occurrence
from events.services.closing import Closing, close_with, hit_by
from events.services.dates import cancel_occurrence
from organizations.models import Delivery
from spaces.models import Booking, Closure
from tests.factories.events import EventFactory, OccurrenceFactory
from tests.factories.organizations import UserFactory
from tests.factories.spaces import SpaceFactory
from tests.spaces.test_bookings import NOW, at, book

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def held(space=None, start=None, end=None, **event):
    """A date of a public event, with its booking where it is in a space."""
    booking = book(space, start, end) if space else None
    day = {"starts_at": start or at(10), "ends_at": end or at(12), "held_on": TUESDAY, "ends_on": TUESDAY}
    parent = EventFactory(status=Event.Status.PUBLISHED, space=space, **event)
    return OccurrenceFactory(event=parent, space=space, booking=booking, **day)


def closing(space=None, first=TUESDAY, last=TUESDAY, **more):
    return Closing(space.facility if space else None, first, last, **{"reason": "台風のため"} | more)


def keys(hits):
    return [hit.key for hit in hits]


def test_hit_by_when_a_building_closes_then_names_its_dates_and_bookings_once_each():
    space, other = SpaceFactory(), SpaceFactory()
    event = held(space)
    evening = book(space, at(18), at(20))
    held(other)
    book(space, at(10, day=2), at(12, day=2))

    assert keys(hit_by(closing(space), now=NOW)) == [f"date-{event.pk}", f"booking-{evening.pk}"]


def test_hit_by_when_the_city_closes_then_names_what_is_in_parks_too():
    in_park = held(place_name="中央公園")
    in_hall = held(SpaceFactory(), at(13), at(15))

    assert keys(hit_by(closing(), now=NOW)) == [f"date-{in_park.pk}", f"date-{in_hall.pk}"]


@pytest.mark.parametrize(
    ("start", "end", "hit"),
    [
        pytest.param(at(10), at(12), False, id="within the hours kept"),
        pytest.param(at(10), at(13), True, id="runs out of them"),
        pytest.param(at(18), at(20), True, id="outside"),
    ],
)
def test_hit_by_when_some_hours_are_kept_then_only_what_leaves_them_is_hit(start, end, hit):
    space = SpaceFactory()
    book(space, start, end)

    assert bool(hit_by(closing(space, spans=[(540, 720)]), now=NOW)) == hit


def test_hit_by_when_a_date_is_called_off_already_then_it_is_not_named():
    date = held(SpaceFactory())
    cancel_occurrence(occurrence=date, reason="雨", by=None)

    assert hit_by(closing(), now=NOW) == []


def test_close_with_when_some_are_ticked_then_these_are_called_off_and_told_and_the_rest_stands():
    space, staff = SpaceFactory(), UserFactory()
    event, evening, kept = held(space), book(space, at(18), at(20)), book(space, at(14), at(16))
    chosen = {f"date-{event.pk}", f"booking-{evening.pk}"}

    closure, left = close_with(closing=closing(space), called_off=chosen, now=NOW, by=staff)

    assert keys(left) == [f"booking-{kept.pk}"]
    event.refresh_from_db()
    states = [Booking.objects.get(pk=pk).status for pk in (event.booking_id, evening.pk, kept.pk)]
    assert (event.status, event.note, closure.reason) == (Occurrence.Status.CANCELLED, "台風のため", "台風のため")
    assert states == [Booking.Status.CANCELLED, Booking.Status.CANCELLED, Booking.Status.REQUESTED]
    told = Delivery.objects.filter(purpose="booking_cancelled", about=f"spaces.booking:{evening.pk}")
    assert told.count() == 1


def test_close_with_when_a_key_is_made_up_then_it_is_passed_over():
    _closure, left = close_with(closing=closing(), called_off={"date-999", "x"}, now=NOW, by=UserFactory())

    assert left == []


def test_close_when_nothing_stands_in_the_way_then_it_is_done_at_once(keeper):
    space = SpaceFactory()
    days = {"first": "2026-12-01", "last": "2026-12-02", "reason": "床の工事"}

    keeper.post(reverse("facility_close", args=[space.facility.slug]), days)

    assert Closure.objects.get().reason == "床の工事"
    assert "床の工事" in keeper.get(space.get_absolute_url()).content.decode()


def test_close_when_something_is_hit_then_it_is_shown_before_anything_changes(keeper):
    space = SpaceFactory()
    booking = book(space)
    days = {"first": "2026-12-01", "last": "2026-12-02", "reason": "床の工事"}
    address = reverse("facility_close", args=[space.facility.slug])

    shown = keeper.post(address, days)
    assert (keys(shown.context["hits"]), Closure.objects.count()) == ([f"booking-{booking.pk}"], 0)

    done = keeper.post(address, days | {"agreed": "1", "called_off": f"booking-{booking.pk}"}, follow=True)
    booking.refresh_from_db()
    assert (booking.status, Closure.objects.count()) == (Booking.Status.CANCELLED, 1)
    assert "1件を中止し" in done.content.decode()


def test_close_when_days_are_backwards_then_the_field_says_so(keeper):
    days = {"first": "2026-12-02", "last": "2026-12-01", "reason": "床の工事"}

    response = keeper.post(reverse("city_close"), days)

    assert list(response.context["form"].errors) == ["last"]
    assert not Closure.objects.exists()
