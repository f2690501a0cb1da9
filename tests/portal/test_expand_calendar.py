import io
import json

import pytest
from django.core.management import CommandError, call_command

WINDOW = ("--from", "2026-11-01T00:00:00", "--to", "2026-12-01T00:00:00")
CALENDAR = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:a
DTSTART;TZID=Asia/Tokyo:20261124T090000
DTEND;TZID=Asia/Tokyo:20261124T100000
SUMMARY:絵本の会
STATUS:CANCELLED
END:VEVENT
BEGIN:VEVENT
UID:b
DTSTART:someday
END:VEVENT
END:VCALENDAR
"""


def run(*args):
    out = io.StringIO()
    call_command("expand_calendar", *map(str, args), stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "feed.ics"
    path.write_text(CALENDAR, encoding="utf-8")
    return path


def test_file_with_a_window_is_answered_in_one_line(file):
    (answer,) = run(file, *WINDOW)

    assert answer == {
        "file": str(file),
        "occurrences": [
            {
                "uid": "a",
                "start": "2026-11-24T09:00:00+09:00",
                "end": "2026-11-24T10:00:00+09:00",
                "all_day": False,
                "floating": False,
                "status": "CANCELLED",
                "summary": "絵本の会",
            }
        ],
        "problems": [{"component": 2, "problem": "someday is not a date or time."}],
    }


def test_jobs_are_answered_in_their_order_whatever_they_hold(file, tmp_path):
    window = {"from": WINDOW[1], "to": WINDOW[3]}
    lines = [
        {"file": str(file), **window},
        {"file": "nowhere.ics", **window},
        {"file": str(tmp_path), **window},
        {"file": "a\x00b", **window},
        {"file": str(file), "from": "2026-11-01", "to": WINDOW[3]},
        [1],
        {"file": str(file), **window},
    ]
    jobs = tmp_path / "jobs.jsonl"
    jobs.write_text("\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")

    answers = run("--jobs", jobs)

    assert [len(answer["occurrences"]) for answer in answers] == [1, 0, 0, 0, 0, 0, 1]
    assert [len(answer["problems"]) for answer in answers] == [1, 1, 1, 1, 1, 1, 1]
    assert [answer["file"] for answer in answers[:2]] == [str(file), "nowhere.ics"]


@pytest.mark.parametrize("args", [(), ("a.ics",), ("a.ics", *WINDOW, "--jobs", "b"), WINDOW])
def test_wrong_usage_is_refused(args):
    with pytest.raises(CommandError) as error:
        run(*args)

    assert error.value.returncode == 2


def test_jobs_that_cannot_be_read_end_with_a_sentence(tmp_path):
    out = io.StringIO()

    with pytest.raises(SystemExit) as end:
        call_command("expand_calendar", "--jobs", str(tmp_path / "none"), stdout=out)

    assert end.value.code == 1
    assert "cannot be read" in json.loads(out.getvalue())["detail"]


def test_broken_letters_do_not_break_the_answer(file):
    file.write_bytes(CALENDAR.encode().replace("絵".encode(), b"\xff\xfe"))

    (answer,) = run(file, *WINDOW)

    assert "の会" in answer["occurrences"][0]["summary"]
