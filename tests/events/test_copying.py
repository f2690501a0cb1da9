"""The same event again: last year's dates by weekday, each to be ticked off; what is taken over."""

from datetime import date, datetime
from html import unescape

import pytest
import time_machine

from events.models import Event
from events.services.copying import carried_on, copy_event, season_of, usual_way
from events.shifting import Way
from spaces.models import Closure
from spaces.periods import TOKYO, Period
from tests.factories.events import EventFactory, OccurrenceFactory
from tests.factories.spaces import SpaceFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=TOKYO)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def group(representative):
    return representative.memberships.get().organization


def at(year, month, day, hour=10):
    return datetime(year, month, day, hour, tzinfo=TOKYO)


def held(*starts, **fields):
    event = EventFactory(**fields)
    for start in starts:
        OccurrenceFactory(event=event, starts_at=start)
    return event


def proposed(event, way=None):
    season = season_of(event)
    found = carried_on(event, season, way=way or usual_way(season), now=NOW)
    return [(date.period.start, date.reason) for date in found]


def text_of(response):
    return unescape(response.content.decode()).replace("<wbr>", "")


def test_proposal_when_held_once_a_year_then_keeps_the_week_of_the_month():
    assert proposed(held(at(2025, 12, 6))) == [(at(2026, 12, 5), "")]


def test_proposal_when_held_every_week_then_keeps_the_distance():
    event = held(at(2025, 11, 4), at(2025, 11, 11), at(2025, 11, 18))

    assert [start.date() for start, _reason in proposed(event)] == [
        date(2027, 11, 2),
        date(2027, 11, 9),
        date(2027, 11, 16),
    ]


def test_proposal_when_the_room_is_closed_that_day_then_says_which_week_instead():
    space = SpaceFactory()
    Closure.objects.create(
        facility=space.facility, starts_on=date(2026, 12, 5), ends_on=date(2026, 12, 5), reason="床の工事"
    )

    assert proposed(held(at(2025, 12, 6), space=space)) == [(at(2026, 12, 12), "お休み: 床の工事")]


def test_proposal_when_the_city_is_closed_then_an_event_in_a_park_gives_way_too():
    Closure.objects.create(starts_on=date(2026, 12, 5), ends_on=date(2026, 12, 6), reason="市の休み")

    assert proposed(held(at(2025, 12, 6))) == [(at(2026, 12, 12), "市の休み")]


def test_season_when_last_year_was_moved_or_rained_off_then_counts_what_was_planned():
    event = held(at(2025, 5, 10), at(2025, 12, 6))
    event.occurrences.filter(starts_at=at(2025, 12, 6)).update(
        starts_at=at(2025, 12, 9), ends_at=at(2025, 12, 9, 12), moved_from=at(2025, 12, 6), status="cancelled"
    )

    assert [period.start for period in season_of(event)] == [at(2025, 5, 10), at(2025, 12, 6)]


def test_season_when_event_goes_on_then_is_what_has_been():
    assert [p.start for p in season_of(held(at(2026, 11, 3), at(2026, 12, 1)))] == [at(2026, 11, 3)]


def test_season_when_all_lies_ahead_then_is_that():
    assert [p.start for p in season_of(held(at(2026, 12, 1)))] == [at(2026, 12, 1)]


def test_copy_when_applications_had_a_time_then_it_moves_with_the_first_date():
    event = held(
        at(2025, 12, 6), apply="phone", apply_opens_at=at(2025, 11, 25, 9), apply_closes_at=at(2025, 12, 5, 17)
    )

    copied = copy_event(event=event, periods=[Period(at(2026, 12, 5), at(2026, 12, 5, 12))], by=None)

    assert (copied.apply_opens_at, copied.apply_closes_at) == (at(2026, 11, 24, 9), at(2026, 12, 4, 17))


def test_copy_when_applications_would_be_over_then_are_left_open():
    event = held(at(2025, 12, 6), apply_closes_at=at(2025, 11, 1))

    copied = copy_event(event=event, periods=[Period(at(2026, 12, 5), at(2026, 12, 5, 12))], by=None)

    assert (copied.apply_opens_at, copied.apply_closes_at) == (None, None)


def test_page_when_one_day_is_ticked_off_then_the_draft_has_the_others(as_user, representative, group):
    event = held(at(2025, 11, 8), at(2025, 12, 6), lead=group)
    browser, path = as_user(representative), f"/desk/events/{event.pk}/copy/"
    page = text_of(browser.get(path))

    browser.post(f"{path}?way=nth", {"same": "1", "starts": [at(2027, 12, 4).isoformat()]})

    copied = Event.objects.latest("pk")
    assert "写さないもの" in page
    assert "2027年12月4日(土) 10:00〜12:00" in page
    assert [row.starts_at for row in copied.occurrences.all()] == [at(2027, 12, 4)]
    assert (copied.title, copied.status) == (event.title, Event.Status.DRAFT)


@pytest.mark.parametrize("starts", [[], ["2030-01-01T10:00:00+09:00"], ["x"]])
def test_page_when_no_proposed_day_is_chosen_then_nothing_is_copied(as_user, representative, group, starts):
    event = held(at(2025, 12, 6), lead=group)

    response = as_user(representative).post(f"/desk/events/{event.pk}/copy/", {"same": "1", "starts": starts})

    assert (response.status_code, Event.objects.count()) == (200, 1)
    assert list(response.context["same"].errors) == ["starts"]


def test_page_when_asked_for_whole_weeks_then_proposes_these(as_user, representative, group):
    event = held(at(2025, 8, 31), lead=group)

    page = as_user(representative).get(f"/desk/events/{event.pk}/copy/?way=weeks")

    assert page.context["way"] == Way.WEEKS
    assert [row.period.start for row in page.context["proposed"]] == [at(2027, 8, 29)]
