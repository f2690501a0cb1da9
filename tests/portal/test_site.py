import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from portal.models import CitySettings
from portal.validators import NIGHT, WHITE, bright, contrast, mixed, validate_accent, validate_city_code

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#123456", "#123456", 1.0)]
)
def test_contrast_is_the_ratio_of_wcag(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


@given(COLOURS)
def test_every_colour_has_a_bright_twin_that_reads_on_the_dark_ground(colour):
    twin = bright(colour)

    assert contrast(twin, NIGHT) >= 4.5
    assert contrast(twin, mixed(twin, NIGHT, 0.14)) >= 4.5


@pytest.mark.parametrize("colour", ["#0f6a5b", "#1c4fa3", "#8a1c5b", "#000000"])
def test_a_colour_that_reads_on_white_is_taken(colour):
    validate_accent(colour)

    assert contrast(colour, WHITE) >= 4.5


@pytest.mark.parametrize(
    ("colour", "code"),
    [("#ffd43d", "contrast"), ("#7a7a7a", "contrast"), ("teal", "colour"), ("#0f6", "colour"), ("#0f6a5b;}", "colour")],
)
def test_a_colour_that_is_too_pale_or_none_is_refused(colour, code):
    with pytest.raises(ValidationError) as caught:
        validate_accent(colour)

    assert caught.value.code == code


@pytest.mark.parametrize("code", ["131016", "011002", "473821"])
def test_a_true_code_of_a_local_government_is_taken(code):
    validate_city_code(code)


@pytest.mark.parametrize("code", ["131017", "13101", "1310166", "１３１０１６", "abcdef", ""])
def test_a_code_whose_last_digit_does_not_follow_is_refused(code):
    with pytest.raises(ValidationError):
        validate_city_code(code)


def test_the_colour_of_the_city_is_served_for_light_and_for_dark(client, db):
    CitySettings.objects.create(accent="#1c4fa3")

    answer = client.get("/site/accent.css")

    assert answer.content.decode() == f":root{{--accent:#1c4fa3;--accent-bright:{bright('#1c4fa3')}}}\n"
    assert answer["Content-Type"].startswith("text/css")
    assert "public" in answer["Cache-Control"]


def test_robots_are_told_where_the_map_is_and_what_is_personal(client, db, settings):
    settings.BASE_URL = "https://kodomo.example.jp/"

    lines = client.get("/robots.txt").content.decode().splitlines()

    assert "Disallow: /desk/" in lines
    assert "Sitemap: https://kodomo.example.jp/sitemap.xml" in lines


def test_the_map_of_the_site_names_its_parts(client, db):
    found = client.get("/sitemap.xml").content.decode()

    assert [part for part in ("pages", "events", "organizations", "spaces") if f"sitemap-{part}.xml" in found] == [
        "pages",
        "events",
        "organizations",
        "spaces",
    ]


def test_the_map_of_pages_lists_home_in_both_languages(client, db):
    found = client.get("/sitemap-pages.xml").content.decode()

    assert found.count("<url>") == 2
    assert "/en/</loc>" in found
