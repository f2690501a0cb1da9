"""The waiting list: in order, whole parties, each offer held for a while and passed on."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from events.models import Event, Occurrence, Registration
from events.services.parties import Entry, Party
from events.services.registrations import cancel_registration, change_size, register
from events.services.waiting import accept_offer, hold_until, join_waiting_list, offer_places, position_of, serve_lines
from organizations.models import Delivery
from spaces.periods import TOKYO
from tests.factories.events import EventFactory, OccurrenceFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=TOKYO)
STARTS = datetime(2026, 12, 5, 10, tzinfo=TOKYO)
S = Registration.Status


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def date():
    return OccurrenceFactory(event=EventFactory(apply=Event.Apply.PORTAL, capacity=4), starts_at=STARTS)


def comes(date, people=1, **party):
    party = {"name": "山田花子", "email": f"a{Registration.objects.count()}@example.jp", "adults": people} | party
    return register(occurrence=date, party=Party(**party))


def waits(date, people=1, **party):
    party = {"name": "鈴木次郎", "email": f"w{Registration.objects.count()}@example.jp", "adults": people} | party
    return join_waiting_list(occurrence=date, party=Party(**party), entry=Entry())


def states(*registrations):
    return [Registration.objects.get(pk=row.pk).status for row in registrations]


def taken(date):
    return Occurrence.objects.get(pk=date.pk).taken


def purposes(registration):
    about = f"events.registration:{registration.pk}"
    return list(Delivery.objects.filter(about=about).order_by("pk").values_list("purpose", flat=True))


def test_join_when_full_then_stands_at_the_end_and_is_told_its_number(date):
    comes(date, 4)

    first, second = waits(date), waits(date)

    assert (states(first, second), position_of(second), taken(date)) == ([S.WAITING, S.WAITING], 2, 4)
    assert purposes(second) == ["waits"]


def test_join_when_places_came_free_meanwhile_then_is_registered_at_once(date):
    assert states(waits(date, 4)) == [S.CONFIRMED]


def test_join_when_larger_than_the_date_ever_is_then_says_so(date):
    with pytest.raises(ValidationError) as refused:
        waits(date, 5)

    assert refused.value.code == "never"


def test_cancel_when_somebody_waits_then_the_first_is_offered_the_place_and_it_is_held(date):
    coming = comes(date, 4)
    first, second = waits(date, 3), waits(date, 2)

    cancel_registration(registration=coming, by=None)

    first.refresh_from_db()
    assert (states(first, second), taken(date)) == ([S.OFFERED, S.WAITING], 3)
    assert first.hold_until == NOW + timedelta(hours=24)
    assert purposes(first) == ["waits", "place_offered"]


def test_cancel_when_first_family_is_too_large_then_the_next_is_served_and_it_keeps_its_number(date):
    one, two = comes(date, 1), comes(date, 3)
    large, small = waits(date, 4), waits(date, 1)

    cancel_registration(registration=one, by=None)
    assert states(large, small) == [S.WAITING, S.OFFERED]
    cancel_registration(registration=small, by=None)
    cancel_registration(registration=two, by=None)

    assert (states(large), taken(date)) == ([S.OFFERED], 4)


def test_register_when_an_offer_is_held_then_nobody_takes_its_place(date):
    coming = comes(date, 4)
    waits(date, 4)
    cancel_registration(registration=coming, by=None)

    with pytest.raises(ValidationError) as refused:
        comes(date, 1)

    assert refused.value.code == "full"


def test_database_when_offers_and_places_exceed_the_capacity_then_refuses(date):
    with pytest.raises(IntegrityError), transaction.atomic():
        Occurrence.objects.filter(pk=date.pk).update(capacity_parties=1, parties_taken=2)


def test_accept_when_held_then_has_the_place_and_is_told(date):
    coming, first = comes(date, 4), waits(date, 2)
    cancel_registration(registration=coming, by=None)

    accept_offer(registration=first, by=None)

    assert (states(first), taken(date), purposes(first)[-1]) == ([S.CONFIRMED], 2, "registered")


@pytest.mark.parametrize("hours", [24, 30])
def test_accept_when_hold_is_over_then_refuses(date, clock, hours):
    coming, first = comes(date, 4), waits(date, 2)
    cancel_registration(registration=coming, by=None)
    clock.move_to(NOW + timedelta(hours=hours))

    with pytest.raises(ValidationError) as refused:
        accept_offer(registration=first, by=None)

    assert refused.value.code == "lapsed"


def test_accept_when_nothing_was_offered_then_refuses(date):
    comes(date, 4)

    with pytest.raises(ValidationError) as refused:
        accept_offer(registration=waits(date), by=None)

    assert refused.value.code == "moved_on"


def test_serve_when_nobody_answers_then_passes_the_place_on_once(date):
    coming = comes(date, 4)
    first, second = waits(date, 4), waits(date, 4, email="", phone="048-111-2222")
    cancel_registration(registration=coming, by=None)

    later = NOW + timedelta(hours=24)
    for _time in range(2):
        serve_lines(now=later)

    second.refresh_from_db()
    assert (states(first, second), taken(date)) == ([S.LAPSED, S.OFFERED], 4)
    assert second.hold_until == later + timedelta(hours=48)
    assert (purposes(first)[-1], purposes(second)) == ("offer_lapsed", ["waits", "place_offered"])
    assert Delivery.objects.get(purpose="place_offered", recipient="048-111-2222").channel == Delivery.Channel.CALL


def test_serve_when_hosts_add_places_then_offers_them(date):
    comes(date, 4)
    first = waits(date, 2)
    Occurrence.objects.filter(pk=date.pk).update(capacity=6)

    assert serve_lines(now=NOW) == 1
    assert states(first) == [S.OFFERED]


@pytest.mark.parametrize("change", [{"status": "cancelled"}, {"starts_at": NOW}])
def test_offer_when_date_is_off_or_begun_then_offers_nothing(date, change):
    comes(date, 4)
    waits(date)
    Occurrence.objects.filter(pk=date.pk).update(capacity=6, **change)

    assert offer_places(occurrence_id=date.pk, now=NOW) == []


def test_parties_when_their_number_is_limited_then_counts_families_not_people():
    date = OccurrenceFactory(event=EventFactory(apply=Event.Apply.PORTAL), starts_at=STARTS, capacity_parties=1)
    coming = comes(date, 3)
    waiting = waits(date, 5)

    assert states(waiting) == [S.WAITING]
    cancel_registration(registration=coming, by=None)
    assert states(waiting) == [S.OFFERED]


@pytest.mark.parametrize(("people", "left"), [(3, 1), (1, 3)])
def test_change_size_when_it_fits_then_keeps_the_place(date, people, left):
    coming = comes(date, 2)

    change_size(registration=coming, adults=people, children=[], by=None)

    assert (states(coming), 4 - taken(date)) == ([S.CONFIRMED], left)


def test_change_size_when_it_does_not_fit_then_changes_nothing(date):
    coming = comes(date, 2)
    comes(date, 2)

    with pytest.raises(ValidationError) as refused:
        change_size(registration=coming, adults=2, children=[30], by=None)

    coming.refresh_from_db()
    assert (refused.value.code, coming.seats, taken(date)) == ("full", 2, 4)


def test_change_size_when_smaller_then_the_line_moves(date):
    coming, first = comes(date, 4), waits(date, 1)

    change_size(registration=coming, adults=3, children=[], by=None)

    assert states(first) == [S.OFFERED]


def test_change_size_when_waiting_and_small_enough_then_is_offered(date):
    comes(date, 3)
    first = waits(date, 2)

    change_size(registration=first, adults=1, children=[], by=None)

    assert states(first) == [S.OFFERED]


@pytest.mark.parametrize(
    ("left", "by_phone", "held"),
    [
        (timedelta(days=9), False, timedelta(hours=24)),
        (timedelta(days=9), True, timedelta(hours=48)),
        (timedelta(hours=48), False, timedelta(hours=12)),
        (timedelta(hours=2), False, timedelta(hours=1)),
        (timedelta(minutes=20), True, timedelta(minutes=20)),
    ],
)
def test_hold_when_date_comes_nearer_then_is_shorter_and_never_past_it(left, by_phone, held):
    assert hold_until(now=NOW, starts_at=NOW + left, by_phone=by_phone) == NOW + held


@pytest.mark.parametrize("was", list(S))
def test_moves_when_tried_one_by_one_then_only_the_table_allows(date, was):
    for to, deed in ((S.CONFIRMED, accept_offer), (S.CANCELLED, cancel_registration)):
        row = Registration.objects.create(
            occurrence=date, name="花子", email="a@example.jp", seats=1, status=was, hold_until=NOW + timedelta(hours=1)
        )
        Occurrence.objects.filter(pk=date.pk).update(taken=2, parties_taken=2)
        allowed = to in Registration.MOVES[was] and (to != S.CONFIRMED or was == S.OFFERED)
        if allowed:
            deed(registration=row, by=None)
        else:
            with pytest.raises(ValidationError):
                deed(registration=row, by=None)
        assert states(row) == [to if allowed else was]
