"""Addresses that strangers give us are read without harm: against a real server that means no good."""

import gzip
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from organizations.services import outside
from organizations.services.outside import Refused, fetch, is_public, masked

CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


class Hostile(BaseHTTPRequestHandler):
    """Does what its path says, and keeps the paths and headers it was asked for."""

    asked: list = []

    def do_GET(self):
        self.asked.append((self.path, dict(self.headers)))
        getattr(self, self.path.strip("/").partition("?")[0], self.missing)()

    def log_message(self, *args):
        """Say nothing."""

    def give(self, body, status=200, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def missing(self):
        self.give(b"", 404)

    def plain(self):
        if self.headers.get("If-None-Match") == '"a"':
            return self.give(b"", 304, ETag='"a"')
        return self.give(CALENDAR, ETag='"a"', Last_Modified="Tue, 24 Nov 2026 00:00:00 GMT")

    def packed(self):
        self.give(gzip.compress(CALENDAR), Content_Encoding="gzip")

    def bomb(self):
        self.give(gzip.compress(b"\0" * 60_000_000), Content_Encoding="gzip")

    def endless(self):
        self.give(b"")
        try:
            while True:
                self.wfile.write(b"x" * 65_536)
        except OSError:
            return

    def slow(self):
        self.give(b"")
        try:
            for _second in range(20):
                self.wfile.write(b"x")
                time.sleep(0.1)
        except OSError:
            return

    def silent(self):
        time.sleep(1)

    def cut(self):
        self.give(b"BEGIN", Content_Length="5000")

    def loop(self):
        self.give(b"", 301, Location="/loop")

    def away(self):
        self.give(b"", 302, Location=f"http://localhost:{self.server.server_port}/plain")

    def inside(self):
        self.give(b"", 302, Location="http://169.254.169.254/latest/meta-data/")

    def to_file(self):
        self.give(b"", 302, Location="file:///etc/passwd")


@pytest.fixture
def server(settings):
    """The address of a hostile server, allowed by its number and not by the name localhost."""
    Hostile.asked = []
    running = ThreadingHTTPServer(("127.0.0.1", 0), Hostile)
    running.daemon_threads = True
    Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    settings.FEED_TEST_HOSTS = [f"127.0.0.1:{running.server_port}"]
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()


@contextmanager
def refusal(code):
    with pytest.raises(Refused) as refused:
        yield
    assert refused.value.code == code


def test_address_when_sound_then_is_read_and_known_the_next_time(server):
    first = fetch(f"{server}/plain")
    again = fetch(f"{server}/plain", etag=first.etag, last_modified=first.last_modified)

    assert (first.body, first.etag) == (CALENDAR, '"a"')
    assert (again.is_new, again.body) == (False, b"")


def test_packed_body_when_read_then_is_unpacked(server):
    assert fetch(f"{server}/packed").body == CALENDAR


def test_credentials_when_given_then_go_to_their_host_alone(server):
    fetch(server.replace("//", "//hanako:secret@") + "/plain")

    assert Hostile.asked[0][1]["Authorization"].startswith("Basic ")
    assert "secret" not in masked(server.replace("//", "//hanako:secret@"))


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("bomb", "large"),
        ("endless", "large"),
        ("cut", "broken"),
        ("loop", "redirects"),
        ("away", "port"),
        ("inside", "private"),
        ("to_file", "address"),
        ("nothing", "status"),
    ],
)
def test_server_when_it_means_no_good_then_is_refused(server, path, code):
    with refusal(code):
        fetch(f"{server}/{path}")

    assert len(Hostile.asked) <= 4


@pytest.mark.parametrize("path", ["slow", "silent"])
def test_server_when_it_takes_its_time_then_is_left_at_the_deadline(server, path):
    with refusal("slow"):
        fetch(f"{server}/{path}", seconds=0.3)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("file:///etc/passwd", "address"),
        ("ftp://example.org/a.ics", "address"),
        ("gopher://127.0.0.1/", "address"),
        ("//example.org/a.ics", "address"),
        ("https://", "address"),
        ("http://[::1", "address"),
        ("http://exa mple.org/", "address"),
        ("https://example.org:8443/a.ics", "port"),
        ("http://example.org:22/", "port"),
        ("http://example.org:99999/", "address"),
        ("http://127.0.0.1/", "private"),
        ("http://localhost/", "private"),
        ("http://0.0.0.0/", "private"),
        ("http://2130706433/", "private"),
        ("http://0x7f.1/", "private"),
        ("http://[::1]/", "private"),
        ("http://[::ffff:127.0.0.1]/", "private"),
        ("webcal://10.0.0.1/a.ics", "private"),
    ],
)
def test_address_when_disguised_then_is_refused_without_a_connection(address, code):
    with refusal(code):
        fetch(address)


@pytest.mark.parametrize(
    "name",
    [
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "224.0.0.1",
        "255.255.255.255",
        "240.0.0.1",
        "192.0.2.1",
        "::",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "fec0::1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
        "2001:0:7f00:1::",
    ],
)
def test_place_when_special_then_is_not_public(name):
    assert not is_public(name)


def test_place_when_on_the_open_internet_then_is_public():
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1:248:1893:25c8:1946")


def test_name_when_one_of_its_places_is_inside_then_is_refused(monkeypatch):
    rows = [(2, 1, 6, "", (place, 0)) for place in ("93.184.216.34", "127.0.0.1")]
    monkeypatch.setattr(outside.socket, "getaddrinfo", lambda *args, **kwargs: rows)

    with refusal("private"):
        fetch("https://rebinding.example/a.ics")
