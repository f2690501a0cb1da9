"""Turns of the clock that workers share."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from organizations.models import Beat, Receipt, Slot
from organizations.services import clock

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 24, 18, 10, tzinfo=UTC)


def take(now=NIGHT):
    with time_machine.travel(now, tick=False):
        return clock.take_slot(name="tidy", at=NIGHT, now=now)


def test_take_slot_when_another_worker_has_it_then_none():
    assert take() is not None
    assert take(NIGHT + timedelta(minutes=1)) is None


def test_take_slot_when_its_worker_died_then_the_next_one_takes_it():
    first = take()

    again = take(NIGHT + clock.LEASE + timedelta(seconds=1))

    assert again == first


def test_take_slot_when_finished_then_never_again():
    clock.finish_slot(slot=take(), now=NIGHT)

    assert take(NIGHT + timedelta(hours=5)) is None


def test_beat_when_repeated_then_one_row_with_the_last_time():
    clock.beat(worker="w1", now=NIGHT)
    clock.beat(worker="w1", now=NIGHT + timedelta(seconds=5))

    assert Beat.objects.get().at == clock.last_beat() == NIGHT + timedelta(seconds=5)


def test_last_beat_when_no_worker_ever_ran_then_none():
    assert clock.last_beat() is None


def test_forget_old_rows_when_old_then_gone_and_young_kept():
    with time_machine.travel(NIGHT - timedelta(days=90)):
        Receipt.objects.create(key="old", purpose="x")
    Receipt.objects.create(key="young", purpose="x")
    Slot.objects.create(name="tidy", at=NIGHT - timedelta(days=90))
    kept = Slot.objects.create(name="tidy", at=NIGHT)

    clock.forget_old_rows(now=NIGHT)

    assert Receipt.objects.get().key == "young"
    assert Slot.objects.get() == kept
