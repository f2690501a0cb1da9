"""Before everybody sees an event: how it will look, what to add, what it may be a double of."""

from datetime import datetime, timedelta
from html import unescape

import pytest
import time_machine

from events.models import Distinction, Event, Host
from events.services.duplicates import doubles_of, titles_alike
from events.services.hints import SENTENCES, advice_for
from spaces.periods import TOKYO
from tests.factories.events import EventFactory, HostFactory, OccurrenceFactory, in_days
from tests.factories.organizations import OrganizationFactory
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


def text_of(response):
    return unescape(response.content.decode()).replace("<wbr>", "")


def held(title, *, lead=None, days=3, **fields):
    """An event on one day, three days from now."""
    event = EventFactory(title=title, lead=lead or OrganizationFactory(), **fields)
    return OccurrenceFactory(event=event, starts_at=in_days(days)).event


def doubles(event, among=None):
    return [double.event for double in doubles_of([event], among=among or Event.objects.all())[event.pk]]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("わらべうたの会", "わらべうたの会", True),
        ("わらべうたの会", "ワラベウタ の 会！", True),
        ("冬のおはなし会", "冬のお話会", True),
        ("赤ちゃんのための冬のおはなし会", "赤ちゃんの冬のおはなし会", True),
        ("わらべうたの会", "パパの日曜工作", False),
        ("おはなし会", "ベビーマッサージ", False),
    ],
)
def test_titles_when_compared_then_ways_of_writing_do_not_count(one, other, alike):
    assert titles_alike(one, other) is alike


@pytest.mark.parametrize(
    ("fields", "is_double"),
    [
        ({}, True),
        ({"place_name": "中央公園 "}, True),
        ({"place_name": "北浜小学校"}, False),
        ({"title": "もちつき大会"}, False),
        ({"days": 4}, False),
        ({"status": "archived"}, False),
    ],
)
def test_doubles_when_day_and_place_are_the_same_then_a_like_title_is_shown(fields, is_double):
    event = held("わらべうたの会", status="draft")
    other = held(**{"title": "わらべ歌の会"} | fields)

    assert doubles(event) == ([other] if is_double else [])


def test_doubles_when_one_host_stands_on_both_then_place_does_not_matter():
    group = OrganizationFactory()
    event = held("わらべうたの会", lead=group, place_name="市民会館")
    other = held("わらべうたの会")
    HostFactory(event=other, organization=group, role=Host.Role.CO_HOST)

    found = doubles_of([event], among=Event.objects.all())[event.pk]

    assert [(double.event, double.same_place, double.same_host) for double in found] == [(other, False, True)]


def test_doubles_when_both_are_in_rooms_then_the_room_decides():
    room = SpaceFactory()
    event, same, next_door = (held("おはなし会", space=space) for space in (room, room, SpaceFactory()))

    assert doubles(event) == [same]
    assert next_door.title == event.title


def test_doubles_when_many_are_asked_about_then_three_each_and_queries_stay_the_same(django_assert_num_queries):
    events = [held("おはなし会") for _number in range(5)]

    with django_assert_num_queries(4):
        found = doubles_of(events, among=Event.objects.all())

    assert [len(found[event.pk]) for event in events] == [3] * 5


def test_preview_when_group_opens_its_draft_then_sees_page_card_hints_and_doubles(as_user, representative, group):
    event = held("わらべうたの会", lead=group, status="draft")
    other = held("わらべうたの会")

    page = text_of(as_user(representative).get(event.get_absolute_url()))

    assert "プレビュー: 下書き" in page
    assert "一覧ではこう見えます" in page
    assert "年齢を書くと、年齢でさがす家庭に見つかります。" in page
    assert f'href="/desk/events/{event.pk}/edit/#id_age_from_months"' in page
    assert other.occurrences.get().get_absolute_url() in page


def test_preview_when_a_double_is_anothers_draft_then_is_not_shown(as_user, representative, group):
    event = held("わらべうたの会", lead=group, status="draft")
    hidden = held("わらべうたの会", status="draft")

    page = text_of(as_user(representative).get(event.get_absolute_url()))

    assert hidden.occurrences.get().get_absolute_url() not in page


def test_preview_when_event_is_public_then_says_nothing_of_it(as_user, representative, group, client):
    event = held("わらべうたの会", lead=group)

    for browser in (as_user(representative), client):
        assert "プレビュー" not in text_of(browser.get(event.get_absolute_url()))


def test_not_the_same_when_said_then_is_asked_no_more_from_either_side(as_user, representative, group):
    event, other = held("わらべうたの会", lead=group, status="draft"), held("わらべうたの会")

    for _time in range(2):
        as_user(representative).post(f"/desk/events/{event.pk}/not/{other.pk}/")

    assert (Distinction.objects.get().said_by, doubles(event), doubles(other)) == (representative, [], [])


@pytest.mark.parametrize("which", ["itself", "hidden"])
def test_not_the_same_when_said_of_what_one_cannot_see_then_is_not_there(as_user, representative, group, which):
    event = held("わらべうたの会", lead=group)
    other = {"itself": event, "hidden": held("秘密", status="draft")}[which]

    assert as_user(representative).post(f"/desk/events/{event.pk}/not/{other.pk}/").status_code == 404


def test_advice_when_given_then_each_hint_leads_to_a_question_of_the_form(as_user, representative, group):
    event = held("わらべうたの会", lead=group, status="draft")

    page = as_user(representative).get(f"/desk/events/{event.pk}/edit/").content.decode()

    assert [field for field, _say in SENTENCES.values() if f'id="id_{field}' not in page] == []
    assert [hint.field for hint in advice_for(event).hints] == ["age_from_months", "is_free", "picture_file"]


def test_doubles_when_event_has_no_day_yet_then_are_none():
    event = EventFactory(title="わらべうたの会")
    held("わらべうたの会")

    assert doubles(event) == []


def test_doubles_when_one_of_many_days_meets_then_is_found():
    event = EventFactory(title="わらべうたの会")
    for week in range(4):
        OccurrenceFactory(event=event, starts_at=in_days(3) + timedelta(weeks=week))
    other = held("わらべうたの会", days=17)

    assert doubles(event) == [other]
