"""Read the city's personnel list."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.opendata.staff import BadList, import_staff


class Command(BaseCommand):
    help = "Reads FILE (CSV: 職員番号, 氏名, ふりがな, メール, 課, 役割, 兼務, 開始日, 終了日). Twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            report = import_staff(file, today=timezone.localdate(), is_dry_run=options["dry_run"])
        except BadList as error:
            self.stdout.write(json.dumps({"detail": str(error)}, ensure_ascii=False))
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
