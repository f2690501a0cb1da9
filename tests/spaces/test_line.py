"""The waiting line: who waits, who is served first, what lapses."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from organizations.models import Delivery
from spaces.models import Booking, Part
from spaces.periods import Period
from spaces.services.bookings import cancel_booking, change_time, decline_booking, note_no_show
from spaces.services.line import join_line, lapse_overdue, take_offer
from spaces.services.places import close_place
from spaces.services.rules import Guest, Use
from tests.factories.organizations import UserFactory
from tests.factories.spaces import FacilityFactory, SpaceFactory
from tests.spaces.test_booking_pages import post
from tests.spaces.test_bookings import NOW, at, book

pytestmark = pytest.mark.django_db
Status = Booking.Status


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def wait(space, start=None, end=None, *, name="待つ人", **guest):
    guest = {"email": f"{name}@example.jp"} | guest
    period = Period(start or at(10), end or at(12))
    use = Use(purpose="合唱", head_count=10)
    return join_line(space=space, period=period, guest=Guest(name=name, **guest), use=use, by=None)


def state(booking):
    return Booking.objects.get(pk=booking.pk).status


def test_join_line_when_the_time_is_taken_then_waits_and_holds_nothing():
    space = SpaceFactory()
    book(space)

    waiting = wait(space)

    assert (waiting.status, waiting.occupancies.count()) == (Status.WAITING, 0)


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        pytest.param(at(13), at(15), "free", id="nobody has it"),
        pytest.param(at(6), at(8), "closed", id="could never be had"),
    ],
)
def test_join_line_when_waiting_makes_no_sense_then_is_refused(start, end, code):
    space = SpaceFactory()
    book(space)

    with pytest.raises(ValidationError) as refused:
        wait(space, start, end)

    assert refused.value.code == code


def test_cancel_booking_when_two_wait_then_the_first_is_offered_the_time_and_told_where_to_take_it():
    space = SpaceFactory()
    standing = book(space)
    first, second = wait(space, name="一番"), wait(space, name="二番")

    cancel_booking(booking=standing, by=None)

    assert (state(first), state(second)) == (Status.OFFERED, Status.WAITING)
    letter = Delivery.objects.get(purpose="booking_offered")
    assert (letter.recipient, first.get_absolute_url() in letter.body) == ("一番@example.jp", True)


def test_cancel_booking_when_the_first_still_meets_another_then_the_next_who_fits_is_served():
    space = SpaceFactory()
    standing, other = book(space), book(space, at(12), at(13))
    long, short = wait(space, at(10), at(13), name="長い"), wait(space, at(10), at(11), name="短い")

    cancel_booking(booking=standing, by=None)

    assert (state(long), state(short), state(other)) == (Status.WAITING, Status.OFFERED, Status.REQUESTED)


@pytest.mark.parametrize("deed", ["decline", "change", "no_show"])
def test_booking_when_it_lets_go_otherwise_then_the_line_is_served_too(deed):
    space, staff = SpaceFactory(needs_approval=deed != "no_show"), UserFactory()
    standing = book(space)
    waiting = wait(space)

    if deed == "decline":
        decline_booking(booking=standing, reason="工事", by=staff)
    elif deed == "change":
        change_time(booking=standing, period=Period(at(15), at(17)), by=None)
    else:
        with time_machine.travel(at(10, 30), tick=False):
            note_no_show(booking=standing, by=staff)

    assert state(waiting) == (Status.WAITING if deed == "no_show" else Status.OFFERED)


def test_cancel_booking_when_a_half_was_in_the_way_then_who_waits_for_the_hall_is_served():
    facility = FacilityFactory()
    halves = [Part.objects.create(facility=facility, name=name) for name in ("東", "西")]
    hall = SpaceFactory(facility=facility, parts=halves)
    half = SpaceFactory(facility=facility, parts=halves[:1])
    standing = book(half)
    waiting = wait(hall)

    cancel_booking(booking=standing, by=None)

    assert state(waiting) == Status.OFFERED
    assert waiting.occupancies.filter(holds=True).count() == 2


def test_cancel_booking_when_the_place_has_closed_meanwhile_then_nobody_is_offered_it():
    space = SpaceFactory()
    standing = book(space)
    waiting = wait(space)
    close_place(facility=space.facility, first=date(2026, 12, 1), last=date(2026, 12, 1), reason="点検", by=None)

    cancel_booking(booking=standing, by=None)

    assert state(waiting) == Status.WAITING


@pytest.mark.parametrize(
    ("needs_approval", "status"),
    [pytest.param(True, Status.REQUESTED, id="staff look"), pytest.param(False, Status.CONFIRMED, id="at once")],
)
def test_take_offer_when_in_time_then_it_stands_as_if_asked_for_today(needs_approval, status):
    space = SpaceFactory(needs_approval=needs_approval)
    standing = book(space)
    waiting = wait(space)
    cancel_booking(booking=standing, by=None)

    taken = take_offer(booking=Booking.objects.get(pk=waiting.pk), now=NOW, by=None)

    assert (taken.status, taken.offered_until) == (status, None)


def test_take_offer_when_the_day_is_over_then_is_refused():
    space = SpaceFactory()
    standing = book(space)
    waiting = wait(space)
    cancel_booking(booking=standing, by=None)

    with pytest.raises(ValidationError) as refused:
        take_offer(booking=Booking.objects.get(pk=waiting.pk), now=NOW + timedelta(hours=24), by=None)

    assert refused.value.code == "too_late"


def test_lapse_overdue_when_nobody_answers_then_the_next_in_line_is_served():
    space = SpaceFactory()
    standing = book(space)
    first, second = wait(space, name="一番"), wait(space, name="二番")
    cancel_booking(booking=standing, by=None)

    ended = lapse_overdue(now=NOW + timedelta(hours=24))
    again = lapse_overdue(now=NOW + timedelta(hours=24))

    assert (ended, again) == (1, 0)
    assert (state(first), state(second)) == (Status.LAPSED, Status.OFFERED)


def test_lapse_overdue_when_the_time_comes_and_nothing_was_free_then_the_wait_ends():
    space = SpaceFactory()
    book(space)
    waiting = wait(space)

    lapse_overdue(now=at(10))

    assert state(waiting) == Status.LAPSED


def test_cancel_booking_when_who_is_offered_a_time_lets_it_go_then_the_next_is_served():
    space = SpaceFactory()
    standing = book(space)
    first, second = wait(space, name="一番"), wait(space, name="二番")
    cancel_booking(booking=standing, by=None)

    cancel_booking(booking=Booking.objects.get(pk=first.pk), by=None)

    assert (state(first), state(second)) == (Status.CANCELLED, Status.OFFERED)


def test_book_when_the_time_is_taken_then_waiting_is_one_tap_away_with_everything_typed(client):
    space = SpaceFactory()
    book(space)

    refused = post(client, space)
    receipt = client.get(post(client, space, deed="wait").url)

    assert refused.context["may_wait"]
    assert Booking.objects.in_line().get().name == "佐藤花子"
    assert "キャンセル待ちを受け付けました" in receipt.content.decode()


def test_booking_page_when_a_time_is_held_then_it_can_be_taken_there(client):
    space = SpaceFactory(needs_approval=False)
    standing = book(space)
    waiting = wait(space)
    cancel_booking(booking=standing, by=None)

    page = client.get(waiting.get_absolute_url()).content.decode()
    client.post(f"{waiting.get_absolute_url()}take/")

    assert "この時間で予約する" in page
    assert state(waiting) == Status.CONFIRMED


def test_change_page_when_the_new_time_is_taken_then_the_old_one_stays(client):
    space = SpaceFactory()
    mine = book(space)
    book(space, at(14), at(16))
    wish = {"day": "2026-12-01", "start": "13:00", "end": "15:00"}

    page = client.post(f"{mine.get_absolute_url()}change/", wish)

    assert page.context["form"].non_field_errors() == ["この時間はすでに予約が入っています。"]
    assert (page.context["form"]["start"].value(), Booking.objects.get(pk=mine.pk).starts_at) == ("13:00", at(10))


def test_change_page_when_the_new_time_overlaps_the_own_old_one_then_it_is_had(client):
    mine = book(SpaceFactory())

    client.post(f"{mine.get_absolute_url()}change/", {"day": "2026-12-01", "start": "11:00", "end": "13:00"})

    assert Booking.objects.get(pk=mine.pk).starts_at == at(11)


def test_change_page_when_the_booking_is_for_an_event_then_it_is_not_there(client):
    mine = book(SpaceFactory())
    Booking.objects.filter(pk=mine.pk).update(is_for_event=True)

    assert client.get(f"{mine.get_absolute_url()}change/").status_code == 404


def test_take_offer_when_nothing_was_offered_then_nobody_confirms_her_own_wish():
    space = SpaceFactory()
    booking = book(space)
    space.needs_approval = False
    space.save()

    with pytest.raises(ValidationError) as refused:
        take_offer(booking=Booking.objects.get(pk=booking.pk), now=NOW, by=None)

    assert (refused.value.code, state(booking)) == ("moved_on", Status.REQUESTED)
