"""One event, one line, whatever a visitor sends."""

import json

import pytest
from structlog.testing import capture_logs

from portal.settings.logs import LONGEST, one_line, shortened


@pytest.mark.parametrize(
    "text",
    ["a\r\nlevel=error forged", "\x1b[31mred", "a\u2028b", "\x9b31m", "\u202eback", "a\x00b"],
    ids=["CR LF", "ANSI", "line separator", "C1 control", "right to left", "NUL"],
)
def test_one_line_when_text_holds_controls_then_all_are_escaped(text):
    line = one_line({"event": text})

    assert line.isprintable()
    assert json.loads(line) == {"event": text}


def test_one_line_when_japanese_then_readable():
    assert one_line({"event": "予約しました"}) == '{"event": "予約しました"}'


def test_shortened_when_a_value_is_endless_then_cut():
    event = shortened(None, "info", {"agent": "x" * 10_000, "exception": "y" * 10_000})

    assert len(event["agent"]) == LONGEST + 1
    assert len(event["exception"]) == 10_000


@pytest.mark.django_db
def test_request_log_when_the_address_holds_a_token_then_only_the_route_is_written(client):
    with capture_logs() as lines:
        client.get("/healthz?near=35.7,139.5&token=secret")

    line = next(entry for entry in lines if entry["event"] == "request")
    assert (line["route"], line["method"]) == ("healthz", "GET")
    assert "secret" not in str(lines)
