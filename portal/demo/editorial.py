"""News, guides and the city's own settings."""

from datetime import date, timedelta
from typing import Any

from wagtail.models import Locale

from portal.demo.pictures import picture_for
from portal.demo.words import words
from portal.models import CitySettings, ContentPage, HomePage, IndexPage, Navigation, NewsPage
from portal.models.pages import SitePage

SECTIONS = {  # section: slug, then title and introduction in Japanese and English
    "news": (
        ("お知らせ", "町からの知らせと、変わったこと。"),
        ("News", "What the town says, and what has changed."),
    ),
    "guides": (("子育てのてびき", "年齢ごとに、行ける場所と頼れる人。"), ("Guides", "Places and people, by age.")),
}

WELCOME = (
    "遊ぶところ、集まるところ、頼れる人。汐見市の子どもと大人の毎日は、ここから。",
    "Places to play, places to meet, people to turn to: every day with children in Shiomi begins here.",
)


def make_settings() -> None:
    city = words("city")["city"]
    settings = CitySettings.current()
    settings.city_name, settings.city_kana, settings.city_name_en = city["name"], city["kana"], city["name_en"]
    settings.site_name, settings.site_name_en = "しおみ こどもネットワーク", "Shiomi Children’s Network"
    settings.office, settings.office_en = "汐見市 こども政策課", "Children’s Policy Section, Shiomi City"
    settings.phone, settings.address = city["phone"], "汐見市本町1-1"
    settings.keeps_cases = True
    settings.save()


def make_pages(today: date) -> None:
    for position, language in enumerate(("ja", "en")):
        home = HomePage.objects.get(locale__language_code=language)
        _welcome(home, WELCOME[position])
        for section, titles in SECTIONS.items():
            if not IndexPage.objects.child_of(home).filter(slug=section).exists():
                _section(home, section, titles[position], english=bool(position), today=today)


def make_footer() -> None:
    """Lead from the foot of every page to the news and the guides."""
    navigation = Navigation.objects.first() or Navigation()
    if navigation.footer:
        return
    sections = IndexPage.objects.filter(locale__language_code="ja", slug__in=SECTIONS).order_by("path")
    links = [
        {"page": page, "address": "", "label": page.title, "label_en": SECTIONS[page.slug][1][0]} for page in sections
    ]
    navigation.footer = [("column", {"title": "よみもの", "title_en": "To read", "links": links})]
    navigation.save()


def _welcome(home: HomePage, introduction: str) -> None:
    if home.picture is None:
        home.picture, home.introduction = picture_for("play"), introduction
        home.save_revision().publish()


def _section(home: HomePage, slug: str, titles: tuple[str, str], *, english: bool, today: date) -> None:
    index = IndexPage(title=titles[0], slug=slug, introduction=titles[1], show_in_menus=True, locale=home.locale)
    _publish(home, index, _japanese(home, slug) if english else None)
    for row in words("pages")[slug]:
        _page(index, slug, row, english=english, today=today)


def _page(index: IndexPage, section: str, row: list[Any], *, english: bool, today: date) -> None:
    title, introduction, body = row[-3:] if english else row[1:4]
    facts = {
        "title": title,
        "slug": row[0],
        "introduction": introduction,
        "body": [("text", body)],
        "locale": index.locale,
    }
    page = NewsPage(**facts, published_on=today - timedelta(days=row[4])) if section == "news" else ContentPage(**facts)
    _publish(index, page, _japanese(index, row[0]) if english else None)


def _japanese(parent: SitePage, slug: str) -> SitePage | None:
    """Find the Japanese page that this English one says again."""
    twin = parent.get_translation_or_none(Locale.objects.get(language_code="ja"))
    found = twin.get_children().filter(slug=slug).first() if twin else None
    return found.specific if found else None


def _publish(parent: SitePage, page: SitePage, twin: SitePage | None) -> None:
    if twin is not None:
        page.translation_key = twin.translation_key
    parent.add_child(instance=page)
    page.save_revision().publish()
