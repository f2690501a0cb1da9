"""One box over everything, in the words of a parent."""

from urllib.parse import quote

import pytest

pytestmark = pytest.mark.journey


def test_parent_when_searching_without_scripts_then_reads_what_was_understood_and_opens_it(demo_site, scriptless):
    scriptless.goto(f"{demo_site.base_url}/search/")
    scriptless.fill("#q-page", "赤ちゃん 土曜 おはなしかい")
    scriptless.locator("main").get_by_role("button", name="探す").click()
    assert scriptless.get_by_text("こう読みました").is_visible()

    scriptless.locator("main article a").first.click()

    assert scriptless.locator("h1").is_visible()
    assert "/search/" not in scriptless.url


@pytest.mark.parametrize(
    "words", ["", "よみきかせ", "ほげらもげ"], ids=["before asking", "something found", "nothing found"]
)
@pytest.mark.parametrize("width", [390, 1280])
def test_search_page_in_each_state_is_accessible(demo_site, desktop, accessible, words, width):
    desktop.set_viewport_size({"width": width, "height": 900})

    desktop.goto(f"{demo_site.base_url}/search/?q={quote(words)}")

    accessible(desktop)
