"""Groups and people in a real browser: signing in, joining, registering, and all of it without a mail address."""

import re

import pytest
from django.conf import settings

from organizations.models import Delivery, Enrolment, Organization, StaffRole, User
from tests.factories.organizations import (
    DepartmentFactory,
    UserFactory,
)

pytestmark = pytest.mark.journey


def a_coordinator():
    return UserFactory(name="つなぎ役", staff_number="S02", roles=[StaffRole.COORDINATOR])


def press(page, name):
    page.get_by_role("button", name=name).click()


def fill_steps(page):
    """Answer the short steps of a registration, from the first to handing in."""
    page.get_by_label("代表者のお名前").fill("松永 千代")
    page.get_by_label("会員数").fill("12")
    press(page, "保存して次へ")
    page.get_by_label("この1年の活動").fill("毎週木曜に、わらべうたを楽しみました。")
    press(page, "保存して次へ")
    press(page, "保存して次へ")
    page.get_by_label("政治・宗教・営利を目的としない団体です。").check()
    press(page, "保存して次へ")
    press(page, "提出")


def decide(page, base_url, enrolment):
    """Agree on a day and record the decision, at the coordinator's desk."""
    page.goto(f"{base_url}/desk/enrolments/{enrolment.pk}/")
    page.get_by_label("面談の日").fill("2026-12-01")
    press(page, "この日に決める")
    page.get_by_label("承認", exact=True).check()
    page.get_by_label("決裁番号").fill("令8こ第12号")
    press(page, "決定を記録する")


def test_sign_in_when_staff_type_number_and_both_codes_then_at_the_desk(portal, phone, desktop, accessible):
    a_coordinator()
    portal.environment |= {"DJANGO_SETTINGS_MODULE": "portal.settings.dev", "SECRET_KEY": settings.SECRET_KEY}
    portal.start_server(workers=1)

    phone.goto(f"{portal.base_url}/desk/")
    accessible(phone)
    phone.get_by_label("メールアドレス").fill("S02")
    press(phone, "コードを送る")
    desktop.goto(f"{portal.base_url}/dev/mails/")
    phone.get_by_label("コード").fill(re.search(r"^\d{6}$", desktop.inner_text("main"), re.M)[0])
    press(phone, "次へ")
    desktop.goto(f"{portal.base_url}/dev/")
    phone.get_by_label("コード").fill(re.search(r"S02 — (\d{6})", desktop.inner_text("main"))[1])
    press(phone, "ログイン")

    assert phone.get_by_role("heading", level=1).inner_text() == "マイページ"


def test_sign_up_when_a_resident_is_new_then_known_by_name_and_code(portal, scriptless, desktop):
    portal.environment["DJANGO_SETTINGS_MODULE"] = "portal.settings.dev"
    portal.start_server(workers=1)

    scriptless.goto(f"{portal.base_url}/accounts/signup/")
    scriptless.get_by_label("お名前").fill("小林 あおい")
    scriptless.get_by_label("メールアドレス").fill("aoi@example.jp")
    press(scriptless, "コードを送る")
    desktop.goto(f"{portal.base_url}/dev/mails/")
    scriptless.get_by_label("コード").fill(re.search(r"^\d{6}$", desktop.inner_text("main"), re.M)[0])
    press(scriptless, "次へ")

    assert scriptless.url == f"{portal.base_url}/desk/"
    assert User.objects.get().name == "小林 あおい"


def test_group_when_it_joins_and_registers_then_may_publish_at_once(site, scriptless, desktop, signed_in, pictured):
    resident, coordinator = UserFactory(name="代表"), a_coordinator()
    page = signed_in(scriptless, site, resident)

    page.goto(f"{site.base_url}/organizations/join/")
    page.get_by_label("団体名・お名前").fill("ひだまりの会")
    press(page, "登録する")
    assert page.get_by_role("alert").get_by_role("link").count() == 3
    page.get_by_label("読み（ふりがな）").fill("ひだまりのかい")
    page.get_by_label("ひとことで").fill("親子で外遊びをしています。")
    page.get_by_label("番号・アドレスなど").fill("000-111-2222")
    press(page, "登録する")
    desk = signed_in(desktop, site, coordinator)
    desk.goto(f"{site.base_url}/desk/")
    desk.get_by_role("link", name="ひだまりの会").click()
    press(desk, "公開する")
    page.goto(f"{site.base_url}/organizations/hidamari-no-kai/enrol/")
    press(page, "始める")
    fill_steps(page)
    pictured(page, "handed-in")
    decide(desk, site.base_url, Enrolment.objects.get())

    organization = Organization.objects.get()
    assert (organization.door, organization.publishes_at_once) == ("enrolled", True)
    page.goto(f"{site.base_url}/desk/")
    assert "利用登録団体" in page.inner_text("main")


def test_group_without_mail_when_staff_do_everything_for_it_then_every_word_is_a_call(
    site, phone, desktop, signed_in, pictured
):
    place_staff = UserFactory(name="ひろば職員", roles=[StaffRole.PLACE_STAFF])
    page, desk = signed_in(phone, site, place_staff), signed_in(desktop, site, a_coordinator())

    page.goto(f"{site.base_url}/organizations/join/")
    page.get_by_label("団体名・お名前").fill("わらべうたの会")
    page.get_by_label("読み（ふりがな）").fill("わらべうたのかい")
    page.get_by_label("ひとことで").fill("わらべうたを赤ちゃんと楽しみます。")
    page.get_by_label("番号・アドレスなど").fill("000-201-0002")
    page.get_by_label("どなたの代わりですか").fill("松永 千代")
    page.get_by_label("受付の方法").select_option(label="電話")
    press(page, "登録する")
    desk.goto(f"{site.base_url}/desk/groups/warabeuta-no-kai/")
    press(desk, "公開する")
    page.goto(f"{site.base_url}/organizations/warabeuta-no-kai/enrol/")
    page.get_by_label("どなたの代わりですか").fill("松永 千代")
    press(page, "始める")
    fill_steps(page)
    decide(desk, site.base_url, Enrolment.objects.get())
    page.goto(f"{site.base_url}/desk/calls/")
    pictured(page, "calls")
    while page.get_by_role("button", name="済み").count():
        page.get_by_role("button", name="済み").first.click()

    assert Organization.objects.get().door == "enrolled"
    assert set(Delivery.objects.values_list("channel", "status")) == {("call", "sent")}


def test_department_when_another_follows_on_1_april_then_everything_open_has_moved(site, desktop, signed_in):
    administrator = UserFactory(name="管理者", roles=[StaffRole.ADMINISTRATOR])
    DepartmentFactory(name="子育て支援課", slug="old")
    DepartmentFactory(name="こども未来課", slug="new")
    page = signed_in(desktop, site, administrator)

    page.goto(f"{site.base_url}/desk/departments/")
    page.get_by_role("link", name="子育て支援課").click()
    page.get_by_label("引き継ぐ課").select_option(label="こども未来課")
    page.get_by_label("新しい課の初日").fill("2027-04-01")
    press(page, "すべて移す")

    old = Organization.objects.get(slug="old")
    assert (old.status, [row.slug for row in old.successors.all()]) == ("dissolved", ["new"])
    assert page.get_by_role("link", name="子育て支援課").count() == 0
