import pytest
from django.core.cache import cache
from django.test import RequestFactory
from django.utils import translation

from portal.models import CitySettings, EmergencyBanner, Navigation
from portal.templatetags.chrome import build_chrome, chrome_key, here, languages, local, strip_language
from tests.factories.portal import ContentPageFactory, home


@pytest.fixture
def fresh():
    for language in ("ja", "en"):
        cache.delete(chrome_key(language))


@pytest.mark.parametrize(
    ("path", "plain"),
    [("/en/events/", "/events/"), ("/ja-x-easy/", "/"), ("/events/", "/events/"), ("/england/", "/england/")],
)
def test_the_language_comes_off_an_address_only_where_it_is_one(path, plain):
    assert strip_language(path) == plain


@pytest.mark.parametrize(("language", "path"), [("ja", "/events/"), ("en", "/en/events/")])
def test_an_address_is_given_in_the_readers_language(language, path):
    with translation.override(language):
        assert local("/events/") == path


def test_the_languages_lead_to_the_same_page_with_the_same_question():
    request = RequestFactory().get("/en/events/?age=2y")

    with translation.override("en"):
        found = languages({"request": request})

    assert [(item["code"], item["href"], item["present"]) for item in found] == [
        ("ja", "/events/?age=2y", False),
        ("en", "/en/events/?age=2y", True),
    ]


def test_the_menu_marks_the_section_one_is_in():
    request = RequestFactory().get("/en/events/3/")

    assert here({"request": request}, "/en/events/")
    assert not here({"request": request}, "/en/spaces/")


def test_a_banner_that_is_shown_stands_above_every_page(client, db, fresh):
    EmergencyBanner.objects.create(is_shown=True, title="大雨です", text="きょうは閉めます", address="/news/")

    page = client.get("/nowhere/").content.decode()

    assert "大雨です" in page
    assert 'href="/news/"' in page


def test_a_banner_without_english_says_on_an_english_page_that_it_is_japanese(client, db, fresh):
    EmergencyBanner.objects.create(is_shown=True, title="大雨です")

    assert '<p class="emergency__title" lang="ja">大雨です</p>' in client.get("/en/nowhere/").content.decode()


def test_a_banner_that_is_not_shown_is_nowhere(client, db, fresh):
    EmergencyBanner.objects.create(is_shown=False, title="大雨です")

    assert "大雨です" not in client.get("/").content.decode()


def test_the_menu_of_the_city_replaces_the_usual_one(db):
    page = ContentPageFactory(slug="about", parent=home())
    navigation = Navigation(
        menu=[
            ("link", {"page": page, "address": "", "label": "このサイトについて", "label_en": "About"}),
            ("link", {"page": None, "address": "/events/", "label": "行事", "label_en": ""}),
        ]
    )

    menu = build_chrome(CitySettings(), navigation, EmergencyBanner())["menu"]

    assert [(item["text"], item["href"]) for item in menu] == [("このサイトについて", "/about/"), ("行事", "/events/")]


def test_a_function_that_is_off_is_not_in_the_menu():
    menu = build_chrome(CitySettings(shows_exchange=False), Navigation(), EmergencyBanner())["menu"]

    assert "/needs/" not in [item["href"] for item in menu]
    assert "/projects/" in [item["href"] for item in menu]


@pytest.mark.parametrize("path", ["/needs/", "/en/needs/", "/desk/needs/"])
def test_a_function_that_is_off_has_no_page_and_says_so(client, db, fresh, path):
    CitySettings.objects.create(shows_exchange=False)

    answer = client.get(path)

    assert answer.status_code == 404
    assert "closed.html" in [template.name for template in answer.templates]


def test_a_page_says_the_same_to_everybody_and_sets_no_cookie(client, db):
    answer = client.get("/")

    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert "csrfmiddlewaretoken" not in answer.content.decode()
