"""Twenty families want the last five places at one moment."""

import pytest

from events.models import Event, Registration
from tests.factories.events import EventFactory, OccurrenceFactory
from tests.faults.visitors import Visitor, at_once

pytestmark = pytest.mark.race
FAMILIES = 20
PLACES = 5
FAMILY = {"name": "山田花子", "phone": "072-000-0000", "adults": "1"}


@pytest.fixture
def occurrence(portal):
    return OccurrenceFactory(event=EventFactory(apply=Event.Apply.PORTAL), capacity=PLACES)


def everybody_registers(portal, occurrence):
    portal.start_server()
    path = f"/events/{occurrence.event_id}/{occurrence.pk}/register/"
    families = [Visitor(portal.base_url) for _ in range(FAMILIES)]
    for family in families:
        family.open(path)
    return [a.status_code for a in at_once(lambda f=family: f.send(path, FAMILY) for family in families)]


def test_registration_when_twenty_want_five_places_then_five_have_them(portal, occurrence):
    answers = everybody_registers(portal, occurrence)

    occurrence.refresh_from_db()
    assert sorted(answers) == [200] * (FAMILIES - PLACES) + [302] * PLACES
    assert occurrence.taken == Registration.objects.count() == PLACES


def test_registration_when_the_guard_is_gone_then_the_race_is_lost(portal, occurrence):
    portal.environment["DJANGO_SETTINGS_MODULE"] = "tests.faults.unguarded"

    everybody_registers(portal, occurrence)

    assert Registration.objects.count() > PLACES


def test_registration_when_one_family_clicks_twenty_times_then_one_registration(portal, occurrence):
    portal.start_server()
    path = f"/events/{occurrence.event_id}/{occurrence.pk}/register/"
    family = Visitor(portal.base_url)
    family.open(path)

    answers = at_once(lambda: family.send(path, FAMILY) for _ in range(FAMILIES))

    assert {answer.headers["Location"] for answer in answers} == {Registration.objects.get().get_absolute_url()}
