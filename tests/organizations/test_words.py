"""Codes and numbers in words: what a page says about ages, days, hours and years."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from organizations.scoring import Reason
from organizations.scoring.parts import PARTS
from organizations.templatetags import words

TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    ("first", "last", "japanese"),
    [
        pytest.param(8, None, "8か月から", id="from some months"),
        pytest.param(24, 95, "2歳〜小2", id="from two to second grade"),
        pytest.param(0, 35, "0歳〜2歳", id="babies"),
        pytest.param(24, 35, "2歳", id="one year of age"),
        pytest.param(18, 35, "1歳6か月〜2歳", id="a year and a half"),
        pytest.param(2, 11, "2か月〜11か月", id="within the first year"),
        pytest.param(18, 23, "1歳6か月〜1歳11か月", id="within the second year"),
        pytest.param(40, 47, "3歳", id="within a later year"),
        pytest.param(2, 23, "2か月〜1歳", id="from some months to one"),
        pytest.param(72, 143, "小学生", id="all of primary school"),
        pytest.param(144, 215, "中学生・高校生", id="secondary schools"),
        pytest.param(120, 215, "小5〜高3", id="fifth grade to the end of school"),
        pytest.param(216, None, "18歳から", id="grown-ups"),
        pytest.param(None, 47, "3歳まで", id="only an upper end"),
        pytest.param(None, None, "対象の年齢は書かれていません", id="silence"),
    ],
)
def test_age_range_in_japanese(first, last, japanese):
    assert words.age_range(first, last) == japanese


def test_age_range_in_english_names_grades():
    with override("en"):
        said = words.age_range(24, 95)

    assert said == "age 2 to grade 2"


@given(st.integers(0, 400), st.integers(0, 400))
def test_age_range_always_says_something(first, length):
    assert words.age_range(first, first + length)


def test_day_words_when_instant_is_utc_then_day_of_tokyo():
    assert words.day_words(datetime(2026, 11, 27, 16, 0, tzinfo=UTC)) == "11月28日(土)"


def test_day_words_when_there_is_no_day_then_empty():
    assert words.day_words(None) == ""


def test_long_day_words_names_the_year():
    assert words.long_day_words(date(2026, 11, 28)) == "2026年11月28日(土)"


@pytest.mark.parametrize(
    ("starts", "ends", "japanese"),
    [
        pytest.param((28, 10, 0), (28, 12, 0), "11月28日(土) 10:00〜12:00", id="one morning"),
        pytest.param((28, 22, 30), (29, 0, 0), "11月28日(土) 22:30〜24:00", id="until midnight"),
        pytest.param((28, 10, 0), (29, 9, 5), "11月28日(土) 10:00〜11月29日(日) 9:05", id="over night"),
        pytest.param((28, 10, 0), None, "11月28日(土) 10:00から", id="no end"),
    ],
)
def test_time_range_in_japanese(starts, ends, japanese):
    first, last = (datetime(2026, 11, *moment, tzinfo=TOKYO) if moment else None for moment in (starts, ends))

    assert words.time_range(first, last) == japanese


def test_time_range_in_english():
    with override("en"):
        said = words.time_range(datetime(2026, 11, 28, 10, tzinfo=TOKYO), datetime(2026, 11, 28, 12, tzinfo=TOKYO))

    assert said == "Sat 28 Nov 10:00–12:00"


def test_hours_range_when_times_of_a_day_then_without_zeros_before_hours():
    assert words.hours_range(time(9, 0), time(12, 30)) == "9:00〜12:30"


@pytest.mark.parametrize(
    ("year", "japanese"),
    [
        (2026, "令和8年度（2026年度）"),
        (2019, "令和元年度（2019年度）"),
        (2018, "平成30年度（2018年度）"),
        (1900, "1900年度"),
    ],
)
def test_fiscal_year_words_in_japanese(year, japanese):
    assert words.fiscal_year_words(year) == japanese


@pytest.mark.parametrize(
    ("days", "japanese"),
    [
        pytest.param(["wed", "mon"], "月・水曜", id="in the order of the week"),
        pytest.param(["mon", "tue", "wed", "thu", "fri"], "平日", id="working days"),
        pytest.param(["sat", "sun"], "土日", id="weekend"),
        pytest.param(["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "毎日", id="the whole week"),
        pytest.param(None, "曜日は問いません", id="silence"),
    ],
)
def test_weekday_words_in_japanese(days, japanese):
    assert words.weekday_words(days) == japanese


def test_daypart_words_in_the_order_of_the_day():
    assert words.daypart_words(["evening", "morning"]) == "午前・夜"


def test_daypart_words_when_none_then_any_time():
    assert words.daypart_words([]) == "時間帯は問いません"


@pytest.mark.parametrize(
    ("code", "numbers", "japanese"),
    [
        ("theme", {"pairs": [["books", "books", 1.0]]}, "どちらも「本・絵本」のことです。"),
        (
            "theme",
            {"pairs": [["heavy_goods", "transport", 0.9]]},
            "「大きな荷物がある」に「車・運搬」が応えられます。",
        ),
        ("words", {"words": {"絵本": 3.0, "棚": 1.0}}, "どちらの文にも「絵本」「棚」とあります。"),
        ("resource", {"asked": "goods", "given": "goods", "suits": 1.0}, "ほしいもの（物品）がそのまま出ています。"),
        (
            "resource",
            {"asked": "goods", "given": "funding", "suits": 0.4},
            "「資金」でも「物品」の代わりになることがあります。",
        ),
        ("ages", {"first": 0, "last": 35, "covered": 1.0}, "年齢が合います（0歳〜2歳）。"),
        ("district", {"distance": "near"}, "となりの地区です。"),
        ("weekdays", {"days": ["tue"], "covered": 0.5}, "曜日が合います（火曜）。"),
        ("dayparts", {"parts": ["morning"], "covered": 1.0}, "時間帯が合います（午前）。"),
        ("quantity", {"asked": 20, "given": 50, "unit": "冊", "covered": 1.0}, "数は足ります。"),
        (
            "quantity",
            {"asked": 20000, "given": 5000, "unit": "円", "covered": 0.25},
            "お願いは20,000円、出せるのは5,000円です。",
        ),
        ("topics", {"topics": ["あそび", "自然"]}, "同じ分野です（あそび・自然）。"),
        ("unrelated", {}, "二つの文に、同じ話題は見あたりません。"),
        ("hours", {}, "文に書かれた時刻が合いません。"),
        ("busy", {"days": ["2027-01-17"]}, "その日は、できる側に先の予定があります。"),
        ("notice", {"needed": 14, "left": 11}, "14日前までの申込みが必要ですが、残りは11日です。"),
        ("refused", {"words": ["手話"]}, "お願いの一部は「できない」と書かれています。"),
        ("lacking", {"themes": ["sign_language"]}, "「手話・要約筆記」ができるとは書かれていません。"),
        ("freshness", {"days": 10}, "10日前に出されました。"),
        ("history", {"succeeded": 1, "declined": 0}, "前にもいっしょに取り組んだことがあります。"),
        ("history", {"succeeded": 0, "declined": 1}, "前の紹介は、まとまりませんでした。"),
        ("exposure", {"times": 2}, "最近、ほかにも2回紹介されています。"),
    ],
)
def test_reason_words_in_japanese(code, numbers, japanese):
    assert words.reason_words({"code": code, "numbers": numbers}) == japanese


def test_reason_words_know_every_part_of_a_score():
    assert words.SENTENCES.keys() == PARTS.keys()


def test_reason_words_in_english_hold_no_japanese():
    with override("en"):
        said = words.reason_words(Reason("words", {"words": {"絵本": 3.0}}))

    assert said == "They use the same words."
