"""The demo city, for tests of the whole."""

import pytest
from django.db import connection

from portal.management.commands.seed_demo import make_city
from tests import databases


@pytest.fixture
def city(db, settings, tmp_path):
    """The demo city, on SQLite a copy of the day's; call it to make it again."""
    settings.MEDIA_ROOT = tmp_path / "media"
    if connection.vendor == "sqlite":
        with databases.fresh(tmp_path, demo=True):
            yield make_city
        return
    make_city()
    yield make_city
