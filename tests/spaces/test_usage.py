"""How spaces are used, and what was asked for in vain."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from organizations.models import StaffRole
from organizations.templatetags.charts import chart
from spaces.forms.usage import StretchForm
from spaces.models import Booking, Unmet
from spaces.periods import Period
from spaces.services import usage_tables as tables
from spaces.services.demand import forget_old, lacks, note_unmet, wishes
from spaces.services.usage import bands_in, usage_of
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


def test_usage_of_when_lent_cancelled_and_not_come_to_then_each_is_counted_apart():
    space, idle = SpaceFactory(), SpaceFactory()
    used(space, at(9), at(15), head_count=20)
    used(space, at(9, day=2), at(9 + 12, day=2), Booking.Status.CONFIRMED, head_count=5)
    used(space, at(9, day=3), at(12, day=3), Booking.Status.CANCELLED)
    used(space, at(9, day=4), at(12, day=4), Booking.Status.NO_SHOW)
    used(space, at(9, day=8), at(12, day=8))

    busy, empty = usage_of([space, idle], **WEEK).uses

    assert (busy.open_hours, busy.lent_hours, busy.share) == (84, 18, 21)
    assert (busy.bookings, busy.people, busy.cancelled, busy.no_shows) == (2, 25, 1, 1)
    assert (empty.share, empty.bookings) == (0, 0)


def test_usage_of_when_there_are_more_spaces_then_the_queries_stay(django_assert_num_queries):
    spaces = [SpaceFactory() for _number in range(3)]

    for some in (spaces[:1], spaces):
        with django_assert_num_queries(3):
            usage_of(some, **WEEK)


def test_usage_of_when_a_booking_begins_within_an_hour_then_its_part_of_the_hour_counts():
    space, idle = SpaceFactory(), SpaceFactory()
    used(space, at(9, 30), at(11))
    used(space, at(10), at(11), Booking.Status.CANCELLED)

    found = usage_of([space, idle], **WEEK)

    assert dict(found.lent_hours) == {(2, 9): 0.5, (2, 10): 1}
    assert found.open_hours[2, 9] == 2
    assert (found.share([2], [9]), found.share([2], [9, 10]), found.share([3], [9]), found.share([2], [23])) == (
        25,
        38,
        0,
        None,
    )


@pytest.mark.parametrize(
    ("ages", "bands"),
    [
        pytest.param("0〜2歳", {"baby"}, id="babies"),
        pytest.param("乳幼児と保護者", {"baby", "preschool"}, id="before school"),
        pytest.param("小学生", {"primary"}, id="primary school, not the year that touches the next"),
        pytest.param("年長", {"preschool"}, id="one school year"),
        pytest.param("小1〜中3", {"primary", "teen"}, id="both schools"),
        pytest.param("8か月", {"baby"}, id="one age"),
        pytest.param("", {""}, id="nothing said"),
        pytest.param("大人だけ", {""}, id="no children"),
    ],
)
def test_bands_in_reads_the_ages_of_a_booking(ages, bands):
    assert bands_in(ages) == bands


def test_usage_tables_when_few_stand_behind_a_figure_then_it_is_not_told():
    space = SpaceFactory()
    for day in range(1, 6):
        used(space, at(9, day=day), at(10, day=day), purpose="合唱", ages="小学生")
    used(space, at(12), at(13), purpose="佐藤さん一家の会", ages="0歳")

    found = usage_of([space], **WEEK)
    purposes, bands = tables.purposes_table(found), tables.bands_table(found.bands, "")

    assert (purposes.rows, purposes.drawn) == ([["合唱", 5], ["そのほか", "5未満"]], [5, 0])
    assert [row[1] for row in bands.rows] == ["5未満", 0, 5, 0, 0]


def test_wishes_when_refused_waited_for_and_searched_then_each_stands_in_its_district_and_time():
    space = SpaceFactory()
    note_unmet(space=space, period=Period(at(10), at(12)), code="taken")
    note_unmet(space=None, period=Period(at(18, day=5), at(20, day=5)))
    used(space, at(10), at(12), Booking.Status.WAITING)

    found = wishes(first=NOW.date(), last=NOW.date())

    assert found.by_district == {space.facility.district.name: {"refused": 1, "waiting": 1}, "": {"searched": 1}}
    assert found.by_time == {(2, "morning"): 1, (6, "evening"): 1}
    assert tables.times_table(found).drawn == [0, 1, 0, 0, 0, 1, 0]


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

    assert [word in page for word in ("大ホール", "そのほか", "ほかの予約があった", "火曜 10時から")] == [True] * 4


def test_usage_csv_when_a_name_looks_like_a_formula_then_a_spreadsheet_reads_it_as_words(keeper):
    SpaceFactory(name="=cmd()")

    table = keeper.get(reverse("space_usage_csv"), {"month": "2026-12"}).content.decode("utf-8-sig")

    assert table.splitlines()[1].split(",")[1] == "'=cmd()"


def test_usage_csv_when_another_table_is_asked_for_then_it_comes_and_nonsense_is_not_there(keeper):
    used(SpaceFactory(), at(9), at(15))
    address = reverse("space_usage_csv")

    table = keeper.get(address, {"month": "2026-12", "span": "fiscal", "table": "weekdays"})

    assert table["Content-Disposition"] == 'attachment; filename="weekdays-fiscal-2026-04.csv"'
    assert table.content.decode("utf-8-sig").splitlines()[2].startswith("火")
    assert keeper.get(address, {"table": "secrets"}).status_code == 404


def test_usage_of_space_when_it_was_lent_then_each_hour_shows_its_share(keeper):
    space = SpaceFactory()
    used(space, at(9), at(11))

    page = keeper.get(reverse("usage_of_space", args=[space.slug]), {"month": "2026-12"})

    assert page.context["use"].lent_hours == 2
    assert "<svg" in page.content.decode()


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        pytest.param({"month": "2028-02"}, date(2028, 2, 1), date(2028, 2, 29), id="a month"),
        pytest.param({"month": "2026-03", "span": "year"}, date(2026, 1, 1), date(2026, 12, 31), id="a year"),
        pytest.param({"month": "2026-03", "span": "fiscal"}, date(2025, 4, 1), date(2026, 3, 31), id="fiscal year"),
        pytest.param({"month": "2026-04", "span": "fiscal"}, date(2026, 4, 1), date(2027, 3, 31), id="its first month"),
        pytest.param({"month": "0001-01"}, date(2026, 11, 1), date(2026, 11, 30), id="before all time"),
        pytest.param({"month": "9999-12"}, date(2026, 11, 1), date(2026, 11, 30), id="after all time"),
        pytest.param({"month": "x", "span": "week"}, date(2026, 11, 1), date(2026, 11, 30), id="nonsense"),
    ],
)
def test_stretch_form_names_the_days(asked, first, last):
    stretch = StretchForm(asked).stretch

    assert (stretch.first, stretch.last) == (first, last)
    assert stretch.before.last == first - timedelta(days=1)


def test_chart_when_all_is_nought_then_nothing_is_drawn():
    assert chart("hours", "時間帯", "columns", [("9:00", 0, "0%")]) == {}


def test_chart_when_drawn_then_the_highest_reaches_the_top_and_is_named_for_who_cannot_see():
    drawn = chart("hours", "時間帯別", "columns", [("9:00", 20, "20%"), ("10:00", 40, "40%")])

    assert [mark["y"] for mark in drawn["marks"]] == [86, 20]
    assert "10:00、40%" in drawn["title"]
