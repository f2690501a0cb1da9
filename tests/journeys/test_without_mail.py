"""わらべうたの会, led by a woman of 72 without mail: what she says by telephone is entered for her, a whole year long.

Whatever the portal would mail stands on 電話するリスト, and is ticked off.
"""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect

from events.models import Event
from organizations.models import Delivery, Membership, Need, Organization, StaffRole
from portal import tasks
from spaces.models import Booking
from tests.factories.events import in_days
from tests.factories.organizations import DistrictFactory, UserFactory
from tests.factories.spaces import FacilityFactory, SpaceFactory

pytestmark = pytest.mark.journey
LEADER, PHONE = "松永 千代", "000-201-0002"


@pytest.fixture
def room(site):
    return SpaceFactory(
        name="和室", slug="washitsu", facility=FacilityFactory(name="北浜公民館"), needs_approval=True, rules="静かに。"
    )


@pytest.fixture
def counter(site, desktop, signed_in):
    """The browser at the counter, signed in as place staff."""
    DistrictFactory(name="本町小学校区")
    return signed_in(desktop, site, UserFactory(name="森 ひろ子", staff_number="S01", roles=[StaffRole.PLACE_STAFF]))


def on_behalf(page, channel="受付の方法"):
    page.get_by_label("どなたの代わりですか（お名前）").fill(LEADER)
    page.get_by_label(channel).select_option(label="電話")


def join(page, site):
    page.goto(f"{site.base_url}/organizations/join/")
    page.get_by_label("団体名・お名前").fill("わらべうたの会")
    page.get_by_label("読み（ふりがな）").fill("わらべうたのかい")
    page.get_by_label("ひとことで紹介").fill("むかしのうたを、あかちゃんと。")
    page.get_by_label("番号・アドレスなど").fill(PHONE)
    on_behalf(page)
    page.get_by_role("button", name="登録する", exact=True).click()
    expect(page.get_by_text("ありがとうございます").first).to_be_visible()


def post_event(page, site):
    page.goto(f"{site.base_url}/desk/events/new/?organization={Organization.objects.get().slug}")
    on_behalf(page, "受けた方法")
    page.get_by_label("題名").fill("わらべうたの午後")
    page.locator(f"input[name=days][value='{in_days(20).date()}']").check()
    page.get_by_label("はじまり").fill("14:00")
    page.get_by_label("おわり").fill("15:00")
    page.get_by_text("のようにくり返す").click()
    page.get_by_label("毎月（").check()
    page.get_by_label("いつまで").fill((in_days(20) + timedelta(days=364)).date().isoformat())
    page.get_by_label("会場", exact=True).fill("松永さんのお宅")
    page.get_by_text("住所、地区").click()
    page.get_by_label("会場は別に予約済み").check()
    page.get_by_role("button", name="保存して見え方を確かめる").click()
    page.get_by_role("button", name="公開する").click()


def book(page, site, room):
    page.goto(f"{site.base_url}/spaces/{room.slug}/book/")
    page.get_by_label("受けた方法").select_option(label="電話")
    page.get_by_label("日にち").fill(in_days(9).date().isoformat())
    page.get_by_label("はじまり").fill("10:00")
    page.get_by_label("おわり").fill("12:00")
    page.get_by_label("使いみち").fill("歌の練習")
    page.get_by_label("人数").fill("8")
    page.get_by_label("団体").select_option(label="わらべうたの会")
    page.get_by_label("お名前").fill(LEADER)
    page.get_by_role("textbox", name="電話").fill(PHONE)
    page.get_by_label("この場所の約束ごとを読みました").check()
    page.get_by_role("button", name="この内容で申請する").click()
    expect(page.get_by_text("受付番号").first).to_be_visible()


def ask(page, site):
    page.goto(f"{site.base_url}/needs/new/")
    on_behalf(page)
    page.get_by_label("ひとことで").fill("うたの本を運ぶ車")
    page.get_by_label("くわしく").fill("月に一度、公民館まで。")
    page.get_by_label("何が必要ですか").select_option(label="物品")
    page.get_by_role("button", name="掲示板に出す").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("うたの本を運ぶ車")


def let_time_pass(day):
    """Let the nightly deeds of a later day be done."""
    night = timezone.make_aware(datetime.combine(day, time(3)))
    with time_machine.travel(night, tick=False):
        tasks.keep_exchange_current(night)
        tasks.let_go(night)


def test_year_without_mail_when_staff_enter_it_by_telephone_then_nothing_is_missing(
    site, room, counter, phone, signed_in, looked_at
):
    lead = UserFactory(name="岸本 かおる", staff_number="S02", roles=[StaffRole.COORDINATOR])
    join(counter, site)
    opened = signed_in(phone, site, lead)
    opened.goto(f"{site.base_url}/desk/groups/{Organization.objects.get().slug}/")
    opened.get_by_role("button", name="公開する").click()
    expect(opened.get_by_text("公開し、団体にお知らせしました")).to_be_visible()
    post_event(counter, site)
    looked_at(counter, "event")
    assert Event.objects.get().status == Event.Status.REVIEW
    opened.goto(f"{site.base_url}/desk/events/review/")
    opened.get_by_role("button", name="公開する").first.click()
    expect(opened.get_by_text("公開しました。団体にお知らせします。")).to_be_visible()
    book(counter, site, room)
    looked_at(counter, "booking")
    ask(counter, site)
    looked_at(counter, "need")
    assert {Booking.objects.get().on_behalf_of, Need.objects.get().on_behalf_of} == {LEADER}
    counter.goto(f"{site.base_url}/desk/bookings/")
    counter.get_by_role("link", name="和室").first.click()
    counter.get_by_role("button", name="確定する").click()
    expect(counter.get_by_text("確定").first).to_be_visible()
    let_time_pass(Need.objects.get().valid_until)

    counter.goto(f"{site.base_url}/desk/calls/")
    looked_at(counter, "calls")
    waiting = Delivery.objects.to_call().count()
    told = {purpose.rstrip("_0123456789") for purpose in Delivery.objects.to_call().values_list("purpose", flat=True)}
    assert {"organization_open", "event_handed_in", "event_approved", "booking_confirmed", "exchange_ends"} <= told
    assert not Delivery.objects.filter(channel=Delivery.Channel.MAIL).exists()
    for left in range(waiting - 1, -1, -1):
        counter.get_by_role("button", name="済み：").first.click()
        expect(counter.get_by_role("button", name="済み：")).to_have_count(left)
    assert not Delivery.objects.to_call().exists()

    let_time_pass(timezone.localdate() + timedelta(days=500))
    assert (Booking.objects.get().name, Need.objects.get().text) == ("—", "")
    assert Booking.objects.get().status == Booking.Status.CONFIRMED
    event = Event.objects.get()
    assert event.on_behalf_of == LEADER
    assert event.occurrences.count() >= 12
    assert not Membership.objects.exists()
