"""Writes the search index anew."""

import json

from django.core.management.base import BaseCommand

from portal.services.index import reindex


class Command(BaseCommand):
    """Prints how many rows each floor has; safe at any time, needed after a change of the thesaurus file."""

    help = "Write anew everything that the search can find."

    def handle(self, **options: object) -> None:
        self.stdout.write(json.dumps(reindex()))
