"""Many dates asked for together: booked, refused with reasons, given back."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organizations.models import Delivery
from spaces.models import Booking, BookingSeries, Unmet
from spaces.periods import Period, monthly, weekly
from spaces.services.demand import note_refused
from spaces.services.places import close_place
from spaces.services.rules import Guest, Use
from spaces.services.series import cancel_series, request_series
from spaces.templatetags.booking_words import refused_dates
from tests.factories.organizations import OrganizationFactory
from tests.factories.spaces import SpaceFactory
from tests.spaces.test_booking_pages import WISH
from tests.spaces.test_bookings import NOW, at, book

pytestmark = pytest.mark.django_db
Status = Booking.Status
TUESDAYS = weekly(Period(at(10), at(12)), weeks=1, until=date(2026, 12, 22))


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def ask(space, periods=TUESDAYS, **more):
    guest = {"name": "佐藤花子", "email": "hanako@example.jp"} | more.pop("guest", {})
    use = Use(purpose="合唱", head_count=10)
    return request_series(space=space, periods=periods, guest=Guest(**guest), use=use, by=None, **more)


def codes(series):
    return [row["code"] for row in series.refused]


def states(series):
    return list(series.bookings.order_by("starts_at").values_list("status", flat=True))


@pytest.mark.parametrize(
    ("weeks", "until", "days"),
    [
        pytest.param(1, date(2026, 12, 15), [1, 8, 15], id="every week, last day included"),
        pytest.param(2, date(2026, 12, 28), [1, 15], id="every second week"),
        pytest.param(1, date(2026, 11, 30), [], id="over before it begins"),
    ],
)
def test_weekly_when_repeated_then_names_these_days(weeks, until, days):
    assert [period.start.day for period in weekly(Period(at(10), at(12)), weeks=weeks, until=until)] == days


@pytest.mark.parametrize(
    ("day", "dates"),
    [
        pytest.param(12, [(12, 12), (1, 9), (2, 13), (3, 13)], id="second Saturday"),
        pytest.param(29, [(12, 29), (3, 30)], id="fifth Tuesday, only where there is one"),
    ],
)
def test_monthly_when_repeated_then_keeps_weekday_and_week(day, dates):
    found = monthly(Period(at(22, day=day), at(25 - 24, day=day + 1)), until=date(2027, 3, 31))

    assert [(period.start.month, period.start.day) for period in found] == dates
    assert {(period.start.hour, period.length) for period in found} == {(22, timedelta(hours=3))}


def test_request_series_when_two_dates_are_refused_then_the_rest_is_booked_and_the_reasons_are_kept():
    space = SpaceFactory()
    book(space, at(11, day=8), at(13, day=8))
    close_place(facility=space.facility, first=date(2026, 12, 15), last=date(2026, 12, 15), reason="点検", by=None)

    series = ask(space)

    assert (states(series), codes(series)) == ([Status.REQUESTED] * 2, ["taken", "closed"])
    assert [date["period"].start for date in refused_dates(series)] == [at(10, day=8), at(10, day=15)]


def test_request_series_when_made_then_one_letter_names_all_dates_and_their_page():
    series = ask(SpaceFactory(needs_approval=False))

    letter = Delivery.objects.get()
    assert [f"12月{day}日" in letter.body for day in (1, 8, 15, 22)] == [True] * 4
    assert series.get_absolute_url() in letter.body


def test_request_series_when_asked_to_wait_then_only_what_is_taken_waits():
    space = SpaceFactory()
    book(space, at(11, day=8), at(13, day=8))
    close_place(facility=space.facility, first=date(2026, 12, 15), last=date(2026, 12, 15), reason="点検", by=None)

    series = ask(space, wait=True)

    assert states(series) == [Status.REQUESTED, Status.WAITING, Status.REQUESTED]
    assert [date["code"] for date in refused_dates(series)] == ["closed"]


def test_request_series_when_all_is_taken_and_the_guest_would_wait_then_all_waits():
    space = SpaceFactory()
    for period in TUESDAYS[:2]:
        book(space, period.start, period.end)

    series = ask(space, TUESDAYS[:2], wait=True)

    assert states(series) == [Status.WAITING] * 2


def test_request_series_when_no_date_can_be_had_then_nothing_is_written():
    space = SpaceFactory(capacity=5)

    with pytest.raises(ValidationError) as refused:
        ask(space)

    assert refused.value.code == "none"
    assert not BookingSeries.objects.exists()


def test_request_series_when_four_hundred_dates_are_asked_for_then_is_refused():
    days = [Period(at(10) + timedelta(days=n), at(12) + timedelta(days=n)) for n in range(400)]

    with pytest.raises(ValidationError) as refused:
        ask(SpaceFactory(), days)

    assert refused.value.code == "too_many_dates"


def test_request_series_when_its_own_buffers_meet_then_the_second_is_refused():
    space = SpaceFactory(buffer_after_minutes=30)

    series = ask(space, [Period(at(10), at(12)), Period(at(12), at(13))])

    assert (states(series), codes(series)) == ([Status.REQUESTED], ["taken"])


@pytest.mark.parametrize(
    ("limit", "of_group", "granted"),
    [
        pytest.param({"group_hours_a_month": 5}, True, 2, id="a group's hours"),
        pytest.param({"group_hours_a_month": 5}, False, 4, id="a group's hours do not bind a person"),
        pytest.param({"person_hours_a_month": 4}, False, 2, id="a person's hours, exactly reached"),
    ],
)
def test_request_series_when_the_month_is_used_up_then_further_dates_are_refused(limit, of_group, granted):
    group = OrganizationFactory() if of_group else None

    series = ask(SpaceFactory(**limit), guest={"organization": group})

    assert (len(states(series)), set(codes(series))) == (granted, {"quota"} if granted < 4 else set())


def test_request_series_when_somebody_else_used_the_month_then_it_does_not_count():
    space = SpaceFactory(person_hours_a_month=2)
    book(space, at(14), at(16), email="other@example.jp")

    assert len(states(ask(space))) == 1


def test_request_series_when_thirty_dates_are_asked_for_then_the_database_is_asked_as_often_as_for_one():
    space = SpaceFactory()
    ask(space, [Period(at(18), at(20))])
    counts = []
    for number, hour in ((1, 10), (30, 14)):
        days = (timedelta(days=n) for n in range(number))
        wishes = [Period(at(hour) + day, at(hour + 2) + day) for day in days]
        with CaptureQueriesContext(connection) as queries:
            ask(space, wishes)
        counts.append(len(queries))

    assert counts == [16, 16]


def test_request_series_when_many_dates_are_refused_then_they_are_noted_in_as_many_questions_as_one():
    counts = []
    for refused in (1, 3):
        space = SpaceFactory()
        for day in range(refused):
            book(space, at(10, day=8 + 7 * day), at(12, day=8 + 7 * day))
        with CaptureQueriesContext(connection) as queries:
            ask(space, guest={"email": f"{refused}@example.jp"})
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert Unmet.objects.filter(code="taken").count() == 4


def test_note_refused_when_wished_again_the_same_day_then_is_counted_up():
    space, wish = SpaceFactory(), Period(at(10, day=8), at(12, day=8))

    for _ in range(2):
        note_refused(space=space, refused=[(wish, "taken"), (wish, "too_short")], head_count=10)

    assert list(Unmet.objects.values_list("code", "times")) == [("taken", 2)]


def test_cancel_series_when_some_dates_are_over_then_only_the_coming_ones_are_given_back():
    series = ask(SpaceFactory())

    with time_machine.travel(at(13), tick=False):
        cancel_series(series=series, now=at(13), by=None)

    assert states(series) == [Status.REQUESTED] + [Status.CANCELLED] * 3


def test_book_when_it_repeats_then_the_dates_are_shown_before_anything_is_booked(client):
    space = SpaceFactory()
    book(space, at(11, day=8), at(13, day=8))
    wish = WISH | {"repeat": "1", "until": "2026-12-15"}

    page = client.post(reverse("space_book", args=[space.slug]), wish)

    assert [verdict["code"] for verdict in page.context["verdicts"]] == ["", "taken", ""]
    assert "この2日を予約する" in page.content.decode()
    assert Booking.objects.count() == 1


def test_book_when_the_shown_dates_are_confirmed_twice_then_they_are_booked_once(client):
    space = SpaceFactory()
    wish = WISH | {"repeat": "2", "until": "2026-12-15", "deed": "series", "form_token": "t"}

    answers = [client.post(reverse("space_book", args=[space.slug]), wish) for _again in range(2)]

    series = BookingSeries.objects.get()
    assert [answer.url for answer in answers] == [series.get_absolute_url()] * 2
    assert len(states(series)) == 2


@pytest.mark.parametrize(
    "until",
    [
        pytest.param("", id="nothing"),
        pytest.param("2026-11-30", id="before the first"),
        pytest.param("2028-12-01", id="two years later"),
    ],
)
def test_book_when_the_last_day_makes_no_sense_then_it_is_said_at_its_field(client, until):
    wish = WISH | {"repeat": "1", "until": until}

    page = client.post(reverse("space_book", args=[SpaceFactory().slug]), wish)

    assert list(page.context["form"].errors) == ["until"]


def test_series_page_when_all_is_given_back_then_it_says_so(client):
    series = ask(SpaceFactory())

    page = client.post(series.get_absolute_url(), {"reason": "解散"}, follow=True)

    assert set(states(series)) == {Status.CANCELLED}
    assert not page.context["may_cancel"]
