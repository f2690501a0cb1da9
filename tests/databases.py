"""Databases for tests: migrated once, then copied, because Wagtail's migrations take ten seconds each time."""

import datetime
import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from portal.services import fresh as fresh_database
from portal.services.fresh import schema_key

CACHE = Path(settings.BASE_DIR) / ".cache"


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Keep other test processes out while a template is built."""
    CACHE.mkdir(exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def rename(name: str) -> None:
    connection.settings_dict["NAME"] = name


def sqlite_template() -> Path:
    """Return the migrated file, built on first use from the written-down database or, where that is old, migrating."""
    path = CACHE / f"template-{schema_key()}.sqlite3"
    with alone("sqlite"):
        if not path.exists():
            partial = path.with_suffix(".partial")
            partial.unlink(missing_ok=True)
            with swapped(str(partial)):
                if not fresh_database.load():
                    call_command("migrate", verbosity=0, interactive=False)
            partial.replace(path)
    return path


def sqlite_in_memory() -> None:
    """Point the connection at a copy in memory."""
    template = sqlite_template()
    rename(connection.creation._get_test_db_name())
    connection.ensure_connection()
    source = sqlite3.connect(template)
    source.backup(connection.connection)
    source.close()


def postgres_template() -> str:
    """Return the name of the migrated database, built on first use."""
    name = f"template_{schema_key()}"
    with alone(name), connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [f"{name}_ready"])
        if cursor.fetchone() is None:
            connection.settings_dict["TEST"]["NAME"] = name
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            connection.close()
            cursor.execute(f'ALTER DATABASE "{name}" RENAME TO "{name}_ready"')
    return f"{name}_ready"


def postgres_copy(name: str) -> None:
    """Make ``name`` a fresh copy and point the connection at it."""
    template = postgres_template()
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    rename(name)


def drop_postgres(name: str) -> None:
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def demo_template() -> Path:
    """Return the folder of the demo city, made on first use each day: its dates hang on today."""
    code, root = hashlib.sha256(schema_key().encode()), Path(settings.BASE_DIR)
    for file in sorted([*root.glob("*/services/*.py"), *root.glob("*/demo/**/*.*")]):
        code.update(file.read_bytes())
    folder = CACHE / f"demo-{code.hexdigest()[:16]}-{datetime.date.today().isoformat()}"
    with alone("demo"):
        if not folder.exists():
            partial = folder.with_suffix(".partial")
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir()
            shutil.copyfile(sqlite_template(), partial / "portal.sqlite3")
            place = {"DATABASE_URL": f"sqlite:///{partial / 'portal.sqlite3'}", "VAR_DIR": str(partial)}
            command = [sys.executable, "manage.py", "seed_demo"]
            subprocess.run(command, check=True, cwd=root, env=os.environ | place, stdout=subprocess.DEVNULL)
            partial.rename(folder)
    return folder


@contextmanager
def swapped(name: str) -> Iterator[BaseDatabaseWrapper]:
    """Let this process speak to another database of the same engine, and come back."""
    before, old = connection.settings_dict["NAME"], connections["default"]
    rename(name)
    connections["default"] = connections.create_connection("default")
    try:
        yield connections["default"]
    finally:
        connections["default"].close()
        connections["default"] = old
        rename(before)


@contextmanager
def fresh(folder: Path, *, demo: bool = False) -> Iterator[str]:
    """Yield the address of a database that other processes can open too, with the options of production."""
    if connection.vendor == "sqlite":
        path = folder / "portal.sqlite3"
        if demo:
            shutil.copytree(demo_template(), folder, dirs_exist_ok=True)
        else:
            shutil.copyfile(sqlite_template(), path)
        with swapped(str(path)):
            yield f"sqlite:///{path}"
        return
    name, before = f"fresh_{folder.name}".lower(), connection.settings_dict["NAME"]
    postgres_copy(name)
    rename(before)
    try:
        with swapped(name):
            yield f"postgres://{connection.settings_dict['USER']}@/{connection.settings_dict['HOST']}/{name}"
    finally:
        drop_postgres(name)
