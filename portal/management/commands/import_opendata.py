"""Read a table that a city has published into the portal."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.opendata.facilities import NoTable, Reading, import_places, read_places
from portal.opendata.groups import NoList, import_groups
from portal.opendata.profiles import UnknownProfile, profiles

KINDS = ("events", "facilities", "organizations")
LARGEST = 50 * 1024 * 1024


class Command(BaseCommand):
    help = "Reads FILE, a city's open data of KIND, into the portal. Twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=KINDS)
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument("--profile", default="", help="the meaning of the columns: names, " + ", ".join(profiles()))
        parser.add_argument("--attribution", default="", help="whom to name, where the file does not say it")
        parser.add_argument("--licence", default="", help="the licence, where the file does not say it")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["kind"] == "events":
            self._give_up(_("Only facilities and organizations can be read so far."), 1)
        if options["kind"] == "organizations":
            self._import_groups(options["file"], is_dry_run=options["dry_run"])
            return
        try:
            reading = self._reading(**options)
            report = import_places(reading, read_at=timezone.now(), is_dry_run=options["dry_run"])
        except NoTable as error:
            self._give_up(str(error), 1)
        except UnknownProfile as error:
            self._give_up(_("There is no profile “%(name)s”.") % {"name": error}, 2)
        except DatabaseError as error:
            self._give_up(_("The database cannot be used: %(reason)s") % {"reason": error}, 1)
        self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))

    def _import_groups(self, file: Path, *, is_dry_run: bool) -> None:
        try:
            report = import_groups(self._read(file), file_name=file.name, is_dry_run=is_dry_run)
        except NoList as error:
            self._give_up(str(error), 1)
        self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))

    def _reading(self, *, file: Path, profile: str, attribution: str, licence: str, **_options: Any) -> Reading:
        return read_places(
            self._read(file), file_name=file.name, profile=profile, attribution=attribution, licence=licence
        )

    def _read(self, path: Path) -> bytes:
        try:
            if path.stat().st_size > LARGEST:
                self._give_up(_("The file is larger than 50 megabytes."), 1)
            return path.read_bytes()
        except OSError as error:
            self._give_up(_("The file cannot be read: %(reason)s") % {"reason": error.strerror}, 1)

    def _give_up(self, detail: str, code: int) -> NoReturn:
        self.stdout.write(json.dumps({"detail": detail}, ensure_ascii=False))
        raise CommandError(detail, returncode=code)
