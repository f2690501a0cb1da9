"""A large synthetic city: counts as asked, the same for the same seed, nothing in it against the rules."""

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from events.models import Event, Occurrence
from organizations.models import Organization, SearchDocument
from portal.services.load import load_city
from portal.services.load_events import series_lengths
from spaces.models import Booking, Occupancy, Space

TODAY = date(2026, 11, 24)


def load(**sizes):
    asked = {"occurrences": 25, "organizations": 6, "spaces": 5, "bookings": 40, "seed": 1, **sizes}
    return load_city(**asked, today=TODAY)


@given(st.integers(0, 3000))
def test_series_lengths_add_up_whatever_the_number(occurrences):
    lengths = series_lengths(occurrences)

    assert (sum(lengths), len(lengths)) == (occurrences, max(occurrences // 5, occurrences > 0))
    assert all(length >= 1 for length in lengths)


@pytest.mark.django_db
def test_load_city_makes_the_numbers_asked_for():
    made = load()

    counted = [model.objects.count() for model in (Occurrence, Event, Organization, Space, Booking)]
    assert made == {"occurrences": 25, "events": 5, "organizations": 6, "spaces": 5, "bookings": 40, "seed": 1}
    assert counted == [25, 5, 6, 5, 40]


@pytest.mark.django_db
def test_load_city_stays_within_two_years():
    load(occurrences=100)

    days = Occurrence.objects.values_list("held_on", flat=True)
    assert TODAY <= min(days) <= max(days) < TODAY + timedelta(days=730)


@pytest.mark.django_db
def test_load_city_fills_every_turn_of_a_room_and_none_twice():
    load(spaces=1, bookings=4380, occurrences=0)

    assert Occupancy.objects.values("part", "blocked_from").distinct().count() == 4380


@pytest.mark.django_db
def test_load_city_makes_events_that_the_public_sees_with_host_and_topic():
    load()

    event = Event.objects.public().order_by("pk").first()
    assert (event.hosts.filter(role="lead").count(), event.topics.count()) == (1, 1)
    assert event.occurrences.filter(is_public=True).exists()


@pytest.mark.django_db
def test_load_city_can_be_searched():
    load()

    found = SearchDocument.objects.public().values_list("kind", flat=True)
    assert {"event", "organization", "space", "facility"} == set(found)


@pytest.mark.django_db
@pytest.mark.parametrize("sizes", [{}, {"spaces": 0, "bookings": 0}, {"organizations": 0}, {"occurrences": 3}])
def test_load_city_works_when_one_size_is_small(sizes):
    assert load(**sizes)["occurrences"] == sizes.get("occurrences", 25)


def loaded(seed):
    """What a city of this seed holds; it is taken away again."""
    with transaction.atomic():
        load(seed=seed)
        rows = [*Event.objects.values_list("title", "description"), *Booking.objects.values_list("token", "starts_at")]
        transaction.set_rollback(True)
    return rows


@pytest.mark.django_db
def test_load_city_makes_the_same_when_the_seed_is_the_same():
    assert loaded(seed=1) == loaded(seed=1) != loaded(seed=2)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "sizes", "code"),
    [
        pytest.param({}, {}, "loaded_already", id="twice"),
        pytest.param(None, {"spaces": 1, "bookings": 4381}, "too_many_bookings", id="more bookings than turns"),
    ],
)
def test_load_city_refuses_and_writes_nothing_when_asked(before, sizes, code):
    if before is not None:
        load(**before)
    there = Organization.objects.count()

    with pytest.raises(ValidationError) as refusal:
        load(**sizes)

    assert (refusal.value.code, Organization.objects.count()) == (code, there)


@pytest.mark.django_db
def test_command_prints_the_counts(capsys):
    call_command("seed_load", "--occurrences=10", "--organizations=2", "--spaces=2", "--bookings=3", "--seed=9")

    made = {"occurrences": 10, "events": 2, "organizations": 2, "spaces": 2, "bookings": 3, "seed": 9}
    assert json.loads(capsys.readouterr().out) == made


@pytest.mark.django_db
def test_command_gives_up_with_a_sentence_when_there_are_too_few_spaces(capsys):
    with pytest.raises(CommandError) as refusal:
        call_command("seed_load", "--spaces=0", "--bookings=1")

    assert json.loads(capsys.readouterr().out)["detail"] == str(refusal.value)
