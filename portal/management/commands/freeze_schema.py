"""Write down a freshly migrated database for quick first starts; to be run after every new migration."""

import json

from django.core.management.base import BaseCommand

from portal.services import fresh


class Command(BaseCommand):
    help = "Write deploy/fresh.sql from the migrations."

    def handle(self, **options: object) -> None:
        self.stdout.write(json.dumps({"file": "deploy/fresh.sql", "lines": fresh.write(), "key": fresh.schema_key()}))
