"""The power goes in the middle of a write: nothing half done, nothing lost, nothing sent twice."""

import re
import time
from collections import Counter
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import timedelta
from threading import Event

import pytest
import requests
from django.db import connection, transaction
from django.db.models import Count
from django.utils import timezone
from wagtail.models import ModelLogEntry

from events.models import Occurrence, Subscription
from organizations.models import Delivery
from organizations.services.deliveries import tell
from spaces.models import Booking, Occupancy
from tests.factories.events import OccurrenceFactory, SeriesFactory, SubscriptionFactory
from tests.factories.organizations import UserFactory
from tests.factories.spaces import SpaceFactory
from tests.faults.mail_server import MailServer
from tests.faults.visitors import Visitor
from tests.faults.wishes import wish

pytestmark = pytest.mark.race
GUESTS = 24
MAILS = 80
KILLS = 4
READERS = 60
SERIES = 400
NIGHT = (
    "from django.utils import timezone; from events.services.series import extend_all; extend_all(now=timezone.now())"
)


def try_to_send(guest, path):
    try:
        return guest.send(path, wish())
    except requests.RequestException:
        return None


def guests_before_their_forms(portal):
    guests = [(Visitor(portal.base_url), f"/spaces/{SpaceFactory().slug}/book/") for _ in range(GUESTS)]
    for guest, path in guests:
        guest.open(path)
    return guests


def send_and_kill_after_the_first_answers(portal, guests):
    with ThreadPoolExecutor(len(guests)) as pool:
        waiting = {pool.submit(try_to_send, guest, path) for guest, path in guests}
        wait(waiting, return_when=FIRST_COMPLETED)
        portal.kill("server")
    return [found.result().headers["Location"] for found in waiting if found.result() is not None]


def half_done():
    """Name bookings that hold nothing, or were never logged, or told nobody."""
    logged = set(ModelLogEntry.objects.filter(action="spaces.booking.request").values_list("object_id", flat=True))
    bookings = Booking.objects.annotate(parts=Count("occupancies"))
    return [b.reference for b in bookings if b.parts != 1 or str(b.pk) not in logged] + [
        str(o.pk) for o in Occupancy.objects.filter(booking=None)
    ]


def test_server_when_killed_while_guests_book_then_nothing_is_half_done_and_sending_again_completes_it(portal):
    portal.start_server()
    guests = guests_before_their_forms(portal)

    answered = send_and_kill_after_the_first_answers(portal, guests)

    assert 0 < len(answered) < GUESTS, "the kill came too early or too late to prove anything"
    assert half_done() == []
    assert set(answered) <= {b.get_absolute_url() for b in Booking.objects.all()}

    portal.start_server()
    again = [guest.send(path, wish()) for guest, path in guests]

    assert {answer.status_code for answer in again} == {302}
    assert {answer.headers["Location"] for answer in again} == {b.get_absolute_url() for b in Booking.objects.all()}
    assert Booking.objects.count() == Delivery.objects.count() == GUESTS


def mails(portal):
    """Count the mails that went out, by their own lasting id."""
    text = "".join(path.read_text() for path in sorted((portal.var / "mail").glob("*.log")))
    return Counter(re.findall(r"^Message-ID: (.+)$", text, re.M))


def write_mails():
    for _ in range(MAILS):
        tell(purpose="x", about=UserFactory(), subject="件名", body="本文", email="a@example.jp", name="花子")


def run_until(portal, number):
    """Run a worker until so many mails have gone, then pull its plug."""
    portal.start_worker()
    deadline = time.monotonic() + 60
    while sum(mails(portal).values()) < number:
        assert time.monotonic() < deadline, portal.log("worker")
        time.sleep(0.002)
    portal.kill("worker")


def finish(portal):
    portal.start_worker()
    deadline = time.monotonic() + 60
    while Delivery.objects.due(timezone.now()).exists():
        assert time.monotonic() < deadline, portal.log("worker")
        time.sleep(0.2)
    portal.kill("worker")


def test_worker_when_killed_while_it_sends_then_every_mail_goes_out_and_none_twice(portal):
    write_mails()

    for kill in range(1, KILLS + 1):
        run_until(portal, number=kill * 15)
    finish(portal)

    sent = mails(portal)
    assert len(sent) == MAILS
    assert set(Delivery.objects.values_list("status", flat=True)) == {Delivery.Status.SENT}
    assert [mail for mail, times in sent.items() if times > 1] == []


def digests():
    return Delivery.objects.filter(purpose__startswith="digest")


def run_until_written(portal, number):
    """Run a worker until so many readers have their mail written, then pull its plug."""
    portal.start_worker()
    deadline = time.monotonic() + 60
    while digests().count() < number:
        assert time.monotonic() < deadline, portal.log("worker")
        time.sleep(0.002)
    portal.kill("worker")


def finish_digests(portal):
    portal.start_worker()
    deadline = time.monotonic() + 90
    while Subscription.objects.due(timezone.now()).exists() or digests().filter(status="waiting").exists():
        assert time.monotonic() < deadline, portal.log("worker")
        time.sleep(0.2)
    portal.kill("worker")


@pytest.mark.once
def test_worker_when_killed_in_the_middle_of_the_digests_then_every_reader_gets_one_and_hears_all_of_it(portal):
    SubscriptionFactory.create_batch(READERS)
    told = OccurrenceFactory.create_batch(2)

    for kill in (1, 2):
        run_until_written(portal, number=kill * 10)
        assert Subscription.objects.due(timezone.now()).exists(), "the kill came too late to prove anything"
    half = Subscription.objects.due(timezone.now()).exclude(told={}).count()
    finish_digests(portal)

    assert half == 0
    assert list(mails(portal).values()) == [1] * READERS
    assert all(all(row.event.title in mail.body for row in told) for mail in digests())
    assert digests().count() == digests().values("recipient").distinct().count() == READERS


def written():
    return Occurrence.objects.count()


def test_night_when_killed_while_it_writes_series_down_then_each_has_every_date_once(portal):
    SeriesFactory.create_batch(SERIES)
    portal.start("night", "shell", "-c", NIGHT)
    while not written():
        assert portal.running["night"].poll() is None, portal.log("night")
        time.sleep(0.005)
    portal.kill("night")
    half = written()

    portal.start("night", "shell", "-c", NIGHT)
    portal.running["night"].wait(60)

    days = Occurrence.objects.values("event").annotate(rows=Count("pk"), days=Count("held_on", distinct=True))
    assert 0 < half < written(), "the kill came too early or too late to prove anything"
    assert {(one["rows"], one["days"]) for one in days} == {(57, 57)}
    assert len(days) == SERIES


@contextmanager
def nobody_else_writes():
    """Hold the database still, as a slow disk would."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE organizations_delivery IN EXCLUSIVE MODE")
        yield


def end_waiting_statements():
    """PostgreSQL would still do what its dead client asked for; a power cut would not."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")


def kill_between_yes_and_commit(portal):
    """Let the mail server take one mail, and pull the worker's plug before it could tell the database."""
    taken, go_on = Event(), Event()
    server = MailServer(before_yes=lambda mail: (taken.set(), go_on.wait(30)))
    portal.environment["EMAIL_URL"] = server.url
    tell(purpose="x", about=UserFactory(), subject="件名", body="本文", email="a@example.jp", name="花子")
    portal.start_worker()
    assert taken.wait(30), portal.log("worker")
    with nobody_else_writes():
        go_on.set()
        deadline = time.monotonic() + 30
        while not any("gone" in path.read_text() for path in (portal.var / "outbox").glob("*")):
            assert time.monotonic() < deadline, portal.log("worker")
            time.sleep(0.01)
        portal.kill("worker")
        end_waiting_statements()
    assert Delivery.objects.get().status == Delivery.Status.WAITING
    return server


@pytest.mark.once
def test_worker_when_killed_between_the_servers_yes_and_the_commit_then_not_sent_again(portal):
    server = kill_between_yes_and_commit(portal)

    finish(portal)

    assert list(server.mails.values()) == [1]


@pytest.mark.once
def test_worker_when_its_notes_are_lost_then_the_same_mail_goes_out_twice(portal):
    server = kill_between_yes_and_commit(portal)
    for path in (portal.var / "outbox").glob("*"):
        path.unlink()
    Delivery.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    finish(portal)

    assert list(server.mails.values()) == [2]
