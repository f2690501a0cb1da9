"""A freshly migrated SQLite database as a text, so that a first start need not wait for 230 migrations.

The text carries the key of the migrations it was made from; with any other key it is passed over and migrations run.
"""

import hashlib
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from django.apps import apps
from django.conf import settings
from django.db import connection

FRESH = Path(settings.BASE_DIR) / "deploy" / "fresh.sql"
APPLIED = re.compile(r"'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?'")


def schema_key() -> str:
    """Name the schema: every migration, and our own code that migrations turn into SQL."""
    digest = hashlib.sha256()
    for config in sorted(apps.get_app_configs(), key=lambda c: c.label):
        folder = Path(config.path)
        for file in sorted(
            [*folder.glob("migrations/*.py"), *folder.glob("constraints.py"), *folder.glob("fields.py")]
        ):
            digest.update(f"{config.label}/{file.name}".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def is_current() -> bool:
    return FRESH.exists() and FRESH.open(encoding="utf-8").readline().strip() == f"-- {schema_key()}"


def load() -> bool:
    """Fill an empty SQLite database from the text; return whether that was possible."""
    if connection.vendor != "sqlite" or connection.introspection.table_names() or not is_current():
        return False
    connection.close()
    database = sqlite3.connect(str(connection.settings_dict["NAME"]))
    database.executescript(FRESH.read_text(encoding="utf-8"))
    database.close()
    return True


def write() -> int:
    """Migrate an empty database and write it down; return the number of lines."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "fresh.sqlite3"
        command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        environment = os.environ | {"DATABASE_URL": f"sqlite:///{path}", "VAR_DIR": folder}
        subprocess.run(command, check=True, cwd=settings.BASE_DIR, env=environment)
        database = sqlite3.connect(path)
        lines = list(database.iterdump())
        database.close()
    text = "\n".join([f"-- {schema_key()}", *(APPLIED.sub("'2026-01-01 00:00:00'", line) for line in lines)])
    FRESH.write_text(text + "\n", encoding="utf-8")
    return len(lines)
