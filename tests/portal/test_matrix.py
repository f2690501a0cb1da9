"""Every role at every address."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver

from tests.conftest import signed_in
from tests.portal.matrix import AWAY, HIDDEN, LOGIN, ROWS, Row
from tests.portal.routes import routes
from tests.portal.world import ROLES, SECRET, make_world

# Words and icons of the admin's pages, which tell nothing.
OPEN_FILES = ("/cms/jsi18n", "/cms/sprite", "/cms/logout")

# Rights are the same code on both databases; on the second each address is asked by those who see the most of it.
SEE_MOST = ("visitor", "head", "coordinator", "administrator")
BY_ROLE = [pytest.param(role, marks=() if role in SEE_MOST else pytest.mark.once) for role in ROLES]

pytestmark = pytest.mark.django_db


def answer(response):
    """Say an answer as the matrix says it."""
    if response.status_code in (301, 302):
        return LOGIN if "/accounts/login/" in response["Location"] else AWAY
    return response.status_code


def ask(client: Client, row: Row, words, told=None) -> object:
    """Ask once, and let nothing of it stay; note in ``told`` what gives away what was said in confidence."""
    with transaction.atomic():
        response = getattr(client, row.method)(row.path.format(**words))
        if told is not None and SECRET.encode() in b"".join(response):
            told.append(row.path)
        transaction.set_rollback(True)
    return answer(response)


def asked_by(role):
    """Leave out, for those who see little of their own, what is the same for everybody: the others ask it."""
    rows = ROWS | HIDDEN
    return {name: row for name, row in rows.items() if role in SEE_MOST or len(set(row.answers.values())) > 1}


def test_every_route_has_its_row_and_every_row_its_route():
    assert sorted(routes()) == sorted(ROWS)


@pytest.mark.parametrize("role", BY_ROLE)
def test_role_gets_at_every_address_what_the_matrix_says(role):
    persons, words = make_world()
    client = signed_in(persons[role]) if persons[role] else Client()
    rows, told = asked_by(role), []

    got = {name: ask(client, row, words, told) for name, row in rows.items()}

    assert got == {name: row.answers[role] for name, row in rows.items()}
    assert bool(told) == (role == "coordinator"), told


@pytest.mark.once
@pytest.mark.parametrize("role", ROLES)
def test_role_cannot_send_to_what_it_may_not_see(role):
    persons, words = make_world()
    client = signed_in(persons[role]) if persons[role] else Client()
    shut = {name: Row(row.path, row.answers, "post") for name, row in ROWS.items() if row.answers[role] in (404, LOGIN)}

    got = {name: ask(client, row, words) for name, row in shut.items()}

    assert {name: one for name, one in got.items() if one not in (404, 403, 405, LOGIN)} == {}


def admin_addresses():
    """List the addresses of the Wagtail admin that need no number."""
    tree = next(p for p in get_resolver().url_patterns if isinstance(p, URLResolver) and str(p.pattern) == "cms/")

    def walk(resolver, before):
        for pattern in resolver.url_patterns:
            path = before + str(pattern.pattern).removeprefix("^").removesuffix("$")
            if isinstance(pattern, URLResolver):
                yield from walk(pattern, path)
            elif not set("<(\\[?") & set(path):
                yield path

    return sorted(set(walk(tree, "/cms/")))


@pytest.mark.once
@pytest.mark.parametrize("role", ["visitor", "resident", "head", "coordinator", "council"])
def test_admin_is_shut_at_every_address_to_everybody_else(role):
    persons, _words = make_world()
    client = signed_in(persons[role]) if persons[role] else Client()
    paths = admin_addresses()

    opened = [path for path in paths if client.get(path).status_code == 200]

    assert len(paths) > 50
    assert [path for path in opened if not path.startswith(OPEN_FILES)] == []
