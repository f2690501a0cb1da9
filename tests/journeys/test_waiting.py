"""A family signs up, is reminded and cannot come; the next on the waiting list is offered the place and takes it."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from events.models import Event, Registration
from events.services.reminders import remind_due
from organizations.models import Delivery
from tests.factories.events import EventFactory, OccurrenceFactory, in_days

pytestmark = pytest.mark.journey


@pytest.fixture
def kitchen(site):
    """One table for one family, five days from now."""
    event = EventFactory(title="親子パン教室", apply=Event.Apply.PORTAL, belongings="エプロン")
    event.questions.create(text="食べられないもの")
    return OccurrenceFactory(event=event, starts_at=in_days(5), capacity_parties=1)


def sign_up(page, site, date, name, button):
    page.goto(f"{site.base_url}{date.get_absolute_url()}")
    page.get_by_role("link", name=button[0]).click()
    page.get_by_label("お名前", exact=False).first.fill(name)
    page.get_by_label("電話").fill("072-000-2345")
    page.get_by_label("メールアドレス").fill(f"{len(name)}@example.jp")
    page.get_by_label("お子さん 1人目").select_option("4歳")
    page.get_by_label("食べられないもの").fill("卵")
    page.get_by_role("button", name=button[1]).click()


def link_in(site, purpose, words):
    """Open the newest mail of a kind and take the link of the line that says so."""
    body = Delivery.objects.filter(purpose__startswith=purpose).latest("pk").body
    return site.base_url + re.search(r"https?://[^/]+(/\S+)", body[body.index(words) :])[1]


def the_whole_way(page, site, date, look):
    sign_up(page, site, date, "山田花子", ("この回に申し込む", "申し込む"))
    expect(page.get_by_role("heading", level=1)).to_have_text("申し込みました")
    look(page, "receipt")
    sign_up(page, site, date, "鈴木次郎吉", ("キャンセル待ちに申し込む", "キャンセル待ちに申し込む"))
    expect(page.get_by_role("heading", level=1)).to_have_text("キャンセル待ちに入りました")
    look(page, "waiting")

    Registration.objects.update(created_at=date.starts_at - timedelta(days=9))
    assert remind_due(now=date.starts_at - timedelta(days=2)) == 1
    page.goto(link_in(site, "reminder_days", "来られなくなったとき"))
    look(page, "cannot")
    page.get_by_role("button", name="申込を取り消す").click()

    page.goto(link_in(site, "place_offered", "確認・取り消し"))
    look(page, "offer")
    page.get_by_role("button", name="はい、参加します").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("申し込みました")
    statuses = dict(Registration.objects.values_list("name", "status"))
    assert statuses == {"山田花子": "cancelled", "鈴木次郎吉": "confirmed"}


def test_family_when_it_cannot_come_then_the_next_in_line_takes_the_place(site, kitchen, phone, looked_at):
    the_whole_way(phone, site, kitchen, looked_at)


def test_family_when_nothing_scripts_then_the_line_moves_all_the_same(site, kitchen, scriptless, pictured):
    the_whole_way(scriptless, site, kitchen, pictured)
