"""The demo city, for tests of the whole."""

import pytest

from portal.management.commands.seed_demo import make_city


@pytest.fixture
def city(settings, tmp_path):
    """Make the demo city; call it to make it again."""
    settings.MEDIA_ROOT = tmp_path
    make_city()
    return make_city
