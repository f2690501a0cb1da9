"""How often something may be tried."""

from datetime import UTC, datetime, timedelta

import pytest

from organizations.services.limits import allow

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def tries(number, key="form 192.0.2.1", now=NOON):
    return [allow(key, 3, 60, now=now) for _ in range(number)]


def test_allow_when_tried_too_often_then_refuses():
    assert tries(5) == [True, True, True, False, False]


def test_allow_when_the_window_is_over_then_counts_anew():
    tries(4)

    assert tries(1, now=NOON + timedelta(seconds=60)) == [True]


def test_allow_when_another_tries_then_counts_apart():
    tries(4)

    assert tries(1, key="form 192.0.2.2") == [True]


def test_allow_when_the_key_is_long_then_still_counts():
    assert tries(4, key="名" * 500) == [True, True, True, False]
