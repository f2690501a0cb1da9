"""Fifty processes at one slot, then eight with hundreds of wishes that overlap: the wall lets one in each time."""

import multiprocessing
import random
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from spaces.models import Booking, Occupancy
from spaces.periods import Period, midnight
from spaces.services.bookings import Guest, SpaceTaken, Use, cancel_booking, move_booking, request_booking
from tests.factories.spaces import SpaceFactory
from tests.faults.test_booking_machine import overlaps, take_the_wall_away

pytestmark = pytest.mark.race
GUESTS, PROCESSES, WISHES = 50, 8, 40
BOOKED, TAKEN = 0, 3


def booked(space, start, hours=2):
    guest, use = Guest(name="佐藤花子", phone="072-000-0000"), Use(purpose="練習", head_count=5)
    period = Period(start, start + timedelta(hours=hours))
    return request_booking(space=space, period=period, guest=guest, use=use, by=None)


def morning(days=7):
    return midnight(timezone.localdate() + timedelta(days=days)) + timedelta(hours=10)


def in_processes(number, deed):
    """Let each do ``deed(number)`` at the same moment, with a connection of its own; return how each ended."""
    connection.close()
    fork = multiprocessing.get_context("fork")
    gate = fork.Barrier(number)

    def wait_and_do(one):
        connection.connect()
        gate.wait()
        raise SystemExit(deed(one))

    children = [fork.Process(target=wait_and_do, args=(one,)) for one in range(number)]
    for child in children:
        child.start()
    for child in children:
        child.join(120)
    return [child.exitcode for child in children]


def ask_for_one_slot(space):
    def ask(_number):
        try:
            booked(space, morning())
        except SpaceTaken:
            return TAKEN
        return BOOKED

    return in_processes(GUESTS, ask)


def test_slot_when_fifty_processes_ask_at_once_then_exactly_one_has_it(file_database):
    answers = ask_for_one_slot(SpaceFactory())

    assert sorted(answers) == [BOOKED] + [TAKEN] * (GUESTS - 1)
    assert Booking.objects.count() == Occupancy.objects.count() == 1


def test_slot_when_the_wall_is_gone_then_fifty_processes_have_it_at_once(file_database):
    take_the_wall_away()

    answers = ask_for_one_slot(SpaceFactory())

    assert answers.count(BOOKED) > 1
    assert overlaps() > 0


def wish_and_change(number, spaces):
    """Ask, give back and move at random; whatever was not refused in a sentence ends the process with a failure."""
    chance, mine = random.Random(number), []
    for _wish in range(WISHES):
        start = morning(chance.randint(7, 8)) + timedelta(minutes=30 * chance.randint(0, 14))
        try:
            if mine and chance.random() < 0.4:
                booking = mine.pop(chance.randrange(len(mine)))
                if chance.random() < 0.5:
                    cancel_booking(booking=booking, by=None)
                else:
                    mine.append(
                        move_booking(booking=booking, period=Period(start, start + timedelta(hours=1)), by=None)
                    )
            else:
                mine.append(booked(chance.choice(spaces), start, chance.choice((1, 2))))
        except SpaceTaken:
            continue
    return BOOKED


def test_slots_when_eight_processes_ask_change_and_give_back_then_nothing_overlaps_and_nothing_breaks(file_database):
    hall = SpaceFactory()
    half = SpaceFactory(facility=hall.facility, parts=hall.parts.all(), buffer_after_minutes=30)

    answers = in_processes(PROCESSES, lambda number: wish_and_change(number, [hall, half]))

    assert answers == [BOOKED] * PROCESSES
    assert Booking.objects.holding().exists()
    assert overlaps() == 0
    assert set(Occupancy.objects.filter(holds=True).values_list("booking", flat=True)) == set(
        Booking.objects.holding().values_list("pk", flat=True)
    )
