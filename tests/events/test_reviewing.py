"""Coordinators look at events before they show, or afterwards; and see what has changed since they last did."""

from datetime import datetime
from html import unescape

import pytest
import time_machine

from events.models import Event, Look
from events.services.events import approve_event, publish_event, return_event, update_event
from events.services.looks import changes_of
from events.services.reviews import GOOD_POSTS, shown_rows, waiting_rows
from organizations.models import Delivery
from spaces.periods import TOKYO
from tests.factories.events import EventFactory, OccurrenceFactory
from tests.factories.organizations import OrganizationFactory, TopicFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=TOKYO)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def text_of(response):
    return unescape(response.content.decode()).replace("<wbr>", "")


def drafted(lead=None, **fields):
    event = EventFactory(status="draft", published_at=None, lead=lead or OrganizationFactory(), **fields)
    return OccurrenceFactory(event=event).event


def changed(event):
    event = Event.objects.get(pk=event.pk)
    return [(change.before, change.after) for change in changes_of(event, event.look)]


def test_return_when_handed_in_again_then_shows_what_the_group_has_changed(as_user, coordinator, representative):
    group = representative.memberships.get().organization
    event = publish_event(event=drafted(group, title="わらべうた"), by=None)
    return_event(event=event, reason="住所を書いてください", by=coordinator)

    own = text_of(as_user(representative).get(event.get_absolute_url()))
    update_event(event=event, facts={"place_address": "北浜1-2", "topics": [TopicFactory(name="遊び")]}, by=None)
    publish_event(event=Event.objects.get(), by=None)

    assert '戻された理由：</strong> <span lang="ja">住所を書いてください' in own
    assert changed(event) == [("", "北浜1-2"), ("", "遊び")]
    assert "<ins>北浜1-2</ins>" in text_of(as_user(coordinator).get("/desk/events/review/"))


def test_publish_when_group_is_trusted_then_stands_on_the_list_until_looked_at(as_user, coordinator):
    event = publish_event(event=drafted(OrganizationFactory(publishes_at_once=True)), by=None)

    assert [row.event for row in shown_rows()] == [event]
    as_user(coordinator).post(f"/desk/events/{event.pk}/checked/")
    assert shown_rows() == []
    assert (Look.objects.get().seen_by, Look.objects.get().seen_at) == (coordinator, NOW)


def test_edit_when_event_is_public_then_shows_at_once_and_is_looked_at_afterwards(coordinator):
    event = approve_event(event=publish_event(event=drafted(title="わらべうた"), by=None), by=coordinator)

    update_event(event=event, facts={"title": "わらべうたの会"}, by=None)

    assert Event.objects.get().status == Event.Status.PUBLISHED
    (row,) = shown_rows()
    assert [(change.before, change.after) for change in row.changes] == [("わらべうた", "わらべうたの会")]


def test_edit_when_taken_back_then_there_is_nothing_to_look_at(coordinator):
    event = approve_event(event=publish_event(event=drafted(title="わらべうた"), by=None), by=coordinator)

    for title in ("べつの題", "わらべうた"):
        update_event(event=event, facts={"title": title}, by=None)

    assert shown_rows() == []


def test_edit_when_nobody_has_looked_yet_then_only_what_changed_is_named():
    event = OccurrenceFactory(event=EventFactory(title="古い題")).event

    update_event(event=event, facts={"title": "新しい題"}, by=None)

    assert changed(event) == [("古い題", "新しい題")]


@pytest.mark.parametrize("count", [1, 3])
def test_lists_when_more_is_on_them_then_ask_the_database_no_more(django_assert_num_queries, count):
    for _number in range(count):
        publish_event(event=drafted(), by=None)
        publish_event(event=drafted(OrganizationFactory(publishes_at_once=True)), by=None)

    with django_assert_num_queries(15):
        waiting, shown = waiting_rows(), shown_rows()

    assert (len(waiting), len(shown)) == (count, count)


@pytest.mark.parametrize(("published", "offered"), [(GOOD_POSTS - 1, False), (GOOD_POSTS, True)])
def test_trust_when_so_many_posts_were_good_then_is_offered(as_user, coordinator, published, offered):
    group = OrganizationFactory()
    for _number in range(published):
        EventFactory(lead=group)
    publish_event(event=drafted(group), by=None)

    assert ("これからは確認なしで公開" in text_of(as_user(coordinator).get("/desk/events/review/"))) is offered


def test_trust_when_given_then_next_event_shows_at_once_and_the_group_is_told(as_user, coordinator):
    group = OrganizationFactory()

    for _time in range(2):
        as_user(coordinator).post(f"/desk/events/review/{group.slug}/trust/")

    group.refresh_from_db()
    assert Delivery.objects.get().purpose == "organization_trusted"
    assert publish_event(event=drafted(group), by=None).status == Event.Status.PUBLISHED


def test_review_when_opened_by_a_coordinator_then_can_be_decided_on_the_page(as_user, coordinator):
    event = publish_event(event=drafted(), by=None)

    page = text_of(as_user(coordinator).get(event.get_absolute_url()))

    assert f'action="/desk/events/{event.pk}/approve/"' in page
    assert f'action="/desk/events/{event.pk}/return/"' in page


@pytest.mark.parametrize("address", ["{event}/checked/", "review/{group}/trust/"])
def test_review_when_not_a_coordinator_then_deeds_are_not_there(as_user, place_staff, representative, address):
    event = EventFactory(lead=representative.memberships.get().organization)
    group = event.hosts.get().organization

    for user in (place_staff, representative):
        path = f"/desk/events/{address.format(event=event.pk, group=group.slug)}"
        assert as_user(user).post(path).status_code == 404
