"""The desk shows what a change of dates would do before it is done, with or without scripts."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils.html import escape

from events.models import Event, Occurrence
from events.recurrence import Recurrence
from events.services.events import create_event
from spaces.periods import TOKYO
from tests.factories.events import OccurrenceFactory, RegistrationFactory
from tests.factories.organizations import MembershipFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=TOKYO)
FIRST = datetime(2026, 12, 5, 10, tzinfo=TOKYO)
AS_IT_IS = {"start": "10:00", "end": "12:00", "scope": "later", "note": "", "repeats": "once"}
LATER = AS_IT_IS | {"start": "14:00", "end": "15:30"}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def event():
    made = create_event(
        organization=MembershipFactory(role="representative").organization,
        facts={"title": "おはなし会", "place_name": "公園"},
        recurrence=Recurrence(FIRST, timedelta(hours=2), "FREQ=WEEKLY;COUNT=3"),
        by=None,
    )
    Event.objects.update(status="published", published_at=NOW)
    return made


@pytest.fixture
def desk(client, event):
    client.force_login(
        event.organizations.get().memberships.get().user, backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def address(event, deed="change", number=1):
    return f"/desk/events/{event.pk}/{event.occurrences.in_time_order()[number].pk}/{deed}/"


def hours(event):
    return [row.starts_at.astimezone(TOKYO).hour for row in event.occurrences.in_time_order()]


def test_change_when_looked_at_then_shows_the_plan_and_changes_nothing(desk, event):
    RegistrationFactory(occurrence=event.occurrences.in_time_order()[2])

    page = desk.post(address(event), LATER | {"look": "1"})

    assert [step.fate for step in page.context["plan"].steps] == ["changed", "moved"]
    assert "12月12日(土) 14:00〜15:30" in page.content.decode()
    assert hours(event) == [10, 10, 10]


def test_change_when_confirmed_then_does_what_was_shown(desk, event):
    mark = desk.post(address(event), LATER | {"look": "1"}).context["plan"].mark

    answer = desk.post(address(event), LATER | {"do": mark})

    assert (answer.status_code, hours(event)) == (302, [10, 14, 14])


@pytest.mark.parametrize("other", [{"start": "13:00"}, {"scope": "all"}, {"capacity": "5"}])
def test_change_when_something_else_is_confirmed_than_was_shown_then_shows_it_first(desk, event, other):
    mark = desk.post(address(event), LATER | {"look": "1"}).context["plan"].mark

    page = desk.post(address(event), LATER | other | {"do": mark})

    assert (page.status_code, hours(event)) == (200, [10, 10, 10])
    assert page.context["plan"].mark != mark


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, "__all__"),
        ({"start": "25:00", "end": "24:00"}, "end"),
        ({"scope": "this", "repeats": "weekly"}, "scope"),
        ({"repeats": "weekly", "until": "2026-12-01"}, "until"),
        ({"scope": "some"}, "scope"),
        ({"capacity": "0"}, "capacity"),
    ],
)
def test_change_when_it_makes_no_sense_then_says_so_at_the_field(desk, event, fields, wrong):
    page = desk.post(address(event), AS_IT_IS | fields | {"look": "1"})

    assert list(page.context["form"].errors) == [wrong]


def test_change_when_the_weekday_is_another_then_the_rule_is_in_words_on_the_dates_page(desk, event):
    asked = AS_IT_IS | {
        "scope": "all",
        "repeats": "weekly",
        "weekdays": ["6"],
        "until": "2026-12-31",
        "note": "会場の都合",
    }
    mark = desk.post(address(event), asked | {"look": "1"}).context["plan"].mark

    desk.post(address(event), asked | {"do": mark})
    page = desk.get(f"/desk/events/{event.pk}/dates/")

    assert page.context["rules"] == ["毎週日曜日（2026年12月31日(木)まで）"]
    assert [row.held_on.day for row in event.occurrences.taking_place().in_time_order()] == [6, 13, 20, 27]


def test_off_when_later_dates_are_called_off_then_says_why_everywhere(desk, event):
    asked = {"scope": "later", "note": "会を閉じます"}
    mark = desk.post(address(event, "off"), asked | {"look": "1"}).context["plan"].mark

    desk.post(address(event, "off"), asked | {"do": mark})

    assert list(event.occurrences.in_time_order().values_list("status", "note")) == [
        ("scheduled", ""),
        ("cancelled", "会を閉じます"),
        ("cancelled", "会を閉じます"),
    ]


def test_off_when_no_reason_is_given_then_asks(desk, event):
    page = desk.post(address(event, "off"), {"scope": "this", "note": " ", "look": "1"})

    assert list(page.context["form"].errors) == ["note"]


def test_off_when_nobody_has_seen_it_then_may_be_deleted(desk, event):
    Event.objects.update(status="draft", published_at=None)
    asked = {"scope": "this", "note": "", "away": "on"}
    mark = desk.post(address(event, "off"), asked | {"look": "1"}).context["plan"].mark

    desk.post(address(event, "off"), asked | {"do": mark})

    assert event.occurrences.count() == 2


def test_dates_page_when_some_are_over_then_they_are_folded_away(desk, event):
    over = OccurrenceFactory(event=event, starts_at=NOW - timedelta(days=7))

    page = desk.get(f"/desk/events/{event.pk}/dates/")

    assert (list(page.context["past"]), len(page.context["dates"])) == ([over], 3)


def test_look_when_days_are_tapped_then_shows_the_dates_and_writes_nothing(desk, event):
    asked = {"days": ["2026-12-06", "2026-12-20"], "start": "13:00", "end": "14:00"}

    fragment = desk.post("/desk/events/dates/", asked).content.decode()
    page = desk.post(f"/desk/events/{event.pk}/dates/", asked | {"look": "1"}).content.decode()

    for drawn in (fragment, page):
        assert "12月20日(日) 13:00〜14:00" in drawn
        assert 'name="own_start"' in drawn
    assert Occurrence.objects.count() == 3


def test_dates_page_when_a_day_has_a_place_of_its_own_then_it_is_kept_and_named(desk, event):
    asked = {"days": ["2026-12-06"], "start": "13:00", "end": "14:00"}
    own = {"own_day": ["2026-12-06"], "own_start": ["15:00"], "own_end": ["16:00"], "own_place": ["南<公園>"]}

    desk.post(f"/desk/events/{event.pk}/dates/", asked | own)
    page = desk.get(f"/desk/events/{event.pk}/dates/").content.decode()

    assert event.occurrences.get(place_name="南<公園>").starts_at.astimezone(TOKYO).hour == 15
    assert escape("南<公園>") in page
