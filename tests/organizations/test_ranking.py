from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from organizations.language import normal_terms, reading, sound
from organizations.queries import understand
from organizations.ranking import Candidate, rank
from organizations.thesaurus import shipped

TOKYO = ZoneInfo("Asia/Tokyo")
SATURDAY = datetime(2026, 12, 5, 10, tzinfo=TOKYO)
MONDAY = datetime(2026, 12, 7, 10, tzinfo=TOKYO)


def row(text):
    return f" {' '.join(normal_terms(text))} "


def candidate(key, title, body="", tags="", **rest):
    terms = frozenset(normal_terms(f"{title} {tags} {body}"))
    sounds = f"{sound(reading(title))} {sound(reading(body))}"
    return Candidate(key, rest.pop("kind", "event"), row(title), row(tags), row(body), terms, sounds, **rest)


def order(query, *candidates):
    return [one.candidate.key for one in rank(understand(query, shipped()), candidates)]


def test_candidate_without_any_of_the_words_is_left_out():
    assert order("絵本", candidate("a", "サッカー大会"), candidate("b", "絵本の会")) == ["b"]


def test_title_counts_more_than_body():
    assert order("絵本", candidate("body", "会", "絵本"), candidate("title", "絵本", "会")) == ["title", "body"]


def test_word_typed_comes_before_word_that_means_the_same():
    assert order("ママ", candidate("same", "お母さんの会"), candidate("typed", "ママの会")) == ["typed", "same"]


def test_both_words_come_before_one():
    only = candidate("one", "双子 双子 双子")
    both = candidate("both", "双子のベビーカー")

    assert order("双子 ベビーカー", only, both)[0] == "both"


def test_kana_finds_a_name_by_its_sound():
    assert order("もしかめ", candidate("a", "けん玉もしかめ大会"), candidate("b", "将棋大会")) == ["a"]


@pytest.mark.parametrize(
    ("query", "right", "wrong"),
    [
        ("2歳 工作", {"ages": (12, 47)}, {"ages": (72, 155)}),
        ("2歳 工作", {"ages": (12, 47)}, {"ages": (0, 300)}),
        ("土曜 工作", {"starts": (SATURDAY,)}, {"starts": (MONDAY,)}),
        ("12月 工作", {"starts": (SATURDAY,)}, {"starts": (SATURDAY.replace(month=3),)}),
        ("夕方 工作", {"starts": (SATURDAY.replace(hour=18),)}, {"starts": (SATURDAY,)}),
        ("雨の日 工作", {"indoor": True}, {"indoor": False}),
        ("工作 サークル", {"kind": "organization"}, {"kind": "page"}),
        ("無料 工作", {"free": True}, {"free": False}),
    ],
)
def test_what_fits_the_condition_comes_first(query, right, wrong):
    fits, misses = candidate("z", "工作", **right), candidate("a", "工作", **wrong)

    assert order(query, misses, fits)[0] == "z"


def test_district_named_comes_first():
    query = understand("南野 工作", shipped(), districts=["南野", "川添"])
    there = candidate("z", "工作", districts=frozenset({"南野"}))
    elsewhere = candidate("a", "工作", districts=frozenset({"川添"}))

    assert rank(query, [elsewhere, there])[0].candidate is there


@pytest.mark.parametrize("text", ["今週末 工作", "クリスマス 工作"])
def test_near_days_and_seasons_come_first(text):
    query = understand(text, shipped(), today=SATURDAY.date())
    then = candidate("z", "工作", starts=(SATURDAY,))
    later = candidate("a", "工作", starts=(SATURDAY.replace(month=3),))

    assert rank(query, [later, then])[0].candidate is then


def test_reasons_name_the_words_and_the_conditions_met():
    [found] = rank(understand("2歳 絵本", shipped()), [candidate("a", "絵本の会", ages=(24, 47))])

    assert found.reasons == [("word", "絵本"), ("age", "")]


def test_conditions_alone_find_what_fits():
    assert order("2歳", candidate("fits", "会", ages=(24, 35)), candidate("not", "会", ages=(72, 155))) == ["fits"]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["絵本", "ママの会", "公園であそぶ", "サッカー", "英語 story time"]), max_size=6),
    st.randoms(),
)
def test_order_does_not_depend_on_the_order_of_candidates(titles, random):
    candidates = [candidate(number, title) for number, title in enumerate(titles)]
    shuffled = random.sample(candidates, len(candidates))

    assert order("ママ 絵本 英語", *candidates) == order("ママ 絵本 英語", *shuffled)
