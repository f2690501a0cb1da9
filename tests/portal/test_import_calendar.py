"""The command that reads a group's calendar, and the worker that reads it again."""

import json
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from events.models import CalendarSource, Event
from events.tasks import read_due_calendars
from tests.events.test_sources import calendar, event
from tests.factories.organizations import OrganizationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return OrganizationFactory(slug="hidamari", publishes_at_once=True)


@pytest.fixture
def say(capsys):
    def run(*args):
        capsys.readouterr()
        call_command("import_calendar", *args)
        return json.loads(capsys.readouterr().out)

    return run


class Feed(BaseHTTPRequestHandler):
    body, asked = b"", []

    def do_GET(self):
        self.asked.append(dict(self.headers))
        known = self.headers.get("If-None-Match") == '"1"'
        self.send_response(304 if known else 200)
        self.send_header("ETag", '"1"')
        self.end_headers()
        self.wfile.write(b"" if known else self.body)

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def feed(settings):
    Feed.body, Feed.asked = calendar(event()), []
    running = ThreadingHTTPServer(("127.0.0.1", 0), Feed)
    Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    settings.FEED_TEST_HOSTS = ["127.0.0.1"]
    yield f"http://127.0.0.1:{running.server_port}/secret/basic.ics"
    running.shutdown()


def test_command_when_run_twice_then_counts_and_changes_nothing(group, say, tmp_path):
    file = tmp_path / "a.ics"
    file.write_bytes(calendar(event(), event("SUMMARY:", uid="b")))

    looked, first, again = say("hidamari", file, "--dry-run"), say("hidamari", file), say("hidamari", file)

    counts = {"components": 2, "created": 1, "updated": 0, "unchanged": 0, "cancelled": 0, "warnings": []}
    rejected = [{"component": 2, "uid": "b", "problem": "行事の題名がありません。"}]
    assert looked == first == counts | {"rejected": rejected}
    assert again == counts | {"created": 0, "unchanged": 1, "rejected": rejected}


def test_command_when_given_an_address_then_reads_it(group, say, feed):
    assert say("hidamari", feed)["created"] == 1
    assert CalendarSource.objects.get().status == "paused"


@pytest.mark.parametrize(
    "origin", ["/no/such/file.ics", "file:///etc/passwd", "http://127.0.0.1:1/a.ics", "http://10.0.0.1/"]
)
def test_command_when_nothing_can_be_read_then_says_why_and_writes_nothing(group, capsys, origin):
    with pytest.raises(CommandError) as failed:
        call_command("import_calendar", "hidamari", origin)

    assert failed.value.returncode == 1
    assert list(json.loads(capsys.readouterr().out)) == ["detail"]
    assert not CalendarSource.objects.exists()


def test_command_when_there_is_no_such_group_then_says_so(capsys):
    with pytest.raises(CommandError):
        call_command("import_calendar", "nobody", "a.ics")

    assert "nobody" in json.loads(capsys.readouterr().out)["detail"]


def test_worker_when_a_calendar_is_due_then_reads_it_and_next_time_only_asks(group, feed):
    now = timezone.now()
    source = CalendarSource.objects.create(organization=group, address=feed, status="active", next_read_at=now)

    first = read_due_calendars(now=now)
    early = read_due_calendars(now=now + timedelta(minutes=30))
    later = read_due_calendars(now=now + timedelta(hours=2))

    source.refresh_from_db()
    assert (first, early, later, len(Feed.asked)) == (1, 0, 1, 2)
    assert Feed.asked[1]["If-None-Match"] == '"1"'
    assert (Event.objects.count(), source.failures, source.problems) == (1, 0, [])


def test_worker_when_a_calendar_turned_into_a_page_then_keeps_everything_and_waits(group, feed):
    now = timezone.now()
    source = CalendarSource.objects.create(organization=group, address=feed, status="active", next_read_at=now)
    read_due_calendars(now=now)
    Feed.body = b"<!DOCTYPE html><form>Login</form>"
    CalendarSource.objects.update(etag="")

    read_due_calendars(now=now + timedelta(hours=1))

    source.refresh_from_db()
    assert (source.last_problem, source.failures, Event.objects.count()) == ("html:", 1, 1)
    assert source.next_read_at == now + timedelta(hours=2)


def test_worker_when_a_file_was_taken_on_then_reads_it_once_and_forgets_it(group):
    now = timezone.now()
    source = CalendarSource.objects.create(
        organization=group, file_name="a.ics", content=calendar(event()), status="active", next_read_at=now
    )

    read_due_calendars(now=now)

    source.refresh_from_db()
    assert (Event.objects.count(), source.status, bytes(source.content)) == (1, "ended", b"")
