"""Every page in English: Japanese stands only where it says that it is Japanese."""

import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse
from django.utils.translation import override

from events.models import Event, Occurrence
from organizations.models import District, Need, Offer, Organization, Project
from spaces.models import Facility, Space
from tests.conftest import signed_in
from tests.portal.matrix import ROWS
from tests.portal.world import make_world

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]+[^<\n]{0,20}")
SAID = ("alt", "aria-label", "placeholder", "title", "content")
NOT_OURS = ("/cms/", "/styleguide/", "/site/", "/robots.txt", "/sitemap", "/healthz")
VOID = {"meta", "link", "input", "img", "br", "hr", "source", "wbr"}


class Reader(HTMLParser):
    """Collects the Japanese that no ``lang="ja"`` surrounds, in texts and in attributes that are read out."""

    def __init__(self) -> None:
        super().__init__()
        self.languages = [("html", "en")]
        self.found: list[str] = []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        language = given.get("lang") or self.languages[-1][1]
        if tag not in VOID:
            self.languages.append((tag, language))
        if not language.startswith("ja"):
            self.found += [hit for name in SAID for hit in JAPANESE.findall(given.get(name) or "")]

    def handle_endtag(self, tag):
        while len(self.languages) > 1 and self.languages.pop()[0] != tag:
            pass

    def handle_data(self, data):
        tag, language = self.languages[-1]
        if not language.startswith("ja") and tag not in ("script", "style"):
            self.found += JAPANESE.findall(data)


def japanese_outside(html: str) -> list[str]:
    reader = Reader()
    reader.feed(html)
    return reader.found


def test_japanese_outside_when_marked_then_only_the_unmarked_is_found():
    html = '<p>Name <span lang="ja">北町<br>児童館</span> <img alt="海の絵"> 南町</p>'

    assert japanese_outside(html) == ["海の絵", "南町"]


def pages() -> list[str]:
    """One page of every kind a visitor can open."""
    date = Occurrence.objects.public().order_by("starts_at").first()
    taking = Event.objects.public().filter(apply=Event.Apply.PORTAL).first()
    rows = [
        date.event,
        date,
        Organization.objects.listed().by_kana().first(),
        Space.objects.bookable().first(),
        Space.objects.drop_in().first(),
        Facility.objects.first(),
        Project.objects.public().first(),
        District.objects.get(code="kitahama"),
        Need.objects.first(),
        Offer.objects.first(),
    ]
    named = ("events", "organizations", "spaces", "projects", "needs", "search", "districts", "organization_join")
    return [
        reverse("events") + "?view=calendar",
        reverse("events") + "?q=picture&age=2y",
        reverse("search") + "?q=baby",
        reverse("register", args=[taking.pk, taking.occurrences.earliest("starts_at").pk]),
        reverse("space_book", args=[Space.objects.bookable().first().slug]),
        reverse("account_login"),
        "/en/", "/en/news/", "/en/guides/", "/en/guides/akachan/", "/en/not-there/",
        *(reverse(name) for name in named),
        *(row.get_absolute_url() for row in rows),
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.once
def test_pages_when_shown_in_english_then_japanese_says_that_it_is_japanese(client, city):
    with override("en"):
        addresses = pages()

    found = {address: japanese_outside(client.get(address).content.decode())[:5] for address in addresses}

    assert {address: words for address, words in found.items() if words} == {}


def typed_away(page):
    """Leave out what stands in a field because somebody has typed it there."""
    return re.sub(r"(<textarea[^>]*>)[^<]*", r"\1", page.content.decode())


@pytest.mark.django_db
@pytest.mark.once
@pytest.mark.parametrize("role", ["head", "coordinator", "administrator"])
def test_desk_when_shown_in_english_then_japanese_says_that_it_is_japanese(role):
    persons, words = make_world()
    browser = signed_in(persons[role])
    own = [row.path.format(**words) for row in ROWS.values() if row.method == "get" and row.answers[role] == 200]
    pages = {path: browser.get(f"/en{path}") for path in own if not path.startswith(NOT_OURS)}

    shown = {path: typed_away(page) for path, page in pages.items() if "html" in page["Content-Type"]}

    assert len(shown) > 30
    assert {path: found[:5] for path, html in shown.items() if (found := japanese_outside(html))} == {}
