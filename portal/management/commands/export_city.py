"""Write everything a city has put into the portal into a folder, for other programs."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.opendata.city_export import write_lists
from portal.services.exports import write_files, write_records


class Command(BaseCommand):
    help = "Writes all records as CSV and JSON, and all files, into the new folder DIR. It holds personal data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if any(folder.iterdir()):
                self._give_up(_("The folder %(name)s is not empty.") % {"name": folder})
            with transaction.atomic():
                lists, records = write_lists(folder), write_records(folder)
            copied, lost = write_files(folder)
        except OSError as error:
            self._give_up(str(error))
        written = {"lists": lists, "records": records, "files": copied, "lost_files": lost}
        self.stdout.write(json.dumps(written, ensure_ascii=False))

    def _give_up(self, detail: str) -> None:
        self.stdout.write(json.dumps({"detail": detail}, ensure_ascii=False))
        raise CommandError(detail)
