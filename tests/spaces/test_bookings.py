"""Borrowing a space: what is refused, what is told, and the wall in the database."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from organizations.models import Channel, Delivery, Organization
from spaces.models import Booking, BookingSeries, Closure, Occupancy, Part
from spaces.periods import TOKYO, Period
from spaces.services.bookings import (
    Guest,
    SpaceTaken,
    Use,
    cancel_booking,
    change_time,
    confirm_booking,
    confirm_series,
    decline_booking,
    move_booking,
    request_booking,
)
from tests.factories.organizations import OrganizationFactory, UserFactory
from tests.factories.spaces import FacilityFactory, SpaceFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=TOKYO)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def at(hour, minute=0, day=1, month=12, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=TOKYO)


def book(space, start=None, end=None, *, head_count=10, series=None, **guest):
    guest = {"name": "佐藤花子", "email": "hanako@example.jp"} | guest
    return request_booking(
        space=space,
        period=Period(start or at(10), end or at(12)),
        guest=Guest(**guest),
        use=Use(purpose="読み聞かせの練習", head_count=head_count),
        series=series,
        by=None,
    )


def test_request_booking_when_staff_look_first_then_it_waits_and_holds():
    booking = book(SpaceFactory())

    assert booking.status == Booking.Status.REQUESTED
    assert [(o.blocked_from, o.blocked_until, o.holds) for o in booking.occupancies.all()] == [(at(10), at(12), True)]
    assert booking.delete_after == date(2027, 12, 1)


def test_request_booking_when_nobody_needs_to_look_then_it_is_confirmed():
    booking = book(SpaceFactory(needs_approval=False))

    assert booking.status == Booking.Status.CONFIRMED


def test_request_booking_when_made_then_the_guest_is_told_once_with_the_reference():
    booking = book(SpaceFactory())

    told = Delivery.objects.get()
    assert (told.purpose, told.recipient, told.channel) == ("booking_requested", "hanako@example.jp", "mail")
    assert booking.reference in told.body


def test_request_booking_when_there_is_no_mail_address_then_staff_call():
    book(SpaceFactory(), email="", phone="072-000-0000")

    told = Delivery.objects.get()
    assert (told.channel, told.phone) == (Delivery.Channel.CALL, "072-000-0000")


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        pytest.param(at(10, 10), at(12), "raster", id="off-the-raster"),
        pytest.param(at(10), at(10, 15), "too_short", id="fifteen-minutes"),
        pytest.param(at(9), at(20), "too_long", id="eleven-hours"),
        pytest.param(at(8), at(10), "closed", id="before-opening"),
        pytest.param(at(20), at(22), "closed", id="after-closing"),
        pytest.param(at(10, day=23, month=11), at(12, day=23, month=11), "past", id="yesterday"),
        pytest.param(at(18, day=24, month=11), at(20, day=24, month=11), "too_late", id="this-evening"),
        pytest.param(at(10, month=3, year=2027), at(12, month=3, year=2027), "too_early", id="in-four-months"),
    ],
)
def test_request_booking_when_a_rule_is_broken_then_it_says_which(start, end, code):
    space = SpaceFactory()

    with pytest.raises(ValidationError) as refused:
        book(space, start, end)

    assert refused.value.code == code
    assert not Booking.objects.exists()


def test_request_booking_when_the_group_is_registered_then_a_year_ahead_is_open():
    group = OrganizationFactory(door=Organization.Door.ENROLLED)

    booking = book(SpaceFactory(), at(10, month=6, year=2027), at(12, month=6, year=2027), organization=group)

    assert booking.organization == group


def test_request_booking_when_staff_enter_a_call_then_the_online_deadline_does_not_bind():
    booking = book(
        SpaceFactory(),
        at(18, day=24, month=11),
        at(20, day=24, month=11),
        channel=Channel.PHONE,
        on_behalf_of="山田さん",
    )

    assert (booking.channel, booking.on_behalf_of) == ("phone", "山田さん")


@pytest.mark.parametrize(
    ("space", "code"),
    [
        pytest.param({"lending": "counter"}, "not_bookable", id="lent-at-the-counter"),
        pytest.param({"individuals_welcome": False}, "groups_only", id="groups-only"),
        pytest.param({"capacity": 9}, "too_many", id="ten-in-a-room-for-nine"),
    ],
)
def test_request_booking_when_the_space_does_not_fit_then_it_says_why(space, code):
    space = SpaceFactory(**space)

    with pytest.raises(ValidationError) as refused:
        book(space)

    assert refused.value.code == code


def test_request_booking_when_the_place_is_closed_that_day_then_it_is_refused():
    space = SpaceFactory()
    Closure.objects.create(facility=space.facility, starts_on=at(0).date(), ends_on=at(0).date(), reason="蔵書整理")

    with pytest.raises(ValidationError) as refused:
        book(space)

    assert refused.value.code == "closed"


@pytest.mark.parametrize(
    ("start", "end"),
    [(at(10), at(12)), (at(9), at(10, 30)), (at(11, 30), at(13)), (at(10, 30), at(11, 30)), (at(9), at(13))],
    ids=["same", "reaches-in", "reaches-out", "inside", "around"],
)
def test_request_booking_when_times_meet_then_the_second_is_taken(start, end):
    space = SpaceFactory()
    book(space)

    with pytest.raises(SpaceTaken):
        book(space, start, end)

    assert Booking.objects.count() == 1


def test_request_booking_when_times_only_touch_then_both_stand():
    space = SpaceFactory()
    book(space, at(10), at(12))

    book(space, at(12), at(14))

    assert Occupancy.objects.filter(holds=True).count() == 2


def test_request_booking_when_clearing_takes_time_then_the_next_guest_waits():
    space = SpaceFactory(buffer_after_minutes=30)
    book(space, at(10), at(12))

    with pytest.raises(SpaceTaken):
        book(space, at(12), at(14))

    assert book(space, at(12, 30), at(14)).pk


def test_request_booking_when_the_hall_is_taken_then_neither_half_is_free():
    facility = FacilityFactory()
    east, west = (Part.objects.create(facility=facility, name=name) for name in ("東", "西"))
    hall = SpaceFactory(facility=facility, parts=[east, west])
    half = SpaceFactory(facility=facility, parts=[east])
    book(hall)

    with pytest.raises(SpaceTaken):
        book(half)


def test_occupancy_when_written_past_the_services_then_the_database_refuses():
    space = SpaceFactory()
    first = book(space)
    taken = first.occupancies.get()
    second = book(space, at(14), at(16))

    with pytest.raises(IntegrityError), transaction.atomic():
        second.occupancies.update(blocked_from=taken.blocked_from)


def test_occupancy_when_a_released_row_is_taken_up_again_then_the_database_refuses():
    space = SpaceFactory()
    released = book(space)
    cancel_booking(booking=released, by=None)
    book(space)

    with pytest.raises(IntegrityError), transaction.atomic():
        released.occupancies.update(holds=True)


def test_occupancy_when_a_form_checks_it_then_the_taken_time_is_a_sentence():
    space = SpaceFactory()
    taken = book(space).occupancies.get()
    copy = Occupancy(
        booking=taken.booking, part=taken.part, blocked_from=taken.blocked_from, blocked_until=taken.blocked_until
    )

    with pytest.raises(ValidationError, match=r"すでに|taken"):
        copy.validate_constraints()


def test_cancel_booking_when_confirmed_then_the_time_is_free_again():
    space = SpaceFactory(needs_approval=False)
    booking = book(space)

    cancel_booking(booking=booking, by=None)

    assert book(space).pk
    assert Delivery.objects.filter(purpose="booking_cancelled").count() == 1


def test_confirm_series_when_some_dates_wait_then_all_are_confirmed_in_one_letter():
    series = BookingSeries.objects.create()
    first, _second = (book(SpaceFactory(), at(10, day=day), at(12, day=day), series=series) for day in (1, 2))
    alone = book(SpaceFactory())

    confirm_series(booking=first, by=UserFactory())

    alone.refresh_from_db()
    assert set(Booking.objects.filter(series=series).values_list("status", flat=True)) == {"confirmed"}
    assert alone.status == Booking.Status.REQUESTED
    letter = Delivery.objects.get(purpose="booking_series_confirmed")
    assert "12月1日(火)" in letter.body
    assert "12月2日(水)" in letter.body


def test_confirm_series_when_it_is_no_series_then_only_this_booking_is_confirmed():
    alone, other = book(SpaceFactory()), book(SpaceFactory())

    confirmed = confirm_series(booking=alone, by=UserFactory())

    other.refresh_from_db()
    assert confirmed == [alone]
    assert other.status == Booking.Status.REQUESTED


def test_confirm_series_when_it_was_answered_meanwhile_then_it_says_so():
    first = book(SpaceFactory(), series=BookingSeries.objects.create())
    confirm_series(booking=first, by=UserFactory())

    with pytest.raises(ValidationError) as refused:
        confirm_series(booking=first, by=UserFactory())

    assert refused.value.code == "moved_on"


def test_decline_booking_when_no_reason_is_given_then_it_is_asked_for():
    booking = book(SpaceFactory())

    with pytest.raises(ValidationError) as refused:
        decline_booking(booking=booking, reason=" ", by=UserFactory())

    assert refused.value.code == "reason"


def test_decline_booking_when_refused_then_the_reason_is_told_and_the_time_free():
    space = SpaceFactory()
    booking = book(space)

    decline_booking(booking=booking, reason="その日は工事です", by=UserFactory())

    assert "その日は工事です" in Delivery.objects.get(purpose="booking_declined").body
    assert book(space).pk


@pytest.mark.parametrize("status", Booking.Status.values)
@pytest.mark.parametrize(
    ("move", "target"),
    [
        (lambda b: confirm_booking(booking=b, by=UserFactory()), Booking.Status.CONFIRMED),
        (lambda b: decline_booking(booking=b, reason="工事", by=UserFactory()), Booking.Status.DECLINED),
        (lambda b: cancel_booking(booking=b, by=None), Booking.Status.CANCELLED),
    ],
    ids=["confirm", "decline", "cancel"],
)
def test_booking_when_moved_then_only_the_table_of_moves_allows_it(status, move, target):
    booking = book(SpaceFactory())
    Booking.objects.filter(pk=booking.pk).update(status=status)

    if target in Booking.MOVES[status]:
        assert move(booking).status == target
    else:
        with pytest.raises(ValidationError) as refused:
            move(booking)
        assert refused.value.code == "moved_on"


def test_move_booking_when_the_new_time_is_free_then_only_that_is_held():
    booking = book(SpaceFactory())

    moved = move_booking(booking=booking, period=Period(at(14), at(16)), by=None)

    assert [(o.blocked_from, o.blocked_until) for o in moved.occupancies.all()] == [(at(14), at(16))]


def test_move_booking_when_the_new_time_is_taken_then_the_old_one_stays():
    space = SpaceFactory()
    book(space, at(14), at(16))
    booking = book(space)

    with pytest.raises(SpaceTaken):
        move_booking(booking=booking, period=Period(at(15), at(17)), by=None)

    booking.refresh_from_db()
    assert (booking.starts_at, booking.occupancies.get().blocked_from) == (at(10), at(10))


def test_request_booking_when_buffers_stand_then_they_are_part_of_what_is_blocked():
    space = SpaceFactory(buffer_before_minutes=15, buffer_after_minutes=30)

    row = book(space).occupancies.get()

    assert (at(10) - row.blocked_from, row.blocked_until - at(12)) == (timedelta(minutes=15), timedelta(minutes=30))


def test_change_time_when_staff_look_at_wishes_then_they_look_at_the_new_time_too():
    booking = confirm_booking(booking=book(SpaceFactory()), by=UserFactory())

    changed = change_time(booking=booking, period=Period(at(9), at(16)), by=None)

    assert (changed.status, changed.decided_at) == (Booking.Status.REQUESTED, None)
    assert changed.occupancies.get().holds
    assert "職員が確認" in Delivery.objects.get(purpose__startswith="booking_moved").body


@pytest.mark.parametrize(("needs_approval", "status"), [(True, "requested"), (False, "confirmed")])
def test_move_booking_when_an_event_takes_it_along_then_staff_look_where_they_do(needs_approval, status):
    booking = book(SpaceFactory(needs_approval=needs_approval))
    Booking.objects.filter(pk=booking.pk).update(status=Booking.Status.CONFIRMED, is_for_event=True)

    assert move_booking(booking=booking, period=Period(at(14), at(16)), by=UserFactory()).status == status


def test_confirm_booking_when_it_has_moved_since_then_the_guest_is_told_again():
    booking = confirm_booking(booking=book(SpaceFactory()), by=UserFactory())

    confirm_booking(booking=change_time(booking=booking, period=Period(at(14), at(16)), by=None), by=UserFactory())

    assert Delivery.objects.filter(purpose__startswith="booking_confirmed").count() == 2


@pytest.mark.parametrize(
    "second",
    [
        pytest.param({"email": "Hanako@Example.jp", "phone": ""}, id="the same mailbox, typed large"),
        pytest.param({"email": "", "phone": "0480-11-2222"}, id="the same telephone without a mail address"),
    ],
)
def test_request_booking_when_the_guest_is_known_by_other_signs_then_her_hours_still_count(second):
    space = SpaceFactory(person_hours_a_month=2)
    book(space, phone="0480-11-2222")

    with pytest.raises(ValidationError) as refused:
        book(space, at(14), at(16), **second)

    assert refused.value.code == "quota"


def test_change_time_when_the_guest_comes_from_elsewhere_then_her_own_window_still_counts():
    space = SpaceFactory(needs_approval=False, others_days_ahead=10)
    booking = book(space, is_local=False)

    with pytest.raises(ValidationError) as refused:
        change_time(booking=booking, period=Period(at(10, day=20), at(12, day=20)), by=None)

    assert refused.value.code == "too_early"
