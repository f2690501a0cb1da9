"""What a visitor sees when the portal itself is at fault."""

import pytest
from django.db import OperationalError

from portal.views.errors import server_error


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (OperationalError("no connection"), 503, "ただいま手入れ中です"),
        (ZeroDivisionError(), 500, ""),
    ],
    ids=["database away", "our mistake"],
)
def test_server_error_when_raised_then_its_page_without_a_query(rf, error, status, words):
    try:
        raise error
    except type(error):
        response = server_error(rf.get("/"))

    assert response.status_code == status
    assert words in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    assert ("Retry-After" in response) == (status == 503)
