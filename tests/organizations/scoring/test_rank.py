"""How well an offer answers a need: what rules it out, what adds to it, and that the sum is honest."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizations.scoring import History, Need, Offer, Reason, Situation, broken_limits, rank

TODAY = date(2026, 12, 1)
NEIGHBOURS = {"a": frozenset({"b"}), "b": frozenset({"a", "c"}), "c": frozenset({"b"})}
HERE = Situation(TODAY, NEIGHBOURS)
NEED = Need(
    id="n1",
    organization="g1",
    resource="people",
    title="絵本を読んでくださる方をさがしています",
    body="0歳から2歳の集まりです。",
    tags=("読み聞かせ",),
    districts=frozenset({"a"}),
    ages=(0, 35),
    weekdays=frozenset({"tue", "thu"}),
    dayparts=frozenset({"morning"}),
)
OFFER = Offer(
    id="o1",
    organization="g2",
    resource="people",
    title="読み聞かせにうかがいます",
    body="わらべうたもできます。",
    districts=frozenset({"a"}),
    ages=(0, 71),
    weekdays=frozenset({"tue"}),
    dayparts=frozenset({"morning"}),
    valid_from=date(2026, 11, 1),
    valid_until=date(2027, 3, 31),
)


def codes_of(need, offer, here=HERE):
    return {reason.code: reason for reason in rank(need, [offer], here)[0].reasons}


@pytest.mark.parametrize(
    ("limit", "changes"),
    [
        pytest.param("not_open", {"status": "paused"}, id="paused"),
        pytest.param("same_organization", {"organization": "g1"}, id="same group"),
        pytest.param("expired", {"valid_until": date(2026, 11, 30)}, id="over yesterday"),
        pytest.param("not_yet", {"valid_from": date(2026, 12, 2)}, id="from tomorrow"),
        pytest.param("weekdays_apart", {"weekdays": frozenset({"sat"})}, id="other days"),
        pytest.param("dayparts_apart", {"dayparts": frozenset({"evening"})}, id="other times of day"),
        pytest.param("ages_apart", {"ages": (36, 71)}, id="older children"),
    ],
)
def test_rank_when_a_limit_is_broken_then_offer_is_left_out(limit, changes):
    offer = replace(OFFER, **changes)

    assert [match.offer.id for match in rank(NEED, [OFFER, replace(offer, id="o2")], HERE)] == ["o1"]
    assert list(broken_limits(NEED, offer, HERE)) == [limit]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"weekdays": frozenset()}, id="days not said"),
        pytest.param({"dayparts": frozenset()}, id="times not said"),
        pytest.param({"ages": None}, id="ages not said"),
        pytest.param({"ages": (35, 71)}, id="ages meet in one month"),
        pytest.param({"valid_until": TODAY}, id="last day"),
        pytest.param({"valid_from": TODAY}, id="first day"),
        pytest.param({"valid_from": None, "valid_until": None}, id="no end"),
    ],
)
def test_broken_limits_when_silent_or_on_the_edge_then_none(changes):
    assert broken_limits(NEED, replace(OFFER, **changes), HERE) == {}


@pytest.mark.parametrize(
    ("resource", "unit", "given_amount", "broken"),
    [
        pytest.param("place", "人", 15, ["too_small"], id="room for fewer"),
        pytest.param("place", "席", 16, [], id="room nearly large enough, seats are people"),
        pytest.param("goods", "冊", 4, ["too_small"], id="a fifth of the books"),
        pytest.param("goods", "冊", 10, [], id="half the books"),
        pytest.param("goods", "箱", 1, [], id="another unit cannot be compared"),
        pytest.param("funding", "円", 1, [], id="money adds up"),
    ],
)
def test_broken_limits_when_quantity_differs(resource, unit, given_amount, broken):
    asked_unit = "人" if resource == "place" else "円" if resource == "funding" else "冊"
    need = replace(NEED, resource=resource, quantity=20, unit=asked_unit)
    offer = replace(OFFER, resource=resource, quantity=given_amount, unit=unit)

    assert list(broken_limits(need, offer, HERE)) == broken


def test_broken_limits_when_no_part_is_welcome_then_all_or_nothing():
    need = replace(NEED, resource="goods", quantity=20, unit="冊", partial_ok=False)

    assert list(broken_limits(need, replace(OFFER, resource="goods", quantity=19, unit="冊"), HERE)) == ["too_small"]


@pytest.mark.parametrize(
    ("words", "flag"),
    [
        pytest.param("歩いて行けるところでないと困ります。", False, id="in words"),
        pytest.param("", True, id="by its mark"),
    ],
)
def test_broken_limits_when_only_there_then_other_districts_are_too_far(words, flag):
    need = replace(NEED, resource="place", body=words, only_there=flag)
    elsewhere = replace(OFFER, resource="place", districts=frozenset({"b"}))

    assert list(broken_limits(need, elsewhere, HERE)) == ["too_far"]
    assert broken_limits(need, replace(elsewhere, districts=frozenset()), HERE) == {}


def test_broken_limits_when_stairs_meet_a_wheelchair_then_ruled_out():
    need = replace(NEED, resource="place", body="車いすの子がいます。段差のない部屋を。")
    upstairs = replace(OFFER, resource="place", body="二階です。階段のみになります。")

    assert list(broken_limits(need, upstairs, HERE)) == ["stairs_only"]
    assert broken_limits(replace(need, body="大人だけです。"), upstairs, HERE) == {}


def test_rank_when_words_agree_then_before_an_offer_of_something_else():
    cooking = replace(OFFER, id="o0", title="豚汁をつくります", body="大鍋があります。")

    assert [match.offer.id for match in rank(NEED, [cooking, OFFER], HERE)] == ["o1", "o0"]


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        pytest.param(
            "舞台の大道具を運べなくて困っています", "日曜に軽トラと運転手を出せます", id="bulky things, a van"
        ),
        pytest.param("ふたごのベビーカーで電車に乗れません", "車で送迎します", id="a pram, a car"),
        pytest.param(
            "ハイキングの参加者募集、定員割れです", "親子で遠足に行きたい、混ぜてください", id="guests, an outing"
        ),
        pytest.param("講師料の資金がほしい", "企業が活動に協賛します", id="money, a sponsor"),
    ],
)
def test_rank_when_no_word_is_shared_then_what_answers_still_comes_first(asked, offered):
    need = replace(NEED, title=asked, body="", tags=())
    helpful = replace(OFFER, id="z", title=offered, body="")
    other = replace(OFFER, id="a", title="けん玉を教えます", body="")

    matches = rank(need, [other, helpful], HERE)

    assert matches[0].offer.id == "z"
    assert "theme" in {reason.code for reason in matches[0].reasons}


def test_rank_when_scores_are_equal_then_by_id():
    twins = [replace(OFFER, id=name) for name in ("o3", "o1", "o2")]

    assert [match.offer.id for match in rank(NEED, twins, HERE)] == ["o1", "o2", "o3"]


def test_rank_when_nothing_is_offered_then_empty():
    assert rank(NEED, [], HERE) == []


@pytest.mark.parametrize(
    ("districts", "distance"),
    [
        pytest.param({"a"}, "same", id="same"),
        pytest.param({"b"}, "near", id="neighbour"),
        pytest.param({"c"}, "far", id="beyond"),
        pytest.param(set(), "anywhere", id="whole city"),
    ],
)
def test_reasons_name_the_distance(districts, distance):
    reasons = codes_of(NEED, replace(OFFER, districts=frozenset(districts)))

    assert reasons["district"].numbers["distance"] == distance


def test_reasons_name_shared_fields_without_reading_them_as_words():
    need, offer = (replace(row, topics=frozenset({"相談・交流"})) for row in (NEED, OFFER))

    reasons = codes_of(need, offer)

    assert reasons["topics"].numbers == {"topics": ["相談・交流"]}
    assert reasons["words"].numbers == codes_of(NEED, OFFER)["words"].numbers


def test_reasons_say_how_much_of_the_ages_is_covered():
    reasons = codes_of(NEED, replace(OFFER, ages=(18, 71)))

    assert reasons["ages"].numbers == {"first": 18, "last": 35, "covered": 0.5}


def test_reasons_when_the_offer_rules_out_what_is_asked_then_points_fall():
    clear, ruled_out = codes_of(NEED, OFFER), codes_of(NEED, replace(OFFER, body="絵本は扱っていません。"))

    assert "refused" not in clear
    assert ruled_out["refused"].points < 0


def test_reasons_when_nothing_can_stand_in_then_lacking():
    need = replace(NEED, title="手話通訳の方", body="", tags=())

    assert codes_of(need, replace(OFFER, title="英語の通訳をします"))["lacking"].numbers == {
        "themes": ["sign_language"]
    }


def test_reasons_when_hours_in_the_texts_do_not_meet_then_points_fall():
    need = replace(NEED, body="10時から12時です。")

    assert codes_of(need, replace(OFFER, body="18時以降にうかがいます。"))["hours"].points < 0
    assert "hours" not in codes_of(need, replace(OFFER, body="9:30〜11:00にうかがいます。"))


def test_reasons_when_offering_group_is_busy_that_day_then_named():
    need = replace(NEED, body="1月17日に来てください。")

    assert codes_of(need, replace(OFFER, body="1/17は公演が入っています。"))["busy"].numbers == {"days": ["2027-01-17"]}


def test_reasons_when_too_late_to_ask_then_notice():
    need = replace(NEED, body="12月12日です。")

    assert codes_of(need, replace(OFFER, body="2週間前までに電話ください。"))["notice"].numbers == {
        "needed": 14,
        "left": 11,
    }


def test_reasons_when_two_groups_have_a_past_then_it_counts():
    good = replace(HERE, histories={"o1": History(succeeded=1)})
    bad = replace(HERE, histories={"o1": History(declined=1)})

    assert codes_of(NEED, OFFER, good)["history"].points == 3
    assert codes_of(NEED, OFFER, bad)["history"].points == -6


def test_reasons_when_shown_often_then_others_get_a_turn():
    assert codes_of(NEED, replace(OFFER, shown_lately=2))["exposure"].points == -1


OFFERS = st.builds(
    Offer,
    id=st.text("abc", min_size=1, max_size=3),
    organization=st.sampled_from(["g1", "g2"]),
    resource=st.sampled_from(["people", "place", "skill", "goods", "funding"]),
    title=st.sampled_from(["絵本を読みます", "車を出します", "部屋があります", "10時から豚汁", "", "🔥\x00"]),
    body=st.sampled_from(["", "階段のみ", "13月40日 99時から", "絵本は扱っていません。" * 3]),
    districts=st.frozensets(st.sampled_from("abcx")),
    ages=st.none() | st.tuples(st.integers(0, 100), st.integers(100, 300)),
    weekdays=st.frozensets(st.sampled_from(["mon", "tue", "sat"])),
    quantity=st.none() | st.integers(1, 100),
    shown_lately=st.integers(0, 9),
    valid_from=st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)


@given(st.lists(OFFERS, max_size=5))
def test_rank_always_adds_up_and_never_breaks_a_limit(offers):
    for match in rank(NEED, offers, HERE):
        again = [Reason(reason.code, reason.numbers).points for reason in match.reasons]

        assert match.score == round(sum(again), 2)
        assert broken_limits(NEED, match.offer, HERE) == {}


@given(st.lists(OFFERS, max_size=5, unique_by=lambda offer: offer.id))
def test_rank_when_order_of_offers_changes_then_same_ranking(offers):
    assert rank(NEED, offers, HERE) == rank(NEED, offers[::-1], HERE)
