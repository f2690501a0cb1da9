"""How spaces are used, and what was asked for in vain."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from organizations.models import StaffRole
from spaces.models import Booking, Unmet
from spaces.periods import Period
from spaces.services.demand import forget_old, lacks, note_unmet
from spaces.services.usage import use_by_hour, use_by_purpose, use_of_spaces
from tests.factories.organizations import UserFactory
from tests.factories.spaces import BookingFactory, SpaceFactory
from tests.spaces.test_booking_pages import post
from tests.spaces.test_bookings import NOW, at, book

pytestmark = pytest.mark.django_db
WEEK = {"first": date(2026, 11, 30), "last": date(2026, 12, 6)}
DONE = Booking.Status.DONE


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def keeper(client):
    client.force_login(UserFactory(roles=[StaffRole.DEPARTMENT]))
    return client


def used(space, start, end, status=DONE, **more):
    return BookingFactory(space=space, starts_at=start, ends_at=end, status=status, **more)


def test_use_of_spaces_when_lent_cancelled_and_not_come_to_then_each_is_counted_apart():
    space, idle = SpaceFactory(), SpaceFactory()
    used(space, at(9), at(15), head_count=20)
    used(space, at(9, day=2), at(9 + 12, day=2), Booking.Status.CONFIRMED, head_count=5)
    used(space, at(9, day=3), at(12, day=3), Booking.Status.CANCELLED)
    used(space, at(9, day=4), at(12, day=4), Booking.Status.NO_SHOW)
    used(space, at(9, day=8), at(12, day=8))

    busy, empty = use_of_spaces([space, idle], **WEEK)

    assert (busy.open_hours, busy.lent_hours, busy.share) == (84, 18, 21)
    assert (busy.bookings, busy.people, busy.cancelled, busy.no_shows) == (2, 25, 1, 1)
    assert (empty.share, empty.bookings) == (0, 0)


def test_use_of_spaces_when_there_are_more_spaces_then_the_queries_stay(django_assert_num_queries):
    spaces = [SpaceFactory() for _number in range(3)]

    for some in (spaces[:1], spaces):
        with django_assert_num_queries(3):
            use_of_spaces(some, **WEEK)


def test_use_by_hour_when_a_booking_begins_within_an_hour_then_that_hour_counts():
    space = SpaceFactory()
    used(space, at(9, 30), at(11))
    used(space, at(10), at(11), Booking.Status.CANCELLED)

    assert use_by_hour(space, **WEEK) == {(2, 9): 1, (2, 10): 1}


def test_use_by_purpose_when_two_come_for_the_same_then_it_stands_first():
    space = SpaceFactory()
    for day, purpose in ((1, "合唱"), (2, "将棋"), (3, "合唱")):
        used(space, at(9, day=day), at(10, day=day), purpose=purpose)

    assert use_by_purpose(**WEEK) == [("合唱", 2), ("将棋", 1)]


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        pytest.param({}, "taken", id="somebody was earlier"),
        pytest.param({"start": "6:00", "end": "8:00"}, "closed", id="before it opens"),
        pytest.param({"head_count": "31", "start": "14:00", "end": "16:00"}, "too_many", id="too small"),
    ],
)
def test_book_when_a_wish_cannot_be_met_then_it_is_counted_without_a_name(client, wish, code):
    space = SpaceFactory()
    book(space)

    for _again in range(2):
        post(client, space, **wish)

    unmet = Unmet.objects.get()
    assert (unmet.space, unmet.code, unmet.times, unmet.noted_on) == (space, code, 2, date(2026, 11, 24))


def test_book_when_only_the_minute_is_wrong_then_nothing_is_counted(client):
    post(client, SpaceFactory(), start="10:07")

    assert not Unmet.objects.exists()


def test_spaces_when_no_space_is_free_then_the_search_is_counted(client):
    space = SpaceFactory()
    book(space)

    client.get(reverse("spaces"), {"day": "2026-12-01", "start": "10:00", "end": "12:00", "people": "8"})

    unmet = Unmet.objects.get()
    assert (unmet.space, unmet.code, unmet.head_count) == (None, Unmet.NOTHING, 8)


def test_note_unmet_when_a_machine_searches_all_day_then_the_table_does_not_grow_without_end(monkeypatch):
    monkeypatch.setattr("spaces.services.demand.MOST_SEARCHES", 2)

    for hour in (9, 10, 11):
        note_unmet(space=None, period=Period(at(hour), at(hour + 1)))

    assert Unmet.objects.count() == 2


def test_lacks_when_wishes_repeat_then_the_most_frequent_stands_first():
    space = SpaceFactory()
    for day in (1, 8):
        note_unmet(space=space, period=Period(at(10, day=day), at(12, day=day)), code="taken")
    note_unmet(space=None, period=Period(at(18), at(20)))

    today = {"first": NOW.date(), "last": NOW.date()}
    found = [(row.space, row.weekday, row.hour, row.code, row.times) for row in lacks(**today)]

    assert found == [(space, 2, 10, "taken", 2), (None, 2, 18, "nothing", 1)]


def test_forget_old_when_years_have_passed_then_only_the_old_goes():
    note_unmet(space=None, period=Period(at(18), at(20)))

    assert forget_old(day=date(2029, 11, 24)) == 0
    assert forget_old(day=date(2029, 11, 30)) == 1


def test_usage_when_staff_look_at_a_month_then_figures_and_unmet_wishes_stand_side_by_side(keeper):
    space = SpaceFactory(name="大ホール")
    used(space, at(9), at(15), purpose="人形劇")
    with time_machine.travel(at(9), tick=False):
        note_unmet(space=space, period=Period(at(10, day=8), at(12, day=8)), code="taken")
        page = keeper.get(reverse("space_usage"), {"month": "2026-12"}).content.decode()

    assert [word in page for word in ("大ホール", "人形劇", "ほかの予約があった", "火曜 10時から")] == [True] * 4


def test_usage_csv_when_a_name_looks_like_a_formula_then_a_spreadsheet_reads_it_as_words(keeper):
    SpaceFactory(name="=cmd()")

    table = keeper.get(reverse("space_usage_csv"), {"month": "2026-12"}).content.decode("utf-8-sig")

    assert table.splitlines()[1].split(",")[1] == "'=cmd()"


def test_usage_of_space_when_it_was_lent_then_each_hour_shows_its_days(keeper):
    space = SpaceFactory()
    used(space, at(9), at(11))

    page = keeper.get(reverse("usage_of_space", args=[space.slug]), {"month": "2026-12"})

    assert page.context["hours"] == {(2, 9): 1, (2, 10): 1}
