"""Counters that pages make their ETag of."""

import pytest

from organizations.models import ContentVersion
from organizations.services.content_versions import bump, current, newest

pytestmark = pytest.mark.django_db


def test_current_when_nothing_changed_then_zeros():
    assert current("events", "spaces") == "0-0"


def test_bump_when_repeated_then_moves_only_its_own():
    bump("events")
    bump("events", "organizations")

    assert current("events", "spaces", "organizations") == "2-0-1"


def test_current_when_a_counter_has_several_rows_then_adds_them_up():
    ContentVersion.objects.create(name="events", number=3)
    ContentVersion.objects.create(name="events", number=4)

    bump("events")

    assert current("events") == "8"


def test_newest_when_any_counter_moves_then_moves():
    before = newest()

    bump("events")
    bump("spaces")

    assert (before, newest()) == (0, 2)
