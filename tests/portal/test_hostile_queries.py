"""Addresses nobody was given: strange questions, numbers and marks at every list, feed and link."""

from urllib.parse import quote

import pytest

from tests.conftest import signed_in
from tests.portal.hostile import SIGNS, runs_script
from tests.portal.matrix import HIDDEN, ROWS
from tests.portal.world import make_world

pytestmark = pytest.mark.django_db
VALUES = {
    "signs": quote(SIGNS),
    "nul": "%00",
    "bytes": "%ED%A0%80%FF",
    "digits": "9" * 5000,
    "long": "x" * 3000,
    "negative": "-1",
    "full-width": quote("１２"),
    "first year": "0001-01-01",
    "last year": "9999-12-31",
    "edge of time": "MDAwMS0wMS0wMVQwMDowMDowMCswOTowMCAx",  # a cursor at the year 1, east of Greenwich
    "end of time": "OTk5OS0xMi0zMVQyMzo1OTo1OS0wOTowMCAx",
    "words of search": quote('" OR * NEAR( ( -a:b ^'),
    "brackets": "%5B%5D%27%22",
}
LONG = ("9" * 5000, "%ED%A0%80", "x" * 500)
PARAMETERS = [
    "q",
    "from",
    "to",
    "month",
    "day",
    "district",
    "topic",
    "tag",
    "language",
    "daypart",
    "age",
    "grade",
    "free",
    "indoor",
    "accessible",
    "childcare",
    "online",
    "apply",
    "organization",
    "space",
    "project",
    "near",
    "within",
    "nursing",
    "literal",
    "unstated",
    "view",
    "after",
    "page",
    "kind",
    "people",
    "equipment",
    "week",
    "start",
    "end",
    "resource",
    "form",
    "limit",
    "p",
    "next",
]
ASKED_TWICE = ("signs", "nul", "digits", "end of time")  # what one database takes and another does not
EACH = [pytest.param(v, id=k, marks=() if k in ASKED_TWICE else pytest.mark.once) for k, v in VALUES.items()]
FEEDS = ["/events/feed.ics", "/events/feed.atom"]


@pytest.fixture
def world(db):
    return make_world()


def lists(words):
    """Every page and feed that can be asked without being signed in."""
    rows = (row for name, row in ROWS.items() if row.method == "get" and row.answers["visitor"] == 200)
    return [row.path.format(**words).partition("?")[0] for row in rows]


def asked(value):
    return "&".join(f"{name}={value}" for name in PARAMETERS)


@pytest.mark.parametrize("value", EACH)
def test_public_pages_asked_strangely_answer_without_an_error_page(client, world, value):
    client.raise_request_exception = False

    answers = {path: client.get(f"{path}?{asked(value)}") for path in lists(world[1])}

    assert {path for path, answer in answers.items() if answer.status_code >= 500} - {"/healthz"} == set()
    assert [path for path, answer in answers.items() if runs_script(answer.getvalue().decode(errors="replace"))] == []


@pytest.mark.parametrize("value", EACH)
@pytest.mark.parametrize("feed", FEEDS)
def test_feeds_asked_strangely_answer_400_and_say_which_part(client, world, feed, value):
    answer = client.get(f"{feed}?month={value}&age={value}&after={value}")

    assert answer.status_code == 400
    assert list(answer.json()) == ["detail"]


@pytest.mark.parametrize("query", ["", "from=x&to=y", "from=2026-12-02&to=2026-12-01", "from=2026-01-01&to=2027-01-01"])
def test_free_times_asked_strangely_answer_400_with_a_sentence(client, world, query):
    answer = client.get(f"/spaces/heya/free.json?{query}")

    assert (answer.status_code, list(answer.json())) == (400, ["detail"])


@pytest.mark.parametrize("role", ["head", "coordinator", "administrator"])
@pytest.mark.parametrize("value", ["signs", "nul", "digits"])
def test_desks_asked_strangely_answer_without_an_error_page(world, role, value):
    persons, words = world
    client = signed_in(persons[role])
    client.raise_request_exception = False
    paths = [row.path.format(**words) for row in ROWS.values() if row.method == "get" and row.answers[role] == 200]

    codes = {path: client.get(f"{path}?{asked(VALUES[value])}").status_code for path in paths if "desk" in path}

    assert {path: code for path, code in codes.items() if code >= 500} == {}


@pytest.mark.parametrize("value", ["%00", "9" * 30, *(pytest.param(v, marks=pytest.mark.once) for v in LONG)])
def test_words_in_addresses_that_are_no_words_are_not_there(world, value):
    persons, words = world
    client = signed_in(persons["coordinator"])
    client.raise_request_exception = False
    strange = dict.fromkeys(words, value)
    rows = [row for row in (ROWS | HIDDEN).values() if "{" in row.path]

    codes = {getattr(client, row.method)(row.path.format(**strange)).status_code for row in rows}

    assert codes <= {200, 302, 404, 400}
