"""The editor changes the menu, and puts a picture with its words and its maker on a page that everybody sees."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect
from wagtail.models import Page

from organizations.models import Picture, StaffRole
from tests.factories.organizations import UserFactory

pytestmark = pytest.mark.journey


@pytest.fixture
def editor(site, desktop, signed_in):
    user = UserFactory(name="編集 さくら", staff_number="K5", roles=[StaffRole.EDITOR])
    return signed_in(desktop, site, user)


def drawn():
    out = BytesIO()
    Image.new("RGB", (640, 360), "#88bb99").save(out, "PNG")
    return {"name": "satoyama.png", "mimeType": "image/png", "buffer": out.getvalue()}


def change_menu(page, site):
    page.goto(f"{site.base_url}/cms/settings/portal/navigation/")
    page.locator("button.c-sf-add-button").first.click()
    page.locator("[name=menu-0-value-label]").fill("里山であそぶ")
    page.locator("[name=menu-0-value-address]").fill("/satoyama/")
    page.get_by_role("button", name="保存").first.click()
    expect(page.locator(".messages")).to_be_visible()


def upload(page):
    """Choose a new picture in the window that opens, with what it shows and who made it."""
    modal = page.locator(".modal")
    modal.get_by_role("tab", name="アップロード").click()
    modal.locator("input[type=file]").set_input_files(drawn())
    modal.locator("[name$=-title]").fill("里山の朝")
    modal.locator("[name$=-alt]").fill("霧のかかった丘")
    modal.locator("[name$=-credit]").fill("里山の会")
    modal.locator("[name$=-people]").select_option("none")
    modal.get_by_role("button", name="アップロード").click()
    expect(modal).to_be_hidden()


def test_editor_when_she_changes_the_menu_and_places_a_picture_then_everybody_sees_both(
    site, editor, phone, looked_at, pictured
):
    home = Page.objects.get(depth=2, locale__language_code="ja")
    change_menu(editor, site)
    editor.goto(f"{site.base_url}/cms/pages/add/portal/contentpage/{home.pk}/")
    editor.locator("#id_title").fill("Satoyama")  # its address is made of it
    pictured(editor, "page")
    editor.locator("button.c-sf-add-button").first.click()
    editor.get_by_role("option", name="写真").click()
    editor.locator(".chooser__choose-button:visible").last.click()
    upload(editor)
    pictured(editor, "block")
    editor.locator("footer button.w-dropdown__toggle, footer .w-dropdown button[aria-expanded]").first.click()
    editor.locator("button[name=action-publish]").click()
    expect(editor.locator(".messages")).to_contain_text("Satoyama")

    phone.goto(site.base_url)
    phone.get_by_role("button", name="メニュー").click()
    phone.get_by_role("link", name="里山であそぶ").first.click()
    expect(phone.get_by_role("img", name="霧のかかった丘")).to_be_visible()
    expect(phone.get_by_text("里山の会")).to_be_visible()
    looked_at(phone, "page")
    assert Picture.objects.get().credit == "里山の会"
