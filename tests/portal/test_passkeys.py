"""Answers about passkeys that no browser gives."""

import json

import pytest
from django.core.cache import cache

from tests.conftest import signed_in
from tests.factories.organizations import UserFactory

pytestmark = pytest.mark.django_db
ANSWERS = [
    pytest.param("9" * 5000, id="a number of 5,000 digits"),
    pytest.param("[" * 100_000, id="endless nesting"),
    pytest.param("[]", id="a list"),
    pytest.param("{}", id="nothing"),
    pytest.param('"x"', id="a word"),
    pytest.param(json.dumps({"id": 1, "rawId": [], "response": "x", "type": {}}), id="other types"),
    pytest.param(
        json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": dict.fromkeys("abc", "AA")}),
        id="other parts",
    ),
    pytest.param(
        json.dumps(
            {
                "id": "AA",
                "rawId": "AA",
                "type": "public-key",
                "response": {"clientDataJSON": "AA", "authenticatorData": "AA", "signature": "AA", "userHandle": "AA"},
            }
        ),
        id="parts that are no CBOR",
    ),
]


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("path", ["login", "add"])
def test_an_answer_no_browser_gives_is_refused_without_an_error_page(client, path, answer):
    browser = client if path == "login" else signed_in(UserFactory())
    browser.get(f"/accounts/2fa/webauthn/{path}/")

    response = browser.post(f"/accounts/2fa/webauthn/{path}/", {"credential": answer, "name": "x"})
    cache.clear()

    assert response.status_code in (200, 302)
