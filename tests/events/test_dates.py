"""Dates are cancelled and moved, with their rooms and everybody who meant to come."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from events.models import Event, Occurrence
from events.services.dates import (
    add_dates,
    cancel_occurrence,
    move_occurrence,
    postpone_occurrence,
    restore_occurrence,
)
from events.services.events import create_event
from organizations.models import Delivery
from spaces.models import Booking
from spaces.periods import TOKYO, Period
from tests.factories.events import EventFactory, OccurrenceFactory, RegistrationFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.spaces import SpaceFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=TOKYO)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def on(day, hour=10):
    start = datetime(2026, 12, day, hour, tzinfo=TOKYO)
    return Period(start, start + timedelta(hours=2))


def date_in_room(*days):
    event = create_event(
        organization=OrganizationFactory(),
        facts={"title": "工作教室", "space": SpaceFactory()},
        periods=[on(day) for day in days],
        by=None,
    )
    return event.occurrences.in_time_order()


def told():
    return list(Delivery.objects.exclude(about__startswith="spaces").values_list("purpose", "recipient"))


def test_add_dates_when_one_is_there_already_then_adds_the_others_only():
    event = EventFactory()
    add_dates(event=event, periods=[on(5)], by=None)

    added = add_dates(event=event, periods=[on(5), on(6), on(6)], by=None)

    assert [row.held_on for row in added] == [date(2026, 12, 6)]
    assert event.occurrences.public().count() == 2


def test_add_dates_when_it_ends_at_midnight_then_last_day_is_the_same():
    start = datetime(2026, 12, 5, 22, tzinfo=TOKYO)

    row = add_dates(event=EventFactory(), periods=[Period(start, start + timedelta(hours=2))], by=None)[0]

    assert row.ends_on == row.held_on == date(2026, 12, 5)


def test_cancel_when_families_are_registered_then_they_are_told_and_it_stays_visible():
    row = OccurrenceFactory()
    coming = RegistrationFactory(occurrence=row)
    RegistrationFactory(occurrence=row, status="cancelled")

    row = cancel_occurrence(occurrence=row, reason="講師の体調不良のため", by=None)

    assert (row.status, row.note, row.sequence) == (Occurrence.Status.CANCELLED, "講師の体調不良のため", 1)
    assert list(Occurrence.objects.public()) == [row]
    assert told() == [("date_cancelled_1", coming.email)]
    assert "講師の体調不良のため" in Delivery.objects.get().body


def test_cancel_when_in_a_room_then_gives_it_back_and_logs(representative):
    row = date_in_room(5).get()

    row = cancel_occurrence(occurrence=row, reason="台風", by=representative)

    assert row.booking.status == Booking.Status.CANCELLED
    assert not row.booking.occupancies.filter(holds=True).exists()
    assert ModelLogEntry.objects.filter(action="events.date.cancelled", user=representative).count() == 1
    assert Event.objects.get().sequence == 1


def test_restore_when_called_off_by_mistake_then_stands_in_its_room_and_families_are_told_each_time(representative):
    row = RegistrationFactory(occurrence=date_in_room(5).get()).occurrence

    for _time in range(2):
        row = cancel_occurrence(occurrence=row, reason="台風", by=representative)
        row = restore_occurrence(occurrence=row, by=representative)

    assert (row.status, row.note, row.booking.status) == ("scheduled", "", Booking.Status.REQUESTED)
    purposes = {purpose for purpose, _recipient in told()}
    assert purposes == {"date_cancelled_1", "date_restored_2", "date_cancelled_3", "date_restored_4"}


def test_restore_when_the_room_is_gone_then_refuses_and_it_stays_called_off():
    row = cancel_occurrence(occurrence=date_in_room(5).get(), reason="台風", by=None)
    create_event(
        organization=OrganizationFactory(), facts={"title": "劇", "space": row.space}, periods=[on(5)], by=None
    )

    with pytest.raises(ValidationError) as refused:
        restore_occurrence(occurrence=row, by=None)

    assert refused.value.code == "no_room"
    assert Occurrence.objects.get(pk=row.pk).status == "cancelled"


def test_restore_when_it_has_begun_then_refuses():
    row = OccurrenceFactory(status="cancelled", starts_at=NOW - timedelta(minutes=1))

    with pytest.raises(ValidationError) as refused:
        restore_occurrence(occurrence=row, by=None)

    assert refused.value.code == "past"


@pytest.mark.parametrize("status", ["scheduled", "rescheduled", "postponed"])
def test_restore_when_it_is_not_called_off_then_refuses(status):
    with pytest.raises(ValidationError) as refused:
        restore_occurrence(occurrence=OccurrenceFactory(status=status), by=None)

    assert refused.value.code == "moved_on"


def test_cancel_when_no_reason_then_refuses():
    with pytest.raises(ValidationError) as refused:
        cancel_occurrence(occurrence=OccurrenceFactory(), reason="  ", by=None)

    assert refused.value.code == "reason"


def test_postpone_when_families_are_registered_then_they_stay_and_are_told(representative):
    row = RegistrationFactory(occurrence=date_in_room(5).get()).occurrence

    row = postpone_occurrence(occurrence=row, reason="大雪のため", by=representative)

    assert (row.status, row.booking.status) == (Occurrence.Status.POSTPONED, Booking.Status.CANCELLED)
    assert row.registrations.coming().count() == 1
    assert [purpose for purpose, _recipient in told()] == ["date_postponed_1"]


def test_postpone_when_it_gets_its_new_day_then_has_a_room_again():
    row = postpone_occurrence(occurrence=date_in_room(5).get(), reason="大雪のため", by=None)

    row = move_occurrence(occurrence=row, period=on(12), by=None)

    assert (row.status, row.booking.starts_at) == (Occurrence.Status.RESCHEDULED, on(12).start)


@pytest.mark.parametrize("status", ["postponed", "cancelled"])
def test_postpone_when_it_is_off_already_then_refuses(status):
    with pytest.raises(ValidationError) as refused:
        postpone_occurrence(occurrence=OccurrenceFactory(status=status), reason="雨", by=None)

    assert refused.value.code == "moved_on"


@pytest.mark.parametrize(
    ("status", "may"),
    [("scheduled", True), ("rescheduled", True), ("postponed", True), ("cancelled", False)],
)
@pytest.mark.parametrize("deed", ["cancel", "move"])
def test_change_when_date_is_already_off_then_refuses(deed, status, may):
    row = OccurrenceFactory(status=status)
    deeds = {
        "cancel": lambda: cancel_occurrence(occurrence=row, reason="雨", by=None),
        "move": lambda: move_occurrence(occurrence=row, period=on(20), by=None),
    }

    if may:
        assert deeds[deed]().status != status or status == "rescheduled"
        return
    with pytest.raises(ValidationError) as refused:
        deeds[deed]()
    assert refused.value.code == "moved_on"


def test_move_when_families_are_registered_then_old_time_stays_and_they_are_told():
    row = OccurrenceFactory()
    before, coming = row.starts_at, RegistrationFactory(occurrence=row)

    row = move_occurrence(occurrence=row, period=on(20, 14), note="午後にしました", by=None)

    assert (row.status, row.moved_from, row.starts_at) == (Occurrence.Status.RESCHEDULED, before, on(20, 14).start)
    assert row.held_on == date(2026, 12, 20)
    assert told() == [("date_moved_1", coming.email)]
    assert "12月20日" in Delivery.objects.get().body


def test_move_when_twice_then_families_are_told_twice():
    row = RegistrationFactory().occurrence

    for day in (20, 21):
        row = move_occurrence(occurrence=row, period=on(day), by=None)

    assert len(told()) == 2


def test_move_when_in_a_room_then_the_room_comes_along():
    row = date_in_room(5).get()

    row = move_occurrence(occurrence=row, period=on(6), by=None)

    assert (row.booking.starts_at, row.booking.status) == (on(6).start, Booking.Status.REQUESTED)


def test_move_when_the_room_is_taken_then_nothing_moves():
    first, _second = date_in_room(5, 6)

    other = OccurrenceFactory(event=EventFactory(space=first.space))
    with pytest.raises(ValidationError):
        move_occurrence(occurrence=first, period=on(6, 11), by=None)

    first.refresh_from_db()
    other.refresh_from_db()
    assert (first.starts_at, first.booking.starts_at, first.status) == (on(5).start, on(5).start, "scheduled")


def test_move_when_it_had_no_room_then_asks_again():
    taken = date_in_room(5).get()
    event = create_event(
        organization=OrganizationFactory(), facts={"title": "劇", "space": taken.space}, periods=[on(5)], by=None
    )

    row = move_occurrence(occurrence=event.occurrences.get(), period=on(6), by=None)

    assert (row.booking.starts_at, row.room_problem) == (on(6).start, "")


@pytest.mark.parametrize(
    ("period", "code"),
    [(Period(NOW - timedelta(days=1), NOW), "past"), (Period(NOW + timedelta(1), NOW + timedelta(102)), "too_long")],
)
def test_move_when_the_new_time_is_impossible_then_refuses(period, code):
    with pytest.raises(ValidationError) as refused:
        move_occurrence(occurrence=OccurrenceFactory(), period=period, by=None)

    assert refused.value.code == code


def test_move_when_another_date_starts_then_then_refuses():
    first, second = date_in_room(5, 6)

    with pytest.raises(ValidationError) as refused:
        move_occurrence(occurrence=first, period=Period(second.starts_at, second.ends_at), by=None)

    assert refused.value.code == "twice"


def test_series_when_rooms_are_asked_for_then_the_group_gets_no_heap_of_mails():
    date_in_room(5, 6, 7)

    assert (Booking.objects.count(), Delivery.objects.count()) == (3, 0)
