"""Hundreds of random requests, cancels, changes and closings that overlap, beside a simple model of what stands.

One run asks some 500 times, always the same; `BOOKING_RUNS=100` asks for so many runs of fifty, each time others.
"""

import os
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from spaces.models import Booking, Occupancy, Part
from spaces.periods import TOKYO, Period
from spaces.services.bookings import cancel_booking, confirm_booking, move_booking
from spaces.services.line import join_line
from spaces.services.places import close_place
from spaces.services.rules import Guest, Use
from tests.factories.organizations import UserFactory
from tests.factories.spaces import BookingFactory, FacilityFactory, SpaceFactory
from tests.spaces.test_bookings import NOW, at, book

pytestmark = pytest.mark.django_db
RUNS = int(os.environ.get("BOOKING_RUNS", "0"))
MANY = settings(
    max_examples=RUNS or 10,
    stateful_step_count=50,
    deadline=None,
    derandomize=not RUNS,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
OVERLAPS = """
SELECT COUNT(*) FROM spaces_occupancy a JOIN spaces_occupancy b ON a.part_id = b.part_id AND a.id < b.id
WHERE a.holds AND b.holds AND a.blocked_from < b.blocked_until AND b.blocked_from < a.blocked_until
"""
DAY = at(0).date()
SPACES = st.sampled_from(["hall", "east", "west"])
STARTS = st.integers(0, 47).map(lambda half: at(0) + timedelta(minutes=30 * half))
LENGTHS = st.sampled_from([30, 60, 90, 120, 240]).map(lambda minutes: timedelta(minutes=minutes))
PICKS = st.integers(0, 1000)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def overlaps():
    with connection.cursor() as cursor:
        cursor.execute(OVERLAPS)
        return cursor.fetchone()[0]


def asked(deed):
    """The code of a refusal and None, or nothing and what was done."""
    try:
        with transaction.atomic():
            return "", deed()
    except ValidationError as refused:
        return refused.code, None


def take_the_wall_away():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER occupancy_no_overlap_insert")
            cursor.execute("DROP TRIGGER occupancy_no_overlap_update")
        else:
            cursor.execute("ALTER TABLE spaces_occupancy DROP CONSTRAINT occupancy_no_overlap")


class Borrowing(RuleBasedStateMachine):
    """A hall whose two halves are lent alone as well; the halves need a quarter of an hour before and after.

    ``holds`` is the model: for each booking that holds, its parts and the time they are blocked.
    """

    has_wall = True

    def __init__(self):
        super().__init__()
        self.run = transaction.atomic()
        self.run.__enter__()
        if not self.has_wall:
            take_the_wall_away()

    def teardown(self):
        transaction.set_rollback(True)
        self.run.__exit__(None, None, None)

    @initialize()
    def build(self):
        facility = FacilityFactory()
        east, west = (Part.objects.create(facility=facility, name=name) for name in ("東", "西"))
        gap = {"buffer_before_minutes": 15, "buffer_after_minutes": 15, "closes_hours_ahead": 0}
        self.spaces = {
            "hall": SpaceFactory(facility=facility, parts=[east, west], needs_approval=False, closes_hours_ahead=0),
            "east": SpaceFactory(facility=facility, parts=[east], **gap),
            "west": SpaceFactory(facility=facility, parts=[west], **gap),
        }
        self.parts = {"hall": {east.pk, west.pk}, "east": {east.pk}, "west": {west.pk}}
        self.staff = UserFactory()
        self.holds, self.closed = {}, set()

    def blocked(self, space, period):
        gap = timedelta(minutes=0 if space == "hall" else 15)
        return self.parts[space], period.start - gap, period.end + gap

    def verdict(self, space, period, leaving_out=None):
        """What the service has to say by the model alone."""
        opens = period.start.replace(hour=9, minute=0)
        if not opens <= period.start < period.end <= opens + timedelta(hours=12) or space in self.closed:
            return "closed"
        parts, start, end = self.blocked(space, period)
        others = (held for booking, held in self.holds.items() if booking != leaving_out)
        taken = any(parts & theirs and start < until and since < end for theirs, since, until in others)
        return "taken" if taken else ""

    def standing(self, pick):
        """One of the bookings that stand, or None."""
        rows = Booking.objects.filter(pk__in=self.holds, status__in=Booking.STANDING).order_by("pk")
        return rows[pick % len(rows)] if rows else None

    def space_of(self, booking):
        return next(name for name, space in self.spaces.items() if space.pk == booking.space_id)

    def served(self):
        """Let the model hold what was offered to those who wait, if it was free."""
        for offered in Booking.objects.filter(status=Booking.Status.OFFERED).exclude(pk__in=self.holds).order_by("pk"):
            start, end = offered.starts_at.astimezone(TOKYO), offered.ends_at.astimezone(TOKYO)
            space, period = self.space_of(offered), Period(start, end)
            assert self.verdict(space, period) == ""
            self.holds[offered.pk] = self.blocked(space, period)

    @rule(space=SPACES, start=STARTS, length=LENGTHS)
    def request(self, space, start, length):
        period = Period(start, start + length)
        expected = self.verdict(space, period)

        answer, booking = asked(lambda: book(self.spaces[space], period.start, period.end))

        assert answer == expected
        if booking:
            self.holds[booking.pk] = self.blocked(space, period)

    @rule(space=SPACES, start=STARTS, length=LENGTHS)
    def wait(self, space, start, length):
        period = Period(start, start + length)
        expected = {"": "free", "taken": "", "closed": "closed"}[self.verdict(space, period)]
        who = {"guest": Guest(name="待つ人", phone="072"), "use": Use(purpose="練習", head_count=5), "by": None}

        answer, _booking = asked(lambda: join_line(space=self.spaces[space], period=period, **who))

        assert answer == expected

    @rule(pick=PICKS)
    def cancel(self, pick):
        if booking := self.standing(pick):
            cancel_booking(booking=booking, by=self.staff)
            del self.holds[booking.pk]
            self.served()

    @rule(pick=PICKS)
    def confirm(self, pick):
        booking = self.standing(pick)
        if booking and booking.status == Booking.Status.REQUESTED:
            confirm_booking(booking=booking, by=self.staff)

    @rule(pick=PICKS, start=STARTS, length=LENGTHS)
    def move(self, pick, start, length):
        booking = self.standing(pick)
        if booking is None:
            return
        space, period = self.space_of(booking), Period(start, start + length)
        expected = self.verdict(space, period, leaving_out=booking.pk)

        answer, moved = asked(lambda: move_booking(booking=booking, period=period, by=self.staff))

        assert answer == expected
        if moved:
            self.holds[booking.pk] = self.blocked(space, period)
            self.served()

    @rule(space=SPACES)
    def close(self, space):
        """What stands stays, and nothing new comes to it."""
        if space not in self.closed and len(self.closed) < 2:
            close_place(facility=None, space=self.spaces[space], first=DAY, last=DAY, reason="床の工事", by=self.staff)
            self.closed.add(space)

    @rule(space=SPACES, start=STARTS, length=LENGTHS)
    def write_past_every_rule(self, space, start, length):
        """As the shell would: only the wall is left."""
        parts, since, until = self.blocked(space, Period(start, start + length))
        booking = BookingFactory(space=self.spaces[space], starts_at=start, ends_at=start + length, status="confirmed")
        meets = any(parts & theirs and since < end and begin < until for theirs, begin, end in self.holds.values())

        try:
            with transaction.atomic():
                rows = [Occupancy(booking=booking, part_id=p, blocked_from=since, blocked_until=until) for p in parts]
                Occupancy.objects.bulk_create(rows)
        except IntegrityError:
            assert meets
        else:
            assert not meets
            self.holds[booking.pk] = parts, since, until

    @rule(pick=PICKS)
    def hold_again(self, pick):
        """As the shell would: a booking that let go takes its time back."""
        gone = Booking.objects.filter(status=Booking.Status.CANCELLED).order_by("pk")
        if not gone:
            return
        booking = gone[pick % len(gone)]
        held = self.blocked(self.space_of(booking), Period(booking.starts_at, booking.ends_at))
        meets = any(held[0] & p and held[1] < end and begin < held[2] for p, begin, end in self.holds.values())

        try:
            with transaction.atomic():
                Occupancy.objects.filter(booking=booking).update(holds=True)
                Booking.objects.filter(pk=booking.pk).update(status=Booking.Status.CONFIRMED)
        except IntegrityError:
            assert meets
        else:
            assert not meets
            self.holds[booking.pk] = held

    @invariant()
    def nothing_overlaps(self):
        assert overlaps() == 0

    @invariant()
    def the_database_holds_what_the_model_holds(self):
        rows = Occupancy.objects.filter(holds=True).values_list("booking", "part", "blocked_from", "blocked_until")
        held = {(pk, part, since, until) for pk, (parts, since, until) in self.holds.items() for part in parts}
        assert set(rows) == held


class Unguarded(Borrowing):
    """The same without the wall in the database."""

    has_wall = False


def test_bookings_when_hundreds_of_deeds_meet_then_the_database_holds_what_the_model_holds():
    run_state_machine_as_test(Borrowing, settings=MANY)


def test_bookings_when_the_wall_is_gone_then_two_have_the_same_room():
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Unguarded, settings=MANY)
