"""Fill the database with a large synthetic city."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.services.load import load_city

SIZES = {"occurrences": 10_000, "organizations": 500, "spaces": 100, "bookings": 5_000}


def size(text: str) -> int:
    """Read a number of rows."""
    if not text.isascii() or not text.isdecimal() or int(text) > 10_000_000:
        raise ArgumentTypeError("a whole number from 0 to 10000000")
    return int(text)


class Command(BaseCommand):
    help = "Fills the database with a large synthetic city, the same for the same seed and day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name, number in SIZES.items():
            parser.add_argument(f"--{name}", type=size, default=number)
        parser.add_argument("--seed", type=size, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        sizes = {name: options[name] for name in (*SIZES, "seed")}
        try:
            made = load_city(**sizes, today=timezone.localdate())
        except ValidationError as error:
            detail = " ".join(error.messages)
            self.stdout.write(json.dumps({"detail": detail}, ensure_ascii=False))
            raise CommandError(detail) from error
        self.stdout.write(json.dumps(made, ensure_ascii=False))
