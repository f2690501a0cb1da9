"""Things lent by number and by day: never more than there are."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from organizations.models import Delivery, StaffRole
from spaces.models import Booking, Loan, LoanDay
from spaces.services.bookings import cancel_booking, change_time, confirm_booking
from spaces.services.loans import (
    cancel_loan,
    confirm_loan,
    decline_loan,
    edit_thing,
    end_unfetched,
    hand_out,
    left_on,
    remind_of_return,
    request_loan,
    take_back,
)
from spaces.services.rules import Guest
from tests.factories.organizations import OrganizationFactory, UserFactory
from tests.factories.spaces import SpaceFactory, ThingFactory
from tests.spaces.test_booking_pages import WISH
from tests.spaces.test_bookings import NOW, Period, at

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
FORM = {"first": "2026-12-01", "last": "2026-12-03", "count": "1", "purpose": "おまつり", "name": "佐藤花子"}
FORM |= {"phone": "072-000-0000", "email": "hanako@example.jp", "agrees": "on"}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def day(number):
    return date(2026, 12, number)


def lend(thing, first=1, last=3, count=1, **guest):
    guest = {"name": "佐藤花子", "email": "hanako@example.jp"} | guest
    return request_loan(thing=thing, first=day(first), last=day(last), count=count, guest=Guest(**guest), by=None)


def fetched(thing, first=TODAY, last=TODAY, count=1):
    guest = Guest(name="佐藤花子", email="hanako@example.jp")
    loan = request_loan(thing=thing, first=first, last=last, count=count, guest=guest, by=None)
    return hand_out(loan=loan, now=NOW, by=UserFactory())


@pytest.mark.parametrize(
    ("code", "wish"),
    [
        ("order", {"first": 3, "last": 1}),
        ("too_long", {"first": 1, "last": 8}),
        ("too_many", {"count": 3}),
        ("groups_only", {}),
    ],
)
def test_request_loan_when_the_rules_forbid_it_then_the_reason_is_named(code, wish):
    thing = ThingFactory(count=2, individuals_welcome=code != "groups_only")

    with pytest.raises(ValidationError) as refused:
        lend(thing, **wish)

    assert (refused.value.code, Loan.objects.count()) == (code, 0)


@pytest.mark.parametrize(("first", "code"), [(TODAY - timedelta(days=1), "past"), (date(2027, 6, 1), "too_early")])
def test_request_loan_when_the_day_is_past_or_far_then_it_is_refused(first, code):
    with pytest.raises(ValidationError) as refused:
        request_loan(thing=ThingFactory(), first=first, last=first, count=1, guest=Guest(name="花子"), by=None)

    assert refused.value.code == code


def test_request_loan_when_one_day_of_it_is_full_then_it_is_refused_with_what_is_left():
    thing = ThingFactory(count=3)
    lend(thing, 3, 5, 2)

    with pytest.raises(ValidationError) as refused:
        lend(thing, 1, 4, 2)
    lend(thing, 1, 4, 1)

    assert (refused.value.code, refused.value.params) == ("taken", {"count": 1})
    assert [*left_on(thing, first=day(2), last=day(6)).values()] == [2, 0, 0, 1, 3]


def test_loan_day_when_a_piece_is_promised_twice_then_the_database_refuses():
    row = LoanDay.objects.get(loan=lend(ThingFactory(count=1), 1, 1))

    for number in (1, 2):
        with pytest.raises(IntegrityError), transaction.atomic():
            LoanDay.objects.create(loan=row.loan, thing=row.thing, day=row.day, number=number, out_of=1)


@pytest.mark.parametrize("deed", ["cancel", "decline"])
def test_loan_when_it_ends_before_it_was_fetched_then_others_may_have_it(deed):
    thing = ThingFactory(count=1, needs_approval=True)
    loan = lend(thing)

    if deed == "cancel":
        cancel_loan(loan=loan, by=None)
    else:
        decline_loan(loan=loan, reason="修理に出します。", by=UserFactory())

    assert lend(thing).pk


@pytest.mark.parametrize(
    ("status", "allowed"),
    [
        ("requested", {"confirmed", "declined", "cancelled"}),
        ("confirmed", {"out", "cancelled"}),
        ("out", {"returned"}),
        ("returned", set()),
        ("cancelled", set()),
        ("declined", set()),
    ],
)
def test_loan_when_it_is_asked_to_move_then_only_the_table_allows_it(status, allowed):
    deeds = {
        "confirmed": lambda loan: confirm_loan(loan=loan, by=UserFactory()),
        "declined": lambda loan: decline_loan(loan=loan, reason="x", by=UserFactory()),
        "cancelled": lambda loan: cancel_loan(loan=loan, by=None),
        "out": lambda loan: hand_out(loan=loan, now=at(10), by=UserFactory()),
        "returned": lambda loan: take_back(loan=loan, now=at(10), by=UserFactory()),
    }
    loan = lend(ThingFactory(count=5), 1, 1)
    done = set()
    for target, deed in deeds.items():
        Loan.objects.filter(pk=loan.pk).update(status=status)
        with suppress(ValidationError):
            deed(Loan.objects.get(pk=loan.pk))
            done.add(target)

    assert done == allowed


def test_hand_out_when_the_last_one_is_not_back_then_it_is_refused():
    thing = ThingFactory(count=1)
    fetched(thing)
    tomorrow = lend(thing, 1, 1)

    with pytest.raises(ValidationError) as refused:
        hand_out(loan=tomorrow, now=at(10), by=UserFactory())

    assert refused.value.code == "not_back"


def test_take_back_when_it_comes_early_then_the_rest_of_the_days_is_free():
    thing = ThingFactory(count=1)
    loan = fetched(thing, TODAY, TODAY + timedelta(days=3))

    take_back(loan=loan, now=NOW, by=UserFactory())

    assert [*left_on(thing, first=TODAY, last=TODAY + timedelta(days=2)).values()] == [0, 1, 1]


def test_remind_of_return_when_run_twice_then_each_is_told_once():
    thing = ThingFactory(count=5)
    fetched(thing, TODAY, TODAY + timedelta(days=1))
    late = fetched(thing)

    for _time in range(2):
        remind_of_return(day=TODAY)
        remind_of_return(day=TODAY + timedelta(days=1))

    told = Delivery.objects.filter(purpose__in=("loan_due", "loan_late")).values_list("purpose", flat=True)
    assert sorted(told) == ["loan_due", "loan_late"]
    assert Loan.objects.overdue(TODAY + timedelta(days=1)).get() == late


def test_end_unfetched_when_nobody_came_then_the_loan_is_over():
    loan = lend(ThingFactory(count=1), 1, 1)

    assert end_unfetched(day=day(2)) == 1
    loan.refresh_from_db()
    assert loan.status == Loan.Status.CANCELLED


def test_edit_thing_when_fewer_are_there_than_promised_then_it_is_refused():
    thing = ThingFactory(count=3)
    lend(thing, count=2)

    with pytest.raises(ValidationError) as refused:
        edit_thing(thing=thing, facts={"name": "印刷機", "count": 1}, by=None)
    edit_thing(thing=thing, facts={"name": "印刷機", "count": 2}, by=None)

    assert (refused.value.code, set(LoanDay.objects.values_list("out_of", flat=True))) == ("fewer", {2})


def test_pages_when_a_guest_borrows_then_the_calendar_and_the_receipt_say_so(client):
    thing = ThingFactory(count=2)
    address = reverse("thing_borrow", args=[thing.slug])

    first = client.post(address, FORM | {"form_token": "t"})
    again = client.post(address, FORM | {"form_token": "t"})
    refused = client.post(address, FORM | {"count": "2"})
    receipt = client.get(first.url).content.decode()
    month = client.get(f"{reverse('thing', args=[thing.slug])}?month=2026-12").content.decode()
    client.post(reverse("loan_cancel", args=[Loan.objects.get().token]), {})

    assert (first.url, Loan.objects.count()) == (again.url, 1)
    assert "あと1点" in refused.content.decode()
    assert Loan.objects.get().reference in receipt
    assert f"{address}?first=2026-12-01" in month
    assert first.url in Delivery.objects.get(purpose="loan_confirmed").body
    assert Loan.objects.get().status == Loan.Status.CANCELLED


def test_pages_when_nothing_is_left_on_a_day_then_it_leads_nowhere(client):
    thing = ThingFactory(count=1)
    lend(thing, 1, 1)

    month = client.get(f"{reverse('thing', args=[thing.slug])}?month=2026-12").content.decode()

    assert ("first=2026-12-01" in month, "first=2026-12-02" in month) == (False, True)


def test_desk_when_staff_tick_then_it_goes_out_and_comes_back(client):
    thing = ThingFactory(needs_approval=True)
    guest = Guest(name="花子", phone="0721", organization=OrganizationFactory(name="読み聞かせの会"))
    loan = request_loan(thing=thing, first=TODAY, last=TODAY, count=1, guest=guest, by=None)
    client.force_login(UserFactory(roles=[StaffRole.PLACE_STAFF]))
    address = reverse("loan_decide", args=[loan.token])

    states = []
    for answer in ("confirm", "out", "back"):
        client.post(address, {"answer": answer})
        loan.refresh_from_db()
        states.append(loan.status)
    page = client.get(reverse("loan_desk")).content.decode()

    assert states == ["confirmed", "out", "returned"]
    assert "読み聞かせの会" not in page


@pytest.mark.parametrize("number", [1, 3])
def test_desk_when_there_are_more_then_the_queries_stay(client, number, django_assert_num_queries):
    for _one in range(number):
        lend(ThingFactory(), organization=OrganizationFactory())
    client.force_login(UserFactory(roles=[StaffRole.PLACE_STAFF]))
    client.get(reverse("loan_desk"))

    with django_assert_num_queries(8):
        client.get(reverse("loan_desk"))


@pytest.mark.parametrize("number", [1, 3])
def test_index_when_there_are_more_then_the_queries_stay(client, number, django_assert_num_queries):
    ThingFactory.create_batch(number)
    client.get(reverse("things"))

    with django_assert_num_queries(1):
        client.get(reverse("things"))


def test_keeping_when_a_thing_is_added_then_residents_find_it(client):
    space = SpaceFactory()
    client.force_login(UserFactory(roles=[StaffRole.PLACE_STAFF]))
    facts = {
        "name": "綿菓子機",
        "kana": "わたがしき",
        "count": "2",
        "max_days": "3",
        "opens_days_ahead": "90",
        "is_listed": "on",
    }

    client.post(reverse("thing_new", args=[space.facility.slug]), facts)
    client.post(reverse("thing_edit", args=["watagashiki"]), facts | {"count": "4"})

    assert "綿菓子機" in client.get(reverse("things")).content.decode()
    assert "4点" in client.get(reverse("thing", args=["watagashiki"])).content.decode()


def test_book_when_a_thing_is_asked_for_with_the_room_then_it_goes_with_it(client):
    space = SpaceFactory(needs_approval=True)
    thing = ThingFactory(facility=space.facility, count=2, is_lent_with_rooms=True, needs_approval=True)

    client.post(reverse("space_book", args=[space.slug]), WISH | {f"thing_{thing.pk}": "2"})
    booking = Booking.objects.get()
    confirm_booking(booking=booking, by=UserFactory())
    confirmed = booking.loans.get().status
    change_time(booking=booking, period=Period(at(10, day=2), at(12, day=2)), by=None)
    moved = [*left_on(thing, first=day(1), last=day(2)).values()]
    cancel_booking(booking=booking, by=None)

    assert (confirmed, moved) == (Loan.Status.CONFIRMED, [2, 0])
    assert booking.loans.get().status == Loan.Status.CANCELLED
    assert not Delivery.objects.filter(purpose__startswith="loan").exists()


def test_book_when_the_thing_is_not_there_then_no_room_is_booked(client):
    space = SpaceFactory()
    thing = ThingFactory(facility=space.facility, count=1, is_lent_with_rooms=True)
    lend(thing, 1, 1)

    page = client.post(reverse("space_book", args=[space.slug]), WISH | {f"thing_{thing.pk}": "1"})

    assert "あと0点" in page.content.decode()
    assert not Booking.objects.exists()
