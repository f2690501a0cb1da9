"""The desk of opening hours: periods, the month before and after, and the way back."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from spaces.models import OpeningHours, SchoolHoliday
from spaces.services.hours import open_periods
from tests.factories.spaces import FacilityFactory, SpaceFactory
from tests.spaces.test_bookings import NOW, book

pytestmark = pytest.mark.django_db
SUMMER = {"valid_from": "2027-07-21", "valid_through": "2027-08-31"}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def facility():
    return FacilityFactory(hours=[1])


def post(client, facility, typed, *, query="from=&through=", deed="save"):
    return client.post(f"{reverse('hours_period', args=[facility.slug])}?{query}", {**typed, deed: "1"})


def rows(facility):
    found = OpeningHours.objects.filter(facility=facility).order_by("weekday", "opens_minute")
    return list(found.values_list("weekday", "opens_minute", "closes_minute", "also_on_holidays"))


def opened(space, *days):
    return [len(open_periods(space, first=day, last=day)) for day in days]


def test_period_when_saved_then_its_rows_replace_the_old_ones(keeper, facility):
    typed = {"mon": "13:00〜17:00、9時-12時", "sat": "１８：００-25:00", "holidays": "closed"}

    response = post(keeper, facility, typed)

    assert response.url == reverse("facility_hours", args=[facility.slug])
    assert rows(facility) == [(0, 540, 720, False), (0, 780, 1020, False), (5, 1080, 1500, False)]


def test_period_when_only_looked_at_then_the_month_is_shown_and_nothing_saved(keeper, facility):
    SchoolHoliday.objects.create(name="冬休み", starts_on=date(2026, 12, 25), ends_on=date(2027, 1, 7))
    typed = {"wed": "9:00-17:00", "nth_1_weekday": "2", "nth_1_weeks": ["2"], "month": "2026-12"}

    response = post(keeper, facility, typed, deed="look")

    page, plans = response.content.decode(), response.context["days"]
    assert [plan.day.day for plan in plans if plan.spans] == [2, 16, 23, 30]
    assert ("第2水曜" in page, "冬休み" in page, 'value="9:00-17:00"' in page) == (True, True, True)
    assert len(rows(facility)) == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        *(
            ({"mon": text}, "mon")
            for text in ("9:00", "12:00-9:00", "25:00-26:00", "あさから", "9:00-12:00-15:00", "\x00")
        ),
        ({"mon": "9:00-12:00、11:00-13:00"}, "mon"),
        ({"valid_from": "2027-02-01", "valid_through": "2027-01-01"}, "valid_through"),
        ({"holidays": "own"}, "holiday_spans"),
        ({"nth_2_weeks": ["2"]}, "nth_2_weekday"),
        ({"nth_1_weekday": "0", "nth_1_weeks": ["6"]}, "nth_1_weeks"),
    ],
)
def test_period_when_one_answer_is_wrong_then_the_sentence_stands_at_it_and_all_stays_typed(
    keeper, facility, typed, field
):
    response = post(keeper, facility, {"tue": "8:00-9:30", **typed})

    assert list(response.context["form"].errors) == [field]
    assert 'value="8:00-9:30"' in response.content.decode()
    assert rows(facility) == [(1, 540, 1260, True)]


def test_period_when_it_is_the_summer_then_it_stands_beside_the_year_s(keeper, facility):
    space = SpaceFactory(facility=facility)

    post(keeper, facility, SUMMER | {"wed": "8:30-12:00、13:00-18:00"}, query="new=1")

    assert opened(space, date(2027, 7, 20), date(2027, 7, 27), date(2027, 7, 28)) == [1, 0, 2]
    assert [len(p["rows"]) for p in keeper.get(f"/desk/places/{facility.slug}/hours/").context["periods"]] == [1, 2]


def test_period_when_the_same_days_have_hours_then_nothing_is_written(keeper, facility):
    post(keeper, facility, SUMMER | {"wed": "9:00-12:00"}, query="new=1")

    response = post(keeper, facility, SUMMER | {"thu": "9:00-12:00"}, query="new=1")

    assert list(response.context["form"].errors) == ["valid_from"]
    assert len(rows(facility)) == 2


def test_period_when_every_rule_is_saved_then_the_form_shows_it_again(keeper, facility):
    typed = {
        "fri": "18:00-24:00",
        "holidays": "own",
        "holiday_spans": "10:00-15:00",
        "nth_1_weekday": "4",
        "nth_1_weeks": ["2", "-1"],
        "nth_2_weekday": "5",
        "nth_2_weeks": ["1"],
        "nth_2_spans": "9:00-12:00",
        "moves_after_holiday": "on",
    }
    post(keeper, facility, typed)

    form = keeper.get(f"{reverse('hours_period', args=[facility.slug])}?from=&through=").context["form"]

    shown = {name: value for name, value in form.initial.items() if value}
    assert shown == {
        "fri": [(1080, 1440)],
        "holidays": "own",
        "holiday_spans": [(600, 900)],
        "nth_1_weekday": 4,
        "nth_1_weeks": [-1, 2],
        "nth_2_weekday": 5,
        "nth_2_weeks": [1],
        "nth_2_spans": [(540, 720)],
        "moves_after_holiday": True,
    }


def test_period_when_bookings_would_stand_outside_then_they_are_named(keeper):
    space = SpaceFactory()
    booking = book(space)

    response = post(keeper, space.facility, {"tue": "13:00-17:00"}, deed="look")

    assert response.context["outside"] == [booking]


def test_period_when_a_space_gets_its_own_then_the_facility_s_stay(keeper, facility):
    space, other = SpaceFactory(facility=facility), SpaceFactory(facility=facility)

    post(keeper, facility, {"wed": "9:00-12:00"}, query=f"space={space.slug}")

    days = date(2026, 12, 1), date(2026, 12, 2)
    assert (opened(space, *days), opened(other, *days)) == ([0, 1], [1, 0])


def test_restore_when_a_change_was_wrong_then_the_hours_are_as_before(keeper, facility):
    post(keeper, facility, SUMMER | {"wed": "9:00-12:00"}, query="new=1")
    post(keeper, facility, {"sun": "9:00-12:00"})
    change = keeper.get(reverse("facility_hours", args=[facility.slug])).context["changes"][0]

    keeper.post(reverse("hours_restore", args=[facility.slug, change.pk]))

    assert rows(facility) == [(1, 540, 1260, True), (2, 540, 720, True)]
    assert OpeningHours.objects.get(weekday=2).valid_from == date(2027, 7, 21)


def test_remove_when_the_summer_is_taken_away_then_the_year_s_hours_stay(keeper, facility):
    post(keeper, facility, SUMMER | {"wed": "9:00-12:00"}, query="new=1")

    keeper.post(f"{reverse('hours_remove', args=[facility.slug])}?from=2027-07-21&through=2027-08-31")

    assert rows(facility) == [(1, 540, 1260, True)]


@pytest.mark.parametrize("month", ["", "x", "2026-13", "0001-01", "9999-12"])
def test_overview_when_the_month_is_nonsense_then_the_page_still_opens(keeper, facility, month):
    assert keeper.get(reverse("facility_hours", args=[facility.slug]), {"month": month}).status_code == 200
