import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from organizations.models import Appointment, User
from portal.opendata.staff import import_staff
from tests.factories.organizations import DepartmentFactory

pytestmark = pytest.mark.django_db
HEADER = "職員番号,氏名,ふりがな,メール,課,役割,兼務,開始日,終了日\n"
MORI = "A1,森 花子,もりはなこ,mori@city.example.jp,子育て支援課,担当課職員,,2026-04-01,\n"
TODAY = date(2026, 5, 1)


@pytest.fixture
def department(db):
    return DepartmentFactory(name="子育て支援課", slug="kosodate")


@pytest.fixture
def personnel(tmp_path, department):
    def write(text, encoding="utf-8"):
        path = tmp_path / "staff.csv"
        path.write_bytes((HEADER + text).encode(encoding))
        return path

    return write


def run(path, **options):
    return import_staff(path, today=TODAY, **options)


def test_list_makes_people_who_may_sign_in(personnel, department):
    report = run(personnel(MORI))

    user = User.objects.get()
    assert (report.rows, report.created) == (1, 1)
    assert (user.staff_number, user.name, user.is_active) == ("A1", "森 花子", True)
    assert [group.name for group in user.groups.all()] == ["department"]


def test_list_twice_changes_nothing(personnel):
    path = personnel(MORI)
    run(path)

    assert (run(path).unchanged, Appointment.objects.count()) == (1, 1)


def test_list_with_two_posts_of_one_person_gives_both_roles(personnel):
    run(personnel(MORI + "A1,森 花子,,mori@city.example.jp,kosodate,計画事務局,兼務,2026-04-01,2027-03-31\n"))

    assert {group.name for group in User.objects.get().groups.all()} == {"department", "plan_office"}
    assert Appointment.objects.filter(is_concurrent=True).count() == 1


def test_list_of_a_post_not_yet_begun_keeps_the_door_shut(personnel):
    run(personnel(MORI.replace("2026-04-01", "2026-10-01")))

    assert not User.objects.get().is_active


def test_list_in_the_encoding_of_office_programs_is_read_as_well(personnel):
    assert run(personnel(MORI, "cp932")).created == 1


@pytest.mark.parametrize(
    ("line", "column"),
    [
        pytest.param(MORI.replace("A1", ""), "職員番号", id="no number"),
        pytest.param(MORI.replace("森 花子", ""), "氏名", id="no name"),
        pytest.param(MORI.replace("森 花子", "あ" * 81), "氏名", id="name too long"),
        pytest.param(MORI.replace("mori@city.example.jp", "mori@"), "メール", id="broken address"),
        pytest.param(MORI.replace("子育て支援課", "ない課"), "課", id="unknown department"),
        pytest.param(MORI.replace("担当課職員", "王様"), "役割", id="unknown role"),
        pytest.param(MORI.replace("2026-04-01", "4月"), "開始日", id="no day"),
        pytest.param(MORI.replace("2026-04-01,", "2026-04-01,2026-03-01"), "終了日", id="ends before it begins"),
    ],
)
def test_bad_row_is_named_and_does_not_stop_the_others(personnel, line, column):
    report = run(personnel(line + MORI.replace("A1", "A2").replace("mori", "hayashi")))

    assert [(problem.row, problem.column) for problem in report.rejected] == [(2, column)]
    assert (report.rows, report.created) == (2, 1)


def test_dry_run_says_the_same_and_writes_nothing(personnel):
    path = personnel(MORI)

    dry = run(path, is_dry_run=True)

    assert not User.objects.exists()
    assert dry.as_json() == run(path).as_json()


def test_command_prints_one_line_of_json(personnel):
    out = StringIO()

    call_command("import_staff", personnel(MORI), stdout=out)

    assert json.loads(out.getvalue())["rows"] == 1


@pytest.mark.parametrize("text", [None, "a,b\n1,2\n"])
def test_command_without_a_list_says_why_and_fails(tmp_path, text):
    path = tmp_path / "list.csv"
    if text:
        path.write_text(text)
    out = StringIO()

    with pytest.raises(CommandError):
        call_command("import_staff", path, stdout=out)

    assert json.loads(out.getvalue())["detail"]
