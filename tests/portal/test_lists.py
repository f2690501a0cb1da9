"""The list of groups: tried first, taken over a little at a time, and out again."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from openpyxl import Workbook, load_workbook

from organizations.models import Attestation, Organization
from portal.models import ListImport
from portal.opendata import groups
from portal.services import list_imports
from tests.factories.organizations import ContactPointFactory, DistrictFactory, OrganizationFactory, TopicFactory

pytestmark = pytest.mark.django_db
HEAD = "名称,ひとこと,電話,地区コード,対象（か月から）,ホームページ\n"
GOOD = "ひだまりの会,親子で集まる会です,000-111-1111,kita,0,\n"


@pytest.fixture
def desk(client, coordinator):
    client.force_login(coordinator)
    DistrictFactory(code="kita")
    return client


def handed_in(desk, text, encoding="utf-8", name="団体.csv"):
    data = text if isinstance(text, bytes) else text.encode(encoding)
    return desk.post("/desk/lists/groups/", {"file": SimpleUploadedFile(name, data)})


def worked():
    while list_imports.step():
        pass


def taken_over(desk, text, **more):
    page = handed_in(desk, text, **more).url
    worked()
    desk.post(page, {"take": "1"})
    worked()
    return ListImport.objects.latest("pk").report


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_list_when_handed_in_then_it_is_tried_and_nothing_changes_until_it_is_taken_over(desk, encoding):
    page = handed_in(desk, HEAD + GOOD, encoding=encoding).url
    waiting = desk.get(page).text
    worked()
    tried = desk.get(page).text
    before = Organization.objects.count()
    desk.post(page, {"take": "1"})
    worked()

    group = Organization.objects.get()
    assert "<progress" in waiting
    assert 'name="take"' in tried
    assert before == 0
    assert (group.name, group.status, group.contacts.get().value) == ("ひだまりの会", "active", "000-111-1111")
    assert [district.code for district in group.districts.all()] == ["kita"]
    assert not Attestation.objects.exists()


def test_list_when_handed_in_again_then_it_changes_and_never_doubles(desk):
    first = taken_over(desk, HEAD + GOOD)
    again = taken_over(desk, HEAD + GOOD)
    changed = taken_over(desk, HEAD + GOOD.replace("親子", "だれでも"))

    assert [(one["created"], one["updated"], one["unchanged"]) for one in (first, again, changed)] == [
        (1, 0, 0),
        (0, 0, 1),
        (0, 1, 0),
    ]
    assert Organization.objects.get().summary == "だれでもで集まる会です"


def test_list_when_rows_are_broken_then_each_is_named_by_its_row_and_the_rest_come_in(desk):
    rows = [
        GOOD,
        ",名前がない,,,,\n",
        "あおぞら,公園で遊ぶ,,minami,,\n",
        "そら,空の会,,,six,\n",
        "うみ,海の会,,,,javascript:alert(1)\n",
        GOOD,
        "もり,森の会,,,,\n",
    ]

    report = taken_over(desk, HEAD + "".join(rows))

    assert [(one["row"], one["value"]) for one in report["rejected"]] == [
        (3, ""),
        (4, "minami"),
        (5, "six"),
        (6, "javascript:alert(1)"),
        (7, "ひだまりの会"),
    ]
    assert sorted(Organization.objects.values_list("name", flat=True)) == ["ひだまりの会", "もり"]


def test_list_when_it_is_none_then_the_form_says_so(desk):
    pages = [handed_in(desk, "a,b\n1,2\n"), handed_in(desk, b"PK\x03\x04broken", name="a.xlsx")]

    assert [page.status_code for page in pages] == [200, 200]
    assert not ListImport.objects.exists()


def test_list_when_read_from_excel_then_numbers_and_formulas_are_words(desk):
    book = Workbook()
    book.active.append(["名称", "ひとこと", "対象（か月から）"])
    book.active.append(["表の会", "表で数える", 6])
    packed = BytesIO()
    book.save(packed)

    taken_over(desk, packed.getvalue(), name="団体.xlsx")

    assert Organization.objects.get().age_from_months == 6


@pytest.mark.parametrize("form", ["csv", "xlsx", "csv?encoding=cp932"])
def test_list_when_written_and_read_again_then_nothing_changes_and_no_cell_is_a_formula(desk, form):
    group = OrganizationFactory(name="=HYPERLINK(1)", summary="+会", purpose="一行目\n二行目", topics=[TopicFactory()])
    ContactPointFactory(organization=group, value="+81-0-000-0000")

    data = desk.get(f"/desk/lists/groups.{form}").content
    report = taken_over(desk, data, name=f"a.{form[:4]}")

    assert (report["created"], report["updated"], report["unchanged"], report["rejected"]) == (0, 0, 1, [])
    if form == "xlsx":
        cells = [cell.data_type for row in load_workbook(BytesIO(data)).active.iter_rows() for cell in row]
        assert "f" not in cells


def test_step_when_a_worker_dies_in_between_then_the_next_goes_on_where_it_was(desk, monkeypatch):
    page = handed_in(desk, HEAD + "".join(f"会{number},会です,,,,\n" for number in range(120))).url
    worked()
    desk.post(page, {"take": "1"})
    run = ListImport.objects.get()
    list_imports._walk(run.pk)
    halfway = ListImport.objects.get().done, Organization.objects.count()

    worked()

    assert halfway == (50, 50)
    assert ListImport.objects.get().report["created"] == Organization.objects.count() == 120
    assert ListImport.objects.get().rows == []


def test_list_when_dropped_then_its_rows_are_forgotten(desk):
    page = handed_in(desk, HEAD + GOOD).url
    worked()

    desk.post(page, {"drop": "1"})

    run = ListImport.objects.get()
    assert (run.status, run.rows, Organization.objects.count()) == ("dropped", [], 0)


def test_command_when_it_reads_a_list_then_twice_changes_nothing(tmp_path, capsys):
    DistrictFactory(code="kita")
    file = tmp_path / "list.csv"
    file.write_bytes((HEAD + GOOD).encode("cp932"))

    for options in ({"dry_run": True}, {}, {}):
        call_command("import_opendata", "organizations", str(file), **options)

    lines = capsys.readouterr().out.strip().splitlines()
    assert ['"created": 1' in line for line in lines] == [True, True, False]
    assert Organization.objects.count() == 1


def test_read_list_when_it_has_ten_thousand_rows_then_all_are_read():
    text = HEAD + "".join(f"会{number},会です,,,,\n" for number in range(10_000))

    rows, unread = groups.read_list(text.encode("cp932"), file_name="a.csv")

    assert (len(rows), unread) == (10_000, [])


def excel(change=None, rows=()):
    """Write an Excel file; ``change`` spoils its sheet."""
    book, packed, spoiled = Workbook(), BytesIO(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(packed)
    if change is None:
        return packed.getvalue()
    with ZipFile(packed) as old, ZipFile(spoiled, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name == "xl/worksheets/sheet1.xml" else data)
    return spoiled.getvalue()


@pytest.mark.parametrize("change", [lambda data: data[:200], lambda _data: b"no sheet at all"])
def test_read_list_when_the_excel_file_is_broken_then_it_is_no_list(change):
    with pytest.raises(groups.NoList):
        groups.read_list(excel(change), file_name="a.xlsx")


def test_read_list_when_the_excel_file_is_locked_then_it_is_no_list():
    locked = bytearray(excel())
    locked[locked.rindex(b"PK\x01\x02") + 8] |= 1
    first = locked.index(b"PK\x01\x02")
    locked[first + 8] |= 1

    with pytest.raises(groups.NoList):
        groups.read_list(bytes(locked), file_name="a.xlsx")


def test_records_of_when_a_sheet_is_as_wide_as_it_can_be_then_only_its_beginning_is_read():
    wide = b'</row><row r="3"><c r="XFD3"><v>1</v></c></row>'
    data = excel(lambda data: data.replace(b"</row>", wide, 1), rows=[["名称", "ひとこと"], ["a", "b"]])

    assert max(len(record.cells) for record in groups.records_of(data)) <= groups.MOST_COLUMNS


def test_list_when_a_name_holds_what_no_sheet_can_then_it_is_written_all_the_same(desk):
    OrganizationFactory(name="ベル\x07の会")

    answer = desk.get("/desk/lists/groups.xlsx")

    assert load_workbook(BytesIO(answer.content)).active["B2"].value == "ベルの会"
