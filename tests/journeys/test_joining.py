"""Two doors to the network: つながり登録 on one screen, 利用団体登録 step by step; and an editor invited by mail."""

import pytest
from playwright.sync_api import expect

from organizations.models import Enrolment, Membership, Organization, StaffRole
from tests.factories.organizations import MembershipFactory, UserFactory
from tests.journeys.mailbox import code_to, wait_for_mail

pytestmark = pytest.mark.journey


@pytest.fixture
def coordinator(site):
    return UserFactory(name="岸本 かおる", staff_number="S02", roles=[StaffRole.COORDINATOR])


@pytest.fixture
def head(site):
    return MembershipFactory(user__name="戸田 みち", organization__name="おはなし会 ぽけっと").user


def test_group_when_it_joins_on_one_screen_then_a_coordinator_opens_it(
    site, coordinator, phone, desktop, signed_in, looked_at
):
    phone.goto(f"{site.base_url}/organizations/join/")
    phone.get_by_label("団体名・お名前").fill("川西そとあそび隊")
    phone.get_by_role("button", name="登録する", exact=True).click()
    looked_at(phone, "slip")
    phone.get_by_label("読み（ふりがな）").fill("かわにしそとあそびたい")
    phone.get_by_label("ひとことで紹介").fill("火曜の午前、川原で遊びます。")
    phone.get_by_label("番号・アドレスなど").fill("000-300-1234")
    phone.get_by_role("button", name="登録する", exact=True).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("受け付けました")
    looked_at(phone, "joined")

    desk = signed_in(desktop, site, coordinator)
    desk.goto(f"{site.base_url}/desk/")
    desk.get_by_role("link", name="川西そとあそび隊").click()
    looked_at(desk, "look")
    desk.get_by_role("button", name="公開する").click()
    expect(desk.get_by_text("公開し、団体にお知らせしました")).to_be_visible()

    phone.goto(f"{site.base_url}/organizations/")
    phone.get_by_role("link", name="川西そとあそび隊").click()
    looked_at(phone, "group")
    assert Organization.objects.get().status == Organization.Status.ACTIVE


def fill_in_steps(page, look):
    page.get_by_role("button", name="始める").click()
    page.get_by_label("代表者のお名前").fill("戸田 みち")
    page.get_by_label("会員数").fill("9")
    look(page, "about")
    page.get_by_role("button", name="保存して次へ").click()
    page.get_by_label("この1年の活動").fill("月に2回、図書館でおはなし会をしました。")
    page.get_by_role("button", name="保存して次へ").click()
    page.get_by_role("button", name="保存して次へ").click()
    page.get_by_label("政治・宗教・営利を目的としない団体です。").check()
    page.get_by_role("button", name="保存して次へ").click()
    look(page, "last")
    page.get_by_role("button", name="提出").click()


def test_group_when_it_registers_step_by_step_then_the_decision_is_recorded(
    site, coordinator, head, phone, desktop, signed_in, looked_at
):
    group = Organization.objects.get()
    signed_in(phone, site, head).goto(f"{site.base_url}/organizations/{group.slug}/enrol/")
    fill_in_steps(phone, looked_at)
    looked_at(phone, "handed-in")

    desk = signed_in(desktop, site, coordinator)
    desk.goto(f"{site.base_url}/desk/")
    desk.get_by_role("link", name="おはなし会 ぽけっと").click()
    desk.get_by_label("面談の日").fill("2026-12-10")
    desk.get_by_role("button", name="この日に決める").click()
    desk.get_by_role("radio", name="承認", exact=True).check()
    desk.get_by_label("決裁番号").fill("2026-こ-041")
    looked_at(desk, "decision")
    desk.get_by_role("button", name="決定を記録する").click()
    looked_at(desk, "decided")

    assert Enrolment.objects.get().status == Enrolment.Status.APPROVED
    assert Organization.objects.get().door == Organization.Door.ENROLLED


def test_editor_when_invited_by_mail_then_comes_in_by_its_link(site, head, phone, desktop, signed_in, looked_at):
    group = Organization.objects.get()
    site.start_worker()
    signed_in(phone, site, head).goto(f"{site.base_url}/organizations/{group.slug}/members/")
    phone.get_by_label("招待する方のメールアドレス").fill("yumi@example.jp")
    phone.get_by_role("button", name="招待を送る").click()
    looked_at(phone, "members")
    mail = wait_for_mail(site, "yumi@example.jp")

    link = next(word for word in mail.split() if "/invitations/" in word)
    desktop.goto(link)
    desktop.get_by_role("link", name="はじめての方").click()
    desktop.get_by_label("お名前").fill("佐野 ゆみ")
    desktop.get_by_label("メールアドレス").fill("yumi@example.jp")
    desktop.get_by_role("button", name="コードを送る").click()
    desktop.get_by_label("コード").fill(code_to(site, "yumi@example.jp"))
    desktop.get_by_role("button", name="次へ").click()
    looked_at(desktop, "invitation")
    desktop.get_by_role("button", name="参加する").click()

    expect(desktop.get_by_role("heading", level=1)).to_contain_text("おはなし会 ぽけっと")
    looked_at(desktop, "home")
    assert Membership.objects.get(user__email="yumi@example.jp").role == Membership.Role.EDITOR
