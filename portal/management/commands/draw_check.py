"""Recompute a draw from the numbers on its page: ``draw_check draw.json``. Exit 1 when anything does not agree."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from organizations.draw import problems


class Command(BaseCommand):
    help = "Recompute a draw from the file its page offers."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            page = json.loads(file.read_text(encoding="utf-8"))
            found = problems(page)
            answer = {
                "agrees": not found,
                "problems": found,
                "tickets": len(page["sheet"]["tickets"]),
                "won": len(page.get("won") or ()),
            }
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            detail = "This file is not the numbers of a draw."
            self.stdout.write(json.dumps({"detail": detail}))
            raise CommandError(detail) from error
        self.stdout.write(json.dumps(answer))
        if found:
            sys.exit(1)
