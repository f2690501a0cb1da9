"""A season is shared out: two groups want the same Saturdays, a lot decides, both see what they have."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from organizations.draw import draw
from organizations.models import StaffRole
from spaces.models import Lot, SeasonRound, Wish
from tests.factories.organizations import MembershipFactory, OrganizationFactory, UserFactory
from tests.factories.spaces import FacilityFactory, SeasonRoundFactory, SpaceFactory, WishFactory

pytestmark = pytest.mark.journey


@pytest.fixture
def round(site):
    rooms = [SpaceFactory(name=name, facility=FacilityFactory(name="北浜公民館")) for name in ("和室", "集会室")]
    return SeasonRoundFactory(
        name="春の定期利用", status="wishing", closes_at=timezone.now() + timedelta(hours=1), spaces=rooms
    )


@pytest.fixture
def singer(site):
    group = OrganizationFactory(name="わらべうたの会", slug="warabe", door="enrolled")
    return MembershipFactory(organization=group, role="representative").user


def enter_wish(page, site, round):
    page.goto(f"{site.base_url}{round.get_absolute_url()}")
    page.get_by_role("link", name="わらべうたの会の希望").click()
    page.get_by_role("combobox", name="場所").select_option(label="北浜公民館 和室")
    page.get_by_role("combobox", name="曜日").select_option(label="土曜日")
    page.get_by_label("はじまり").fill("10:00")
    page.get_by_label("おわり").fill("12:00")
    page.get_by_label("人数").fill("12")
    page.get_by_label("使いみち").fill("わらべうた")
    page.get_by_label("電話").fill("000-201-0002")
    page.get_by_role("button", name="この希望を出す").click()
    expect(page.get_by_text("毎週土曜日 10:00〜12:00")).to_be_visible()


def winning_number(lot):
    """Find a number with which わらべうたの会, the first to wish, wins."""
    first = Wish.objects.earliest("pk").pk
    return next(str(number) for number in range(100) if draw(lot.sheet, str(number)).won == [first])


def settle_by_lot(page, site, round):
    page.goto(f"{site.base_url}/desk/rounds/{round.pk}/")
    page.get_by_role("button", name="受付を締め切り、調整を始める").click()
    page.get_by_role("link", name="希望の重なり一覧").click()
    expect(page.get_by_text("重なり1件")).to_be_visible()
    page.get_by_text("抽選で決める").click()
    page.get_by_role("button", name="名簿を締め切る").click()
    page.get_by_label("抽選の数字").fill(winning_number(Lot.objects.get()))
    page.get_by_role("button", name="数字を公開して抽選する").click()
    expect(page.get_by_text("当選", exact=True)).to_be_visible()


def test_season_when_two_groups_want_the_same_then_the_lot_decides_and_each_sees_its_dates(
    site, round, singer, phone, desktop, signed_in, looked_at
):
    enter_wish(signed_in(phone, site, singer), site, round)
    looked_at(phone, "wishes")
    WishFactory(round=round, organization__name="絵本の会", space=Wish.objects.get().space)
    SeasonRound.objects.update(closes_at=timezone.now())
    keeper = UserFactory(name="森 ひろ子", staff_number="S01", roles=[StaffRole.PLACE_STAFF])

    settle_by_lot(signed_in(desktop, site, keeper), site, round)
    looked_at(desktop, "lot")
    desktop.goto(f"{site.base_url}/desk/rounds/{round.pk}/")
    desktop.get_by_text("公開に進む").click()
    desktop.get_by_role("button", name="決定を公開する").click()
    expect(desktop.get_by_text("すべて予約し、団体に知らせました。")).to_be_visible()

    phone.reload()
    phone.get_by_role("link", name="すべての日程").click()
    expect(phone.get_by_text("4月3日(土)").first).to_be_visible()
    looked_at(phone, "dates")
