"""「今日の催し」 inside the city's own pages, and what search engines read of a date."""

import json
import re

import pytest
from django.utils import timezone

from events.models import Event, Occurrence
from tests.factories.events import EventFactory, OccurrenceFactory, in_days
from tests.factories.spaces import FacilityFactory, SpaceFactory

pytestmark = pytest.mark.django_db
EMBED = "/embed/today/"


def today(**facts):
    now = timezone.localtime()
    return OccurrenceFactory(starts_at=now.replace(hour=23, minute=0), ends_at=now.replace(hour=23, minute=30), **facts)


def test_embed_when_framed_elsewhere_then_may_be_and_sets_nothing(client):
    today(event=EventFactory(title="今日のおはなし会"))
    OccurrenceFactory(event=EventFactory(title="あさっての会"))

    response = client.get(EMBED)
    page = response.content.decode()

    assert ("今日のおはなし会" in page, "あさっての会" in page) == (True, False)
    rules = response.headers["Content-Security-Policy"].split("; ")
    assert {"frame-ancestors *", "form-action 'none'"} <= set(rules)
    assert "X-Frame-Options" not in response.headers
    assert not response.cookies
    assert "<script" not in page
    assert len(response.content) < 20_000


def test_other_pages_when_framed_elsewhere_then_may_not_be(client):
    response = client.get("/events/")

    assert "*" not in response.headers["Content-Security-Policy"].partition("frame-ancestors")[2].partition(";")[0]
    assert response.headers["X-Frame-Options"] == "DENY"


def test_embed_when_nothing_is_on_then_leads_on(client):
    assert "/events/" in client.get(EMBED).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_embed_when_longer_then_asks_the_database_as_often(client, django_assert_num_queries, count):
    for _ in range(count):
        today()
    client.get(EMBED)

    with django_assert_num_queries(2):
        client.get(EMBED)


def test_snippet_when_copied_then_frames_the_list(client, settings):
    settings.BASE_URL = "https://city.example"

    assert "&lt;iframe src=&quot;https://city.example/embed/today/&quot;" in client.get("/embed/").content.decode()


def described(client, date):
    page = client.get(date.get_absolute_url()).content.decode()
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])


def test_search_engines_when_reading_a_moved_date_then_learn_everything_stated(client):
    space = SpaceFactory(name="集会室", facility=FacilityFactory(latitude=35.0, longitude=135.5, address="1-1"))
    event = EventFactory(space=space, age_from_months=24, age_to_months=47, is_free=False, child_price=300)
    date = OccurrenceFactory(
        event=event, status=Occurrence.Status.RESCHEDULED, moved_from=in_days(2), starts_at=in_days(3), capacity=10
    )

    said = described(client, date)

    assert (said["@type"], said["eventStatus"]) == ("Event", "https://schema.org/EventRescheduled")
    assert (said["startDate"], said["previousStartDate"]) == (in_days(3).isoformat(), in_days(2).isoformat())
    assert (said["typicalAgeRange"], said["isAccessibleForFree"], said["inLanguage"]) == ("2-3", False, ["ja"])
    assert said["location"]["geo"] == {"@type": "GeoCoordinates", "latitude": 35.0, "longitude": 135.5}
    assert [(offer["price"], offer["priceCurrency"]) for offer in said["offers"]] == [(300, "JPY")]
    assert said["organizer"][0]["url"].startswith("http")


def test_search_engines_when_an_event_is_online_then_learn_its_page_and_not_its_room(client):
    event = EventFactory(attendance=Event.Attendance.ONLINE, online_url="https://meet.example/a", is_free=True)

    said = described(client, OccurrenceFactory(event=event))

    assert said["location"]["@type"] == "VirtualLocation"
    assert said["location"]["url"].endswith(event.get_absolute_url())
    assert said["offers"][0]["price"] == 0


def test_search_engines_when_a_title_means_harm_then_the_block_stays_one(client):
    title = "</script><script>alert(1)</script>&<!--"

    assert described(client, OccurrenceFactory(event=EventFactory(title=title)))["name"] == title
