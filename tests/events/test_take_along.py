"""Taking a date or a question along: calendars, a message, a copy; no third party's code."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.factories.events import EventFactory, OccurrenceFactory, in_days

pytestmark = pytest.mark.django_db


def links(page):
    return [unescape(href) for href in re.findall(r'href="([^"]+)"', page)]


def one(page, beginning):
    return next(href for href in links(page) if href.startswith(beginning))


def test_date_when_sent_with_line_then_the_friend_gets_a_real_browser(client):
    occurrence = OccurrenceFactory()
    page = client.get(occurrence.get_absolute_url()).content.decode()

    shared = parse_qs(urlsplit(one(page, "https://social-plugins.line.me/")).query)["url"][0]

    assert urlsplit(shared).path == occurrence.get_absolute_url()
    assert parse_qs(urlsplit(shared).query) == {"openExternalBrowser": ["1"]}


def test_date_when_its_address_is_to_be_copied_then_it_is_visible_without_scripts(client):
    occurrence = OccurrenceFactory()

    page = client.get(f"/events/{occurrence.event_id}/").content.decode()

    assert re.search(rf'class="copy__address">http://[^<]+{occurrence.get_absolute_url()}<', page)


def test_page_when_shown_then_runs_no_code_but_our_own(client):
    page = client.get(OccurrenceFactory().get_absolute_url()).content.decode()

    scripts = re.findall(r'<script[^>]+src="([^"]+)"', page)
    assert scripts
    assert [src for src in scripts if not src.startswith("/static/")] == []


def test_question_when_followed_then_calendar_mail_feed_and_paper_know_it(client):
    page = client.get("/events/?free=1&age=2y").content.decode()

    for beginning in ("webcal://", "/events/follow/", "/events/feed.atom", "/events/print/"):
        assert parse_qs(urlsplit(one(page, beginning)).query) == {"free": ["1"], "age": ["2y"]}
    google = parse_qs(urlsplit(one(page, "https://calendar.google.com/calendar/r?")).query)["cid"][0]
    assert google == one(page, "webcal://")


@pytest.mark.parametrize(("days", "offered"), [(2, True), (-2, False)])
def test_reminder_when_applications_open_later_then_offered(client, days, offered):
    event = EventFactory(apply="phone", apply_phone="048-1", apply_opens_at=in_days(days))
    OccurrenceFactory(event=event, starts_at=in_days(10))

    page = client.get(event.get_absolute_url()).content.decode()

    assert (f"/events/{event.pk}/remind/" in page) == offered
