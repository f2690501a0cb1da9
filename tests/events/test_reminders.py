"""Reminders: two days and two hours before, each once, in the party's language, one tap from "cannot come"."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from events.models import Event, Registration
from events.services.reminders import remind_due
from organizations.models import Delivery
from spaces.periods import TOKYO
from tests.factories.events import EventFactory, OccurrenceFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
STARTS = datetime(2026, 12, 5, 10, tzinfo=TOKYO)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(STARTS - timedelta(days=9), tick=False) as clock:
        yield clock


@pytest.fixture
def date():
    event = EventFactory(apply=Event.Apply.PORTAL, belongings="上ばき")
    return OccurrenceFactory(event=event, starts_at=STARTS, taken=1)


def remind(clock, **before):
    clock.move_to(STARTS - timedelta(**before))
    return remind_due(now=STARTS - timedelta(**before))


def purposes():
    return list(Delivery.objects.order_by("pk").values_list("purpose", flat=True))


def test_remind_when_the_days_come_then_each_is_written_once(date, clock):
    RegistrationFactory(occurrence=date)

    moments = ({"days": 3}, {"days": 2}, {"days": 1}, {"hours": 2}, {"hours": 1})
    written = [remind(clock, **before) for before in moments]

    assert written == [0, 1, 0, 1, 0]
    assert purposes() == ["reminder_days_20261205", "reminder_hours_20261205"]


def test_remind_when_written_then_says_what_to_bring_and_how_to_stay_away_in_the_partys_language(date, clock):
    registration = RegistrationFactory(occurrence=date, language="en")

    remind(clock, days=2)

    body = Delivery.objects.get().body
    assert reverse("registration_cancel", args=[registration.token]) in body
    assert "Please bring: 上ばき" in body


def test_remind_when_there_is_no_mail_then_is_rung_two_days_before_and_not_two_hours_before(date, clock):
    RegistrationFactory(occurrence=date, email="")

    assert [remind(clock, days=2), remind(clock, hours=2)] == [1, 0]
    assert Delivery.objects.get().channel == Delivery.Channel.CALL


@pytest.mark.parametrize("status", ["cancelled", "waiting", "applied", "lapsed"])
def test_remind_when_not_coming_then_is_left_in_peace(date, clock, status):
    RegistrationFactory(occurrence=date, status=status)

    assert remind(clock, days=2) == 0


def test_remind_when_date_is_called_off_then_is_left_in_peace(date, clock):
    RegistrationFactory(occurrence=date)
    date.status = "cancelled"
    date.save()

    assert remind(clock, days=2) == 0


def test_remind_when_registered_a_day_before_then_only_two_hours_before(date, clock):
    clock.move_to(STARTS - timedelta(days=1))
    RegistrationFactory(occurrence=date)

    assert [remind(clock, hours=20), remind(clock, hours=2)] == [0, 1]
    assert purposes() == ["reminder_hours_20261205"]


def test_cancel_when_tapped_in_the_reminder_then_asks_first_and_then_does_it(date, client):
    registration = RegistrationFactory(occurrence=date)
    path = reverse("registration_cancel", args=[registration.token])

    assert "来られなくなりましたか" in client.get(path).content.decode()
    assert Registration.objects.get().status == Registration.Status.CONFIRMED
    client.post(path)

    assert Registration.objects.get().status == Registration.Status.CANCELLED
    assert client.get(path).url == registration.get_absolute_url()
