"""A group changes a weekly event: one date, it and all later, all; each time it sees first what would change."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from events.models import Event
from events.recurrence import Recurrence
from events.services.events import create_event
from spaces.periods import TOKYO
from tests.factories.events import RegistrationFactory, in_days
from tests.factories.organizations import MembershipFactory

pytestmark = pytest.mark.journey


@pytest.fixture
def head(site):
    return MembershipFactory(role="representative", user__email="head@example.jp")


@pytest.fixture
def weekly(head):
    """Four weeks, each at ten; a family has signed up for the third."""
    event = create_event(
        organization=head.organization,
        facts={"title": "火曜のおはなし会", "place_name": "公園"},
        recurrence=Recurrence(in_days(7), timedelta(hours=2), "FREQ=WEEKLY;COUNT=4"),
        by=None,
    )
    Event.objects.update(status="published", published_at=timezone.now())
    RegistrationFactory(occurrence=event.occurrences.in_time_order()[2], email="hanako@example.jp")
    return event


def hours(event):
    return [row.starts_at.astimezone(TOKYO).hour for row in event.occurrences.in_time_order()]


def rehearse(page, site, event, scope, start, end, number=1):
    """Open the second date, ask for other hours, and look at what would happen."""
    date = event.occurrences.in_time_order()[number]
    page.goto(f"{site.base_url}/desk/events/{event.pk}/{date.pk}/change/")
    page.get_by_label("はじまり").fill(start)
    page.get_by_label("おわり").fill(end)
    page.get_by_label(scope).check()
    page.get_by_role("button", name="どう変わるかを見る").click()
    return page.get_by_role("region", name="このように変わります")


def test_weekly_event_when_changed_in_three_scopes_then_each_is_shown_before_it_is_done(
    site, head, weekly, phone, signed_in, looked_at
):
    signed_in(phone, site, head.user)

    plan = rehearse(phone, site, weekly, "この回だけ", "11:00", "12:00")
    expect(plan.get_by_role("listitem")).to_have_count(1)
    assert hours(weekly) == [10, 10, 10, 10]
    phone.get_by_role("button", name="この内容で変える").click()
    assert hours(weekly) == [10, 11, 10, 10]

    plan = rehearse(phone, site, weekly, "この回から後の全部", "14:00", "15:00", number=2)
    expect(plan.get_by_text("申し込んだ1組に")).to_be_visible()
    looked_at(phone, "rehearsal")
    phone.get_by_role("button", name="この内容で変える").click()
    assert hours(weekly) == [10, 11, 14, 14]

    rehearse(phone, site, weekly, "これからの全部", "9:00", "10:00", number=0)
    phone.get_by_role("button", name="この内容で変える").click()
    expect(phone.get_by_text("回を変えました")).to_be_visible()
    assert hours(weekly)[0] == 9
