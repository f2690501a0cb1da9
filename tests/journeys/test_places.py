"""Places in use: a drop-in place that is open and not full, a hall every second week, a building that closes."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from events.models import Event, Occurrence
from organizations.models import StaffRole
from spaces.models import Booking, Closure, Space
from spaces.periods import Period
from spaces.services.bookings import Guest, Use, cancel_booking, request_booking
from tests.factories.events import EventFactory, OccurrenceFactory, in_days
from tests.factories.organizations import UserFactory
from tests.factories.spaces import FacilityFactory, SpaceFactory

pytestmark = pytest.mark.journey
DAY = 5


@pytest.fixture
def staff(site):
    return UserFactory(name="森 ひろ子", staff_number="S01", roles=[StaffRole.PLACE_STAFF])


@pytest.fixture
def hall(site):
    return SpaceFactory(
        name="大ホール", slug="hall", needs_approval=False, facility=FacilityFactory(name="北浜公民館", slug="kominkan")
    )


def lent(space, day, name="先に借りた人"):
    return request_booking(
        space=space,
        period=Period(in_days(day), in_days(day, 12)),
        guest=Guest(name=name, phone="000-111-2222"),
        use=Use(purpose="会議", head_count=5),
        by=None,
    )


def always_open(facility):
    facility.opening_hours.update(opens_minute=0, closes_minute=1440)


def test_parent_when_looking_for_a_place_now_then_sees_which_one_is_open_and_not_full(
    site, staff, phone, scriptless, signed_in, looked_at, pictured
):
    for slug, name in (("kita", "きたひろば"), ("minami", "みなみひろば")):
        always_open(SpaceFactory(name=name, slug=slug, kind=Space.Kind.DROP_IN).facility)
    SpaceFactory(name="夜はしまる部屋", facility=FacilityFactory(hours=[]))
    door = signed_in(phone, site, staff)
    for slug, level in (("kita", "いっぱいです"), ("minami", "空いています")):
        door.goto(f"{site.base_url}/desk/spaces/{slug}/door/")
        door.get_by_role("button", name=level).click()
    door.get_by_role("button", name="来ました").click()
    expect(door.locator(".door__inside strong")).to_have_text("1")
    looked_at(door, "counter")

    scriptless.goto(f"{site.base_url}/spaces/")
    scriptless.get_by_label("いま開いています").check()
    scriptless.get_by_role("button", name="さがす", exact=True).click()
    pictured(scriptless, "open-now")
    expect(scriptless.get_by_text("夜はしまる部屋")).to_have_count(0)
    expect(scriptless.get_by_role("listitem").filter(has_text="きたひろば").first).to_contain_text("いっぱいです")
    scriptless.get_by_role("link", name="みなみひろば").click()
    expect(scriptless.get_by_text("空いています")).to_be_visible()

    door.goto(f"{site.base_url}/spaces/kita/door/")
    expect(door.get_by_text("いっぱいです")).to_be_visible()
    looked_at(door, "sign")


def test_group_when_two_of_its_dates_are_refused_then_one_comes_back(site, hall, phone, looked_at):
    first, second = lent(hall, DAY + 14), lent(hall, DAY + 42)
    phone.goto(f"{site.base_url}/spaces/hall/book/")
    phone.get_by_label("日にち").fill(in_days(DAY).date().isoformat())
    phone.get_by_label("はじまり").fill("10:00")
    phone.get_by_label("おわり").fill("12:00")
    phone.get_by_label("くり返し").select_option("1週おき")
    phone.get_by_label("いつまで").fill((in_days(DAY).date() + timedelta(days=60)).isoformat())
    phone.get_by_label("キャンセル待ちに入る").check()
    phone.get_by_label("使いみち").fill("人形劇の練習")
    phone.get_by_label("人数").fill("12")
    phone.get_by_label("お名前").fill("松永 千代")
    phone.get_by_label("電話").fill("000-201-0002")
    phone.get_by_label("この場所の約束ごとを読みました").check()
    phone.get_by_role("button", name="この場所を予約する").click()
    expect(phone.get_by_text("取れません")).to_have_count(2)
    looked_at(phone, "dates")
    phone.get_by_role("button", name="この3日を予約する").click()
    expect(phone.get_by_text("キャンセル待ち")).to_have_count(2)
    looked_at(phone, "series")

    cancel_booking(booking=first, by=None)
    phone.reload()
    phone.get_by_role("listitem").filter(has_text="取り置き中").get_by_role("link").click()
    looked_at(phone, "held")
    phone.get_by_role("button", name="この時間で予約する").click()

    expect(phone.get_by_text("予約できました")).to_be_visible()
    mine = Booking.objects.filter(purpose="人形劇の練習").values_list("status", flat=True)
    assert sorted(mine) == ["confirmed"] * 4 + ["waiting"]
    assert Booking.objects.get(pk=second.pk).status == "confirmed"


def test_staff_when_a_building_closes_for_a_week_then_what_is_hit_is_called_off_in_one_step(
    site, hall, staff, desktop, signed_in, looked_at
):
    kept, dropped = lent(hall, DAY, "話のついた人"), lent(hall, DAY + 1, "やめてもらう人")
    concert = OccurrenceFactory(
        event=EventFactory(title="春のコンサート", status=Event.Status.PUBLISHED, space=hall),
        space=hall,
        starts_at=in_days(DAY + 2),
        ends_at=in_days(DAY + 2, 12),
    )
    first = in_days(DAY - 1).date()
    desk = signed_in(desktop, site, staff)
    desk.goto(f"{site.base_url}/desk/places/kominkan/close/")
    desk.get_by_label("はじまる日").fill(first.isoformat())
    desk.get_by_label("おわる日").fill((first + timedelta(days=6)).isoformat())
    desk.get_by_label("理由").fill("空調の工事")
    desk.get_by_role("button", name="次へ").click()
    looked_at(desk, "hits")
    desk.locator(f"input[value='booking-{kept.pk}']").uncheck()
    desk.get_by_role("button", name="休館にして、選んだものを中止する").click()

    expect(desk.get_by_text("2件を中止し")).to_be_visible()
    expect(desk.get_by_text("1件がそのまま残っています")).to_be_visible()
    concert.refresh_from_db()
    assert (concert.status, Closure.objects.get().reason) == (Occurrence.Status.CANCELLED, "空調の工事")
    states = [Booking.objects.get(pk=row.pk).status for row in (kept, dropped)]
    assert states == ["confirmed", "cancelled"]
