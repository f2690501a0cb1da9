"""What browsers and caches are told with every answer."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client

from tests.conftest import signed_in
from tests.portal.matrix import ROWS
from tests.portal.test_production_settings import SAFE
from tests.portal.world import make_world

PERSONAL = ("desk/", "accounts/", "invitations/", "enrolments/", "registrations/", "bookings/", "receipts/")
PERSONAL += ("follow/", "verdicts/", "reports/", "loans/", "renew/", "consents/", "notices/")
# Pages with a form set the mark against forged forms, and are made for one visitor.
WITH_FORMS = ("accounts/", "receipts/", "organizations/join/", "/book/", "/register/", "registrations/", "bookings/")
WITH_FORMS += ("enrolments/", "follow/", "/remind/", "verdicts/", "reports/", "/borrow/", "loans/", "report/")
WITH_FORMS += ("renew/", "consents/", "/board/", "notices/")
SCRIPT = """
import json, django
from django.conf import settings
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
django.setup()
from django.test import Client
client = Client(HTTP_X_FORWARDED_PROTO="https", HTTP_HOST="kodomo.example.jp")
answers = {path: client.get(path) for path in ["/events/", "/accounts/child/", "/receipts/"]}
print(json.dumps({path: [dict(answer.headers), [str(cookie) for cookie in answer.cookies.values()]]
                  for path, answer in answers.items()}))
"""


@pytest.fixture
def world(db):
    return make_world()


def pages(role, words):
    rows = {name: row for name, row in ROWS.items() if row.method == "get" and row.answers[role] == 200}
    return {name: row.path.format(**words) for name, row in rows.items() if not name.startswith("cms/")}


def test_every_page_for_visitors_forbids_inline_scripts_frames_and_guessing(world):
    answers = {path: Client().get(path) for path in pages("visitor", world[1]).values()}

    for path, answer in answers.items():
        policy = answer["Content-Security-Policy"]
        assert "unsafe" not in policy, path
        frames = "*" if path == "/embed/today/" else "'self'"  # the one page made for other sites
        assert all(part in policy for part in ("default-src 'self'", "object-src 'none'")), path
        assert f"frame-ancestors {frames};" in f"{policy};", path
        assert (answer["X-Content-Type-Options"], answer["Referrer-Policy"]) == ("nosniff", "same-origin"), path


def test_public_pages_are_the_same_for_all_visitors_and_set_no_cookie(world):
    paths = [path for name, path in pages("visitor", world[1]).items() if not any(form in name for form in WITH_FORMS)]

    answers = {path: Client().get(path) for path in paths}

    assert len(paths) > 20
    assert {path for path, answer in answers.items() if answer.cookies} == set()
    assert {path for path, answer in answers.items() if "Cookie" in answer.get("Vary", "")} == set()


@pytest.mark.parametrize("role", ["visitor", "head", "coordinator"])
def test_pages_for_one_person_or_whoever_holds_the_link_are_kept_by_nobody(world, role):
    persons, words = world
    client = signed_in(persons[role]) if persons[role] else Client()
    paths = [path for name, path in pages(role, words).items() if name.startswith(PERSONAL)]

    kept = [path for path in paths if "no-store" not in client.get(path).get("Cache-Control", "")]

    assert len(paths) > 5
    assert kept == []


def test_pages_for_who_is_signed_in_are_kept_by_nobody_but_feeds_and_files_may_be(world):
    persons, words = world
    client = signed_in(persons["head"])

    kept = {path for path in pages("head", words).values() if "no-store" not in client.get(path)["Cache-Control"]}

    for_programs = {path for path in kept if path.startswith(("/api/", "/embed/today/"))}
    assert {path for path in kept - for_programs if not path.endswith((".ics", ".atom", ".css", ".txt"))} == set()


@pytest.fixture
def in_production(file_database, tmp_path):
    """Ask three pages under production settings."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    env = kept | SAFE | {"DATABASE_URL": file_database, "CACHE_URL": f"filecache://{tmp_path}"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=env, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_production_when_asked_then_cookies_belong_to_this_host_and_https_is_for_a_year(in_production):
    headers, none = in_production["/events/"]
    cookies = [cookie for _headers, cookies in in_production.values() for cookie in cookies]

    assert none == []
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("Set-Cookie: __Host-")
        assert all(part in cookie for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
        assert "Domain" not in cookie
