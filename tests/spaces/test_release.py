"""Rooms nobody needs after all, months that open on their first day, and the permit on paper."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from organizations.models import Delivery, StaffRole
from spaces.models import Booking, Reduction
from spaces.services.bookings import confirm_booking, decline_booking
from spaces.services.charges import settle_reduction
from spaces.services.line import join_line
from spaces.services.release import ask_coming, release_due, say_coming
from spaces.services.rules import Guest, Use, opening_day
from tests.factories.organizations import OrganizationFactory, UserFactory
from tests.factories.spaces import SpaceFactory
from tests.spaces.test_bookings import NOW, Period, at, book

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as travelling:
        yield travelling


@pytest.mark.parametrize(
    ("month", "months", "opens"),
    [
        (date(2026, 12, 1), 3, date(2026, 9, 1)),
        (date(2027, 2, 1), 3, date(2026, 11, 1)),
        (date(2027, 1, 1), 0, date(2027, 1, 1)),
        (date(2027, 1, 1), 13, date(2025, 12, 1)),
    ],
)
def test_opening_day_when_counted_back_then_it_is_the_first_of_that_month(month, months, opens):
    assert opening_day(month, months) == opens


@pytest.mark.parametrize(
    ("today", "guest", "code"),
    [
        pytest.param(at(23, 59, day=30, month=11), {}, "opens_month", id="the-day-before"),
        pytest.param(at(0, day=1), {}, None, id="resident-on-the-first"),
        pytest.param(at(12, day=3), {"is_local": False}, "locals_first", id="elsewhere-in-the-first-days"),
        pytest.param(at(12, day=6), {"is_local": False}, None, id="elsewhere-after-them"),
        pytest.param(at(12, day=3), {"is_local": False, "door": "enrolled"}, None, id="registered-group"),
        pytest.param(at(12, day=3), {"is_local": False, "door": "network"}, "locals_first", id="group-from-elsewhere"),
    ],
)
def test_request_booking_when_months_open_on_their_first_then_the_citys_own_come_first(clock, today, guest, code):
    clock.move_to(today)
    space = SpaceFactory(opens_months_ahead=2, locals_first_days=5)
    door = guest.get("door")
    asked = {"is_local": guest.get("is_local", True), "organization": door and OrganizationFactory(door=door)}
    refused = None
    try:
        book(space, at(10, day=20, month=2, year=2027), at(12, day=20, month=2, year=2027), **asked)
    except ValidationError as problem:
        refused = problem.code

    assert refused == code


def test_ask_coming_when_run_twice_then_the_guest_is_asked_once_and_answers_with_one_tap(client, clock):
    space = SpaceFactory(needs_approval=False, asks_days_ahead=3, release_hours_ahead=24)
    booking = book(space)
    clock.move_to(at(9, day=29, month=11))

    asked = [ask_coming(now=at(9, day=29, month=11)) for _time in range(2)]
    page = client.get(booking.get_absolute_url()).content.decode()
    client.post(reverse("booking_coming", args=[booking.token]))
    clock.move_to(at(11, day=30, month=11))

    assert asked == [1, 0]
    assert booking.get_absolute_url() in Delivery.objects.get(purpose="booking_coming").body
    assert "行きます" in page
    assert release_due(now=at(11, day=30, month=11)) == 0


def test_ask_coming_when_it_was_booked_after_the_day_of_asking_then_nobody_is_asked():
    space = SpaceFactory(needs_approval=False, asks_days_ahead=10)
    book(space)

    assert ask_coming(now=NOW) == 0


def test_release_due_when_the_guest_is_silent_then_who_waits_is_offered_the_time(clock):
    space = SpaceFactory(needs_approval=False, asks_days_ahead=3, release_hours_ahead=24)
    booking = book(space)
    wish = {"space": space, "period": Period(at(10), at(12)), "use": Use(purpose="練習", head_count=5)}
    waiting = join_line(guest=Guest(name="次の人", phone="0721"), by=None, **wish)
    clock.move_to(at(9, day=29, month=11))
    ask_coming(now=at(9, day=29, month=11))
    clock.move_to(at(11, day=30, month=11))

    released = [release_due(now=at(11, day=30, month=11)) for _time in range(2)]

    booking.refresh_from_db()
    waiting.refresh_from_db()
    assert (released, booking.status, waiting.status) == ([1, 0], Booking.Status.LAPSED, Booking.Status.OFFERED)
    assert booking.reason in Delivery.objects.get(purpose="booking_released").body


@pytest.mark.parametrize(
    ("hours", "is_for_event", "count"), [(48, False, 1), (48, True, 0), (None, False, 0), (12, False, 0)]
)
def test_release_due_when_staff_have_not_answered_then_the_time_is_free_again(clock, hours, is_for_event, count):
    booking = book(SpaceFactory(release_hours_ahead=hours))
    Booking.objects.update(is_for_event=is_for_event)
    clock.move_to(at(11, day=29, month=11))

    assert release_due(now=at(11, day=29, month=11)) == count
    assert booking.occupancies.get().holds is not bool(count)


def test_say_coming_when_the_booking_has_ended_then_it_is_refused():
    booking = book(SpaceFactory())

    with pytest.raises(ValidationError) as refused:
        say_coming(booking=booking, now=NOW, by=None)

    assert refused.value.code == "moved_on"


def test_permit_when_confirmed_then_everything_of_the_paper_form_stands_on_it(client):
    space = SpaceFactory(hour_price_yen=300, rules="床を掃いてください。")
    half = Reduction.objects.create(name="子どもの活動", percent=50)
    booking = book(space, organization=OrganizationFactory(name="読み聞かせの会"))
    settle_reduction(booking=booking, reduction=half, by=UserFactory())
    address = reverse("booking_permit", args=[booking.token])
    before = client.get(address).status_code
    confirm_booking(booking=booking, by=UserFactory())

    page = client.get(address).content.decode()

    facts = (booking.reference, "読み聞かせの会", "佐藤花子", "10:00〜12:00", "600円", "50%減額", "300円", "床を掃いて")
    assert before == 404
    assert [fact for fact in (*facts, space.facility.name, "使用許可書") if fact not in page] == []


def test_permit_when_declined_then_it_is_a_notice_with_the_reason(client):
    booking = book(SpaceFactory())
    decline_booking(booking=booking, reason="工事のため", by=UserFactory())

    page = client.get(reverse("booking_permit", args=[booking.token])).content.decode()

    assert ("工事のため" in page, "使用許可書" in page) == (True, False)


def test_decide_when_the_guest_says_by_telephone_that_she_comes_then_staff_note_it(client):
    booking = book(SpaceFactory(needs_approval=False))
    Booking.objects.update(asked_at=NOW - timedelta(days=1))
    client.force_login(UserFactory(roles=[StaffRole.PLACE_STAFF]))

    client.post(reverse("booking_decide", args=[booking.token]), {"answer": "coming"})

    booking.refresh_from_db()
    assert booking.coming_at == NOW
