from datetime import date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import translation

from events.forms.search import GRADES
from portal.templatetags import panels
from portal.templatetags.panels import answers_age
from spaces.models import Space
from tests.factories.events import EventFactory, OccurrenceFactory
from tests.factories.organizations import DistrictFactory, OrganizationFactory
from tests.factories.portal import PictureFactory
from tests.factories.spaces import FacilityFactory, SpaceFactory

TOKYO = ZoneInfo("Asia/Tokyo")


def at(day, hour=10):
    return datetime(2026, 11, day, hour, tzinfo=TOKYO)


def titles(items):
    return [item["card"].title for item in items]


@pytest.fixture
def tuesday():
    with time_machine.travel(at(24, 9), tick=False):
        yield


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize("day", range(23, 30), ids=["mon", "tue", "wed", "thu", "fri", "sat", "sun"])
def test_the_weekend_of_any_day_of_a_week_is_its_own(day):
    assert panels.weekend_of(date(2026, 11, day)) == (date(2026, 11, 28), date(2026, 11, 29))


def test_today_and_the_weekend_hold_their_own_dates(db, tuesday):
    for day in (24, 25, 28, 29, 30):
        OccurrenceFactory(event=EventFactory(title=f"{day}日"), starts_at=at(day))

    assert titles(panels.events_today()) == ["24日"]
    assert titles(panels.events_weekend()) == ["28日", "29日"]


def test_upcoming_events_take_a_whole_address_or_its_end(db, tuesday):
    OccurrenceFactory(event=EventFactory(title="土曜の会"), starts_at=at(28))
    OccurrenceFactory(event=EventFactory(title="日曜の会"), starts_at=at(29))

    assert titles(panels.upcoming_events("day=sat")) == ["土曜の会"]
    assert titles(panels.upcoming_events("https://kodomo.example.jp/events/?day=sun")) == ["日曜の会"]


def test_upcoming_events_with_an_unknown_wish_leave_it_aside(db, tuesday):
    OccurrenceFactory(event=EventFactory(title="土曜の会"), starts_at=at(28))

    assert titles(panels.upcoming_events("day=someday&age=xx")) == ["土曜の会"]


def test_upcoming_events_are_no_more_than_asked_for(db, tuesday):
    for day in (24, 25, 26):
        OccurrenceFactory(starts_at=at(day))

    assert len(panels.upcoming_events("", 2)) == 2


def test_places_open_at_this_moment_are_those_one_may_drop_in_now(db, tuesday):
    open_now = FacilityFactory(hours=[1])
    SpaceFactory(name="ひろば", facility=open_now, kind=Space.Kind.DROP_IN)
    SpaceFactory(name="会議室", facility=open_now, kind=Space.Kind.ROOM)
    SpaceFactory(name="水曜のひろば", facility=FacilityFactory(hours=[2]), kind=Space.Kind.DROP_IN)

    assert [place["title"] for place in panels.open_places()] == ["ひろば"]


@pytest.mark.parametrize(("hour", "count"), [(8, 0), (9, 1), (20, 1), (21, 0)])
def test_a_place_is_open_from_its_first_minute_to_its_last(db, hour, count):
    SpaceFactory(kind=Space.Kind.DROP_IN)

    assert len(panels.open_now(at(24, hour))) == count


def test_districts_of_an_english_page_say_that_their_names_are_japanese(db):
    DistrictFactory(name="北町", code="kita")

    with translation.override("en"):
        chip = panels.answers_where()[0]

    assert (chip["label"], chip["lang"], chip["href"]) == ("北町", "ja", "/en/events/?district=kita")


@pytest.mark.parametrize("count", [1, 3])
def test_the_home_page_asks_the_same_questions_for_one_thing_and_for_three(
    client, db, tuesday, count, django_assert_num_queries
):
    for number in range(count):
        OccurrenceFactory(starts_at=at(28) + timedelta(hours=number), event=EventFactory(picture=PictureFactory()))
        OccurrenceFactory(starts_at=at(24, 12 + number))
        SpaceFactory(kind=Space.Kind.DROP_IN, picture=PictureFactory())
        OrganizationFactory()
        DistrictFactory()
    client.get("/")

    with django_assert_num_queries(28):
        page = client.get("/").content.decode()

    assert page.count("card--event") == 2 * count


def test_home_offers_every_age_from_babies_to_high_school(db):
    asked = (parse_qs(urlsplit(chip["href"]).query) for chip in answers_age())

    assert [grade for query in asked for grade in query.get("grade", ())] == list(GRADES)
