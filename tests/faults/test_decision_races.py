"""Staff say yes at the very moment at which guests give the room back."""

import pytest

from organizations.models import StaffRole
from spaces.models import Booking
from spaces.periods import Period
from spaces.services.bookings import Guest, Use, request_booking
from tests.conftest import signed_in
from tests.factories.events import in_days
from tests.factories.organizations import UserFactory
from tests.factories.spaces import SpaceFactory
from tests.faults.visitors import Visitor, at_once

pytestmark = pytest.mark.race
ROOMS = 12


def asked_for():
    """A booking that waits for the staff's answer and holds its room until then."""
    return request_booking(
        space=SpaceFactory(),
        period=Period(in_days(5, 10), in_days(5, 12)),
        guest=Guest(name="佐藤花子", phone="072-000-0000"),
        use=Use(purpose="読み聞かせ", head_count=10),
        by=None,
    )


@pytest.fixture
def bookings(portal):
    return [asked_for() for _ in range(ROOMS)]


def staff_at(portal):
    browser = signed_in(UserFactory(roles=[StaffRole.PLACE_STAFF]))
    visitor = Visitor(portal.base_url)
    for name, cookie in browser.cookies.items():
        visitor.session.cookies.set(name, cookie.value)
    return visitor


def everybody_decides(portal, bookings):
    portal.start_server()
    staff, guest = staff_at(portal), Visitor(portal.base_url)
    staff.open(f"/desk/bookings/{bookings[0].token}/")
    guest.open(f"/bookings/{bookings[0].token}/")
    yes = [lambda b=b: staff.send(f"/desk/bookings/{b.token}/", {"answer": "confirm"}) for b in bookings]
    back = [lambda b=b: guest.send(f"/bookings/{b.token}/cancel/", {"reason": ""}) for b in bookings]
    return {answer.status_code for answer in at_once([deed for pair in zip(yes, back, strict=True) for deed in pair])}


def contradictions():
    """Bookings that hold no room though they are confirmed, or one though they are given back."""
    rows = Booking.objects.values_list("status", "occupancies__holds")
    return [row for row in rows if row not in ((Booking.Status.CANCELLED, False), (Booking.Status.CONFIRMED, True))]


def test_decision_when_the_guest_gives_the_room_back_meanwhile_then_the_room_is_free(portal, bookings):
    answers = everybody_decides(portal, bookings)

    assert answers <= {200, 302}
    assert set(Booking.objects.values_list("status", "occupancies__holds")) == {(Booking.Status.CANCELLED, False)}


def test_decision_when_nobody_looks_again_then_the_race_is_lost(portal, bookings):
    portal.environment["DJANGO_SETTINGS_MODULE"] = "tests.faults.unguarded"

    everybody_decides(portal, bookings)

    assert contradictions()
