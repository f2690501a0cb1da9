"""A family with a toddler, one Saturday: find, register without an account, look it up again, cancel."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from events.models import Event, Registration
from tests.factories.events import EventFactory, OccurrenceFactory, in_days
from tests.factories.organizations import DistrictFactory

pytestmark = pytest.mark.journey


@pytest.fixture
def saturday(site):
    """Ten o'clock on a Saturday, at least a week from now."""
    starts_at = in_days(7) + timedelta(days=(5 - in_days(7).weekday()) % 7)
    ages = {"age_from_months": 0, "age_to_months": 47}
    event = EventFactory(
        title="土曜の砂場あそび",
        summary="親子で砂場に集まります。",
        apply=Event.Apply.PORTAL,
        capacity=4,
        is_free=True,
        district=DistrictFactory(name="本町小学校区"),
        **ages,
    )
    for_others = EventFactory(title="中学生の実験室", age_from_months=144, age_to_months=179)
    OccurrenceFactory(event=for_others, starts_at=starts_at)
    return OccurrenceFactory(event=event, starts_at=starts_at)


def find_the_event(page, site):
    """From the first page by its chips to the form."""
    page.goto(site.base_url)
    page.get_by_role("link", name="2さい").click()
    page.get_by_text("くわしい条件").click()
    page.get_by_role("group", name="曜日").get_by_text("土", exact=True).click()
    page.get_by_role("button", name="この条件でさがす").click()


def register(page):
    page.locator("[name=name]").fill("小林 あおい")
    page.get_by_label("電話").fill("０９０-1111-2345")
    page.get_by_label("お子さん 1人目").select_option(label="2歳")
    page.get_by_role("button", name="申し込む").click()


def test_family_when_it_registers_on_the_phone_then_finds_and_cancels_it_by_number(site, saturday, phone, looked_at):
    find_the_event(phone, site)
    assert "day=sat" in phone.url
    assert "age=2y" in phone.url
    expect(phone.get_by_role("link", name="中学生の実験室")).to_have_count(0)
    looked_at(phone, "found")
    phone.get_by_role("link", name="土曜の砂場あそび").click()
    looked_at(phone, "event")
    phone.get_by_role("link", name="この回に申し込む").click()
    phone.get_by_role("button", name="申し込む").click()
    looked_at(phone, "slip")
    register(phone)
    looked_at(phone, "receipt")
    reference = phone.locator(".figures dd").inner_text()

    phone.goto(f"{site.base_url}/receipts/")
    phone.get_by_label("受付番号").fill(reference.lower())
    phone.get_by_label("電話番号の下4けた").fill("2345")
    phone.get_by_role("button", name="確認する").click()
    phone.get_by_text("行けなくなったとき").click()
    phone.get_by_role("button", name="申込を取り消す").click()

    expect(phone.get_by_role("heading", level=1)).to_have_text("この申込は取り消し済みです")
    looked_at(phone, "cancelled")
    assert Registration.objects.get().status == Registration.Status.CANCELLED


def test_family_when_nothing_scripts_then_registers_all_the_same(site, saturday, scriptless, pictured):
    find_the_event(scriptless, site)
    scriptless.get_by_role("link", name="土曜の砂場あそび").click()
    scriptless.get_by_role("link", name="この回に申し込む").click()
    register(scriptless)
    pictured(scriptless, "receipt")
    reference = scriptless.locator(".figures dd").inner_text()
    scriptless.goto(f"{site.base_url}/receipts/")
    scriptless.get_by_label("受付番号").fill(reference)
    scriptless.get_by_label("電話番号の下4けた").fill("9999")
    scriptless.get_by_role("button", name="確認する").click()

    assert scriptless.get_by_label("受付番号").input_value() == reference
    scriptless.get_by_label("電話番号の下4けた").fill("2345")
    scriptless.get_by_role("button", name="確認する").click()
    assert scriptless.locator(".figures dd").inner_text() == reference
    scriptless.get_by_text("行けなくなったとき").click()
    scriptless.get_by_role("button", name="申込を取り消す").click()
    assert Registration.objects.get().status == Registration.Status.CANCELLED
