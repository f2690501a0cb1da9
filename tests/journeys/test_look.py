"""Every component, and the pages that come with an empty city, before axe-core: two widths, light and dark."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey

ADDRESSES = ["/styleguide/", "/", "/en/", "/nowhere/", "/accounts/login/"]
SCHEMES = ["light", "dark"]


@pytest.fixture(params=["phone", "desktop"])
def screen(request):
    return request.getfixturevalue(request.param)


def test_the_look_when_asked_by_axe_then_has_nothing_wrong(site, screen, accessible):
    for scheme in SCHEMES:
        screen.emulate_media(color_scheme=scheme)
        for address in ADDRESSES:
            screen.goto(site.base_url + address)
            accessible(screen)


def test_no_page_when_narrow_then_needs_scrolling_sideways(site, phone):
    for address in ADDRESSES:
        phone.goto(site.base_url + address)
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_the_menu_when_opened_on_a_phone_then_closes_by_escape(site, phone):
    phone.goto(site.base_url)

    phone.get_by_role("button", name="メニュー", exact=True).click()

    expect(phone.get_by_role("link", name="団体", exact=True).first).to_be_visible()
    phone.keyboard.press("Escape")
    expect(phone.get_by_role("button", name="メニューを閉じる")).not_to_be_visible()


def test_the_first_tab_when_pressed_then_leads_past_the_head(site, desktop):
    desktop.goto(site.base_url)

    desktop.keyboard.press("Tab")
    expect(desktop.get_by_role("link", name="本文へ進む")).to_be_focused()
    desktop.keyboard.press("Enter")

    assert desktop.evaluate("document.activeElement.id") == "main"


def test_a_page_with_errors_when_opened_then_puts_them_first(site, desktop):
    desktop.goto(f"{site.base_url}/styleguide/")

    summary = desktop.get_by_role("alert").first
    expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()

    assert desktop.evaluate("document.activeElement.name") == "name"


def test_the_look_when_nothing_scripts_then_hides_nothing(site, scriptless):
    scriptless.goto(site.base_url)

    expect(scriptless.get_by_role("link", name="きょう", exact=True)).to_be_visible()
    scriptless.get_by_role("button", name="メニュー", exact=True).click()
    expect(scriptless.get_by_role("link", name="団体", exact=True).first).to_be_visible()


def test_pages_when_rendered_then_break_no_rule_of_the_strict_policy(site, desktop):
    said = []
    desktop.on("console", lambda message: said.append(message.text) if message.type == "error" else None)

    for address in ["/styleguide/", "/", "/accounts/login/"]:
        desktop.goto(site.base_url + address)
        desktop.wait_for_load_state("networkidle")

    assert said == []
