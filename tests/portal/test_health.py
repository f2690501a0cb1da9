"""Whether the portal says how it is."""

from datetime import timedelta

import pytest
from django.core.cache.backends.base import BaseCache
from django.utils import timezone

from organizations.services import clock

pytestmark = pytest.mark.django_db


def test_healthz_when_all_is_well_then_ok(client):
    clock.beat(worker="w", now=timezone.now())

    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {"status": "ok", "database": "ok", "cache": "ok", "queue": "ok"}
    assert "no-store" in response["Cache-Control"]


def test_healthz_when_no_worker_ever_ran_then_503_and_a_sentence(client):
    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json()["queue"] == "ワーカーからまだ一度も連絡がありません。動いているか確かめてください。"


def test_healthz_when_the_worker_fell_silent_then_503(client):
    clock.beat(worker="w", now=timezone.now() - timedelta(seconds=61))

    assert client.get("/healthz").status_code == 503


def test_healthz_when_the_cache_forgets_then_503(client, settings):
    clock.beat(worker="w", now=timezone.now())
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json()["cache"] != "ok"


def test_healthz_when_the_cache_is_away_then_a_sentence_and_no_trace_of_it(client, settings):
    settings.CACHES = {"default": {"BACKEND": "tests.portal.test_health.NobodyThere"}}

    response = client.get("/healthz")

    assert response.json()["cache"] == "キャッシュが応答しません。"
    assert "secret" not in response.content.decode()


class NobodyThere(BaseCache):
    """A cache whose server does not answer."""

    def __init__(self, *place):
        super().__init__({})

    def set(self, *said, **options):
        raise EOFError("secret address")


def test_healthz_when_posted_then_405(client):
    assert client.post("/healthz").status_code == 405
