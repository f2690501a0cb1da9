"""Records → the table among them: preamble, header, notes, rows."""

import pytest

from portal.opendata.profiles import is_column_name
from portal.opendata.tables import find_table, squash


def table(text):
    return find_table(text, knows=is_column_name)


def lines(text):
    return [row.line for row in table(text).rows]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("名称_カナ", "名称（カナ）"),
        ("建物名等(方書)", "建物名等（方書）"),
        ("ＵＲＬ", "url"),
        ("名\n称", "名　称"),
        ("※住所", "住所"),
    ],
)
def test_squash_makes_spellings_alike(one, other):
    assert squash(one) == squash(other)


def test_find_table_reads_property_preamble():
    found = table(
        "#attribution_name,高松市,,\n#property,name,address,\n#object_type_xsd,string,string\n1,浅野児童館,香川町,\n"
    )

    assert found.header == ("ID", "name", "address", "")
    assert found.properties == {"attribution_name": "高松市"}
    assert [row.cells[:2] for row in found.rows] == [("1", "浅野児童館")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("名称,住所\nA,B\n", id="header first"),
        pytest.param("〇〇市公共施設一覧\n令和6年4月1日現在,\n\n名称,住所\nA,B\n", id="notes above"),
        pytest.param("施設情報,,利用,\n名称,住所,開始時間,終了時間\nA,B,9:00,\n", id="two header rows"),
        pytest.param("名称,住所,,※2024年4月現在\nA,B,,\n", id="note beside the header"),
        pytest.param("名称,住所,電話\n必須,必須,任意\nA,B,\n", id="row that explains the columns"),
        pytest.param("名称,住所,電話\nA,B,\n※電話は代表番号です。,,\n", id="note below"),
        pytest.param("名称,住所,定員\nA,B,20\n合計,,20\n", id="total below"),
        pytest.param("名称,住所,定員\n【北区】,,\nA,B,20\n", id="heading between"),
        pytest.param("名称,住所\nA,B\n\n\n名称,住所\n", id="header repeated"),
        pytest.param("名称\t住所\nA\tB\n", id="tabs"),
        pytest.param("名称,住所,電話,←項目名\nA,B,,←ここから\n", id="hints of a template"),
        pytest.param("名称,住所,電話\nA,B,\n2,,\n3,,\n", id="numbered rows that nobody filled in"),
    ],
)
def test_find_table_finds_the_one_row_when(text):
    assert [row.cells[:2] for row in table(text).rows] == [("A", "B")]


def test_find_table_is_none_when_no_column_is_known():
    assert table("日付,気温\n2024-01-01,5.1\n") is None


@pytest.mark.parametrize("text", ["", "\n\n", "ただの文章です。", "<html><body>404</body></html>"])
def test_find_table_is_none_when_there_is_none(text):
    assert table(text) is None


def test_find_table_gives_lines_of_the_file_when_blank_rows_and_line_ends_stand_before():
    assert lines('表題\n\n名称,住所\n"A\nA2",B\n,\nC,D\n') == [4, 7]


def test_find_table_reads_second_header_when_columns_change():
    found = table("名称,住所\nA,B\n住所,名称\nD,C\n")

    assert [row.header for row in found.rows] == [("名称", "住所"), ("住所", "名称")]


def test_find_table_fills_in_ditto():
    found = table("名称,住所,電話番号\nA,中央1,03-1111-1111\nB,同上,〃\n")

    assert found.rows[1].cells == ("B", "中央1", "03-1111-1111")


def test_find_table_takes_rows_apart_when_an_open_quote_swallowed_them():
    found = table('番号,名称,住所\n1,"東館,A\n2,西館,B"\n3,南館,C\n')

    assert [row.cells[0] for row in found.rows] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("text", "surplus"),
    [
        pytest.param("名称,住所\nA,B,,C\nD,E\n", ("C",), id="one row too long"),
        pytest.param("名称,住所,,\nA,B,,C\nD,E\n", (), id="a column without a name"),
        pytest.param("名称,住所\nA,B,,※休館中\nD,E\n", (), id="a note beside the row"),
        pytest.param("名称,住所\nA,B,,\nD,E\n", (), id="blanks"),
    ],
)
def test_row_tells_surplus_cells_when(text, surplus):
    assert table(text).rows[0].surplus == surplus


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        pytest.param("名称,住所,電話番号,備考\nA,B\n", ("電話番号", "備考"), id="a short row"),
        pytest.param("名称,住所,,\nA,B\n", (), id="nothing but blank headings behind"),
    ],
)
def test_row_tells_missing_columns_when(text, missing):
    assert table(text).rows[0].missing == missing
