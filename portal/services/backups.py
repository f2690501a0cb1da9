"""The whole city in one folder, and back: database, files, and what they must add up to."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.utils import timezone
from django.utils.translation import gettext as _

MANIFEST = "manifest.json"


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digests(folder: Path) -> dict[str, str]:
    """Name every file below a folder with what it must contain."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {str(path.relative_to(folder)): digest(path) for path in files}


def counts(cursor: CursorWrapper | sqlite3.Cursor, tables: list[str]) -> dict[str, int]:
    """Count the rows of every table, by one reading of the database."""
    found = {}
    for table in sorted(tables):
        cursor.execute(f'SELECT COUNT(*) FROM "{table}"')  # noqa: S608  names come from the database's own list
        found[table] = (cursor.fetchone() or (0,))[0]
    return found


def tables() -> list[str]:
    with connection.cursor() as cursor:
        return [t.name for t in connection.introspection.get_table_list(cursor) if t.type in "tp"]


def postgres(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs on our database; its password goes by the environment."""
    database = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    given = {variable: str(database[key]) for variable, key in names.items() if database[key]}
    try:
        subprocess.run([program, *arguments], check=True, env=os.environ | given, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise ValidationError(_("%(name)s is not on this machine.") % {"name": program}, code="no_program") from error
    except subprocess.CalledProcessError as error:
        raise ValidationError(f"{program}: {error.stderr.strip()}", code="database") from error


def copy_sqlite(target: Path) -> dict[str, int]:
    connection.ensure_connection()
    copy = sqlite3.connect(target)
    connection.connection.backup(copy)
    copy.execute("PRAGMA journal_mode=DELETE")
    rows = counts(copy.cursor(), tables())
    copy.close()
    return rows


def dump_postgres(target: Path) -> dict[str, int]:
    """Dump and count in one snapshot, so that people may go on working meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = (cursor.fetchone() or ("",))[0]
            postgres("pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={target}")
            return counts(cursor, tables())
        finally:
            cursor.execute("ROLLBACK")


def back_up(folder: Path) -> dict[str, Any]:
    """Write everything into a new folder that only its owner can read; return the manifest."""
    if folder.exists() and any(folder.iterdir()):
        raise ValidationError(_("The folder %(name)s is not empty.") % {"name": folder}, code="not_empty")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    vendor = connection.vendor
    copy = copy_sqlite if vendor == "sqlite" else dump_postgres
    rows = copy(folder / "database")
    media = Path(settings.MEDIA_ROOT)
    if media.exists():
        shutil.copytree(media, folder / "media")
    manifest = {"made_at": timezone.now().isoformat(), "engine": vendor, "rows": rows, "files": digests(folder)}
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1))
    return manifest


def problems(folder: Path, manifest: dict[str, Any]) -> Iterator[str]:
    """Name what speaks against restoring this folder here."""
    if manifest["engine"] != connection.vendor:
        yield _("The backup is of another kind of database: %(name)s.") % {"name": manifest["engine"]}
    if manifest["files"] != digests(folder):
        yield _("The backup is damaged: files are missing, added or changed.")
    if tables():
        yield _("The database is not empty. Restore into a new one.")
    media = Path(settings.MEDIA_ROOT)
    if media.exists() and any(media.iterdir()):
        yield _("The folder %(name)s is not empty.") % {"name": media}


def read_manifest(folder: Path) -> dict[str, Any]:
    try:
        return dict(json.loads((folder / MANIFEST).read_text()))
    except (OSError, ValueError) as error:
        raise ValidationError(_("There is no backup in %(name)s.") % {"name": folder}, code="no_backup") from error


def restore(folder: Path) -> dict[str, Any]:
    """Bring a backup back into an empty database and prove that it adds up; return its manifest."""
    manifest = read_manifest(folder)
    if found := list(problems(folder, manifest)):
        raise ValidationError(found, code="refused")
    if connection.vendor == "sqlite":
        restore_sqlite(folder / "database")
    else:
        postgres("pg_restore", "--no-owner", "--no-comments", "--single-transaction", "--exit-on-error",
                 f"--dbname={connection.settings_dict['NAME']}", str(folder / "database"))  # fmt: skip
    if (folder / "media").exists():
        shutil.copytree(folder / "media", settings.MEDIA_ROOT, dirs_exist_ok=True)
    with connection.cursor() as cursor:
        if counts(cursor, tables()) != manifest["rows"]:
            raise ValidationError(_("The restored database does not add up."), code="differs")
    return manifest


def restore_sqlite(source: Path) -> None:
    """Fill the empty database from the copy, through SQLite itself."""
    connection.ensure_connection()
    copy = sqlite3.connect(f"file:{source}?mode=ro", uri=True)
    copy.backup(connection.connection)
    copy.close()
    connection.close()
