"""A city in a folder: set up from CSV, written out again, read back; every bad cell is named."""

import csv
import json
import shutil
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from organizations.models import AddressRange, Attachment, District, Organization, Topic, User
from portal.models import CitySettings
from portal.opendata.city import BadCity, init_city
from portal.opendata.city_columns import SHEETS, TABLES, day, degrees, kind, number, paragraphs, yes_or_no
from spaces.models import Closure, SchoolHoliday
from tests.factories.organizations import MembershipFactory

pytestmark = pytest.mark.django_db
TEMPLATE = Path(__file__).parents[2] / "docs" / "city-template"


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(TEMPLATE, tmp_path / "city"))


@pytest.fixture
def export(tmp_path, capsys):
    def run(name="out"):
        call_command("export_city", str(tmp_path / name))
        return tmp_path / name, json.loads(capsys.readouterr().out)

    return run


def total(counts, outcome):
    return sum(one[outcome] for one in counts.values())


def replace(folder, file, old, new):
    path = folder / file
    path.write_text(path.read_text().replace(old, new))


def mend(folder):
    with pytest.raises(BadCity) as refusal:
        init_city(folder)
    return [(one["file"], one["row"], one["column"], one["value"]) for one in refusal.value.problems]


def test_template_has_every_file_and_every_column():
    headers = {}
    for path in TEMPLATE.glob("*.csv"):
        lines = [line for line in csv.reader(path.open(encoding="utf-8")) if not line[0].startswith("#")]
        headers[path.name] = lines[0]

    assert headers == {table.file: [column.title for column in table.columns] for table in TABLES} | {
        sheet.file: ["項目", "値"] for sheet in SHEETS
    }


def test_template_names_every_setting():
    items = {row[0] for sheet in SHEETS for row in csv.reader((TEMPLATE / sheet.file).open(encoding="utf-8"))}

    assert {item.title for sheet in SHEETS for item in sheet.items} <= items


def test_init_city_sets_everything_up(folder):
    init_city(folder)

    counts = [
        model.objects.count() for model in (District, AddressRange, Organization, Topic, Closure, SchoolHoliday, User)
    ]
    assert (counts, CitySettings.current().city_name) == ([3, 3, 3, 7, 1, 2, 1], "あさぎり市")


def test_init_city_ties_districts_and_departments(folder):
    init_city(folder)

    central = District.objects.get(code="e1")
    assert [one.code for one in (*central.parents.all(), *central.neighbours.all())] == ["c1", "e2"]
    assert [one.slug for one in Organization.objects.get(slug="kosodate").successors.all()] == ["kodomo-mirai"]


def test_init_city_lets_the_first_administrator_in(folder):
    init_city(folder)

    person = User.objects.get(staff_number="10001")
    assert (person.email, person.has_usable_password(), person.is_superuser) == ("admin@example.jp", False, True)
    assert [group.name for group in person.groups.all()] == ["administrator"]


def test_init_city_changes_nothing_the_second_time(folder):
    first, second = init_city(folder), init_city(folder)

    assert (total(first, "created"), total(first, "unchanged")) == (21, 0)
    assert (total(second, "unchanged"), total(second, "created"), total(second, "updated")) == (21, 0, 0)


@pytest.mark.parametrize(
    ("file", "old", "new", "changed"),
    [
        ("city.csv", "こども未来課", "こども課", "settings"),
        ("districts.csv", "Chuo", "Central", "districts"),
        ("departments.csv", "000-000-0001", "000-000-0009", "departments"),
        ("topics.csv", "学び", "学ぶ", "topics"),
        ("administrators.csv", "管理 花子", "管理 一郎", "administrators"),
    ],
)
def test_init_city_updates_one_row_when_one_cell_changed(folder, file, old, new, changed):
    init_city(folder)
    replace(folder, file, old, new)

    counts = init_city(folder)

    assert {name: one["updated"] for name, one in counts.items() if one["updated"]} == {changed: 1}


def test_init_city_reads_what_a_spreadsheet_saves(folder):
    for path in folder.glob("*.csv"):
        path.write_bytes(path.read_text().replace("\n", "\r\n").encode("cp932"))

    init_city(folder)

    assert District.objects.get(code="e1").name == "中央小学校区"


def test_init_city_needs_only_the_city_itself(folder):
    for path in folder.glob("*.csv"):
        if path.name != "city.csv":
            path.unlink()

    assert total(init_city(folder), "created") == 1


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("city.csv", "000001", "000002", ("city.csv", 0, "全国地方公共団体コード", "000002")),
        ("city.csv", "担当課,", "係,", ("city.csv", 7, "項目", "係")),
        ("city.csv", "#0f6a5b", "#ffff00", ("city.csv", 0, "色", "#ffff00")),
        ("districts.csv", "e1,中央", "中,中央", ("districts.csv", 4, "コード", "中")),
        ("districts.csv", "e1,中央小学校区", "e1,", ("districts.csv", 4, "名称", "")),
        ("districts.csv", "中学校区,,,,,", "学校区,,,,,", ("districts.csv", 3, "種別", "学校区")),
        ("districts.csv", "35.0,", "北緯35,", ("districts.csv", 4, "緯度", "北緯35")),
        ("districts.csv", "c1,e1,35.02", "c9,e1,35.02", ("districts.csv", 5, "上の地区のコード", "c9")),
        ("districts.csv", "緯度,", "高さ,", ("districts.csv", 2, "高さ", "")),
        ("addresses.csv", ",e2,", ",e9,", ("addresses.csv", 5, "地区のコード", "e9")),
        ("addresses.csv", "121,", "百,", ("addresses.csv", 5, "番地から", "百")),
        ("departments.csv", "2025-03-31", "2025-02-31", ("departments.csv", 3, "有効期間の最終日", "2025-02-31")),
        (
            "departments.csv",
            "2025-03-31,kodomo",
            "2025-03-31,nobody",
            ("departments.csv", 3, "引き継ぐ課のコード", "nobody-mirai"),
        ),
        ("closing_days.csv", "2027-01-03", "正月", ("closing_days.csv", 3, "最終日", "正月")),
        ("administrators.csv", "admin@example.jp", "admin", ("administrators.csv", 3, "メール", "admin")),
        ("administrators.csv", "10001,admin@example.jp", ",", ("administrators.csv", 3, "メール", "")),
    ],
)
def test_init_city_names_the_cell_and_writes_nothing_when_it_is_bad(folder, file, old, new, problem):
    replace(folder, file, old, new)

    assert problem in mend(folder)
    assert not District.objects.exists()


def test_init_city_names_all_bad_cells_at_once(folder):
    replace(folder, "districts.csv", "小学校区,c1", "学区,c1")
    replace(folder, "closing_days.csv", "2026-12-29", "")

    assert [(file, row) for file, row, _column, _value in mend(folder)] == [
        ("districts.csv", 4),
        ("districts.csv", 5),
        ("addresses.csv", 3),
        ("addresses.csv", 4),
        ("addresses.csv", 5),
        ("closing_days.csv", 3),
    ]


def test_export_city_writes_lists_that_set_a_city_up_alike(folder, export):
    init_city(folder)

    written, _printed = export()

    assert total(init_city(written), "unchanged") == 21


def test_export_city_gives_the_same_lists_again_when_read_into_an_empty_city(folder, export):
    init_city(folder)
    written, _printed = export()
    for model in (AddressRange, District, Organization, Topic, Closure, SchoolHoliday, User, CitySettings):
        model.objects.all().delete()

    init_city(written)

    again, _printed = export("again")
    for path in written.glob("*.csv"):
        assert (again / path.name).read_text() == path.read_text()


def test_export_city_writes_records_without_secrets(export):
    member = MembershipFactory(pin="hash")

    written, printed = export()

    rows = json.loads((written / "data" / "organizations.membership.json").read_text())
    assert [(row["id"], row["user"], "pin" in row) for row in rows] == [(member.pk, member.user.pk, False)]
    assert printed["records"]["data/organizations.membership.json"] == 1


def test_export_city_explains_every_field_it_writes(export):
    MembershipFactory()

    written, _printed = export()

    told = {
        (row["file"], row["field"]) for row in csv.DictReader((written / "definitions.csv").open(encoding="utf-8-sig"))
    }
    for path in (written / "data").glob("*.json"):
        for row in json.loads(path.read_text()):
            assert {(f"data/{path.name}", field) for field in row} - told == {(f"data/{path.name}", "id")}


def test_export_city_copies_files_and_names_lost_ones(export, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    kept, lost = (
        Attachment.objects.create(title=name, file=ContentFile(b"a", name=name)) for name in ("a.txt", "b.txt")
    )
    lost.file.storage.delete(lost.file.name)

    written, printed = export()

    assert ((written / "media" / kept.file.name).read_bytes(), printed["files"]) == (b"a", 1)
    assert printed["lost_files"] == [lost.file.name]


def test_export_city_can_be_read_by_its_owner_only(export):
    written, _printed = export()

    assert written.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("command", ["init_city", "export_city"])
def test_command_gives_up_with_a_sentence_when_the_folder_will_not_do(command, tmp_path, capsys):
    (tmp_path / "something").write_text("else")

    with pytest.raises(CommandError) as refusal:
        call_command(command, str(tmp_path))

    assert json.loads(capsys.readouterr().out)["detail"] == str(refusal.value)


def test_command_prints_problems_when_cells_are_bad(folder, capsys):
    replace(folder, "city.csv", "あさぎり市\n市の名前のよみ", "\n市の名前のよみ")

    with pytest.raises(CommandError):
        call_command("init_city", str(folder))

    printed = json.loads(capsys.readouterr().out)
    assert [(one["row"], one["column"]) for one in printed["problems"]] == [(3, "市の名前")]


@pytest.mark.parametrize(
    ("read", "cell", "value"),
    [
        (day, "2026年4月1日", "2026-04-01"),
        (day, "２０２６／４／１", "2026-04-01"),
        (number, "１２", "12"),
        (degrees, "35.5", "35.5"),
        (yes_or_no, "", "True"),
        (yes_or_no, "いいえ", "False"),
        (kind, "自治会区域", "neighbourhood"),
        (paragraphs, "一 <二>\n三", "<p>一 &lt;二&gt;</p><p>三</p>"),
        (paragraphs, "<p>一</p>", "<p>一</p>"),
    ],
)
def test_cell_is_read_when_written_as(read, cell, value):
    assert str(read(cell)) == value
