"""What columns mean: the definition files agree with one another, and headers find their profile."""

import tomllib

import pytest

from portal.opendata.profiles import (
    BY_NAMES,
    DEFINITIONS,
    UnknownProfile,
    choose_profile,
    is_column_name,
    is_date_column,
    kind_words,
    other_table,
    profiles,
)
from spaces.models import Facility

PRESCHOOL = profiles()["preschool"].header
FACILITY = profiles()["public_facility_2020"].header


def shared():
    return tomllib.loads((DEFINITIONS / "columns.toml").read_text(encoding="utf-8"))


def test_profiles_use_only_fields_that_are_defined():
    used = {field for profile in profiles().values() for field in profile.fields.values()}

    assert used - set(shared()["columns"]) == {""}


def test_endings_use_only_fields_that_are_defined():
    assert set(shared()["endings"]) <= set(shared()["columns"])


def test_column_names_stand_for_one_field_each():
    names = [name for names in shared()["columns"].values() for name in names]

    assert len(names) == len(set(names))


def test_kinds_are_kinds_of_facilities():
    assert {kind for kind, _words in kind_words()} <= set(Facility.Kind.values)


def test_profile_columns_stand_in_their_header():
    for profile in profiles().values():
        own = {column for column in profile.header if profile.field_of(column) or profile.remark_of(column)}
        assert len(own) >= len(profile.header) / 2, profile.name


@pytest.mark.parametrize(
    ("header", "name"),
    [
        pytest.param(PRESCHOOL, "preschool", id="as it is"),
        pytest.param(tuple(reversed(PRESCHOOL)), "preschool", id="turned round"),
        pytest.param(tuple(c for c in PRESCHOOL if c != "名称_英字"), "preschool", id="one column less"),
        pytest.param((*PRESCHOOL, "区", "更新日"), "preschool", id="two columns more"),
        pytest.param(
            tuple(c.replace("(", "（").replace(")", "）") for c in PRESCHOOL), "preschool", id="wide brackets"
        ),
        pytest.param(FACILITY, "public_facility_2020", id="another standard"),
        pytest.param(("名称", "住所", "電話番号"), "names", id="three plain columns"),
        pytest.param((), "names", id="nothing"),
    ],
)
def test_choose_profile_finds_it_when_the_header_is(header, name):
    assert choose_profile(header).name == name


def test_choose_profile_takes_the_one_named():
    assert choose_profile(PRESCHOOL, "takamatsu").name == "takamatsu"


def test_choose_profile_takes_plain_names_when_asked():
    assert choose_profile(PRESCHOOL, "names") is BY_NAMES


def test_choose_profile_refuses_a_name_it_does_not_know():
    with pytest.raises(UnknownProfile, match="nowhere"):
        choose_profile(PRESCHOOL, "nowhere")


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("名称", "name"),
        ("施　設　名", "name"),
        ("名称（カナ）", "kana"),
        ("TEL", "phone"),
        ("ＴＥＬ", "phone"),
        ("緯度（世界測地系）", "latitude"),
        ("建物名等（方書）", "building"),
        ("放課後児童クラブ名", "name"),
        ("園所在地", "address"),
        ("施設名フリガナ", "kana"),
        ("更新日", ""),
        ("", ""),
    ],
)
def test_field_of_reads_a_column_by_its_name(column, field):
    assert BY_NAMES.field_of(column) == field


def test_field_of_leaves_out_what_the_profile_leaves_out():
    assert profiles()["preschool"].field_of("子供預かり開所時間") == ""


@pytest.mark.parametrize(
    ("profile", "column", "remark"),
    [
        ("preschool", "一時預かりの有無", "一時預かり"),
        ("nursery_map", "Night", "夜間保育"),
        ("nursery_map", "Vacancy", ""),
        ("preschool", "名称", ""),
    ],
)
def test_remark_of_gives_the_word_in_front(profile, column, remark):
    assert profiles()[profile].remark_of(column) == remark


@pytest.mark.parametrize(
    "cell", ["名称", "イベント名", "SSID", "Name", "availableDate", "病児保育の有無", "クラブ所在地"]
)
def test_is_column_name_when_any_list_knows_it(cell):
    assert is_column_name(cell)


@pytest.mark.parametrize(
    "cell", ["", "浅野児童館", "087-812-7534", "月火水木金", "高松市常磐町一丁目3-1の施設の所在地はこちら"]
)
def test_is_column_name_not_when_it_is_data(cell):
    assert not is_column_name(cell)


@pytest.mark.parametrize(
    ("header", "table"),
    [
        (("名称", "住所", "電話番号"), ""),
        (("イベント名", "場所名称", "住所"), "イベント一覧"),
        (("名称", "住所", "SSID"), "公衆無線LANアクセスポイント一覧"),
        (("名称", "住所", "災害種別_洪水"), "指定緊急避難場所一覧"),
        (("団体名称", "代表者名", "活動内容"), "団体の一覧"),
        (("地域名", "総人口"), "地域・年齢別人口"),
    ],
)
def test_other_table_is_named_when_a_column_stands_only_there(header, table):
    assert other_table(header) == table


@pytest.mark.parametrize(("column", "is_one"), [("開催日", True), ("期日", True), ("開館日", False)])
def test_is_date_column_when_its_dates_would_mean_events(column, is_one):
    assert is_date_column(column) is is_one
