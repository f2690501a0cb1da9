"""A group posts a weekly event: signs in by mailed code, loses one week's room, publishes, calls one date off."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from events.models import Event, Occurrence
from organizations.models import Visibility
from spaces.periods import Period
from spaces.services.bookings import Guest, Use, request_booking
from tests.factories.events import in_days
from tests.factories.organizations import MembershipFactory
from tests.factories.spaces import FacilityFactory, SpaceFactory
from tests.journeys.mailbox import code_to

pytestmark = pytest.mark.journey


@pytest.fixture
def group(site):
    member = MembershipFactory(
        user__email="kotonoha@example.jp", organization__name="絵本の会ことのは", organization__slug="kotonoha"
    )
    organization = member.organization
    organization.publishes_at_once, organization.visibility = True, Visibility.PUBLIC
    organization.save()
    return organization


@pytest.fixture
def room(site):
    """A room that somebody else has in the second of the weeks to come."""
    room = SpaceFactory(name="和室", slug="washitsu", facility=FacilityFactory(name="北浜公民館"))
    taken = in_days(14)
    request_booking(
        space=room,
        period=Period(taken, taken + timedelta(hours=1)),
        guest=Guest(name="先に借りた人", phone="000-111-2222"),
        use=Use(purpose="会議", head_count=5),
        by=None,
    )
    return room


def sign_in(page, site, address):
    page.goto(f"{site.base_url}/desk/events/new/")
    page.get_by_label("メールアドレス").fill(address)
    page.get_by_role("button", name="コードを送る").click()
    page.get_by_label("コード").fill(code_to(site, address))
    page.get_by_role("button", name="次へ").click()


def fill_in(page, room):
    first = in_days(7).date()
    page.get_by_label("題名").fill("火曜のおはなし会")
    page.get_by_label("ひとことで").fill("絵本とわらべうたの30分。")
    page.locator(f"input[name=days][value='{first}']").check()
    page.get_by_label("はじまり").fill("10:00")
    page.get_by_label("おわり").fill("11:30")
    page.get_by_text("のようにくり返す").click()
    page.get_by_label("毎週", exact=True).check()
    page.get_by_label("いつまで").fill((first + timedelta(days=21)).isoformat())
    page.get_by_label("市の施設の場所").select_option(str(room.pk))


def save(page):
    """Hear that one week has no room, and keep the dates all the same."""
    page.get_by_role("button", name="保存して見え方を確かめる").click()
    page.get_by_label("部屋が決まらなくても、日にちを書き留める").check()
    page.get_by_role("button", name="保存して見え方を確かめる").click()


def test_weekly_event_when_a_group_posts_it_then_the_week_without_room_is_named_and_kept(
    site, group, room, desktop, looked_at
):
    sign_in(desktop, site, "kotonoha@example.jp")
    looked_at(desktop, "form")
    fill_in(desktop, room)
    save(desktop)

    day = in_days(14)
    assert f"部屋が取れなかった日：{day.month}/{day.day}。" in desktop.locator("main").inner_text()
    looked_at(desktop, "preview")
    desktop.get_by_role("button", name="公開する").click()
    looked_at(desktop, "published")
    assert Event.objects.get().status == Event.Status.PUBLISHED
    assert Occurrence.objects.count() == 4
    assert Occurrence.objects.exclude(room_problem="").get().held_on == day.date()


def test_weekly_event_when_published_then_found_listed_and_taken_along(site, group, room, phone, looked_at):
    sign_in(phone, site, "kotonoha@example.jp")
    fill_in(phone, room)
    save(phone)
    phone.get_by_role("button", name="公開する").click()

    phone.goto(f"{site.base_url}/events/")
    expect(phone.get_by_role("link", name="火曜のおはなし会")).to_have_count(4)
    phone.goto(f"{site.base_url}/organizations/kotonoha/")
    looked_at(phone, "group")
    phone.get_by_role("link", name="火曜のおはなし会").first.click()
    with phone.expect_download() as calendar:
        phone.get_by_role("link", name=".ics").first.click()
    assert calendar.value.path().read_text().count("BEGIN:VEVENT") >= 1


def test_one_date_when_called_off_with_one_tap_then_stays_to_be_seen(site, group, room, phone, looked_at):
    sign_in(phone, site, "kotonoha@example.jp")
    fill_in(phone, room)
    save(phone)
    phone.get_by_role("button", name="公開する").click()
    phone.get_by_role("link", name="日にちと部屋").click()
    looked_at(phone, "dates")

    phone.get_by_text("中止にする").first.click()
    phone.get_by_role("button", name="天候のため").first.click()

    expect(phone.get_by_text("中止にしました。")).to_be_visible()
    looked_at(phone, "called-off")
    first = Occurrence.objects.order_by("starts_at").first()
    assert first.status == Occurrence.Status.CANCELLED
    phone.goto(f"{site.base_url}/events/")
    card = phone.locator("article").filter(has=phone.locator(f"a[href='{first.get_absolute_url()}']"))
    assert "中止" in card.inner_text()
    phone.goto(site.base_url + first.get_absolute_url())
    assert "天候のため" in phone.locator("main").inner_text()
    looked_at(phone, "date")
