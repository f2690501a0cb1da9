"""A backup restored into an empty database equals its source."""

import json
import shutil
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection

from organizations.models import User
from portal.services import backups
from tests import databases
from tests.factories.organizations import MembershipFactory


@contextmanager
def empty_database(folder):
    """Let this process speak to a database without a single table."""
    folder.mkdir()
    if connection.vendor == "sqlite":
        with databases.swapped(str(folder / "empty.sqlite3")):
            yield
        return
    name = f"empty_{folder.parent.name}".lower()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    with databases.swapped(name):
        yield
    databases.drop_postgres(name)


@pytest.fixture
def city(file_database, tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    (tmp_path / "media/pictures").mkdir(parents=True)
    (tmp_path / "media/pictures/絵本.png").write_bytes(b"picture")
    MembershipFactory.create_batch(3)
    return tmp_path


def contents():
    """Return every row of every table, as the database itself writes them."""
    with connection.cursor() as cursor:
        found = {}
        for table in sorted(backups.tables()):
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = sorted(map(repr, cursor.fetchall()))
        return found


def restore_elsewhere(city, settings, source):
    settings.MEDIA_ROOT = str(city / "elsewhere/media")
    return backups.restore(source)


def test_restore_when_into_an_empty_database_then_equals_the_source(city, settings):
    before = contents()
    backups.back_up(city / "backup")

    with empty_database(city / "elsewhere"):
        restore_elsewhere(city, settings, city / "backup")
        after = contents()
        overlapping_guard = User.objects.count()

    assert after == before
    assert overlapping_guard == 3
    assert (city / "elsewhere/media/pictures/絵本.png").read_bytes() == b"picture"


def test_backup_when_made_then_only_its_owner_reads_it(city):
    backups.back_up(city / "backup")

    assert (city / "backup").stat().st_mode & 0o077 == 0


def test_backup_when_the_folder_is_not_empty_then_refused(city):
    with pytest.raises(ValidationError, match="空ではありません"):
        backups.back_up(city / "media")


def test_restore_when_the_database_is_not_empty_then_refused_and_unchanged(city):
    backups.back_up(city / "backup")

    with pytest.raises(ValidationError, match="空ではありません"):
        backups.restore(city / "backup")

    assert User.objects.count() == 3


def damage(folder):
    (folder / "media/pictures/絵本.png").write_bytes(b"other")


def lose(folder):
    (folder / "media/pictures/絵本.png").unlink()


def forge(folder):
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | {"engine": "oracle"}))


@pytest.mark.parametrize("harm", [damage, lose, forge, shutil.rmtree], ids=["changed", "lost", "other engine", "gone"])
def test_restore_when_the_backup_is_not_sound_then_refused_before_anything_is_written(city, settings, harm):
    backups.back_up(city / "backup")
    harm(city / "backup")

    with empty_database(city / "elsewhere"):
        with pytest.raises(ValidationError):
            restore_elsewhere(city, settings, city / "backup")
        assert backups.tables() == []


def test_commands_when_called_then_one_line_of_json(city):
    out = StringIO()
    call_command("backup", str(city / "backup"), stdout=out)

    assert json.loads(out.getvalue())["files"] == 2

    with pytest.raises(SystemExit) as stopped:
        call_command("restore", str(city / "backup"), stdout=(said := StringIO()))
    assert stopped.value.code == 1
    assert json.loads(said.getvalue())["detail"]
