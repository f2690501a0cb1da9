"""The database goes away and comes back: a page in Japanese meanwhile, and nobody restarts anything."""

import time
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from django.db import connection, connections

from tests.processes import Portal

pytestmark = pytest.mark.race


@pytest.fixture
def portal(file_database, tmp_path):
    """Server and worker that open SQLite's file anew each time: an open one would not miss its name."""
    address = f"{file_database}?conn_max_age=0" if connection.vendor == "sqlite" else file_database
    running = Portal(database_url=address, var=tmp_path)
    yield running
    running.stop()


@contextmanager
def database_away():
    """Take the database from everybody: the file is gone, or PostgreSQL lets nobody in."""
    name = connection.settings_dict["NAME"]
    connections["default"].close()
    if connection.vendor == "sqlite":
        path = Path(name)
        path.rename(path.with_suffix(".away"))
        path.mkdir()
        yield
        path.rmdir()
        path.with_suffix(".away").rename(path)
        return
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        yield
        cursor.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def get(portal, path):
    return requests.get(portal.base_url + path, timeout=60)


def wait_for(portal, happened):
    """Wait while the worker lives, but not for ever."""
    deadline = time.monotonic() + 120
    while not happened():
        assert portal.running["worker"].poll() is None, portal.log("worker")
        assert time.monotonic() < deadline, portal.log("worker")
        time.sleep(0.1)


def test_pages_when_the_database_is_away_then_503_in_japanese_and_well_again_by_itself(portal):
    portal.start_server()
    assert get(portal, "/events/").status_code == 200

    with database_away():
        away = [get(portal, path) for path in ("/", "/events/", "/organizations/", "/spaces/", "/search/?q=a")]
        health = get(portal, "/healthz")

    assert {page.status_code for page in away} == {503}
    assert all("ただいま手入れ中です" in page.text and page.headers["Retry-After"] for page in away)
    assert health.status_code == 503
    assert health.json()["database"] == "データベースが応答しません。"
    assert get(portal, "/events/").status_code == 200


def test_worker_when_the_database_is_away_then_it_waits_and_goes_on(portal):
    portal.start_worker()
    portal.start_server()
    wait_for(portal, lambda: get(portal, "/healthz").json()["queue"] == "ok")

    with database_away():
        wait_for(portal, lambda: any(word in portal.log("worker") for word in ("database_unavailable", "tick_failed")))

    assert portal.running["worker"].poll() is None
