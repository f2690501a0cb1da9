"""The power goes in the middle of a draw: started again, every family has its place or its number, and is told once."""

import time

import pytest
from django.db.models import Sum
from django.utils import timezone

from events.models import Draw, Event, Occurrence, Registration
from events.services.draws import close_list, enter_number
from organizations.draw import draw as drawn_by_hand
from organizations.models import Delivery
from tests.factories.events import EventFactory, OccurrenceFactory, RegistrationFactory

pytestmark = pytest.mark.race
FAMILIES = 150
PLACES = 60


@pytest.fixture
def draw(portal):
    event = EventFactory(apply=Event.Apply.PORTAL, allotment="draw", apply_closes_at=timezone.now())
    date = OccurrenceFactory(event=event, capacity=PLACES)
    for ticket in range(1, FAMILIES + 1):
        RegistrationFactory(
            occurrence=date,
            status="applied",
            ticket=ticket,
            seats=1 + ticket % 3,
            name=f"{chr(0x4E00 + ticket * 7)}川 花",
            phone=f"090-0000-{ticket:04}",
        )
    return enter_number(draw=close_list(occurrence=date, now=timezone.now()), seed="0417", by=None)


def wait_for(portal, condition):
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, portal.log("worker")
        time.sleep(0.005)


def told():
    return Delivery.objects.filter(purpose__in=("draw_won", "draw_lost")).count()


def is_drawn():
    return Draw.objects.get().status == Draw.Status.DRAWN


def test_draw_when_the_power_goes_in_its_middle_then_nothing_is_half_done_and_nobody_is_told_twice(portal, draw):
    portal.environment["DJANGO_SETTINGS_MODULE"] = "tests.faults.dying"
    portal.start_worker()
    wait_for(portal, lambda: portal.running["worker"].poll() is not None)
    assert (told(), is_drawn(), Registration.objects.applied().count()) == (0, False, FAMILIES)

    portal.environment["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    portal.start_worker()
    wait_for(portal, is_drawn)
    portal.kill("worker")

    result = drawn_by_hand(draw.sheet, "0417")
    coming = Registration.objects.coming()
    assert Draw.objects.get().result == {"order": result.order, "won": result.won}
    assert set(coming.values_list("ticket", flat=True)) == set(result.won)
    assert Occurrence.objects.get().taken == coming.aggregate(people=Sum("seats"))["people"]
    assert (told(), Registration.objects.applied().count()) == (FAMILIES, 0)
