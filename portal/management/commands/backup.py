"""The whole city into one folder."""

import argparse
import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand

from portal.services import backups


def summary(manifest: dict[str, Any]) -> str:
    rows, files = manifest["rows"], manifest["files"]
    return json.dumps(
        {"made_at": manifest["made_at"], "tables": len(rows), "rows": sum(rows.values()), "files": len(files)}
    )


class Command(BaseCommand):
    help = "Write database and files into a new folder; people may go on working meanwhile."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **options: object) -> None:
        try:
            self.stdout.write(summary(backups.back_up(folder)))
        except ValidationError as error:
            self.stdout.write(json.dumps({"detail": " ".join(error.messages)}, ensure_ascii=False))
            raise SystemExit(1) from error
