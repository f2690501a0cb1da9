"""Spaces lent by parts of the day, and what they cost."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from organizations.models import Delivery, StaffRole
from spaces.models import Booking, Charge, DayPart, Reduction, Space
from spaces.periods import Period
from spaces.services.availability import alternatives, next_free
from spaces.services.bookings import Guest, Use, change_time, request_booking
from spaces.services.charges import note_paid, price_of, reduced, settle_reduction
from spaces.services.day_parts import stretches
from tests.factories.organizations import OrganizationFactory, UserFactory
from tests.factories.spaces import SpaceFactory
from tests.spaces.test_booking_pages import WISH
from tests.spaces.test_bookings import NOW, at, book

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def by_parts(**facts):
    """Lent from nine to twelve (300 yen), one to five (400), six to nine (500, not on Sundays)."""
    space = SpaceFactory(lent_by=Space.LentBy.DAY_PART, needs_approval=False, **facts)
    for name, opens, closes, price, days in (
        ("午前", 540, 720, 300, []),
        ("午後", 780, 1020, 400, []),
        ("夜間", 1080, 1260, 500, [0, 1, 2, 3, 4, 5]),
    ):
        row = {"name": name, "opens_minute": opens, "closes_minute": closes, "price_yen": price, "weekdays": days}
        DayPart.objects.create(space=space, **row)
    return space


def parts_of(space):
    return list(space.day_parts.order_by("opens_minute"))


@pytest.mark.parametrize(
    ("day", "names"),
    [
        pytest.param(
            date(2026, 12, 1), ["午前", "午後", "夜間", "午前・午後", "午後・夜間", "午前・午後・夜間"], id="weekday"
        ),
        pytest.param(date(2026, 12, 6), ["午前", "午後", "午前・午後"], id="sunday"),
    ],
)
def test_stretches_when_parts_follow_one_another_then_every_run_is_offered(day, names):
    assert [stretch.name for stretch in stretches(parts_of(by_parts()), day)] == names


def test_stretches_when_the_whole_day_has_its_own_price_then_the_cheaper_one_counts():
    space = by_parts()
    DayPart.objects.create(space=space, name="全日", opens_minute=540, closes_minute=1260, price_yen=1000)

    found = stretches(parts_of(space), date(2026, 12, 1))

    assert [(one.name, one.price_yen) for one in found if one.period == Period(at(9), at(21))] == [("全日", 1000)]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param(at(10), at(12), id="within"),
        pytest.param(at(9), at(13), id="into-the-pause"),
        pytest.param(at(18, day=6), at(21, day=6), id="not-on-sundays"),
    ],
)
def test_request_booking_when_it_is_no_run_of_parts_then_it_is_refused(start, end):
    with pytest.raises(ValidationError) as refused:
        book(by_parts(), start, end)

    assert refused.value.code == "day_part"


def test_request_booking_when_two_parts_follow_then_both_are_charged_and_told():
    booking = book(by_parts(), at(9), at(17))

    assert (booking.charge.full_yen, booking.charge.due_yen, booking.charge.paid_on) == (700, 700, None)
    assert "700円" in Delivery.objects.get().body


@pytest.mark.parametrize(("minutes", "yen"), [(60, 300), (90, 450), (100, 500), (50, 250), (31, 155)])
def test_price_of_when_lent_by_the_hour_then_it_is_in_whole_yen(minutes, yen):
    space = Space(hour_price_yen=300)

    assert price_of(space, Period(at(9), at(9 + minutes // 60, minutes % 60))) == yen


@pytest.mark.parametrize(("full", "percent", "due"), [(700, 50, 350), (333, 50, 166), (500, 100, 0), (500, 0, 500)])
def test_reduced_when_so_much_is_taken_off_then_no_part_of_a_yen_is_left(full, percent, due):
    assert reduced(full, percent) == due


def test_request_booking_when_the_kind_of_group_has_a_reduction_then_staff_still_look_at_it():
    group = OrganizationFactory(kind="circle")
    half = Reduction.objects.create(name="社会教育団体", percent=50, kinds=["circle"])

    charge = book(by_parts(), at(9), at(12), organization=group).charge
    settled = settle_reduction(booking=charge.booking, reduction=half, by=UserFactory())

    assert (charge.due_yen, charge.is_checked, settled.is_checked) == (150, False, True)


def test_change_time_when_it_costs_more_then_the_reduction_stays():
    space = by_parts()
    half = Reduction.objects.create(name="子ども", percent=50)
    use = Use(purpose="練習", head_count=5, reduction=half)
    booking = request_booking(space=space, period=Period(at(9), at(12)), guest=Guest(name="花子"), use=use, by=None)

    change_time(booking=booking, period=Period(at(18), at(21)), by=None)

    assert Charge.objects.values_list("full_yen", "due_yen", "reduction_name").get() == (500, 250, "子ども")


def test_settle_reduction_when_it_is_paid_then_it_is_refused():
    booking = book(by_parts(), at(9), at(12))
    note_paid(booking=booking, on=NOW.date(), by=UserFactory())

    with pytest.raises(ValidationError) as refused:
        settle_reduction(booking=booking, reduction=None, by=UserFactory())

    assert refused.value.code == "paid"


def test_alternatives_when_a_part_is_taken_then_other_parts_of_the_day_are_offered():
    space = by_parts()
    book(space, at(9), at(12))

    found = alternatives(space, Period(at(9), at(12)), 5, now=NOW)

    assert [other.period for other in found] == [Period(at(13), at(17)), Period(at(18), at(21))]


def test_next_free_when_lent_by_parts_then_it_is_the_next_whole_part():
    space = by_parts(closes_hours_ahead=0)
    book(space, at(13, day=24, month=11), at(17, day=24, month=11))

    assert next_free([space], now=NOW)[space.pk] == Period(at(18, day=24, month=11), at(21, day=24, month=11))


def test_book_when_lent_by_parts_then_day_part_and_price_are_chosen_and_the_receipt_says_them(client):
    space = by_parts()
    book(space, at(13), at(17))
    address = reverse("space_book", args=[space.slug])

    ask_day = client.get(address).content.decode()
    page = client.get(f"{address}?day=2026-12-01&start=9:00&end=12:00").content.decode()
    answer = client.post(address, {key: WISH[key] for key in WISH if key not in ("start", "end")} | {"part": "540-720"})

    assert 'name="day"' in ask_day
    assert 'value="540-720"' in page
    assert "午後 13:00〜17:00 400円：空きなし" in page
    assert "使用料" in client.get(answer.url).content.decode()
    assert Booking.objects.filter(starts_at=at(9), ends_at=at(12)).exists()


def test_book_when_the_part_is_taken_then_it_is_said_at_the_part_and_one_may_wait(client):
    space = by_parts()
    book(space, at(9), at(12))

    response = client.post(reverse("space_book", args=[space.slug]), WISH | {"part": "540-720"})

    assert (response.status_code, response.context["may_wait"]) == (200, True)


def test_desk_when_staff_settle_and_tick_then_the_till_is_right(client):
    booking = book(by_parts(), at(9), at(12))
    half = Reduction.objects.create(name="子ども", percent=50)
    client.force_login(UserFactory(roles=[StaffRole.PLACE_STAFF]))

    client.post(reverse("booking_reduction", args=[booking.token]), {"reduction": half.pk})
    client.post(reverse("booking_paid", args=[booking.token]), {"paid_on": "2026-11-24"})
    page = client.get(reverse("booking_decide", args=[booking.token])).content.decode()

    assert Charge.objects.values_list("due_yen", "paid_yen", "paid_on").get() == (150, 150, NOW.date())
    assert "支払いの記録を取り消す" in page


def test_day_parts_when_keepers_add_and_remove_then_the_table_follows(client):
    space = SpaceFactory()
    client.force_login(UserFactory(roles=[StaffRole.PLACE_STAFF]))
    address = reverse("space_day_parts", args=[space.slug])

    client.post(address, {"name": "午前", "start": "9:00", "end": "12:00", "weekdays": ["0", "5"], "price_yen": "300"})
    page = client.get(address).content.decode()
    part = DayPart.objects.get()
    client.post(reverse("day_part_remove", args=[part.pk]))

    assert (part.opens_minute, part.closes_minute, part.weekdays, part.price_yen) == (540, 720, [0, 5], 300)
    assert "9:00〜12:00" in page
    assert not DayPart.objects.exists()


def test_reductions_when_keepers_add_and_remove_then_charges_stay(client):
    client.force_login(UserFactory(roles=[StaffRole.PLACE_STAFF]))

    client.post(reverse("reductions"), {"name": "子ども", "percent": "50", "kinds": ["children"], "reason": "条例5条"})
    reduction = Reduction.objects.get()
    client.post(reverse("reduction_remove", args=[reduction.pk]))

    assert (reduction.percent, reduction.kinds) == (50, ["children"])
    assert not Reduction.objects.exists()
