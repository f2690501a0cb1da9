"""The demo city: its dates, its words, and that it can be made again."""

from collections import Counter
from datetime import date, datetime

import pytest

from events.models import Event, Occurrence, Registration
from events.recurrence import expand
from organizations.models import Delivery, Enrolment, Organization
from portal.demo.dates import nth_weekday, when
from portal.demo.words import words
from spaces.models import Booking
from spaces.periods import TOKYO, Period

TODAY = date(2026, 11, 24)


def at(year, month, day, hour, minute=0):
    return datetime(year, month, day, hour, minute, tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("soon 9 sat 10:00-12:00", at(2026, 12, 5, 10), at(2026, 12, 5, 12)),
        ("yearly 12 3 sat 9:30-15:00", at(2026, 12, 19, 9, 30), at(2026, 12, 19, 15)),
        ("yearly 8 1 sun 10:00-13:00", at(2027, 8, 1, 10), at(2027, 8, 1, 13)),
        ("yearly 11 2 sun 9:00-12:00", at(2027, 11, 14, 9), at(2027, 11, 14, 12)),
        ("yearly 10 -1 fri 10:00-11:30", at(2027, 10, 29, 10), at(2027, 10, 29, 11, 30)),
    ],
)
def test_when_something_happens_once_then_it_is_the_next_such_day(text, start, end):
    assert when(text, TODAY).once == Period(start, end)


@pytest.mark.parametrize(
    ("text", "first_days"),
    [
        ("weekly tue 10:00-11:30", [date(2026, 12, 1), date(2026, 12, 8), date(2026, 12, 15)]),
        ("monthly 2,4 thu 10:00-11:00", [date(2026, 12, 10), date(2026, 12, 24), date(2027, 1, 14)]),
        ("monthly -1 sun 14:00-16:00", [date(2026, 11, 29), date(2026, 12, 27), date(2027, 1, 31)]),
    ],
)
def test_when_something_repeats_then_its_first_days_are(text, first_days):
    series = when(text, TODAY).series

    found = expand(series, after=series.starts_at, until=at(2027, 3, 1, 0))

    assert [period.start.date() for period in found[:3]] == first_days


@pytest.mark.parametrize(("nth", "expected"), [(1, 6), (4, 27), (-1, 27)])
def test_nth_weekday_when_asked_of_december_then_its_sundays_are_found(nth, expected):
    assert nth_weekday(2026, 12, nth, 6) == date(2026, 12, expected)


def test_words_when_read_then_the_city_is_as_large_as_promised():
    rows = words("events")["events"]

    assert len(words("groups")["groups"]) == 40
    assert sum(len(place["spaces"]) for place in words("city")["facilities"]) == 26
    assert len(words("network")["postings"]) == 30
    assert len(words("network")["projects"]) == 6
    assert Counter(row[5] for row in rows).most_common(1)[0][1] == 1


def test_words_when_counted_then_a_quarter_is_for_school_children_and_the_young():
    ages = [row[6] for row in words("events")["events"]]

    assert sum(1 for lowest, _highest in ages if lowest >= 72) * 4 >= len(ages)


@pytest.mark.once
@pytest.mark.django_db
def test_seed_demo_when_made_twice_then_nothing_is_added(city):
    before = (Event.objects.count(), Occurrence.objects.count())

    city()

    assert (Event.objects.count(), Occurrence.objects.count()) == before
    assert before[1] > 600


@pytest.mark.once
@pytest.mark.django_db
def test_seed_demo_when_made_then_only_new_year_keeps_a_room_from_an_event(city):
    refused = Occurrence.objects.exclude(room_problem="")

    assert {(row.held_on.month, row.held_on.day >= 29 or row.held_on.day <= 3) for row in refused} <= {
        (12, True),
        (1, True),
    }


@pytest.mark.once
@pytest.mark.django_db
def test_seed_demo_when_made_then_every_desk_has_something_waiting(city):
    city()
    drawn = Event.objects.filter(allotment=Event.Allotment.DRAW)

    found = {
        "newcomers": Organization.objects.filter(status=Organization.Status.PENDING).count(),
        "interviews": Enrolment.objects.filter(status=Enrolment.Status.INTERVIEW).count(),
        "bookings": Booking.objects.waiting().count(),
        "events to look at": Event.objects.filter(status=Event.Status.REVIEW).count(),
        "registrations": Registration.objects.coming().exclude(occurrence__event__in=drawn).count(),
        "called off": Occurrence.objects.filter(status=Occurrence.Status.CANCELLED).count(),
        "calls": Delivery.objects.to_call().count() > 0,
    }
    assert found == {
        "newcomers": 2, "interviews": 1, "bookings": 2, "events to look at": 1, "registrations": 8, "called off": 1,
        "calls": True,
    }  # fmt: skip
