import io
import json

import pytest
from django.core.management import call_command

from portal.management.commands.expand_rule import Command, answer


def ask(rrule, dtstart="20261124T090000", count=3, **more):
    return answer(json.dumps({"id": "a", "rrule": rrule, "dtstart": dtstart, "count": count, **more}).encode())


def run(text):
    out, command = io.StringIO(), Command()
    command.stdin = io.BytesIO(text.encode())
    call_command(command, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.mark.parametrize(
    ("rrule", "dtstart", "count", "starts"),
    [
        pytest.param("FREQ=DAILY", "20261124T090000", 2, ["20261124T090000", "20261125T090000"], id="wall clock"),
        pytest.param("FREQ=DAILY", "20261124T090000Z", 1, ["20261124T090000Z"], id="utc"),
        pytest.param("FREQ=DAILY", "20261124", 2, ["20261124", "20261125"], id="day"),
        pytest.param("FREQ=WEEKLY;BYDAY=WE", "20261124", 1, ["20261125"], id="first date does not match"),
        pytest.param("FREQ=DAILY", "20261124", 0, [], id="none asked for"),
        pytest.param("FREQ=DAILY", "99981231", 5, ["99981231"], id="end of time"),
        pytest.param("FREQ=DAILY", "99990101", 5, [], id="after the end of time"),
        pytest.param("FREQ=DAILY", "00010101", 1, ["00010101"], id="beginning of time"),
        pytest.param("FREQ=DAILY;COUNT=999999999", "20261124", 1, ["20261124"], id="huge count"),
        pytest.param("FREQ=DAILY;UNTIL=20261124T090000Z", "20261124T090000", 5, ["20261124T090000"], id="Z is dropped"),
        pytest.param("FREQ=DAILY;UNTIL=20261125T000000Z", "20261124", 5, ["20261124", "20261125"], id="days until"),
        pytest.param("FREQ=WEEKLY;UNTIL=20261130", "20261124T090000", 5, ["20261124T090000"], id="until a free day"),
    ],
)
def test_answer_to_a_rule_lists_its_starts(rrule, dtstart, count, starts):
    assert ask(rrule, dtstart, count) == {"id": "a", "starts": starts}


@pytest.mark.parametrize(
    ("question", "part"),
    [
        pytest.param({"rrule": "FREQ=HOURLY"}, "FREQ=HOURLY", id="sub-daily"),
        pytest.param({"rrule": "FREQ=DAILY;BYHOUR=10"}, "BYHOUR", id="other hour"),
        pytest.param({"rrule": "FREQ=DAILY;UNTIL=20261125"}, "UNTIL without a time", id="until left open"),
        pytest.param({"rrule": "FREQ=DAILY", "count": -1}, "count", id="negative count"),
        pytest.param({"rrule": "FREQ=DAILY", "count": True}, "count", id="count is no number"),
        pytest.param({"rrule": "FREQ=DAILY", "count": 10**12}, "count above 100000", id="too many"),
        pytest.param({"rrule": "FREQ=DAILY", "dtstart": "2026-11-24"}, "dtstart", id="other date form"),
        pytest.param({"rrule": "FREQ=DAILY", "dtstart": None}, "dtstart", id="no date"),
        pytest.param({"rrule": 5}, "rrule", id="no rule"),
    ],
)
def test_answer_to_what_cannot_be_kept_names_the_part(question, part):
    assert ask(**{"rrule": "", **question}) == {"id": "a", "refused": part}


@pytest.mark.parametrize(
    "line",
    [b"", b"\n", b"{", b"[1]", b"null", b'{"id": NaN}', b"\xff\xfe", b"[" * 100_000, b'"' + b"a" * 1_000_001],
    ids=["nothing", "blank", "cut", "list", "null", "nan", "no utf-8", "deep", "long"],
)
def test_answer_to_a_bad_line_has_no_id(line):
    reply = answer(line)

    assert reply["id"] is None
    assert reply["refused"]


def test_command_answers_in_order_and_goes_on_after_a_bad_line():
    good = '{"id": 1, "rrule": "FREQ=DAILY", "dtstart": "20261124", "count": 1}'

    replies = run(f"{good}\nnonsense\n{'x' * 1_100_000}\n{good.replace('1', '2', 1)}\n")

    assert [reply["id"] for reply in replies] == [1, None, None, 2]
    assert replies[-1]["starts"] == ["20261124"]


@pytest.mark.parametrize(
    "rrule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6;BYDAY=MO",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=5",
        "FREQ=DAILY;INTERVAL=7;BYDAY=WE",
        "FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=31;BYSETPOS=2",
    ],
)
def test_answer_to_a_rule_that_never_matches_is_empty(rrule):
    assert ask(rrule, "20261124", 10**9) == {"id": "a", "starts": []}
