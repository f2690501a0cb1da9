"""Text → records, as CSV is really written."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.opendata.records import find_delimiter, read_records


def cells(text, delimiter=","):
    return [record.cells for record in read_records(text, delimiter)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a,b\r\nc,d\r\n", [("a", "b"), ("c", "d")], id="CRLF"),
        pytest.param("a,b\rc,d\r", [("a", "b"), ("c", "d")], id="CR"),
        pytest.param("a,b\nc,d", [("a", "b"), ("c", "d")], id="no line end at the end"),
        pytest.param("a,\n", [("a", "")], id="blank last cell"),
        pytest.param("\n", [("",)], id="blank line"),
        pytest.param('"a,1",b\n', [("a,1", "b")], id="comma in quotes"),
        pytest.param('"a\r\nb",c\r\n', [("a\nb", "c")], id="line end in quotes"),
        pytest.param('"he said ""x""",b\n', [('he said "x"', "b")], id="doubled quotes"),
        pytest.param('"ほっと"ステーション",b\n', [('ほっと"ステーション', "b")], id="stray quote inside"),
        pytest.param('a"b,c\n', [('a"b', "c")], id="quote in a bare cell"),
        pytest.param('"a" ,"b"\n', [("a", "b")], id="blank behind a quote"),
        pytest.param('="0123",b\n', [("0123", "b")], id="spreadsheet formula"),
        pytest.param('"=""0123""",b\n', [("0123", "b")], id="quoted spreadsheet formula"),
        pytest.param('"",b\n', [("", "b")], id="empty quotes"),
    ],
)
def test_read_records_yields_cells_when_written_as(text, expected):
    assert cells(text) == expected


def test_read_records_counts_lines_when_cells_hold_line_ends():
    records = list(read_records('h\n"a\nb\nc"\nd\n'))

    assert [record.line for record in records] == [1, 2, 5]


@pytest.mark.parametrize(
    "text",
    ['1,"東館,A\n2,西館,B\n', '1,"東館,A\n2,"西館",B\n'],
    ids=["until the end", "until the next quote"],
)
def test_read_records_keeps_to_one_line_when_a_quote_stays_open(text):
    first, second = read_records(text)

    assert (first.cells, first.is_broken) == (("1", "東館", "A"), True)
    assert (second.cells, second.is_broken) == (("2", "西館", "B"), False)


@pytest.mark.parametrize(("text", "expected"), [("a,b\n", ","), ("a\tb,\tc\n", "\t"), ("a;b;c\n", ";")])
def test_find_delimiter_takes_the_one_used_most(text, expected):
    assert find_delimiter(text) == expected


@given(st.lists(st.lists(st.text(st.characters(exclude_characters="\r\x00=", codec="utf-8")), min_size=1), min_size=1))
def test_read_records_agrees_with_the_writer_when_well_formed(table):
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(table)

    assert cells(out.getvalue()) == [tuple(row) for row in table]


@given(st.text(st.sampled_from('a,"\n\r 名=')))
def test_read_records_uses_every_line_once_when_given_any_text(text):
    raw = [line for record in read_records(text) for line in record.raw]

    assert "\n".join(raw) == text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
