"""Pages kept for strangers: quick, and never older than the last change."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import Event
from events.services.events import archive_event
from portal.middleware.pages import Kept, Shelf, has_changed
from tests.factories.events import EventFactory, OccurrenceFactory
from tests.factories.organizations import OrganizationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keeping(settings):
    settings.KEEP_PAGES = True


@pytest.fixture
def noon():
    with time_machine.travel("2026-11-24T03:00:10Z", tick=False) as clock:
        yield clock


def lists(client, organization):
    return f'href="{organization.get_absolute_url()}"' in client.get("/organizations/").content.decode()


def test_a_page_when_nothing_changed_then_asks_one_question(client, noon, django_assert_num_queries):
    first = client.get("/organizations/")

    with django_assert_num_queries(1):
        second = client.get("/organizations/")

    assert first.content == second.content
    assert (second["ETag"], second["Cache-Control"]) == (first["ETag"], "public, no-cache")
    assert "frame-ancestors" in second["Content-Security-Policy"]


def test_a_page_when_held_already_then_is_not_sent_again(client, noon, django_assert_num_queries):
    etag = client.get("/organizations/")["ETag"]

    with django_assert_num_queries(1):
        answer = client.get("/organizations/", headers={"If-None-Match": etag})

    assert (answer.status_code, answer.content) == (304, b"")


def test_a_calendar_when_sent_in_pieces_to_its_end_then_is_kept_whole(client, noon, django_assert_num_queries):
    for _ in range(70):
        OccurrenceFactory()
    first = client.get("/events/feed.ics?from=2026-01-01")
    pieces = list(first.streaming_content)

    with django_assert_num_queries(1):
        second = client.get("/events/feed.ics?from=2026-01-01")

    assert len(pieces) == 2
    assert (second.content, second["ETag"]) == (b"".join(pieces), first["ETag"])


@pytest.mark.once  # breaking off ends the connection, and on PostgreSQL the test's transaction with it
def test_a_calendar_when_broken_off_then_is_not_kept(client, noon):
    for _ in range(70):
        OccurrenceFactory()
    first = client.get("/events/feed.ics?from=2026-01-01")
    next(iter(first.streaming_content))
    first.close()

    assert client.get("/events/feed.ics?from=2026-01-01").streaming


def test_a_page_when_a_minute_passed_and_it_says_the_same_then_keeps_its_mark(client, noon):
    etag = client.get("/organizations/")["ETag"]
    noon.shift(61)

    assert client.get("/organizations/", headers={"If-None-Match": etag}).status_code == 304


def test_a_page_when_a_service_changed_something_then_is_new_at_once(client, noon):
    occurrence = OccurrenceFactory(event__title="どろんこ広場", starts_at=timezone.now() + timedelta(days=1))
    shown = "どろんこ広場" in client.get("/events/").content.decode()

    archive_event(event=occurrence.event, by=None)

    assert shown
    assert "どろんこ広場" not in client.get("/events/").content.decode()


def test_a_page_when_rows_changed_without_a_word_then_is_new_after_a_minute(client, noon):
    client.get("/organizations/")
    organization = OrganizationFactory()

    before = lists(client, organization)
    noon.shift(60)

    assert [before, lists(client, organization)] == [False, True]


def test_a_page_when_midnight_passes_in_tokyo_then_is_of_the_new_day(client, noon):
    noon.move_to("2026-11-24T14:59:59Z")
    OccurrenceFactory(starts_at=timezone.now() + timedelta(hours=12))
    before = client.get("/events/").content.decode()
    noon.move_to("2026-11-24T15:00:00Z")

    after = client.get("/events/").content.decode()

    assert ["あした 11月25日" in before, "きょう 11月25日" in after] == [True, True]


def test_a_page_when_somebody_is_signed_in_then_is_hers_and_is_not_kept(client, noon, resident):
    client.get("/organizations/")
    organization = OrganizationFactory()
    client.force_login(resident, backend="django.contrib.auth.backends.ModelBackend")

    hers = client.get("/organizations/")
    client.cookies.clear()

    assert organization.get_absolute_url() in hers.content.decode()
    assert hers["Cache-Control"] == "private, no-store"
    assert not lists(client, organization)


def test_a_page_when_it_holds_a_form_then_is_made_for_each_visitor(client, noon):
    first, second = client.get("/organizations/join/"), client.get("/organizations/join/")

    assert "csrftoken" in first.cookies
    assert "ETag" not in second
    assert first.content != second.content


def test_a_page_when_kept_then_each_language_and_each_question_has_its_own(client, noon):
    pages = [client.get(path).content for path in ("/events/", "/en/events/", "/events/?free=1", "/events/?day=sat")]

    again = [client.get(path).content for path in ("/events/", "/en/events/", "/events/?free=1", "/events/?day=sat")]

    assert again == pages
    assert len(set(pages)) == 4


def test_a_page_when_asked_for_its_head_then_says_the_same_mark(client, noon):
    etag = client.get("/organizations/")["ETag"]

    answer = client.head("/organizations/")

    assert (answer["ETag"], answer.content) == (etag, b"")


def test_a_page_that_is_personal_when_asked_twice_then_is_never_kept(client, noon):
    OrganizationFactory()

    paths = ("/healthz", "/accounts/login/", "/nowhere/", "/desk/", "/receipts/")
    assert [client.get(path).get("ETag") for path in paths] == [None] * 5


@pytest.mark.parametrize(
    ("path", "status", "changed"),
    [
        ("/cms/pages/3/edit/", 200, True),
        ("/cms/pages/3/edit/preview/", 200, False),
        ("/en/events/7/8/register/", 302, True),
        ("/en/events/7/8/register/", 200, False),
        ("/accounts/login/", 302, False),
    ],
)
def test_a_deed_when_it_led_on_then_makes_pages_anew(path, status, changed):
    assert has_changed(path, status) is changed


def test_a_page_when_a_family_registered_then_says_at_once_how_many_places_are_left(client, noon):
    event = EventFactory(apply=Event.Apply.PORTAL, capacity=10)
    date = OccurrenceFactory(event=event, starts_at=timezone.now() + timedelta(days=1), capacity=10)
    before = "残り10人" in client.get(date.get_absolute_url()).content.decode()
    family = {"name": "山田花子", "phone": "048-111-2222", "adults": "1", "child1": "30"}

    sent = Client().post(reverse("register", args=[event.pk, date.pk]), family)

    assert (sent.status_code, before) == (302, True)
    assert "残り8人" in client.get(date.get_absolute_url()).content.decode()


def test_the_shelf_when_flooded_then_holds_what_was_asked_for_last():
    shelf = Shelf(most_bytes=10)
    for name in "abc":
        shelf.put((name,), Kept(b"1234", {}, "", None))
        shelf.get(("a",))

    assert [name for name in "abc" if shelf.get((name,))] == ["a", "c"]
    assert shelf.bytes == 8


def test_a_long_question_when_asked_then_is_answered_and_not_kept(client, noon):
    answer = client.get("/events/", {"x": "y" * 400})

    assert (answer.status_code, "ETag" in answer) == (200, False)
