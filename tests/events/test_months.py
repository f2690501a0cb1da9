"""A month of what is on."""

from datetime import date, datetime

import pytest

from events.services.months import month_of
from organizations.services.questions import Meaning
from tests.factories.events import TOKYO, EventFactory, OccurrenceFactory

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)


def at(day, hour=10, month=12, **fields):
    return OccurrenceFactory(starts_at=datetime(2026, month, day, hour, tzinfo=TOKYO), **fields)


def month(shown=2, **asked):
    now = datetime(2026, 11, 24, 12, tzinfo=TOKYO)
    days = month_of(asked, first=FIRST, last=LAST, now=now, meaning=Meaning(), shown=shown)
    return {day.day: ([entry.pk for entry in held.entries], held.total) for day, held in days.items()}


def test_month_when_a_day_is_full_then_shows_the_first_and_counts_all():
    rows = [at(5, hour) for hour in (12, 9, 10)]
    other = at(6)
    at(5, month=11)

    assert month() == {5: ([rows[1].pk, rows[2].pk], 3), 6: ([other.pk], 1)}


def test_month_when_something_lasts_then_stands_on_each_of_its_days():
    lasts = at(30, month=11, ends_at=datetime(2026, 12, 2, 12, tzinfo=TOKYO))
    ends_later = at(31, ends_at=datetime(2027, 1, 3, 12, tzinfo=TOKYO))
    short = at(2, 9)

    assert month() == {1: ([lasts.pk], 1), 2: ([lasts.pk, short.pk], 2), 31: ([ends_later.pk], 1)}


def test_month_when_filtered_then_counts_what_fits():
    fits = at(5, event=EventFactory(is_free=True))
    at(5)

    assert month(free=True) == {5: ([fits.pk], 1)}
