"""Series go on by themselves, night by night; old parties are forgotten."""

from datetime import date, datetime, timedelta

import pytest
import time_machine

from events.models import Event, Registration
from events.recurrence import Recurrence
from events.services.dates import move_occurrence
from events.services.events import approve_event, create_event
from events.services.recurrences import recurrence_of
from events.services.registrations import forget_old
from events.services.series import extend_all
from organizations.models import Delivery
from portal.tasks import keep_events_current
from spaces.models import SchoolHoliday
from spaces.periods import TOKYO, Period
from spaces.services.hours import days_off
from tests.factories.events import RegistrationFactory
from tests.factories.organizations import OrganizationFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=TOKYO)
FIRST = datetime(2026, 11, 28, 10, tzinfo=TOKYO)


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def series(rule="FREQ=WEEKLY", **options):
    recurrence = Recurrence(starts_at=FIRST, length=timedelta(hours=2), rule=rule, **options)
    event = create_event(
        organization=OrganizationFactory(), facts={"title": "おはなし会"}, recurrence=recurrence, by=None
    )
    return approve_event(event=event, by=None)


def days_of(event):
    return list(event.occurrences.in_time_order().values_list("held_on", flat=True))


def test_extend_when_a_week_has_passed_then_one_date_more_and_public(clock):
    event = series()
    before = days_of(event)

    clock.shift(timedelta(days=7))
    added = extend_all(now=NOW + timedelta(days=7))

    assert (added, days_of(event)) == (1, [*before, before[-1] + timedelta(days=7)])
    assert event.occurrences.in_time_order().last().is_public


def test_extend_when_run_twice_then_adds_nothing_the_second_time(clock):
    series()
    clock.shift(timedelta(days=30))

    assert [extend_all(now=NOW + timedelta(days=30)) for _time in range(2)] == [4, 0]


@pytest.mark.parametrize("status", [Event.Status.ARCHIVED, Event.Status.DRAFT])
def test_extend_when_event_does_not_show_then_stays_as_it_is(clock, status):
    Event.objects.filter(pk=series().pk).update(status=status)
    clock.shift(timedelta(days=30))

    assert extend_all(now=NOW + timedelta(days=30)) == 0


def test_extend_when_rule_has_ended_then_stays_as_it_is(clock):
    series("FREQ=WEEKLY;UNTIL=20261212T235959")
    clock.shift(timedelta(days=10))

    assert extend_all(now=NOW + timedelta(days=10)) == 0


def test_extend_when_first_and_last_dates_were_moved_then_keeps_the_rhythm(clock):
    event = series()
    first, last = event.occurrences.in_time_order().first(), event.occurrences.in_time_order().last()
    for row in (first, last):
        start = row.starts_at - timedelta(days=1) if row == last else row.starts_at + timedelta(hours=3)
        move_occurrence(occurrence=row, period=Period(start, start + timedelta(hours=2)), by=None)

    clock.shift(timedelta(days=7))
    extend_all(now=NOW + timedelta(days=7))

    newest = event.occurrences.in_time_order().last()
    assert newest.starts_at == last.starts_at + timedelta(days=7)


def test_recurrence_when_holidays_are_left_out_then_they_still_are(clock):
    SchoolHoliday.objects.create(name="冬休み", starts_on=date(2026, 12, 25), ends_on=date(2027, 1, 7))
    event = series(skip_holidays=True, skip_school_holidays=True)

    rule = recurrence_of(event.series.get(), days_off())

    assert (rule.skip_holidays, rule.skip_school_holidays) == (True, True)
    assert rule.school_holidays == ((date(2026, 12, 25), date(2027, 1, 7)),)


def test_forget_when_the_time_is_over_then_party_and_its_mails_are_gone():
    old = RegistrationFactory(delete_after=date(2026, 11, 23))
    kept = RegistrationFactory(delete_after=date(2026, 11, 24))
    for party in (old, kept):
        Delivery.objects.create(
            purpose="registered", recipient=party.email, about=f"events.registration:{party.pk}", due_at=NOW
        )

    assert forget_old(day=date(2026, 11, 24)) == 1
    assert list(Registration.objects.all()) == [kept]
    assert Delivery.objects.get().recipient == kept.email


def test_night_when_it_comes_then_does_both(clock):
    event = series()
    RegistrationFactory(delete_after=date(2026, 11, 23))
    clock.shift(timedelta(days=7))

    keep_events_current(NOW + timedelta(days=7))

    assert not Registration.objects.exists()
    assert event.occurrences.filter(starts_at__gt=NOW + timedelta(days=400)).count() == 1
