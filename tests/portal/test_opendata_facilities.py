"""Published tables of places → facilities: the four real files, and odd files of every other kind."""

from datetime import datetime
from pathlib import Path

import pytest
from django.utils import timezone

from portal.opendata.facilities import NoTable, import_places, read_places
from portal.opendata.profiles import UnknownProfile, profiles
from portal.opendata.sources import licence_name
from spaces.models import Facility, OpeningHours

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parents[1] / "data" / "opendata"
NOW = datetime(2026, 11, 24, 9, tzinfo=timezone.get_default_timezone())
FILES = {
    "koriyama_nurseryData.cp932.csv": 157,
    "takamatsu_0003_civic_activity_facility.csv": 4,
    "takamatsu_0019_childrens_hall.csv": 9,
    "takamatsu_0022_regional_support_base.csv": 14,
}


def read(text, *, name="places.csv", encoding="utf-8", **options):
    return read_places(text.encode(encoding), file_name=name, **options)


def load(text, **options):
    return import_places(read(text, **options), read_at=NOW)


def load_file(name):
    return import_places(read_places((DATA / name).read_bytes(), file_name=name), read_at=NOW)


def from_file(name, place):
    """One place of a real file, imported alone."""
    reading = read_places((DATA / name).read_bytes(), file_name=name)
    reading.table.rows = [row for row in reading.table.rows if place in row.cells]
    import_places(reading, read_at=NOW)
    return Facility.objects.get()


def only(text, **options):
    load(text, **options)
    return Facility.objects.get()


def outcome(report):
    return report.created, report.updated, report.unchanged, len(report.rejected)


def problems(report):
    return [(one.row, one.column, one.value) for one in report.warnings if one.row]


@pytest.mark.parametrize(("name", "rows"), FILES.items())
def test_real_file_is_read_completely_with_positions_and_changes_nothing_the_second_time(name, rows):
    first, second = load_file(name), load_file(name)

    assert (outcome(first), outcome(second)) == ((rows, 0, 0, 0), (0, 0, rows, 0))
    assert not Facility.objects.filter(latitude=None).exists()


def test_takamatsu_names_its_licence_as_the_file_does():
    load_file("takamatsu_0022_regional_support_base.csv")

    place = Facility.objects.get(source_key="2")
    assert (place.source_attribution, place.source_licence, place.kind) == ("高松市", "CC BY 3.0", "support_base")


def test_takamatsu_hours_hold_weekly_when_certain():
    load_file("takamatsu_0022_regional_support_base.csv")

    hours = OpeningHours.objects.filter(facility__source_key="9").order_by("weekday")
    assert [(one.weekday, one.opens_minute, one.closes_minute) for one in hours] == [
        (day, 600, 930) for day in range(5)
    ]


def test_takamatsu_hours_stay_in_words_when_doubtful():
    load_file("takamatsu_0003_civic_activity_facility.csv")

    place = Facility.objects.get(name="高松市男女共同参画センター")
    assert place.hours_note.startswith("月水木金土日 9:00～21:00\n土日祝日は開館（09:00～17:00）")
    assert not place.opening_hours.exists()


def test_takamatsu_phones_stay_apart_when_websites_are_blank():
    load_file("takamatsu_0003_civic_activity_facility.csv")

    place = Facility.objects.get(name="高松市福岡会館")
    assert (place.phone, place.website, place.hours_note) == ("087-822-5939", "", "")


def test_koriyama_ages_are_months_and_stay_in_words():
    place = from_file("koriyama_nurseryData.cp932.csv", "香久池保育所")

    assert (place.age_from_months, place.age_to_months, place.age_label) == (1, 71, "57日～5歳")


def test_koriyama_names_are_full_width_when_published_in_half_width_kana():
    place = from_file("koriyama_nurseryData.cp932.csv", "ﾆﾁｲｷｯｽﾞ郡山ｴｽﾊﾟﾙ保育園")

    assert (place.name, place.source_row["Name"]) == ("ニチイキッズ郡山エスパル保育園", "ﾆﾁｲｷｯｽﾞ郡山ｴｽﾊﾟﾙ保育園")


def test_koriyama_hours_stay_in_words_because_no_weekday_is_told():
    place = from_file("koriyama_nurseryData.cp932.csv", "芳賀保育所")

    assert (place.hours_note, place.opening_hours.count(), place.note) == ("7:30～19:30", 0, "延長保育：あり")


def test_koriyama_is_attributed_by_its_profile():
    reading = read_places((DATA / "koriyama_nurseryData.cp932.csv").read_bytes(), file_name="nurseryData.csv")

    assert (reading.source.attribution, reading.source.licence) == ("郡山市ソーシャルメディア推進課", "MIT")


@pytest.mark.parametrize("name", sorted(profiles()))
def test_profile_is_found_when_the_header_is_its_own(name):
    header = ",".join(profiles()[name].header)

    assert read(f"{header}\n").profile.name == name


PRESCHOOL = profiles()["preschool"].header


def standard_row(**cells):
    return ",".join(PRESCHOOL) + "\n" + ",".join(f'"{cells.get(column, "")}"' for column in PRESCHOOL) + "\n"


def test_standard_childcare_table_fills_the_fields():
    text = standard_row(
        全国地方公共団体コード="112038",
        ID="K0000001",
        地方公共団体名="川口市",
        名称="ひまわり保育園",
        名称_カナ="ヒマワリホイクエン",
        種別="認可公立保育所",
        所在地_連結表記="埼玉県川口市青木1-1",
        所在地_都道府県="埼玉県",
        緯度="35.8",
        経度="139.7",
        郵便番号="3320000",
        収容定員="90",
        受入年齢="生後57日～就学前",
        利用可能曜日="月火水木金土",
        開始時間="07:00",
        終了時間="19:00",
        子供預かり開所時間="09:00",
        子供預かり閉所時間="12:00",
        授乳室="有",
        おむつ替えコーナー="有",
        ベビーカー利用="無",
        一時預かりの有無="有",
    )

    place = only(text, encoding="cp932")

    assert (place.kana, place.kind, place.postal_code, place.capacity) == (
        "ひまわりほいくえん",
        "nursery",
        "332-0000",
        90,
    )
    assert (place.nursing_room, place.diaper_table, place.stroller, place.step_free) == (True, True, False, None)
    assert (place.source_dataset, place.source_key, place.note) == ("112038/preschool", "K0000001", "一時預かり：あり")
    assert (place.age_from_months, place.age_to_months, place.opening_hours.count()) == (1, 83, 6)


def test_address_is_put_together_when_it_stands_in_parts():
    text = standard_row(
        名称="A", 所在地_都道府県="埼玉県", 所在地_市区町村="川口市", 所在地_町字="青木", 所在地_番地以下="1-1"
    )

    assert only(text).address == "埼玉県川口市青木1-1"


def test_address_starts_with_the_city_when_it_stands_in_a_column_of_its_own():
    assert only("市区町村名,名称,住所\n川口市,A,青木1-1\n").address == "川口市青木1-1"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("施設名称,所在地,TEL\n児童館,中央1,03-1111-1111\n", id="synonyms"),
        pytest.param(
            "子育て施設の一覧,,\n更新日:2024/4/1,,\n施設名,住所,電話番号\n児童館,中央1,03-1111-1111\n", id="notes above"
        ),
        pytest.param("施設名\t所在地\t電話\n児童館\t中央1\t03-1111-1111\n", id="tabs"),
        pytest.param(
            '"施設\n名","住\n所","電話\n番号"\n"児童館","中央1","03-1111-1111"\n', id="line ends in the header"
        ),
        pytest.param("施設名,住所,電話番号\r児童館,中央1,０３－１１１１－１１１１\r", id="CR and full-width digits"),
        pytest.param(
            "放課後児童クラブ名,クラブ所在地,施設電話番号\n児童館,中央1,03-1111-1111\n", id="names by their ending"
        ),
        pytest.param("施設名,住所,電話番号,,,\n児童館,中央1,03-1111-1111,,,\n,,,,,\n", id="blank columns and rows"),
        pytest.param("名称,名称,住所,電話番号\n,児童館,中央1,03-1111-1111\n", id="column twice"),
        pytest.param('施設名,住所,電話番号\n"児童館","中央1",="03-1111-1111"\n', id="spreadsheet formula"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932", "utf-16"])
def test_place_is_read_when_the_table_has(text, encoding):
    place = only(text, encoding=encoding)

    assert (place.name, place.address, place.phone) == ("児童館", "中央1", "03-1111-1111")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("名称,住所\n,中央1\n", (2, "名称", ""), id="no name"),
        pytest.param("名称,住所\n児童館,\n", (2, "住所", ""), id="no address"),
        pytest.param("名称,住所\n児童館,ハイツ108,110\n", (2, "", "110"), id="a comma too many"),
        pytest.param('名称,住所,電話番号\n児童館,"中央1\n', (2, "", "中央1"), id="a quote left open"),
        pytest.param(f"名称,住所\n{'あ' * 121},中央1\n", (2, "名称", "あ" * 121), id="a name too long"),
    ],
)
def test_row_is_refused_by_line_column_and_value_when_it_has(text, expected):
    report = load(text + "公民館,中央2\n")

    first = report.rejected[0]
    assert (first.row, first.column, first.value) == expected
    assert list(Facility.objects.values_list("name", flat=True)) == ["公民館"]


def test_row_is_refused_when_the_same_place_stands_above():
    report = load("ID,名称,住所\nK0001,児童館,中央1\nK0001,公民館,中央2\n")

    assert (outcome(report), report.rejected[0].row, report.rejected[0].column) == ((1, 0, 0, 1), 3, "ID")


@pytest.mark.parametrize(
    ("columns", "cells", "expected"),
    [
        ("緯度,経度", "139.7,35.8", [(2, "緯度", "139.7")]),
        ("緯度,経度", "0,0", [(2, "緯度", "0")]),
        ("位置情報", "不明な所", [(2, "位置情報", "不明な所")]),
        ("電話番号", "963-8035", [(2, "電話番号", "963-8035")]),
        ("URL", "javascript:alert(1)", [(2, "URL", "javascript:alert(1)")]),
        ("対象年齢", "どなたでも", [(2, "対象年齢", "どなたでも")]),
        ("定員", "多数", [(2, "定員", "多数")]),
        ("利用可能曜日", "不定", [(2, "利用可能曜日", "不定")]),
        ("郵便番号", "123", [(2, "郵便番号", "123")]),
        ("市区町村コード", "92012", [(2, "市区町村コード", "92012")]),
        ("メールアドレス", "市役所", [(2, "メールアドレス", "市役所")]),
        ("駐車場", "あ" * 201, [(2, "駐車場", "あ" * 200)]),
        ("備考", "", []),
    ],
)
def test_cell_brings_a_warning_and_the_row_is_kept_when_it_cannot_be_read(columns, cells, expected):
    report = load(f"名称,住所,{columns}\n児童館,中央1,{cells}\n")

    assert (outcome(report), problems(report)) == ((1, 0, 0, 0), expected)


def test_rows_are_counted_by_their_line_when_cells_hold_line_ends():
    report = load('名称,住所,備考\r\n児童館,中央1,"一\r\n二"\r\n,中央2,\r\n')

    assert ([one.row for one in report.rejected], Facility.objects.get().note) == ([4], "一\n二")


def test_short_row_is_kept_with_a_warning():
    report = load("名称,住所,電話番号,備考\n児童館,中央1\n")

    assert (outcome(report), problems(report)) == ((1, 0, 0, 0), [(2, "電話番号", "")])


def test_city_code_gets_its_zero_back_when_the_check_digit_proves_it():
    assert only("市区町村コード,名称,住所\n92011,児童館,中央1\n").address_code == "092011"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("ID,名称,住所\nKD0001,児童館,中央1\n", "ID,名称,住所\nKD0001,こども館,北2\n", id="by ID"),
        pytest.param("NO,名称,住所\n1,児童館,中央1\n", "NO,名称,住所\n1,こども館,中央1\n", id="by number and address"),
        pytest.param("NO,名称,住所\n1,児童館,中央1\n", "NO,名称,住所\n1,児童館,北2\n", id="by number and name"),
        pytest.param("NO,名称,住所\n1,児童館,中央1\n", "NO,名称,住所\n7,児童館,中央1\n", id="by name and address"),
        pytest.param("名称,住所,備考,,\n児童館,中央1\n", "名称,住所,備考\n児童館,中央1,改修中\n", id="blank headings"),
        pytest.param("名称,住所,備考\n児童館,中央1,\n", "名称,住所,備考\n児童館,中央1,改修中\n", id="without a number"),
    ],
)
def test_place_is_updated_when_the_next_edition_knows_it(before, after):
    load(before)

    assert outcome(load(after)) == (0, 1, 0, 0)
    assert outcome(load(after)) == (0, 0, 1, 0)


def test_places_are_kept_apart_when_two_tables_number_them_alike():
    load("NO,名称,住所\n1,児童館,中央1\n")
    load("NO,名称,住所\n1,公民館,北2\n")

    assert Facility.objects.count() == 2


def test_places_are_kept_apart_when_two_cities_use_the_same_id():
    load("市区町村コード,ID,名称,住所\n112038,K00001,児童館,中央1\n")
    load("市区町村コード,ID,名称,住所\n372013,K00001,公民館,北2\n")

    assert set(Facility.objects.values_list("source_dataset", flat=True)) == {"112038", "372013"}


def test_edited_reading_stays_when_the_table_tells_none():
    load("名称,住所\n児童館,中央1\n")
    Facility.objects.update(kana="じどうのやかた")

    load("名称,住所\n児童館,中央1\n")

    assert Facility.objects.get().kana == "じどうのやかた"


def test_address_of_the_page_differs_when_names_are_alike():
    load("名称,住所\n児童館,中央1\n児童館,北2\n")

    assert sorted(Facility.objects.values_list("slug", flat=True)) == ["jidokan", "jidokan-2"]


@pytest.mark.parametrize("dry", [True, False])
def test_dry_run_tells_the_same_and_writes_nothing(dry):
    reading = read("名称,住所\n児童館,中央1\n")

    report = import_places(reading, read_at=NOW, is_dry_run=dry)

    assert (outcome(report), Facility.objects.count()) == ((1, 0, 0, 0), 0 if dry else 1)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("こんにちは\n", id="words"),
        pytest.param("日付,気温\n2024-01-01,5\n", id="unknown columns"),
        pytest.param("イベント名,開始日,場所名称,住所\n祭り,2024-01-01,広場,中央1\n", id="events"),
        pytest.param("データ名称,データ概要,URL\n一覧,,\n", id="catalogue"),
        pytest.param("名称,住所,設置位置,小児対応設備の有無\n市役所,中央1,1階,有\n", id="AED"),
        pytest.param("#property,name,address,installationPosition\n1,市役所,中央1,1階\n", id="AED in English"),
        pytest.param("№,対象,開催日,行事名,場所名称,TEL\n1,両方,9月11日（水）,講座,会館,\n", id="events of a month"),
        pytest.param("名称,住所,文化財分類\n古墳,中央1,史跡\n", id="monuments"),
        pytest.param("名称,住所,開催日\n祭り,中央1,2024/8/5\n", id="events by their days"),
        pytest.param("PK\x03\x04", id="a spreadsheet"),
        pytest.param("名称,電話番号\n児童館,03-1111-1111\n", id="no place"),
        pytest.param("住所,電話番号\n中央1,03-1111-1111\n", id="no name"),
    ],
)
def test_file_is_refused_when_it_holds(text):
    with pytest.raises(NoTable):
        read(text)


def test_table_of_places_is_read_when_its_days_are_weekdays():
    place = only("名称,住所,開催日,開催時間\n子育てサロン,中央1,毎週火曜日,10:00～11:30\n")

    assert [(one.weekday, one.opens_minute, one.closes_minute) for one in place.opening_hours.all()] == [(1, 600, 690)]


def test_hours_are_read_when_each_kind_of_day_has_its_column():
    header = "#property,name,address,Establisher,startTimeWeekDays,startTimeSaturday,startTimeSundays,targetAge"
    place = only(
        f"{header}\n1,なちゅれ保育園,760-0079 高松市松縄町34-4,株式会社,7：30～18：30,7：30～12：30,休,3ヶ月～2歳児\n"
    )

    assert (place.opening_hours.count(), place.age_from_months, place.age_to_months) == (6, 3, 35)
    assert (place.operator_name, place.postal_code, place.address) == ("株式会社", "760-0079", "高松市松縄町34-4")


def test_file_is_refused_when_the_profile_does_not_exist():
    with pytest.raises(UnknownProfile):
        read("名称,住所\n児童館,中央1\n", profile="nowhere")


def test_profile_is_obeyed_when_named():
    assert read("名称,住所\n児童館,中央1\n", profile="preschool").profile.name == "preschool"


def test_origin_is_read_from_notes_above():
    reading = read("出典：〇〇市こども課\nCC-BY 4.0 で提供\n名称,住所\n児童館,中央1\n")

    assert (reading.source.attribution, reading.source.licence) == ("〇〇市こども課", "CC BY 4.0")


def test_origin_is_what_the_caller_says_when_given():
    place = only("名称,住所\n児童館,中央1\n", attribution="〇〇市", licence="CC0 1.0")

    assert (place.source_attribution, place.source_licence) == ("〇〇市", "CC0 1.0")


def test_missing_licence_is_a_warning():
    assert [one.row for one in read("名称,住所\n児童館,中央1\n").warnings] == [0, 0]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("http://creativecommons.org/licenses/by/3.0/deed.ja", "CC BY 3.0"),
        ("https://creativecommons.org/licenses/by-sa/4.0/", "CC BY-SA 4.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0"),
        ("CC-BY", "CC BY"),
        ("クリエイティブ・コモンズ・ライセンス 表示 4.0", "CC BY 4.0"),
        ("政府標準利用規約（第2.0版）", "政府標準利用規約（第2.0版）"),
    ],
)
def test_licence_is_named_as_people_know_it(text, name):
    assert licence_name(text) == name
