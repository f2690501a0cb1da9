from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from organizations.conditions import ages_in, read_conditions, seems_indoor, weekdays_in


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("2歳", [(24, 35)]),
        ("２才の子", [(24, 35)]),
        ("1歳半", [(18, 23)]),
        ("8か月", [(8, 8)]),
        ("生後8か月くらい", [(8, 8)]),
        ("８ヶ月", [(8, 8)]),
        ("0〜2歳", [(0, 35)]),
        ("0歳から2歳", [(0, 35)]),
        ("3 years old", [(36, 47)]),
        ("6 months", [(6, 6)]),
        ("小1", [(72, 95)]),
        ("小学3年生", [(96, 119)]),
        ("中学二年", [(156, 179)]),
        ("2年生", [(84, 107)]),
        ("新一年生", [(72, 95)]),
        ("高校1年", [(180, 203)]),
        ("年少さん", [(36, 59)]),
        ("小学生", [(72, 155)]),
        ("高校生", [(180, 227)]),
        ("赤ちゃん", [(0, 17)]),
        ("乳幼児", [(0, 71)]),
        ("2歳と5歳", [(24, 35), (60, 71)]),
        ("ベビーマッサージ", []),
        ("12月", []),
        ("20人", []),
    ],
)
def test_ages_in_words_are_months(text, ages):
    assert ages_in(text) == ages


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("土曜日", {5}),
        ("土日", {5, 6}),
        ("平日の午前", {0, 1, 2, 3, 4}),
        ("どようび", {5}),
        ("土よう絵本タイム", {5}),
        ("火・金の19時〜21時", {1, 4}),
        ("火〜金の午前中", {1, 2, 3, 4}),
        ("saturday", {5}),
        ("日程と日本語", set()),
        ("毎月", set()),
    ],
)
def test_weekdays_in_words_are_found(text, days):
    assert weekdays_in(text) == days


@pytest.mark.parametrize(
    ("text", "month"),
    [("12月のイベント", {12}), ("１月", {1}), ("in december", {12}), ("6か月", set()), ("毎月", set())],
)
def test_months_are_told_from_ages(text, month):
    assert read_conditions(text)[0].months == month


@pytest.mark.parametrize(
    ("text", "parts"), [("午前", {"morning"}), ("夕方から", {"evening"}), ("夜泣き", set()), ("朝ごはん", set())]
)
def test_dayparts_are_told_from_words_that_hold_them(text, parts):
    assert read_conditions(text)[0].dayparts == parts


@pytest.mark.parametrize(
    ("text", "indoor"), [("雨の日 2歳", True), ("rainy day", True), ("外遊び", False), ("絵本", None)]
)
def test_weather_asks_for_a_roof(text, indoor):
    assert read_conditions(text)[0].indoor is indoor


@pytest.mark.parametrize(
    ("text", "indoor"),
    [("体育館のホールで", True), ("公園で野外料理", False), ("ダンス", None), ("公園か図書館", None)],
)
def test_seems_indoor_when_a_text_names_its_place(text, indoor):
    assert seems_indoor(text) is indoor


@pytest.mark.parametrize("text", ["みどりが丘 サークル", "みどりがおか サークル"])
def test_district_is_known_by_name_and_by_reading(text):
    wanted, rest = read_conditions(text, districts=["緑", "みどりが丘"])

    assert wanted.districts == ["みどりが丘"]
    assert rest.split() == ["サークル"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("今日", 2, 2),
        ("あした", 3, 3),
        ("今週末", 5, 6),
        ("this weekend", 5, 6),
        ("来週", 7, 13),
        ("来週末", 12, 13),
    ],
)
def test_near_days_are_counted_from_today(text, first, last):
    wanted, rest = read_conditions(f"{text} 工作", today=date(2026, 12, 2))

    assert wanted.dates == (date(2026, 12, first), date(2026, 12, last))
    assert rest.split() == ["工作"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12月24日", date(2026, 12, 24)),
        ("12/24", date(2026, 12, 24)),
        ("1月9日", date(2027, 1, 9)),
        ("2026年1月9日", date(2026, 1, 9)),
        ("2月29日", None),
        ("13月1日", None),
    ],
)
def test_day_named_is_the_next_such_day(text, day):
    assert read_conditions(text, today=date(2026, 12, 2))[0].dates == (day and (day, day))


def test_near_days_without_today_are_only_words():
    assert read_conditions("今日")[0].dates is None


@pytest.mark.parametrize(("text", "months"), [("夏休み", {6, 7, 8}), ("クリスマス会", {12}), ("工作", set())])
def test_seasons_are_months_to_prefer(text, months):
    assert read_conditions(text)[0].seasons == months


@pytest.mark.parametrize(
    ("text", "found"),
    [("川西 工作", True), ("川西地区の工作", True), ("川西小学校区", True), ("川西図書館", False), ("北川西", False)],
)
def test_district_is_known_without_its_ending_where_it_stands_alone(text, found):
    assert bool(read_conditions(text, districts=["川西小学校区"])[0].districts) is found


def test_conditions_are_taken_out_of_the_words():
    wanted, rest = read_conditions("雨の日 2歳 土曜 無料 工作")

    assert rest.split() == ["無料", "工作"]
    assert wanted.free


@settings(deadline=None)
@given(st.text(alphabet="0123456789歳か月小中高年生~-土日曜月雨の 〜"))
def test_any_mixture_of_ages_and_days_is_read(text):
    wanted, _ = read_conditions(text)

    assert all(first <= last for first, last in wanted.ages)
    assert wanted.weekdays <= set(range(7))
    assert wanted.months <= set(range(1, 13))
