"""Calendars and feeds as other programs read them."""

from datetime import datetime, timedelta
from functools import cache
from xml.etree import ElementTree

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone, translation

from events.models import Event, EventText, Host, Occurrence
from organizations.models import Visibility
from organizations.services.content_versions import bump
from tests.conftest import signed_in
from tests.factories.events import TOKYO, EventFactory, HostFactory, OccurrenceFactory, in_days
from tests.factories.organizations import MembershipFactory, OrganizationFactory
from tests.factories.spaces import SpaceFactory

pytestmark = pytest.mark.django_db
CALENDAR, ATOM = "/events/feed.ics", "/events/feed.atom"
NAMES = {"atom": "http://www.w3.org/2005/Atom"}


@cache
def content_of(response):
    """Read an answer to its end, once; it comes in pieces."""
    return response.getvalue()


def events_in(response):
    return icalendar.Calendar.from_ical(content_of(response)).walk("VEVENT")


def entries_in(response):
    return ElementTree.fromstring(content_of(response)).findall("atom:entry", NAMES)


def titles_in(response):
    return [entry.findtext("atom:title", None, NAMES) for entry in entries_in(response)]


def test_calendar_of_a_query_says_each_date(client, settings):
    settings.BASE_URL = "https://city.example"
    event = EventFactory(title="絵本の時間", summary="ひざの上で", description="どなたでも", place_address="1-1")
    date = OccurrenceFactory(event=event, starts_at=datetime(2090, 1, 2, 10, tzinfo=TOKYO), note="第二会議室です")

    response = client.get(CALENDAR)

    (entry,) = events_in(response)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert entry["UID"] == f"date-{date.pk}@city.example"
    assert entry["SUMMARY"] == "絵本の時間"
    assert entry["DTSTART"].dt == datetime(2090, 1, 2, 10, tzinfo=TOKYO)
    assert entry["DTEND"].dt == datetime(2090, 1, 2, 12, tzinfo=TOKYO)
    assert entry["LOCATION"] == "中央公園 (1-1)"
    assert entry["DESCRIPTION"] == "第二会議室です\nひざの上で\nどなたでも"
    assert entry["URL"] == f"https://city.example/events/{event.pk}/{date.pk}/"


@pytest.mark.parametrize(
    ("status", "summary", "state"),
    [
        (Occurrence.Status.SCHEDULED, "おはなし会", "CONFIRMED"),
        (Occurrence.Status.RESCHEDULED, "おはなし会", "CONFIRMED"),
        (Occurrence.Status.CANCELLED, "【中止】おはなし会", "CANCELLED"),
        (Occurrence.Status.POSTPONED, "【延期】おはなし会", "CANCELLED"),
    ],
)
def test_calendar_of_a_changed_date_says_so_in_title_and_status(client, status, summary, state):
    event = EventFactory(title="おはなし会", sequence=2)
    OccurrenceFactory(event=event, status=status, sequence=3)

    (entry,) = events_in(client.get(CALENDAR))

    assert (entry["SUMMARY"], entry["STATUS"], entry["SEQUENCE"]) == (summary, state, 5)


def test_calendar_of_a_query_holds_only_what_it_asks_for(client):
    OccurrenceFactory(event=EventFactory(title="無料", is_free=True))
    OccurrenceFactory(event=EventFactory(title="有料", is_free=False))

    assert [entry["SUMMARY"] for entry in events_in(client.get(f"{CALENDAR}?free=1"))] == ["無料"]
    assert titles_in(client.get(f"{ATOM}?free=1")) == ["無料"]


@pytest.mark.parametrize("address", [CALENDAR, ATOM])
@pytest.mark.parametrize(
    "query", ["age=old", "day=holiday", "district=nowhere", "from=2026-02-30", "after=x", "free=2"]
)
def test_feed_of_an_unknown_value_answers_400_with_its_name(client, address, query):
    response = client.get(f"{address}?{query}")

    assert response.status_code == 400
    assert response.json()["detail"].startswith(query.split("=")[0])


@pytest.mark.parametrize("address", [CALENDAR, ATOM])
def test_feed_of_drafts_and_of_the_network_is_empty(client, address):
    OccurrenceFactory(event=EventFactory(status=Event.Status.DRAFT))
    OccurrenceFactory(event=EventFactory(visibility=Event.Visibility.NETWORK))
    OccurrenceFactory(event=EventFactory(title="公開"))

    content = client.get(address).getvalue().decode()

    assert content.count("BEGIN:VEVENT") + content.count("<entry>") == 1
    assert "公開" in content


@pytest.mark.parametrize("dates", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [(CALENDAR, 2), (ATOM, 2), (f"/en{CALENDAR}", 3), (f"{CALENDAR}?free=1&day=mon&day=sun", 2)],
)
def test_feed_asks_the_database_as_often_for_one_date_as_for_three(
    client, django_assert_num_queries, dates, address, queries
):
    for _ in range(dates):
        OccurrenceFactory(event=EventFactory(is_free=True))

    with django_assert_num_queries(queries):
        client.get(address)


@pytest.mark.parametrize("address", [CALENDAR, ATOM])
def test_feed_known_by_its_mark_is_not_sent_again(client, django_assert_num_queries, address):
    OccurrenceFactory()
    mark = client.get(address).headers["ETag"]

    with django_assert_num_queries(1):
        response = client.get(address, headers={"If-None-Match": mark})

    assert response.status_code == 304
    assert response.content == b""
    assert response.headers["Cache-Control"] == "public, max-age=300"


def test_mark_of_a_feed_changes_with_content_question_language_and_day(client, time_machine):
    time_machine.move_to("2026-11-24T03:00:00+00:00")
    first = client.get(CALENDAR).headers["ETag"]
    others = [client.get(f"{CALENDAR}?free=1").headers["ETag"], client.get(f"/en{CALENDAR}").headers["ETag"]]
    bump("events")
    others.append(client.get(CALENDAR).headers["ETag"])
    time_machine.move_to("2026-11-24T15:00:00+00:00")
    others.append(client.get(CALENDAR).headers["ETag"])

    assert len({first, *others}) == 5


def test_calendar_of_an_event_holds_all_its_dates(client):
    event = EventFactory()
    for days in (-400, 3, 10):
        OccurrenceFactory(event=event, starts_at=in_days(days))
    OccurrenceFactory()

    assert len(events_in(client.get(f"/events/{event.pk}.ics"))) == 3


def test_calendar_of_one_date_holds_it_alone(client):
    date = OccurrenceFactory()
    OccurrenceFactory(event=date.event)

    (entry,) = events_in(client.get(f"/events/{date.event_id}/{date.pk}.ics"))

    assert entry["UID"].startswith(f"date-{date.pk}@")


def test_calendar_of_a_date_of_another_event_is_not_there(client):
    date, other = OccurrenceFactory(), OccurrenceFactory()

    assert client.get(f"/events/{other.event_id}/{date.pk}.ics").status_code == 404


def test_calendar_of_a_group_holds_what_it_stands_for(client):
    group = OrganizationFactory()
    date = OccurrenceFactory(event=EventFactory(lead=group))
    OccurrenceFactory()

    (entry,) = events_in(client.get(f"/organizations/{group.slug}.ics"))

    assert entry["UID"].startswith(f"date-{date.pk}@")


@pytest.mark.parametrize("dates", [1, 3])
def test_calendar_of_a_group_asks_the_database_as_often_for_one_date_as_for_three(
    client, django_assert_num_queries, dates
):
    group = OrganizationFactory()
    for _ in range(dates):
        OccurrenceFactory(event=EventFactory(lead=group))

    with django_assert_num_queries(3):
        client.get(f"/organizations/{group.slug}.ics")


def test_calendar_of_a_group_without_consent_of_the_co_host_leaves_it_out(client):
    group = OrganizationFactory()
    asked = OccurrenceFactory()
    HostFactory(event=asked.event, organization=group, role=Host.Role.CO_HOST, accepted_at=None)
    shared = OccurrenceFactory()
    HostFactory(event=shared.event, organization=group, role=Host.Role.CO_HOST)

    (entry,) = events_in(client.get(f"/organizations/{group.slug}.ics"))

    assert entry["UID"].startswith(f"date-{shared.pk}@")


def test_calendar_of_a_hidden_group_is_not_there(client):
    group = OrganizationFactory(visibility=Visibility.NETWORK)

    assert client.get(f"/organizations/{group.slug}.ics").status_code == 404


def test_calendar_of_a_draft_is_for_its_editors_and_kept_by_nobody(client):
    group = OrganizationFactory()
    event = OccurrenceFactory(event=EventFactory(status=Event.Status.DRAFT, lead=group)).event
    editor = MembershipFactory(organization=group).user
    address = f"/events/{event.pk}.ics"

    answer = signed_in(editor).get(address)

    assert client.get(address).status_code == 404
    assert len(events_in(answer)) == 1
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("name", ["event_calendar", "occurrence_calendar"])
def test_calendar_of_what_does_not_exist_is_not_there(client, name):
    args = [1] if name == "event_calendar" else [1, 1]

    assert client.get(reverse(name, args=args), headers={"If-None-Match": "*"}).status_code == 404


@pytest.mark.parametrize("address", [CALENDAR, ATOM])
def test_feed_that_is_posted_to_is_refused(client, address):
    assert client.post(address).status_code == 405


def test_atom_of_a_query_names_each_event_once_the_last_changed_first(client, settings):
    settings.BASE_URL = "https://city.example"
    weekly, single = EventFactory(title="毎週の会"), EventFactory(title="一度の会")
    first = OccurrenceFactory(event=weekly, starts_at=in_days(5))
    OccurrenceFactory(event=weekly, starts_at=in_days(12))
    OccurrenceFactory(event=single, starts_at=in_days(1))
    Occurrence.objects.filter(pk=first.pk).update(updated_at=timezone.now() + timedelta(minutes=1))

    response = client.get(ATOM)

    assert titles_in(response) == ["毎週の会", "一度の会"]
    links = [entry.find("atom:link", NAMES).get("href") for entry in entries_in(response)]
    assert links[0] == f"https://city.example/events/{weekly.pk}/{first.pk}/"


def test_atom_of_nothing_is_a_whole_feed(client):
    root = ElementTree.fromstring(client.get(f"{ATOM}?free=1&q=<script>").getvalue())

    assert root.findtext("atom:updated", None, NAMES) == "2000-01-01T00:00:00Z"
    assert root.find("atom:link[@rel='self']", NAMES).get("href").endswith("?free=1&q=%3Cscript%3E")


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "a\x07b", "]]>&amp;", "👨‍👩‍👧 𠮷\u202e", "'\"<>"])
def test_hostile_title_comes_back_as_text(client, text):
    OccurrenceFactory(event=EventFactory(title=text))

    shown = text.replace("\x07", "")
    assert titles_in(client.get(ATOM)) == [shown]
    assert [entry["SUMMARY"] for entry in events_in(client.get(CALENDAR))] == [shown]


def test_calendar_in_english_uses_the_translated_words_and_addresses(client):
    date = OccurrenceFactory(status=Occurrence.Status.CANCELLED)
    EventText.objects.create(event=date.event, language="en", title="Story time", body="Come along")

    (entry,) = events_in(client.get(f"/en{CALENDAR}"))

    assert entry["SUMMARY"] == "[Called off] Story time"
    assert entry["DESCRIPTION"] == "Come along"
    assert f"/en/events/{date.event_id}/" in entry["URL"]


def test_long_description_is_cut_in_a_calendar(client):
    OccurrenceFactory(event=EventFactory(description="あ" * 5000))

    (entry,) = events_in(client.get(CALENDAR))

    assert entry["DESCRIPTION"] == "あ" * 400 + "…"


def test_calendar_of_a_space_holds_what_is_on_there(client):
    space = SpaceFactory(slug="heya")
    OccurrenceFactory(event=EventFactory(title="ここ", space=space))
    OccurrenceFactory(event=EventFactory(title="よそ"))

    response = client.get("/spaces/heya.ics")

    assert [entry["SUMMARY"] for entry in events_in(response)] == ["ここ"]
    head = icalendar.Calendar.from_ical(content_of(response))
    assert (head["COLOR"], head["SOURCE"].endswith("/spaces/heya.ics")) == ("teal", True)


def test_calendar_of_many_dates_when_read_piece_by_piece_then_is_whole_and_speaks_the_language_asked_for(client):
    for number in range(70):
        OccurrenceFactory(event=EventFactory(title=f"会{number}"), status=Occurrence.Status.CANCELLED)

    response = client.get(f"/en{CALENDAR}")
    with translation.override("ja"):
        first, *rest = response.streaming_content
    whole = first + b"".join(rest)

    assert first.startswith(b"BEGIN:VCALENDAR")
    assert len(rest) == 1
    entries = icalendar.Calendar.from_ical(whole).walk("VEVENT")
    assert len(entries) == 70
    assert all(entry["SUMMARY"].startswith("[Called off]") for entry in entries)
