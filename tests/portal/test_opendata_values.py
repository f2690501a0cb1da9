"""Cells → values: ages, times, weekdays, opening hours, positions, codes, texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.opendata.ages import Ages, read_ends, read_range
from portal.opendata.codes import is_valid, repair
from portal.opendata.hour_notes import Span
from portal.opendata.hours import HourCells, read_hours
from portal.opendata.positions import Position, read_position
from portal.opendata.texts import count, first_phone, flag, phone, plain, prose, web_address
from portal.opendata.times import read_time, read_weekdays
from portal.validators import check_digit

UNREAD = Ages(is_read=False)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("57日", (1, 1)),
        ("2歳半", (30, 30)),
        ("6か月", (6, 6)),
        ("６ヶ月～就学前", (6, 83)),
        ("生後57日から", (1, None)),
        ("産休明け～2歳", (1, 35)),
        ("0歳～5歳", (0, 71)),
        ("0~5歳", (0, 71)),
        ("3・4・5歳児", (36, 71)),
        ("0歳（6か月）～就学前", (6, 83)),
        ("1歳6か月～3歳", (18, 47)),
        ("18歳未満", (None, 215)),
        ("0歳から18歳まで", (0, 227)),
        ("3歳以上", (36, None)),
        ("小学生", (72, 155)),
        ("小1～小3", (72, 119)),
        ("小学1年生～小学6年生", (72, 155)),
        ("中学3年生まで", (None, 191)),
        ("高校生", (180, 227)),
        ("未就学児と保護者", (None, 83)),
        ("2才", (24, 35)),
        ("満１歳", (12, 23)),
        ("新生児～12か月", (0, 12)),
        ("", (None, None)),
        ("－", (None, None)),
    ],
)
def test_read_range_gives_months_when_words_are_certain(words, expected):
    assert read_range(words) == Ages(*expected)


@pytest.mark.parametrize(
    "words", ["おおむね3歳", "5歳～2歳", "0～2歳、4歳", "どなたでも", "乳幼児", "3歳くらい", "1号3歳", "歳"]
)
def test_read_range_reads_nothing_when_words_are_doubtful(words):
    assert read_range(words) == UNREAD


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        pytest.param("57日", "5歳", Ages(1, 71), id="both"),
        pytest.param("2歳半", "", Ages(30, None), id="no end"),
        pytest.param("", "5歳", Ages(None, 71), id="no start"),
        pytest.param("生後57日から", "2歳", Ages(1, 35), id="a word too much"),
        pytest.param("0歳～5歳", "", Ages(0, 71), id="both in the first cell"),
        pytest.param("3歳", "2歳", UNREAD, id="backwards"),
        pytest.param("応相談", "5歳", UNREAD, id="not an age"),
    ],
)
def test_read_ends_gives_months_when_cells_are(start, end, expected):
    assert read_ends(start, end) == expected


@given(st.integers(0, 17), st.integers(0, 17))
def test_read_range_keeps_order_when_years(first, last):
    ages = read_range(f"{first}歳～{last}歳")

    assert ages == (Ages(first * 12, last * 12 + 11) if first <= last else UNREAD)


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [
        ("9:00", 540),
        ("9：00", 540),
        ("０９：３０", 570),
        ("9時", 540),
        ("午前9時30分", 570),
        ("午後1時半", 810),
        ("0900", 540),
        ("9:00:00", 540),
        ("0.375", 540),
        ("1899/12/30 9:00", 540),
        ("正午", 720),
        ("24:00", 1440),
        ("25:30", 1530),
        ("翌7：00", 1860),
        ("翌日の午前2時", 1560),
        ("翌翌7:00", None),
        ("7:30※1号認定は8：30", None),
        ("12:60", None),
        ("99:00", None),
        ("要確認", None),
        ("", None),
    ],
)
def test_read_time_gives_minutes_when_certain(cell, minutes):
    assert read_time(cell) == minutes


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("月火水木金", [0, 1, 2, 3, 4]),
        ("月～金", [0, 1, 2, 3, 4]),
        ("月曜日から土曜日", [0, 1, 2, 3, 4, 5]),
        ("月・水・金曜日", [0, 2, 4]),
        ("平日", [0, 1, 2, 3, 4]),
        ("毎日", [0, 1, 2, 3, 4, 5, 6]),
        ("土～月", [0, 5, 6]),
        ("月～金（祝日を除く）", [0, 1, 2, 3, 4]),
        ("Mon-Fri", [0, 1, 2, 3, 4]),
    ],
)
def test_read_weekdays_gives_days_when_plain(cell, days):
    assert read_weekdays(cell) == (days, False)


def test_read_weekdays_names_holidays_when_open_on_them():
    assert read_weekdays("土日祝") == ([5, 6], True)


@pytest.mark.parametrize("cell", ["第1・3土", "不定", "月1回", ""])
def test_read_weekdays_is_none_when_more_than_weekdays(cell):
    assert read_weekdays(cell) is None


def spans(**cells):
    return [(s.weekday, s.opens, s.closes, s.weeks) for s in read_hours(HourCells(**cells)).spans]


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        pytest.param("祝日、12/29～1/3は終日利用不可", [(5, 540, 1020, ()), (6, 540, 1020, ())], id="holidays closed"),
        pytest.param("要予約。駐車場あり", [(5, 540, 1020, ()), (6, 540, 1020, ())], id="nothing of time"),
        pytest.param("日曜・祝日は16:00まで", [(5, 540, 1020, ()), (6, 540, 960, ())], id="earlier on Sundays"),
        pytest.param("日曜日は10:00～12:00", [(5, 540, 1020, ()), (6, 600, 720, ())], id="other hours on Sundays"),
        pytest.param("日曜日は休館", [(5, 540, 1020, ())], id="closed on Sundays"),
        pytest.param("第３土曜日休。", [(5, 540, 1020, (1, 2, 4, 5)), (6, 540, 1020, ())], id="third Saturday closed"),
        pytest.param("月１回水曜日開設", [(5, 540, 1020, ()), (6, 540, 1020, ())], id="an extra day"),
        pytest.param(
            "第2水は10:30～15:30",
            [(2, 630, 930, (2,)), (5, 540, 1020, ()), (6, 540, 1020, ())],
            id="second Wednesday open",
        ),
        pytest.param(
            "日曜日は9：00～16：00、8/13～8/15、12/29～1/3を除く",
            [(5, 540, 1020, ()), (6, 540, 960, ())],
            id="other hours and days of the year in one breath",
        ),
        pytest.param(
            "土 14:00～17:00、日 10:30～12:00",
            [(5, 840, 1020, ()), (6, 630, 720, ())],
            id="hours of each day",
        ),
        pytest.param("日曜及び祝日の終了時間は16:00", [(5, 540, 1020, ()), (6, 540, 960, ())], id="the closing time"),
        pytest.param(
            "年末年始（１２月２９日から翌年の１月３日まで）は利用不可。",
            [(5, 540, 1020, ()), (6, 540, 1020, ())],
            id="the turn of the year in words",
        ),
        pytest.param("昼休み12時～13時", [], id="not understood"),
        pytest.param("月1回土曜日開設", [], id="contradicts the columns"),
        pytest.param("日曜が祝日の場合は翌日休館", [], id="a rule with a condition"),
    ],
)
def test_read_hours_applies_the_note_when_it_is(note, expected):
    assert spans(weekdays="土日", opens="9:00", closes="17:00", note=note) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param({"weekdays": "月", "opens": "00:00", "closes": "00:00"}, [(0, 0, 1440, ())], id="all day"),
        pytest.param(
            {"weekdays": "月", "opens": "９：００", "closes": "24:00"}, [(0, 540, 1440, ())], id="until 24:00"
        ),
        pytest.param(
            {"weekdays": "月", "text": "9時から12時、13時～17時"},
            [(0, 540, 720, ()), (0, 780, 1020, ())],
            id="one cell",
        ),
        pytest.param(
            {"weekdays": "月", "note": "利用可能時間は10:00～12:00、13:00～16:00（12:00～13:00自由開放）"},
            [(0, 600, 720, ()), (0, 780, 960, ())],
            id="only in the note",
        ),
        pytest.param(
            {"opens": "9:00", "closes": "17:00", "closed": "月～土曜日、祝日、年末年始（12/29～1/3）"},
            [(6, 540, 1020, ())],
            id="by the days it is closed",
        ),
        pytest.param(
            {"weekdays": "月", "opens": "7:00", "closes": "翌7：00"}, [(0, 420, 1860, ())], id="until the next morning"
        ),
        pytest.param(
            {"on_saturdays": "7：30～12：30（12：30～13：00）", "on_sundays": "休"},
            [(5, 450, 750, ())],
            id="a cell for each kind of day",
        ),
        pytest.param(
            {"on_saturdays": "9:00～12:00", "on_sundays": "祝：9:00～12:00\n日：休"}, [], id="one of them doubtful"
        ),
        pytest.param({"opens": "7:30", "closes": "19:30"}, [], id="weekdays unknown"),
        pytest.param({"weekdays": "月", "opens": "8:00", "closes": "4:00"}, [], id="closes before it opens"),
        pytest.param({"weekdays": "月"}, [], id="times unknown"),
        pytest.param({}, [], id="nothing"),
    ],
)
def test_read_hours_gives_spans_when_cells_are(cells, expected):
    assert spans(**cells) == expected


def test_read_hours_keeps_every_word_when_doubtful():
    hours = read_hours(HourCells(weekdays="月～金", opens="7:30※1号認定は8：30", closes="19:30", note="要予約"))

    assert hours.note == "月～金 7:30※1号認定は8：30～19:30\n要予約"


def test_read_hours_says_cells_of_each_kind_of_day_with_their_days():
    hours = read_hours(HourCells(on_weekdays="9:00～18:00（延長あり）", on_sundays="休"))

    assert (len(hours.spans), hours.note) == (5, "平日 9:00～18:00（延長あり）\n日曜・祝日 休")


@pytest.mark.parametrize(
    ("note", "open_then"),
    [("祝日は開館（9:00～17:00）", True), ("祝日は開館（9:00～12:00）", False), ("祝日休館", False), ("", False)],
)
def test_read_hours_counts_holidays_only_when_the_same_hours_hold(note, open_then):
    hours = read_hours(HourCells(weekdays="月", opens="9:00", closes="17:00", note=note))

    assert (hours.spans, hours.on_holidays) == ([Span(0, 540, 1020)], open_then)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param(("34.34", "134.05"), Position(34.34, 134.05), id="two cells"),
        pytest.param(("", "", "34.34,134.05"), Position(34.34, 134.05), id="one cell"),
        pytest.param(("", "", "（34.34、134.05）"), Position(34.34, 134.05), id="full-width signs"),
        pytest.param(("３４．３４", "１３４．０５"), Position(34.34, 134.05), id="full-width digits"),
        pytest.param(("北緯35度30分00秒", "東経139度30分00秒"), Position(35.5, 139.5), id="degrees and minutes"),
        pytest.param(("134.05", "34.34"), Position(34.34, 134.05, "swapped"), id="swapped"),
        pytest.param(("0", "0"), Position(problem="outside"), id="zeros"),
        pytest.param(("51.5", "-0.1"), Position(problem="outside"), id="London"),
        pytest.param(("34.34", ""), Position(problem="partial"), id="half"),
        pytest.param(("北", "東"), Position(problem="unreadable"), id="words"),
        pytest.param(("", "", "34.34"), Position(problem="unreadable"), id="half in one cell"),
        pytest.param(("", ""), Position(), id="none"),
    ],
)
def test_read_position_gives_degrees_when_written_as(cells, expected):
    assert read_position(*cells) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("092011", "092011", id="whole"),
        pytest.param("０９２０１１", "092011", id="full-width"),
        pytest.param("92011", "092011", id="lost zero"),
        pytest.param("92011.0", "092011", id="a spreadsheet's number"),
        pytest.param("092012", None, id="wrong check digit"),
        pytest.param("92012", None, id="lost zero, wrong check digit"),
        pytest.param("37201", None, id="without check digit"),
        pytest.param("高松市", None, id="a name"),
        pytest.param("", None, id="blank"),
    ],
)
def test_repair_gives_six_digits_when_proven(text, code):
    assert repair(text) == code


@given(st.integers(1, 47), st.integers(100, 799))
def test_is_valid_takes_only_the_one_check_digit(prefecture, area):
    base = f"{prefecture:02d}{area:03d}"

    assert [digit for digit in "0123456789" if is_valid(base + digit)] == [check_digit(base)]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("087-812-7534", "087-812-7534"),
        ("０８７－８１２－７５３４", "087-812-7534"),
        ("TEL：087‐812‐7534（代表）", "087-812-7534"),
        ("(087)812-7534", "087-812-7534"),
        ("963-8035", None),
        ("878127534", None),
        ("+81-87-812-7534", "+81-87-812-7534"),
        ("0120-189-783", "0120-189-783"),
        ("なし", ""),
        ("", ""),
        ("市役所まで", None),
    ],
)
def test_phone_is_read_when(cell, number):
    assert phone(cell) == number


@pytest.mark.parametrize(
    ("cell", "number"),
    [("087-812-7534（内線12）", "087-812-7534"), ("03-1111-1111、03-2222-2222", "03-1111-1111"), ("市役所まで", None)],
)
def test_first_phone_is_found_when_among_words(cell, number):
    assert first_phone(cell) == number


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        ("https://example.jp/a", "https://example.jp/a"),
        ("www.example.jp", "http://www.example.jp"),
        ("ｈｔｔｐｓ：／／example.jp", "https://example.jp"),
        ("javascript:alert(1)", None),
        ("ftp://example.jp", None),
        ("市のホームページ", None),
        ("http://[", None),
        ("", ""),
    ],
)
def test_web_address_is_read_when(cell, address):
    assert web_address(cell) == address


@pytest.mark.parametrize(
    ("cell", "number"),
    [("120人", 120), ("１，２００", 1200), ("20.0", 20), ("約30名", 30), ("20～30", None), ("9" * 5000, None)],
)
def test_count_is_read_when(cell, number):
    assert count(cell) == number


@pytest.mark.parametrize(
    ("cell", "said"), [("有", True), ("○", True), ("Y", True), ("無", False), ("×", False), ("", None), ("2階", None)]
)
def test_flag_is_read_when(cell, said):
    assert flag(cell) is said


def test_plain_widens_half_width_kana_and_nothing_else():
    assert plain(" ﾅｰｻﾘｰﾙｰﾑ\r\nＡＢＣ①\u200b ") == "ナーサリールーム ＡＢＣ①"


def test_prose_keeps_line_ends():
    assert prose("一行目 \r\n\r\n\r\n\r\n二行目\x00") == "一行目\n\n二行目"
