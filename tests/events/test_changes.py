"""Several dates are changed at once: what is shown is what happens, or nothing does."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from events.models import Event, Occurrence, Series
from events.recurrence import Recurrence
from events.services.changes import Change, Fate, Place, Scope, change_dates, plan_change
from events.services.dates import cancel_occurrence, move_occurrence
from events.services.events import create_event
from events.services.series import extend_all
from organizations.models import Delivery
from spaces.models import Booking
from spaces.periods import TOKYO, Period
from tests.factories.events import EventFactory, OccurrenceFactory, RegistrationFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.spaces import SpaceFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=TOKYO)
FIRST = datetime(2026, 12, 5, 10, tzinfo=TOKYO)  # a Saturday
FIVE = "FREQ=WEEKLY;COUNT=5"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def weekly(rule=FIVE, published=True, **facts):
    event = create_event(
        organization=OrganizationFactory(),
        facts={"title": "おはなし会", **facts},
        recurrence=Recurrence(FIRST, timedelta(hours=2), rule),
        by=None,
    )
    if published:
        Event.objects.filter(pk=event.pk).update(status="published", published_at=NOW)
    return event


def dates(event):
    return list(event.occurrences.in_time_order())


def starts(event):
    return [f"{row.starts_at.astimezone(TOKYO):%m-%d %H:%M}" for row in dates(event)]


def do(anchor, scope, **wishes):
    change = Change(**wishes)
    plan = plan_change(anchor=anchor, scope=scope, change=change, by=None)
    return change_dates(anchor=anchor, scope=scope, change=change, mark=plan.mark, by=None)


def fates(plan):
    return [step.fate for step in plan.steps]


def test_plan_when_made_then_everything_stays_as_it_is():
    event = weekly()
    before = list(Occurrence.objects.values()), list(Series.objects.values()), list(Event.objects.values())

    plan = plan_change(anchor=dates(event)[1], scope=Scope.LATER, change=Change(hours=(840, 930)), by=None)

    assert fates(plan) == [Fate.CHANGED] * 4
    assert (list(Occurrence.objects.values()), list(Series.objects.values()), list(Event.objects.values())) == before


@pytest.mark.parametrize(
    ("scope", "hours"),
    [(Scope.THIS, "10 14 10 10 10"), (Scope.LATER, "10 14 14 14 14"), (Scope.ALL, "14 14 14 14 14")],
)
def test_hours_when_changed_then_only_the_dates_in_scope_follow(scope, hours):
    event = weekly()

    do(dates(event)[1], scope, hours=(840, 930))

    assert [start[6:8] for start in starts(event)] == hours.split()
    assert {row.sequence for row in dates(event) if row.starts_at.astimezone(TOKYO).hour == 14} == {1}


def test_hours_when_later_ones_change_then_the_series_splits_and_goes_on_with_the_new_hours():
    event = weekly("FREQ=WEEKLY;INTERVAL=2")

    do(dates(event)[1], Scope.LATER, hours=(840, 930))
    with time_machine.travel(NOW + timedelta(days=14), tick=False):
        extend_all(now=NOW + timedelta(days=14))

    old, new = event.series.order_by("starts_at")
    assert (old.ends_before, new.starts_at) == (FIRST + timedelta(days=14), FIRST + timedelta(days=14, hours=4))
    assert starts(event)[:3] == ["12-05 10:00", "12-19 14:00", "01-02 14:00"]
    gaps = {b.held_on - a.held_on for a, b in zip(dates(event), dates(event)[1:], strict=False)}
    assert (gaps, dates(event)[-1].starts_at.astimezone(TOKYO).hour) == ({timedelta(days=14)}, 14)
    assert [row.series_id for row in dates(event)[:2]] == [old.pk, new.pk]


def test_hours_when_a_counted_series_splits_then_the_count_goes_on():
    event = weekly()

    do(dates(event)[2], Scope.LATER, hours=(840, 930))

    assert [series.rule for series in event.series.order_by("starts_at")] == [FIVE, "FREQ=WEEKLY;COUNT=3"]


def test_hours_when_families_are_registered_then_their_date_is_moved_and_they_are_told():
    event = weekly()
    row = RegistrationFactory(occurrence=dates(event)[1]).occurrence

    plan = do(row, Scope.ALL, hours=(840, 930), note="会場の都合")

    row.refresh_from_db()
    assert fates(plan).count(Fate.MOVED) == 1
    assert (row.status, row.moved_from, row.note) == ("rescheduled", FIRST + timedelta(days=7), "会場の都合")
    assert (plan.parties, Delivery.objects.count()) == (1, 1)


def test_hours_when_a_date_was_moved_by_hand_then_it_stays_there():
    event = weekly()
    by_hand = FIRST + timedelta(days=8, hours=1)
    move_occurrence(occurrence=dates(event)[1], period=Period(by_hand, by_hand + timedelta(hours=1)), by=None)

    plan = do(dates(event)[0], Scope.ALL, hours=(840, 930))

    assert fates(plan) == [Fate.CHANGED, Fate.KEPT, *[Fate.CHANGED] * 3]
    assert dates(event)[1].starts_at == by_hand


def test_hours_when_past_midnight_then_they_belong_to_the_day_that_began():
    event = weekly()

    do(dates(event)[0], Scope.THIS, hours=(1320, 1530))

    row = dates(event)[0]
    assert (row.held_on, row.ends_on) == (date(2026, 12, 5), date(2026, 12, 6))


def test_hours_when_in_a_room_then_every_room_moves_along():
    event = weekly(space=SpaceFactory())

    do(dates(event)[1], Scope.LATER, hours=(840, 930))

    assert all(row.booking.starts_at == row.starts_at for row in dates(event))


def test_hours_when_one_room_is_taken_then_that_date_is_named_and_nothing_happens():
    event = weekly(space=SpaceFactory())
    day = FIRST + timedelta(days=14, hours=4)
    create_event(
        organization=OrganizationFactory(),
        facts={"title": "劇", "space": event.space},
        periods=[Period(day, day + timedelta(hours=2))],
        by=None,
    )
    before = starts(event)

    change = Change(hours=(840, 960))
    plan = plan_change(anchor=dates(event)[0], scope=Scope.ALL, change=change, by=None)
    with pytest.raises(ValidationError) as refused:
        change_dates(anchor=dates(event)[0], scope=Scope.ALL, change=change, mark=plan.mark, by=None)

    assert [step.row.held_on for step in plan.of(Fate.BLOCKED)] == [date(2026, 12, 19)]
    assert (refused.value.code, starts(event)) == ("blocked", before)
    assert {row.booking.starts_at for row in dates(event)} == {row.starts_at for row in dates(event)}


def test_change_when_somebody_registers_meanwhile_then_it_is_noticed():
    event = weekly()
    change, anchor = Change(hours=(840, 930)), dates(event)[0]
    plan = plan_change(anchor=anchor, scope=Scope.ALL, change=change, by=None)
    RegistrationFactory(occurrence=dates(event)[3])

    with pytest.raises(ValidationError) as refused:
        change_dates(anchor=anchor, scope=Scope.ALL, change=change, mark=plan.mark, by=None)

    assert (refused.value.code, starts(event)[0]) == ("changed", "12-05 10:00")


def test_change_when_sent_twice_then_the_second_is_noticed():
    event = weekly()
    change, anchor = Change(off=True, note="台風"), dates(event)[0]
    plan = plan_change(anchor=anchor, scope=Scope.ALL, change=change, by=None)
    change_dates(anchor=anchor, scope=Scope.ALL, change=change, mark=plan.mark, by=None)

    with pytest.raises(ValidationError) as refused:
        change_dates(anchor=anchor, scope=Scope.ALL, change=change, mark=plan.mark, by=None)

    assert refused.value.code == "changed"


def test_place_when_later_dates_go_elsewhere_then_rooms_are_given_back_and_families_told():
    event = weekly(space=SpaceFactory())
    RegistrationFactory(occurrence=dates(event)[2])

    do(dates(event)[1], Scope.LATER, place=Place(name="南公園"))

    assert [row.place_name for row in dates(event)] == ["", *["南公園"] * 4]
    assert Booking.objects.holding().count() == 1
    assert Delivery.objects.filter(purpose__startswith="date_elsewhere").count() == 1
    assert event.series.order_by("starts_at").last().place_name == "南公園"


def test_place_when_it_has_no_room_then_nothing_happens():
    event, hall = weekly(place_name="公園"), SpaceFactory(capacity=5)

    plan = plan_change(
        anchor=dates(event)[0], scope=Scope.ALL, change=Change(place=Place(space=hall), capacity=20), by=None
    )

    assert set(fates(plan)) == {Fate.BLOCKED}
    assert plan.steps[0].problem


@pytest.mark.parametrize(("capacity", "kept"), [(20, 20), (0, None)])
def test_capacity_when_changed_then_dates_and_those_to_come_have_it(capacity, kept):
    event = weekly(capacity=10)

    do(dates(event)[1], Scope.LATER, capacity=capacity)

    assert [row.capacity for row in dates(event)] == [10, *[kept] * 4]
    assert event.series.order_by("starts_at").last().capacity == kept


def test_capacity_when_more_have_registered_then_that_date_blocks():
    event = weekly(capacity=10)
    Occurrence.objects.filter(pk=dates(event)[1].pk).update(taken=8)

    plan = plan_change(anchor=dates(event)[0], scope=Scope.ALL, change=Change(capacity=5), by=None)

    assert [step.row for step in plan.of(Fate.BLOCKED)] == [dates(event)[1]]


def other_rule(text, hour=10, day=5):
    return Recurrence(datetime(2026, 12, day, hour, tzinfo=TOKYO), timedelta(hours=2), text)


def test_rule_when_the_weekday_changes_then_each_week_keeps_its_date_with_its_families():
    event = weekly()
    told = RegistrationFactory(occurrence=dates(event)[2]).occurrence

    plan = do(dates(event)[1], Scope.LATER, rule=other_rule("FREQ=WEEKLY;BYDAY=SU;COUNT=4", day=12))

    assert starts(event) == ["12-05 10:00", "12-13 10:00", "12-20 10:00", "12-27 10:00", "01-03 10:00"]
    assert fates(plan) == [Fate.CHANGED, Fate.MOVED, Fate.CHANGED, Fate.CHANGED]
    assert Occurrence.objects.get(pk=told.pk).held_on == date(2026, 12, 20)


def test_rule_when_it_gets_rarer_then_what_was_public_is_called_off_with_a_reason():
    event = weekly()

    plan = do(dates(event)[0], Scope.ALL, rule=other_rule("FREQ=WEEKLY;INTERVAL=2;COUNT=3"), note="隔週にします")

    assert [row.status for row in dates(event)] == ["scheduled", "cancelled", "scheduled", "cancelled", "scheduled"]
    assert (len(plan.of(Fate.CANCELLED)), dates(event)[1].note) == (2, "隔週にします")


def test_rule_when_something_falls_away_without_a_reason_then_refuses():
    event = weekly()

    with pytest.raises(ValidationError) as refused:
        plan_change(
            anchor=dates(event)[0], scope=Scope.ALL, change=Change(rule=other_rule("FREQ=MONTHLY;COUNT=2")), by=None
        )

    assert refused.value.code == "reason"


def test_rule_when_nobody_has_seen_it_then_dates_that_fall_away_are_deleted():
    event = weekly(published=False)

    do(dates(event)[0], Scope.ALL, rule=other_rule("FREQ=WEEKLY;INTERVAL=2;COUNT=3"))

    assert starts(event) == ["12-05 10:00", "12-19 10:00", "01-02 10:00"]


def test_rule_when_it_gets_more_frequent_then_new_dates_come_with_their_rooms_and_called_off_ones_stay_off():
    event = weekly("FREQ=WEEKLY;INTERVAL=2;COUNT=3", space=SpaceFactory())
    cancel_occurrence(occurrence=dates(event)[1], reason="台風", by=None)

    plan = do(dates(event)[0], Scope.ALL, rule=other_rule(FIVE))

    assert [row.status for row in dates(event)] == ["scheduled"] * 2 + ["cancelled"] + ["scheduled"] * 2
    assert len(plan.of(Fate.NEW)) == 2
    assert all(row.booking for row in dates(event))


def test_rule_when_it_changes_then_single_dates_and_the_series_before_stay():
    event = weekly()
    OccurrenceFactory(event=event, starts_at=FIRST + timedelta(days=2))

    do(dates(event)[3], Scope.LATER, rule=other_rule("FREQ=DAILY;COUNT=2", day=19), note="つづけて行います")

    assert starts(event)[:4] == ["12-05 10:00", "12-07 10:00", "12-12 10:00", "12-19 10:00"]
    assert extend_all(now=NOW) == 0


def test_off_when_all_later_ones_are_called_off_then_the_series_ends_and_families_are_told():
    event = weekly("FREQ=WEEKLY")
    RegistrationFactory(occurrence=dates(event)[2])

    do(dates(event)[1], Scope.LATER, off=True, note="会を閉じます")
    with time_machine.travel(NOW + timedelta(days=40), tick=False):
        added = extend_all(now=NOW + timedelta(days=40))

    assert {row.status for row in dates(event)[1:]} == {"cancelled"}
    assert (added, Delivery.objects.filter(purpose__startswith="date_cancelled").count()) == (0, 1)


def test_away_when_nobody_has_seen_a_date_then_it_is_deleted_and_does_not_come_back():
    event = weekly("FREQ=WEEKLY", published=False, space=SpaceFactory())
    before = len(dates(event))

    do(dates(event)[1], Scope.THIS, away=True)
    Event.objects.update(status="published")
    Series.objects.update(written_until=FIRST)
    extend_all(now=NOW)

    assert (len(dates(event)), starts(event)[1]) == (before - 1, "12-19 10:00")
    assert not Booking.objects.holding().filter(starts_at=FIRST + timedelta(days=7)).exists()


def test_away_when_it_was_on_the_site_then_refuses():
    with pytest.raises(ValidationError) as refused:
        do(dates(weekly())[0], Scope.THIS, away=True)

    assert refused.value.code == "seen"


def test_change_when_every_date_has_begun_then_refuses():
    row = OccurrenceFactory(event=EventFactory(), starts_at=NOW - timedelta(hours=1))

    with pytest.raises(ValidationError) as refused:
        do(row, Scope.ALL, off=True, note="台風")

    assert refused.value.code == "no_dates"
