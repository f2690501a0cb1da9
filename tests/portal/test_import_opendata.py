"""The command that reads open data: one line of JSON, exit codes that say what happened."""

import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from spaces.models import Facility

pytestmark = pytest.mark.django_db
TABLE = "名称,住所\n児童館,中央1\n,北2\n"


@pytest.fixture
def run(capsys):
    def call(*arguments):
        call_command("import_opendata", *map(str, arguments))
        return json.loads(capsys.readouterr().out)

    return call


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "places.csv"
    path.write_text(TABLE, encoding="cp932")
    return path


def test_import_prints_counts_and_refusals(run, table):
    printed = run("facilities", table, "--licence", "CC BY 4.0", "--attribution", "〇〇市")

    assert printed == {
        "rows": 2,
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "rejected": [{"row": 3, "column": "名称", "value": "", "problem": "名称がありません。"}],
        "warnings": [],
    }


def test_import_prints_the_same_when_it_is_a_dry_run(run, table):
    rehearsed = run("facilities", table, "--dry-run")

    assert Facility.objects.count() == 0
    assert run("facilities", table) == rehearsed


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(["facilities", "nowhere.csv"], 1, id="no such file"),
        pytest.param(["facilities", "."], 1, id="a folder"),
        pytest.param(["events", "table"], 1, id="a kind that is not read yet"),
        pytest.param(["facilities", "table", "--profile", "nowhere"], 2, id="no such profile"),
        pytest.param(["facilities", "words"], 1, id="no table"),
    ],
)
def test_import_gives_up_with_a_sentence_when(arguments, code, table, tmp_path, capsys):
    (tmp_path / "words").write_text("こんにちは")
    places = {"table": str(table), "words": str(tmp_path / "words")}

    with pytest.raises(CommandError) as refusal:
        call_command("import_opendata", *[places.get(one, one) for one in arguments])

    assert refusal.value.returncode == code
    assert json.loads(capsys.readouterr().out)["detail"] == str(refusal.value)
