"""Finding something: by map, by words, for one's own children; and all of it without scripts."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey


def test_finding_when_on_the_phone_then_map_opens_on_request_and_children_stay_there(demo_city, phone, looked_at):
    asked = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.goto(f"{demo_city.base_url}/events/?view=map")
    assert all(url.startswith(demo_city.base_url) and "leaflet" not in url for url in asked)

    phone.get_by_role("button", name="地図をひらく").click()
    mark = phone.locator(".map__mark").first
    expect(mark).to_be_visible()
    looked_at(phone, "map")
    mark.focus()
    phone.keyboard.press("Enter")
    if phone.locator(".map__popup").count():
        expect(phone.locator(".map__popup a").first).to_have_attribute("href", re.compile(r"^/events/\d+/\d+/$"))
    others = {url.split("/")[2] for url in asked if not url.startswith((demo_city.base_url, "data:"))}
    assert others <= {"cyberjapandata.gsi.go.jp"}

    phone.goto(f"{demo_city.base_url}/events/?day=sat")
    phone.get_by_text("うちの子をおぼえておく").click()
    phone.get_by_label("1人目のお子さん").fill("2024-05")
    phone.get_by_label("お住まいの地区").select_option(value="kitahama")
    phone.get_by_role("button", name="おぼえる").click()
    link = phone.get_by_role("link", name="うちの子でさがす")
    expect(link).to_be_focused()
    looked_at(phone, "children")
    link.click()
    assert re.search(r"day=sat&age=\d+m&district=kitahama$", phone.url)
    assert "2024" not in phone.url
    phone.get_by_role("button", name="うちの子の記録を消す").click()
    assert phone.evaluate("localStorage.length") == 0
    expect(link).to_be_hidden()


def test_finding_when_nothing_scripts_then_places_stand_as_a_list_and_words_as_chips(demo_city, scriptless, pictured):
    scriptless.goto(f"{demo_city.base_url}/events/?view=map")
    expect(scriptless.locator("[data-place] h2").first).to_be_visible()
    expect(scriptless.get_by_role("button", name="地図をひらく")).to_be_hidden()
    expect(scriptless.get_by_text("うちの子をおぼえておく")).to_be_hidden()

    scriptless.goto(f"{demo_city.base_url}/events/")
    scriptless.get_by_role("searchbox").fill("絵本 土曜")
    scriptless.get_by_role("button", name="探す").first.click()
    pictured(scriptless, "words")
    scriptless.locator("a.chip--on", has_text="土曜").click()
    assert "day" not in scriptless.url
    expect(scriptless.get_by_role("searchbox")).to_have_value("絵本")
