"""One published row → the values of a facility."""

import pytest

from portal.opendata.facility_rows import RowReader, read_opening, read_values, refusal
from portal.opendata.profiles import BY_NAMES, profiles
from portal.opendata.tables import Row


def reader(profile=BY_NAMES, **cells):
    filled = {"名称": "児童館", "住所": "中央1", **cells}
    return RowReader(Row(2, tuple(filled), tuple(filled.values())), profile)


def values(subject="", **cells):
    return read_values(reader(**cells), subject=subject)


def told(**cells):
    row = reader(**cells)
    read_values(row, subject="")
    read_opening(row)
    return [(one.column, one.value) for one in row.warnings]


@pytest.mark.parametrize(
    ("cells", "subject", "kind"),
    [
        pytest.param({"種別": "認可公立保育所"}, "", "nursery", id="by the kind column"),
        pytest.param({"種別": "放課後児童クラブ"}, "", "after_school", id="an after-school club"),
        pytest.param({"種別": "子育て支援センター"}, "", "support_base", id="a support base"),
        pytest.param({"名称": "中央図書館"}, "", "library", id="by the name"),
        pytest.param({"名称": "中央公園"}, "", "park", id="a park"),
        pytest.param({"名称": "北小学校"}, "", "school", id="a school"),
        pytest.param({"名称": "わはは"}, "regional_child_rearing_support_base", "support_base", id="by the dataset"),
        pytest.param({"名称": "わはは"}, "", "other", id="not told"),
        pytest.param({"名称": "わはは", "備考": "私立認定こども園"}, "", "nursery", id="by a note of one word"),
        pytest.param({"種別": "幼稚園", "名称": "図書館通り園"}, "", "nursery", id="the kind column before the name"),
    ],
)
def test_kind_is_told_when(cells, subject, kind):
    assert values(subject, **cells)["kind"] == kind


@pytest.mark.parametrize(
    ("cells", "address"),
    [
        ({"住所": "東京都港区芝1-1"}, "東京都港区芝1-1"),
        ({"住所": "芝1-1", "市区町村名": "港区"}, "港区芝1-1"),
        ({"住所": "港区芝1-1", "市区町村名": "港区"}, "港区芝1-1"),
        ({"住所": "", "所在地_都道府県": "東京都", "所在地_市区町村": "港区", "所在地_町字": "芝"}, "東京都港区芝"),
        ({"住所": "中央\r\n1-1"}, "中央 1-1"),
        ({"住所": "〒760-0079 高松市松縄町34-4"}, "高松市松縄町34-4"),
    ],
)
def test_address_is_one_line_when(cells, address):
    assert values(**cells)["address"] == address


@pytest.mark.parametrize(
    ("cell", "code"), [("1234567", "123-4567"), ("〒123-4567", "123-4567"), ("１２３４５６７", "123-4567"), ("12", "")]
)
def test_postal_code_is_seven_digits(cell, code):
    assert values(郵便番号=cell)["postal_code"] == code


def test_postal_code_is_read_in_front_of_the_address():
    assert values(住所="760-0079 高松市松縄町34-4")["postal_code"] == "760-0079"


def test_note_gathers_what_has_no_field():
    note = values(
        備考="要予約", 内線番号="12", バリアフリー情報="車いす用トイレ", 一時預かりの有無="有", 病児保育の有無="無"
    )["note"]

    assert note == "要予約\n内線：12\nバリアフリー：車いす用トイレ\n一時預かり：あり"


def test_yes_and_no_become_facts():
    facts = values(授乳室="有", おむつ替えコーナー="○", ベビーカー利用="不可", バリアフリー情報="あり")

    assert [facts[name] for name in ("nursing_room", "diaper_table", "stroller", "step_free")] == [
        True,
        True,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("start", "end", "label"),
    [("57日", "5歳", "57日～5歳"), ("生後57日から", "2歳", "生後57日～2歳"), ("3歳", "", "3歳～"), ("", "", "")],
)
def test_ages_stay_in_words_when_they_stand_in_two_columns(start, end, label):
    row = RowReader(Row(2, ("Name", "Add1", "AgeS", "AgeE"), ("園", "郡山市1", start, end)), profiles()["nursery_map"])

    assert read_values(row, subject="")["age_label"] == label


def test_reading_becomes_hiragana():
    assert values(名称_カナ="ﾋﾀﾞﾏﾘｴﾝ")["kana"] == "ひだまりえん"


def test_reading_is_not_told_when_its_cell_is_blank():
    assert "kana" not in values(名称_カナ="")


def test_published_row_stays_as_it_was():
    assert values(備考=" ﾒﾓ ", 電話番号="")["source_row"] == {"名称": "児童館", "住所": "中央1", "備考": " ﾒﾓ "}


@pytest.mark.parametrize(
    ("cells", "warnings"),
    [
        pytest.param({}, [], id="nothing odd"),
        pytest.param({"電話番号": "なし", "URL": "-", "定員": ""}, [], id="blanks of every kind"),
        pytest.param(
            {"電話番号": "03-1111-1111（内線5）"}, [("電話番号", "03-1111-1111（内線5）")], id="words beside a number"
        ),
        pytest.param({"緯度": "35.6"}, [("緯度", "35.6")], id="half a position"),
        pytest.param(
            {"利用可能曜日": "月～金", "開始時間": "朝", "終了時間": "17:00"},
            [("開始時間", "朝")],
            id="a time in words",
        ),
        pytest.param({"説明": "\ufffd"}, [("", "")], id="a character that could not be read"),
    ],
)
def test_oddities_are_told_by_column_and_value_when(cells, warnings):
    assert told(**cells) == warnings


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"名称": ""}, "名称"),
        ({"名称": "－"}, "名称"),
        ({"名称": "児\ufffd館"}, "名称"),
        ({"住所": ""}, "住所"),
    ],
)
def test_row_is_refused_at_its_column_when(cells, column):
    assert refusal(reader(**cells)).column == column


@pytest.mark.parametrize("cells", [{}, {"住所": "", "緯度": "35.6", "経度": "139.7"}])
def test_row_is_not_refused_when_it_says_where(cells):
    assert refusal(reader(**cells)) is None
