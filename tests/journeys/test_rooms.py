"""A room: asked for on the phone, refused to the second guest with what else is free, confirmed, given back."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from organizations.models import StaffRole
from spaces.models import Booking
from spaces.periods import Period
from spaces.services.bookings import Guest, Use, request_booking
from tests.factories.events import in_days
from tests.factories.organizations import UserFactory
from tests.factories.spaces import FacilityFactory, SpaceFactory

pytestmark = pytest.mark.journey
DAY = 5


@pytest.fixture
def room(site):
    return SpaceFactory(
        name="和室",
        slug="washitsu",
        facility=FacilityFactory(name="北浜公民館"),
        needs_approval=True,
        rules="飲みものは、ふたの付いたものを。",
    )


@pytest.fixture
def staff(site):
    return UserFactory(name="森 ひろ子", staff_number="S01", roles=[StaffRole.PLACE_STAFF])


def first_guest(room):
    return request_booking(
        space=room,
        period=Period(in_days(DAY), in_days(DAY, 12)),
        guest=Guest(name="先に借りた人", phone="000-111-2222"),
        use=Use(purpose="会議", head_count=5),
        by=None,
    )


def ask_for(page, room, site):
    page.goto(f"{site.base_url}/spaces/")
    page.get_by_role("link", name="和室").first.click()
    page.goto(f"{site.base_url}/spaces/{room.slug}/book/")
    page.get_by_label("日にち").fill(in_days(DAY).date().isoformat())
    page.get_by_label("はじまり").fill("10:00")
    page.get_by_label("おわり").fill("12:00")
    page.get_by_label("使いみち").fill("わらべうた")
    page.get_by_label("人数").fill("12")
    page.get_by_label("お名前").fill("松永 千代")
    page.get_by_label("電話").fill("000-201-0002")
    page.get_by_label("この場所の約束ごとを読みました").check()
    page.get_by_role("button", name="この内容で申請する").click()


def free_on_the_day(page, room, site):
    day = in_days(DAY).date()
    asked = f"/spaces/{room.slug}/free.json?from={day}&to={day + timedelta(days=1)}"
    return [slot["start"][11:16] for slot in page.request.get(site.base_url + asked).json()["free"]]


def test_room_when_taken_then_the_second_guest_is_led_to_what_is_free(site, room, phone, looked_at):
    first_guest(room)

    ask_for(phone, room, site)
    looked_at(phone, "refused")
    assert phone.get_by_label("使いみち").input_value() == "わらべうた"
    phone.get_by_role("region", name="この時間は先に予約が入っています").get_by_role("link").first.click()
    looked_at(phone, "alternative")
    assert phone.get_by_label("使いみち").input_value() == "わらべうた"
    phone.get_by_label("お名前").fill("松永 千代")
    phone.get_by_label("電話").fill("000-201-0002")
    phone.get_by_label("この場所の約束ごとを読みました").check()
    phone.get_by_role("button", name="この内容で申請する").click()

    expect(phone.get_by_text("受付番号").first).to_be_visible()
    looked_at(phone, "receipt")
    taken = Booking.objects.latest("pk")
    assert taken.name == "松永 千代"
    assert (taken.starts_at, taken.ends_at) != (in_days(DAY), in_days(DAY, 12))


def test_room_when_staff_confirm_and_the_guest_gives_it_back_then_free_again(
    site, room, staff, scriptless, desktop, signed_in, looked_at, pictured
):
    before = free_on_the_day(desktop, room, site)
    ask_for(scriptless, room, site)
    receipt = scriptless.url
    during = free_on_the_day(desktop, room, site)

    desk = signed_in(desktop, site, staff)
    desk.goto(f"{site.base_url}/desk/bookings/")
    looked_at(desk, "desk")
    desk.get_by_role("link", name="和室").first.click()
    looked_at(desk, "decide")
    desk.get_by_role("button", name="確定する").click()
    expect(desk.get_by_text("予約を確定し")).to_be_visible()

    scriptless.goto(receipt)
    pictured(scriptless, "confirmed")
    assert Booking.objects.get().status == Booking.Status.CONFIRMED
    scriptless.get_by_text("予約を取り消す").click()
    scriptless.get_by_role("button", name="取り消す").click()
    expect(scriptless.get_by_text("予約を取り消しました")).to_be_visible()
    assert Booking.objects.get().status == Booking.Status.CANCELLED
    assert before == free_on_the_day(desktop, room, site)
    assert before != during
