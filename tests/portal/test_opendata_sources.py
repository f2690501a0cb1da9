"""Whose table it is, under which licence, and what names it for good."""

import pytest

from portal.opendata.profiles import choose_profile, is_column_name, profiles
from portal.opendata.sources import find_source
from portal.opendata.tables import find_table


def source(text, *, name="places.csv", **given):
    table = find_table(text, knows=is_column_name)
    return find_source(table, choose_profile(table.header), file_name=name, **given)


PREAMBLE = (
    "#attribution_name,高松市,\n#license,{licence},\n#file_name,0022,\n#download_from,{page},\n#property,name,address\n"
)


def with_preamble(licence="CC BY 4.0", page="https://example.jp/dataset/hiroba"):
    return source(PREAMBLE.format(licence=licence, page=page) + "1,ひろば,中央1\n")


def test_source_reads_the_preamble():
    found = with_preamble()

    assert (found.dataset, found.attribution, found.licence) == ("高松市/0022", "高松市", "CC BY 4.0")
    assert (found.url, found.is_named) == ("https://example.jp/dataset/hiroba", True)


def test_source_leaves_out_an_address_that_is_not_of_the_web():
    assert with_preamble(page="javascript:alert(1)").url == ""


@pytest.mark.parametrize(
    ("text", "name", "dataset"),
    [
        pytest.param("市区町村コード,名称,住所\n112038,館,中央1\n", "a.csv", "112038", id="code in a column"),
        pytest.param("市区町村コード,名称,住所\n92011,館,中央1\n", "a.csv", "092011", id="code without its zero"),
        pytest.param("名称,住所\n館,中央1\n", "112038_hall.csv", "112038/hall", id="code in the file's name"),
        pytest.param("名称,住所\n館,中央1\n", "112030_hall.csv", None, id="wrong code in the file's name"),
        pytest.param("地方公共団体名,名称,住所\n川口市,館,中央1\n", "a.csv", "川口市", id="publisher in a column"),
        pytest.param("市区町村名,名称,住所\n川口市,館,中央1\n", "a.csv", "川口市", id="city in a column"),
        pytest.param("出典：川口市\n名称,住所\n館,中央1\n", "a.csv", "川口市", id="publisher in a note"),
        pytest.param("市区町村名,名称,住所\n川口市,館,中央1\n蕨市,園,北2\n", "a.csv", None, id="two cities"),
    ],
)
def test_source_names_the_dataset_when_the_file_has(text, name, dataset):
    found = source(text, name=name).dataset

    assert found == dataset if dataset else found.startswith("unknown/")


def test_source_is_the_same_when_only_rows_and_file_name_differ():
    first = source("名称,住所,備考\n館,中央1,\n", name="2025.csv")
    second = source("名称,住所,備考,\n園,北2,新しい\n", name="2026.csv")

    assert first.dataset == second.dataset


def test_source_differs_when_columns_differ():
    assert source("名称,住所\n館,中央1\n").dataset != source("施設名,住所\n館,中央1\n").dataset


@pytest.mark.parametrize(
    ("note", "licence"),
    [
        ("このデータは CC BY 4.0 で公開しています", "CC BY 4.0"),
        ("ライセンス：CC-BY-SA 2.1", "CC BY-SA 2.1"),
        ("https://creativecommons.org/licenses/by/4.0/deed.ja", "CC BY 4.0"),
        ("クリエイティブ・コモンズ 表示 4.0 国際", "CC BY 4.0"),
        ("令和6年4月1日現在", ""),
    ],
)
def test_source_reads_the_licence_from_a_note(note, licence):
    assert source(f"{note},\n名称,住所\n館,中央1\n").licence == licence


def test_source_believes_the_caller_first():
    found = source("出典：川口市\nCC BY 4.0\n名称,住所\n館,中央1\n", attribution="埼玉県", licence="独自")

    assert (found.attribution, found.licence) == ("埼玉県", "独自")


@pytest.mark.parametrize(
    ("address", "attribution"),
    [("郡山市芳賀二丁目5-6", "郡山市ソーシャルメディア推進課"), ("札幌市中央区1", "")],
)
def test_source_knows_a_publisher_by_the_addresses(address, attribution):
    header = profiles()["nursery_map"].header
    row = ["保育所" if column == "Name" else address if column == "Add1" else "" for column in header]

    assert source(f"{','.join(header)}\n{','.join(row)}\n").attribution == attribution
