"""Counters that pages make their ETag of."""

import pytest

from organizations.services.content_versions import bump, current

pytestmark = pytest.mark.django_db


def test_current_when_nothing_changed_then_zeros():
    assert current("events", "spaces") == "0-0"


def test_bump_when_repeated_then_moves_only_its_own():
    bump("events")
    bump("events", "organizations")

    assert current("events", "spaces", "organizations") == "2-0-1"
