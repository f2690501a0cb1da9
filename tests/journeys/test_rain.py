"""One date is rained off: the worker asks its host, one tap on a phone, and everybody knows."""

import re
from datetime import time

import pytest
import requests
from playwright.sync_api import expect

from events.services.registrations import Party, register
from tests.factories.events import EventFactory, OccurrenceFactory, in_days
from tests.factories.organizations import MembershipFactory
from tests.journeys.mailbox import wait_for_mail

pytestmark = pytest.mark.journey
LINK = re.compile(r"http://\S+/verdicts/\S+")


@pytest.fixture
def bonfire(site):
    """Tomorrow's fire, to be decided by now, and one family that wants to come."""
    head = MembershipFactory(role="representative", user__email="head@example.jp")
    event = EventFactory(
        title="落ち葉たきと焼きいも",
        lead=head.organization,
        apply="portal",
        decides_days_before=7,
        decides_at=time(7),
        weather_note="午前7時に警報が出ていたら中止",
    )
    occurrence = OccurrenceFactory(event=event, starts_at=in_days(1))
    register(occurrence=occurrence, party=Party(name="山田 花子", email="hanako@example.jp", phone="048-1"))
    return occurrence


@pytest.mark.parametrize("screen", ["phone", "scriptless"])
def test_date_when_rained_off_by_the_private_link_then_page_list_feed_and_family_know(site, bonfire, screen, request):
    page = request.getfixturevalue(screen)
    site.start_worker()

    page.goto(LINK.search(wait_for_mail(site, "head@example.jp"))[0])
    expect(page.get_by_text("午前7時に警報が出ていたら中止")).to_be_visible()
    if screen == "phone":
        request.getfixturevalue("looked_at")(page, "question")
    page.get_by_role("button", name="中止します").click()

    expect(page.get_by_label("LINEに貼る文章")).to_have_value(re.compile("^【中止】 ?落ち葉たき"))
    page.get_by_role("link", name="入口のはり紙").click()
    expect(page.get_by_text("中止", exact=True)).to_be_visible()
    page.goto(site.base_url + bonfire.get_absolute_url())
    expect(page.get_by_text("天候のため", exact=True)).to_be_visible()
    page.goto(f"{site.base_url}/events/")
    expect(page.locator(".card", has_text="落ち葉たき").get_by_text("中止", exact=True)).to_be_visible()
    feed = requests.get(f"{site.base_url}/events/feed.ics", timeout=10).content.decode()
    assert "STATUS:CANCELLED" in feed
    assert "天候のため" in wait_for_mail(site, "hanako@example.jp", count=2)
