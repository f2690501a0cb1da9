"""The written-down database is what the migrations make."""

import re
import sqlite3

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from portal.services import fresh
from tests import databases

pytestmark = pytest.mark.skipif("postgres" in settings.DATABASES["default"]["ENGINE"], reason="a matter of SQLite")
CHANCE = re.compile(r"'[0-9a-f]{32}'|'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?'")


@pytest.fixture
def empty(django_db_setup, django_db_blocker, tmp_path):
    with django_db_blocker.unblock(), databases.swapped(str(tmp_path / "empty.sqlite3")):
        yield tmp_path / "empty.sqlite3"


def lines(path):
    database = sqlite3.connect(path)
    found = sorted(CHANCE.sub("''", line) for line in database.iterdump())
    database.close()
    return found


def test_fresh_when_migrations_changed_then_it_was_written_anew():
    assert fresh.is_current(), "run `manage.py freeze_schema` and commit deploy/fresh.sql"


def test_load_when_the_database_is_empty_then_equals_migrating(empty, tmp_path):
    with databases.swapped(str(tmp_path / "migrated.sqlite3")):
        call_command("migrate", verbosity=0, interactive=False)

    assert fresh.load()

    assert lines(empty) == lines(tmp_path / "migrated.sqlite3")


def test_load_when_there_are_tables_already_then_hands_off(empty):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE mine (id integer)")

    assert not fresh.load()
    assert connection.introspection.table_names() == ["mine"]


def test_load_when_written_from_other_migrations_then_passed_over(empty, tmp_path, monkeypatch):
    (tmp_path / "old.sql").write_text("-- 0123456789abcdef\nCREATE TABLE wrong (id integer);\n")
    monkeypatch.setattr(fresh, "FRESH", tmp_path / "old.sql")

    assert not fresh.load()
    assert connection.introspection.table_names() == []
