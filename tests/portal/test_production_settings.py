"""Production starts only with safe values."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

SAFE = {
    "SECRET_KEY": "abcdefghijklmnopqrstuvwxyz0123456789" * 2,
    "ALLOWED_HOSTS": "kodomo.example.jp",
    "BASE_URL": "https://kodomo.example.jp",
    "EMAIL_URL": "smtp+tls://name:secret@mail.example.jp:587",
    "DATABASE_URL": "sqlite:////tmp/never-opened.sqlite3",
    "CACHE_URL": "filecache:///tmp/never-opened",
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
}


def check(**changes):
    kept = {k: v for k, v in os.environ.items() if k in {"PATH", "HOME", "LANG"}}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env=kept | SAFE | changes,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_when_values_are_safe_then_django_has_no_warning():
    done = check()

    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


UNSAFE = {
    "SECRET_KEY": "short",
    "DEBUG": "1",
    "ALLOWED_HOSTS": "*",
    "BASE_URL": "http://kodomo.example.jp",
    "EMAIL_URL": "consolemail://",
    "DATABASE_URL": "",
    "CACHE_URL": "locmemcache://",
    "STORAGE_URL": "ftp://files.example.jp",
    "FEED_TEST_HOSTS": "127.0.0.1",
    "STAFF_NETWORKS": "everywhere",
    "TRUSTED_PROXIES": "9",
}


def test_production_when_every_value_is_unsafe_then_it_names_each_and_does_not_start():
    done = check(**UNSAFE)

    assert done.returncode != 0
    assert [name for name in UNSAFE if f"{name}:" not in done.stderr] == []


@pytest.mark.parametrize("name", ["SECRET_KEY", "CACHE_URL"])
def test_production_when_one_value_is_unsafe_then_it_names_only_that(name):
    done = check(**{name: UNSAFE[name]})

    assert done.returncode != 0
    assert [other for other in UNSAFE if f"{other}:" in done.stderr] == [name]
