"""Set an empty installation up for one real city."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.opendata.city import BadCity, init_city


class Command(BaseCommand):
    help = "Sets the city up from the CSV files in DIR; docs/city-template shows them. Safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            self.stdout.write(json.dumps(init_city(folder), ensure_ascii=False))
        except BadCity as error:
            self._give_up(str(error), problems=error.problems)
        except OSError as error:
            self._give_up(str(error))

    def _give_up(self, detail: str, **more: Any) -> None:
        self.stdout.write(json.dumps({"detail": detail, **more}, ensure_ascii=False))
        raise CommandError(detail)
