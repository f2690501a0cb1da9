"""Ranks the offers of a network file for each of its needs, as the coordinator's desk would."""

import argparse
import json
import sys
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from organizations.services.suggestions import Suggestion, rank_offers
from organizations.templatetags.words import reason_words
from portal.services.networks import load_network
from portal.services.throwaway import throwaway_database

Ranking = list[dict[str, Any]]


def count(text: str) -> int:
    """Read how many offers to list: a whole number from 1."""
    number = int(text)
    if number < 1:
        raise ValueError("at least 1")
    return number


class Command(BaseCommand):
    """Writes one line {"<need id>": [{"id", "score", "reasons"}, …], …}; the real database is not touched."""

    help = "Rank the offers of NETWORK.json for each of its needs."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("network", type=Path, metavar="NETWORK.json")
        parser.add_argument("--as-of", type=date.fromisoformat, required=True, metavar="DATE")
        parser.add_argument("--top", type=count, default=10, metavar="N")

    def handle(self, *, network: Path, as_of: date, top: int, **options: object) -> None:
        """Answer for every need, or say in {"detail"} why not."""
        try:
            answer = rankings(json.loads(network.read_text(encoding="utf-8")), as_of, top)
        except OSError:
            self.fail(_("%(file)s cannot be read.") % {"file": network})
        except (ValueError, KeyError, TypeError, AttributeError, DatabaseError, ValidationError) as problem:
            self.fail(_("%(file)s is not a network: %(problem)r") % {"file": network, "problem": problem})
        else:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))

    def fail(self, detail: str) -> None:
        self.stdout.write(json.dumps({"detail": detail}, ensure_ascii=False))
        sys.exit(1)


def rankings(network: dict[str, Any], as_of: date, top: int) -> dict[str, Ranking]:
    """Ask the desk's own function for every need of a network on the day given."""
    noon = timezone.make_aware(datetime.combine(as_of, time(12)))
    with translation.override("ja"), throwaway_database():
        needs, offers = load_network(network)
        return {name: _ranking(rank_offers(need, noon, top), offers) for name, need in needs.items()}


def _ranking(found: list[Suggestion], offers: dict[int, str]) -> Ranking:
    return [
        {"id": offers[one.offer.pk], "score": one.score, "reasons": [reason_words(reason) for reason in one.reasons]}
        for one in found
    ]
