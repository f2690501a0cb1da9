from datetime import timedelta

import pytest
from django.utils import timezone

from organizations.services import search
from organizations.services.search import Described, index_document

pytestmark = pytest.mark.django_db


def put(number, title, kind="event", **rest):
    path = rest.pop("path", f"/{kind}s/{number}/")
    return index_document(Described(kind=kind, object_id=number, title=title, path=path, **rest))


def page(client, prefix="", **asked):
    return client.get(f"{prefix}/search/", asked)


def titles(response):
    return [hit.row.title for hit in response.context["page"]]


def test_search_page_lists_what_was_found_with_its_kind_and_address(client):
    put(1, "絵本の会", summary="毎週ひらきます")

    response = page(client, q="えほん")

    assert titles(response) == ["絵本の会"]
    assert 'href="/events/1/"' in response.content.decode()
    assert "毎週ひらきます" in response.content.decode()


def test_search_page_without_words_explains_itself(client):
    response = page(client)

    assert response.status_code == 200
    assert titles(response) == []
    assert "ふだんのことば" in response.content.decode()


def test_search_page_says_what_it_understood(client):
    response = page(client, q="雨の日 2歳 土曜")

    text = response.content.decode()
    assert "屋内" in text
    assert "2歳" in text
    assert "土曜" in text


def test_search_page_leaves_out_what_is_over(client):
    put(1, "絵本の会", ends_at=timezone.now() - timedelta(days=1))
    put(2, "絵本の集い", ends_at=timezone.now() + timedelta(days=1))

    assert titles(page(client, q="絵本")) == ["絵本の集い"]


def test_search_page_narrows_to_a_kind(client):
    put(1, "絵本の会")
    put(1, "絵本サークル", kind="organization")

    response = page(client, q="絵本", kind="organization")

    assert titles(response) == ["絵本サークル"]
    assert [kind["count"] for kind in response.context["kinds"]] == [1, 1]


def test_search_page_ignores_an_unknown_kind_and_page(client):
    put(1, "絵本の会")

    assert titles(page(client, q="絵本", kind="x", page="x")) == ["絵本の会"]


def test_search_page_that_finds_nothing_offers_the_nearest_question(client):
    put(1, "絵本の会", ends_at=timezone.now() - timedelta(days=1))
    put(2, "将棋の会")

    response = page(client, q="絵本")

    assert titles(response) == []
    assert "このことばでは見つかりませんでした" in response.content.decode()


def test_relaxations_drop_one_word_and_keep_what_finds_something():
    put(1, "絵本の会")
    query = search.read_query("絵本 ほげらもげ")

    assert search.relaxations(query) == [("絵本", 1)]


def test_search_page_in_english_leads_to_english_addresses(client):
    put(1, "絵本の会")
    put(2, "ひろば案内", kind="page", path="/guide/hiroba/", body="絵本")

    text = page(client, "/en", q="picture book").content.decode()

    assert 'href="/en/events/1/"' in text
    assert 'href="/guide/hiroba/"' in text


def test_search_page_turns_long_lists_over(client):
    for number in range(25):
        put(number, f"絵本の会 {number}")

    response = page(client, q="絵本")

    assert len(titles(response)) == 20
    assert "page=2" in response.context["next_href"]
    assert len(titles(page(client, q="絵本", page=2))) == 5


@pytest.mark.parametrize(
    "words", ["x" * 5000, "<script>alert(1)</script>", "絵本\r\n", "\x00", "𠮷", "👨‍👩‍👧", "‮", "'; --"]
)
def test_search_page_takes_any_words(client, words):
    response = page(client, q=words)

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_search_page_asks_the_same_number_of_questions_whatever_it_finds(client, rows, django_assert_max_num_queries):
    for number in range(rows):
        put(number, "絵本の会")
    page(client, q="絵本")

    with django_assert_max_num_queries(8) as asked:
        page(client, q="絵本")

    assert len(asked) == 5


def test_search_page_and_command_ask_the_same_ranking(client, monkeypatch):
    put(1, "絵本の会")
    monkeypatch.setattr(search, "rank", lambda query, candidates, total: [])

    assert titles(page(client, q="絵本")) == []


def test_search_page_that_finds_nothing_leads_to_the_lists(client):
    text = page(client, q="ほげらもげ").content.decode()

    assert 'href="/events/"' in text.split("<main")[1]


def test_search_page_without_words_offers_examples_that_are_understood(client):
    examples = page(client).context["examples"]

    assert search.read_query(str(examples[0]["label"])).wanted.ages == [(24, 35)]
    assert all(example["href"].startswith("?q=") for example in examples)
