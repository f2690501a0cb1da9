"""Staff come in by number, mailed code and authenticator app; the press office publishes news and a warning."""

import time
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect
from wagtail.models import Page

from organizations.models import StaffRole
from portal.models import IndexPage, NewsPage
from tests.factories.organizations import UserFactory
from tests.journeys.mailbox import code_to

pytestmark = pytest.mark.journey


@pytest.fixture
def press(site):
    """Somebody of the press office on her first day: no authenticator app yet."""
    user = UserFactory(
        email="koho@city.example.jp",
        name="川端 美咲",
        staff_number="K8",
        roles=[StaffRole.PRESS, StaffRole.EDITOR],
    )
    Authenticator.objects.all().delete()
    return user


def sign_in(page, site, number, address):
    page.goto(f"{site.base_url}/desk/")
    page.get_by_label("職員番号でも").fill(number)
    page.get_by_role("button", name="コードを送る").click()
    page.get_by_label("コード").fill(code_to(site, address))
    page.get_by_role("button", name="次へ").click()
    secret = page.get_by_label("認証アプリシークレット").input_value()
    page.get_by_label("認証アプリコード").fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    page.get_by_role("button", name="有効化する").click()


def test_staff_when_they_come_in_by_number_then_the_desk_and_the_admin_open(site, press, desktop, looked_at, pictured):
    sign_in(desktop, site, "K8", "koho@city.example.jp")
    looked_at(desktop, "recovery-codes")
    desktop.goto(f"{site.base_url}/desk/")
    looked_at(desktop, "desk")
    desktop.get_by_role("link", name="サイトのページを編集").click()

    expect(desktop).to_have_url(f"{site.base_url}/cms/")
    pictured(desktop, "cms")


def test_press_office_when_it_writes_news_and_a_warning_then_everybody_reads_them(
    site, press, desktop, phone, signed_in, looked_at, pictured
):
    UserFactory(name="管理", staff_number="K9", roles=[StaffRole.ADMINISTRATOR])
    home = Page.objects.get(depth=2, locale__language_code="ja")
    news = home.add_child(instance=IndexPage(title="お知らせ", slug="news", locale=home.locale))
    user = UserFactory(name="広報", staff_number="K7", roles=[StaffRole.PRESS, StaffRole.EDITOR])
    desk = signed_in(desktop, site, user)
    desk.goto(f"{site.base_url}/cms/pages/add/portal/newspage/{news.pk}/")
    desk.locator("#id_title").fill("ひろばの時間が変わります")
    desk.locator("#id_published_on").fill(date.today().isoformat())
    desk.keyboard.press("Escape")
    pictured(desk, "editor")
    desk.locator("footer button.w-dropdown__toggle, footer .w-dropdown button[aria-expanded]").first.click()
    desk.locator("button[name=action-publish]").click()
    expect(desk.locator(".messages")).to_contain_text("ひろばの時間が変わります")
    desk.goto(f"{site.base_url}/cms/settings/portal/emergencybanner/")
    desk.locator("#id_is_shown").check()
    desk.locator("#id_title").fill("台風のため、あすは全館お休みです")
    pictured(desk, "banner")
    desk.get_by_role("button", name="保存").first.click()
    expect(desk.locator(".messages")).to_be_visible()

    phone.goto(site.base_url + NewsPage.objects.get().url)
    expect(phone.get_by_role("heading", level=1)).to_have_text("ひろばの時間が変わります")
    assert phone.get_by_text("台風のため、あすは全館お休みです").is_visible()
    looked_at(phone, "news")
