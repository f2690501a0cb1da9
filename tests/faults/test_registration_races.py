"""Fifty families want the last three places at one moment; others wait, and places come free among them."""

import pytest
from django.db.models import Count, Sum

from events.models import Event, Occurrence, Registration
from tests.factories.events import EventFactory, OccurrenceFactory, RegistrationFactory
from tests.faults.visitors import Visitor, at_once

pytestmark = pytest.mark.race
FAMILIES = 50
PLACES = 3
FAMILY = {"name": "山田花子", "phone": "072-000-0000", "adults": "1"}
TWO = FAMILY | {"child1": "30"}


@pytest.fixture
def occurrence(portal):
    return OccurrenceFactory(event=EventFactory(apply=Event.Apply.PORTAL), capacity=PLACES)


def path_of(occurrence):
    return f"/events/{occurrence.event_id}/{occurrence.pk}/register/"


def visitors(portal, occurrence, number=FAMILIES):
    portal.start_server()
    families = [Visitor(portal.base_url) for _ in range(number)]
    for family in families:
        family.open(path_of(occurrence))
    return families


def everybody_registers(portal, occurrence, party=FAMILY, number=FAMILIES):
    families, path = visitors(portal, occurrence, number), path_of(occurrence)
    return at_once(lambda f=family: f.send(path, party) for family in families)


def counted(occurrence):
    """Compare what stands on the date with the parties that hold its places: people, parties."""
    row = Occurrence.objects.get(pk=occurrence.pk)
    held = Registration.objects.filter(status__in=Registration.HOLDING)
    sums = held.aggregate(people=Sum("seats", default=0), parties=Count("pk"))
    assert (row.taken, row.parties_taken) == (sums["people"], sums["parties"])
    return row.taken


def test_registration_when_fifty_want_three_places_then_three_have_them_and_the_others_may_wait(portal, occurrence):
    answers = everybody_registers(portal, occurrence)

    refused = [answer.text for answer in answers if answer.status_code == 200]
    assert sorted(answer.status_code for answer in answers) == [200] * (FAMILIES - PLACES) + [302] * PLACES
    assert counted(occurrence) == Registration.objects.count() == PLACES
    assert all('name="wait"' in text for text in refused)


def test_registration_when_families_of_two_want_three_places_then_one_family_comes_whole(portal, occurrence):
    answers = everybody_registers(portal, occurrence, TWO, 12)

    assert sorted(answer.status_code for answer in answers) == [200] * 11 + [302]
    assert counted(occurrence) == 2


def test_registration_when_the_guard_is_gone_then_the_race_is_lost(portal, occurrence):
    portal.environment["DJANGO_SETTINGS_MODULE"] = "tests.faults.unguarded"

    everybody_registers(portal, occurrence)

    assert Registration.objects.count() > PLACES


def test_places_when_given_back_while_many_register_then_those_who_wait_are_offered_them(portal, occurrence):
    leaving = [RegistrationFactory(occurrence=occurrence) for _ in range(PLACES)]
    Occurrence.objects.filter(pk=occurrence.pk).update(taken=PLACES, parties_taken=PLACES)
    waiting = [RegistrationFactory(occurrence=occurrence, status="waiting", line=line) for line in range(1, 6)]
    families, path = visitors(portal, occurrence, 20), path_of(occurrence)
    leave = [lambda row=row: families[0].send(f"{row.get_absolute_url()}cancel/", {}) for row in leaving]
    come = [lambda f=family: f.send(path, FAMILY) for family in families[1:]]

    at_once([*leave, *come])

    offered = Registration.objects.filter(status="offered").order_by("line")
    assert list(offered) == waiting[:PLACES]
    assert counted(occurrence) == PLACES
    assert Registration.objects.coming().count() == 0


def test_registration_when_one_family_clicks_twenty_times_then_one_registration(portal, occurrence):
    family, path = visitors(portal, occurrence, 1)[0], path_of(occurrence)

    answers = at_once(lambda: family.send(path, FAMILY) for _ in range(20))

    assert {answer.headers["Location"] for answer in answers} == {Registration.objects.get().get_absolute_url()}
