"""The first page, as it comes."""

import pytest

pytestmark = pytest.mark.journey


def test_home_when_opened_on_a_phone_then_answers_in_japanese(site, phone, accessible):
    phone.goto(site.base_url)

    assert phone.locator("html").get_attribute("lang") == "ja"
    accessible(phone)


def test_home_when_nothing_scripts_then_it_still_answers(site, scriptless):
    assert scriptless.goto(site.base_url).status == 200
