from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from wagtail.blocks import StructBlockValidationError
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, Site

from organizations.models import Picture
from organizations.services.pictures import withdraw_lapsed_consents
from portal.blocks import PictureBlock
from tests.factories.organizations import DistrictFactory, OrganizationFactory, TopicFactory
from tests.factories.portal import ContentPageFactory, IndexPageFactory, NewsPageFactory, PictureFactory, home


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_the_home_pages_stand_in_two_languages_as_one_another(db):
    assert [home(code).url for code in ("ja", "en")] == ["/", "/en/"]
    assert home("ja").translation_key == home("en").translation_key
    assert Page.find_problems() == ([], [], [], [], [])
    assert Site.objects.get().root_page_id == home().pk


def test_the_home_page_asks_one_question_with_three_answers(client, db):
    DistrictFactory(name="北町", code="kita")

    page = client.get("/").content.decode()

    assert "きょう、" in page
    assert "/events/?district=kita" in page
    assert "/events/?age=2y" in page
    assert [label for label in ("いつ", "どこ", "なんさい") if f">{label}</p>" in page] == ["いつ", "どこ", "なんさい"]


def test_the_home_page_in_english_says_nothing_in_japanese(client, db):
    page = client.get("/en/").content.decode().replace('lang="ja" hreflang="ja"', "").replace("日本語", "")

    assert [sign for sign in page if "぀" <= sign <= "ヿ" or "一" <= sign <= "鿿"] == []


def test_news_stand_on_the_home_page_latest_first(client, db):
    index = IndexPageFactory(slug="news")
    for day in (1, 2, 3, 4):
        NewsPageFactory(parent=index, title=f"{day}日のお知らせ", published_on=date(2026, 11, day))

    page = client.get("/").content.decode()

    assert [day for day in (4, 3, 2, 1) if f"{day}日のお知らせ" in page] == [4, 3, 2]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_news_asks_the_same_questions_for_one_and_for_three(client, db, count, django_assert_num_queries):
    index = IndexPageFactory(slug="news")
    for number in range(count):
        NewsPageFactory(parent=index, title=f"お知らせ{number}")
    client.get("/news/")

    with django_assert_num_queries(12):
        page = client.get("/news/").content.decode()

    assert page.count('<span class="muted small">') == count


def test_a_guide_shows_every_kind_of_block(client, db):
    topic = TopicFactory()
    OrganizationFactory(slug="mori", topics=[topic])
    body = [
        ("text", "<h2>持ちもの</h2>"),
        ("picture", {"picture": PictureFactory(), "alt": "館の庭", "caption": "庭"}),
        ("callout", {"kind": "warning", "title": "熱のとき", "text": "お休みください"}),
        ("events", {"title": "おすすめ", "query": "day=sat", "count": 3}),
        ("places", {"title": "いま行ける場所", "count": 3}),
        ("groups", {"title": "外遊び", "topic": topic.slug, "count": 3}),
    ]
    ContentPageFactory(slug="guide", body=body)

    page = client.get("/guide/").content.decode()

    words = [
        "持ちもの",
        'alt="館の庭"',
        "熱のとき",
        "おすすめ",
        "いま行ける場所",
        "/organizations/mori/",
        '<span lang="ja">ひばり市</span>',
    ]
    assert [word for word in words if word not in page] == []


def test_a_picture_that_does_not_say_who_is_on_it_cannot_be_put_on_a_page(db):
    page = ContentPageFactory.build(picture=PictureFactory(people=Picture.People.UNSTATED))

    with pytest.raises(ValidationError) as caught:
        page.clean()

    assert caught.value.error_dict["picture"][0].code == "unstated"


def test_a_picture_that_does_not_say_what_it_shows_cannot_stand_in_a_block(db):
    block = PictureBlock()
    value = block.to_python({"picture": PictureFactory(alt="").pk, "alt": "", "caption": ""})

    with pytest.raises(StructBlockValidationError):
        block.clean(value)


def test_block_when_a_draft_is_saved_before_its_picture_is_chosen_then_kept(db):
    block = PictureBlock()
    value = block.to_python({"picture": None, "alt": "", "caption": "里山"})

    assert block.clean_deferred(value)["caption"] == "里山"


def test_a_picture_whose_consent_has_lapsed_is_shown_nowhere(client, db):
    today = date(2026, 11, 24)
    picture = PictureFactory(people=Picture.People.GUARDIANS, consent_until=today, alt="砂場の子ども")
    ContentPageFactory(slug="guide", picture=picture)
    assert "砂場の子ども" in client.get("/guide/").content.decode()

    assert withdraw_lapsed_consents(today=today) == 0
    assert withdraw_lapsed_consents(today=today + timedelta(days=1)) == 1

    assert "砂場の子ども" not in client.get("/guide/").content.decode()


def test_a_page_that_moved_leads_to_its_new_place(client, db):
    Redirect.objects.create(old_path="/old", redirect_link="/guide/")

    assert client.get("/old/").headers["Location"] == "/guide/"


def test_a_page_that_is_not_there_offers_a_search_and_ways_on(client, db):
    answer = client.get("/tonikaku-nai/")

    assert answer.status_code == 404
    assert 'name="q"' in answer.content.decode()
    assert 'class="chip" href="/events/"' in answer.content.decode()


def test_the_locales_of_the_site_are_japanese_and_english(db):
    assert set(Locale.objects.values_list("language_code", flat=True)) == {"ja", "en"}
