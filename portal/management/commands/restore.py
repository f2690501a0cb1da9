"""A backup back into an empty database."""

import argparse
import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand

from portal.management.commands.backup import summary
from portal.services import backups


class Command(BaseCommand):
    help = "Restore a backup into an empty database and an empty media folder, and prove that it adds up."
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **options: object) -> None:
        try:
            self.stdout.write(summary(backups.restore(folder)))
        except ValidationError as error:
            self.stdout.write(json.dumps({"detail": " ".join(error.messages)}, ensure_ascii=False))
            raise SystemExit(1) from error
