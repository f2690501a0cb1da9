"""Last year's dates, carried on by weekday."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.shifting import Way, nth_weekday_of, shifted, whole_weeks_on, years_to_come

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31))


def no_holiday(_day):
    return ""


def carried(*days, way=Way.NTH, closed=None, holiday=no_holiday):
    return [tuple(p) for p in shifted(days, way=way, years=1, closed=closed or {}, holiday=holiday)]


@pytest.mark.parametrize(
    ("day", "years", "like"),
    [
        (date(2025, 12, 6), 1, date(2026, 12, 5)),  # the first Saturday
        (date(2025, 8, 30), 1, date(2026, 8, 29)),  # the fifth Saturday
        (date(2025, 11, 29), 1, date(2026, 11, 28)),  # a fifth where next year has four: the last
        (date(2024, 2, 29), 1, date(2025, 2, 27)),
        (date(2024, 12, 7), 2, date(2026, 12, 5)),
    ],
)
def test_nth_weekday_when_carried_then_keeps_its_place_in_the_month(day, years, like):
    assert nth_weekday_of(day, years) == like


@pytest.mark.parametrize(
    ("day", "weeks"),
    [(date(2025, 12, 6), 52), (date(2025, 5, 5), 52), (date(2023, 12, 30), 52), (date(2024, 2, 29), 52)],
)
def test_whole_weeks_when_carried_then_are_52_or_53(day, weeks):
    assert whole_weeks_on(day, 1) - day == timedelta(weeks=weeks)


@given(DAYS, st.integers(1, 3))
def test_day_when_carried_either_way_then_is_the_same_weekday_of_that_year(day, years):
    nth, weeks = nth_weekday_of(day, years), whole_weeks_on(day, years)

    assert nth.weekday() == weeks.weekday() == day.weekday()
    assert (nth.year, nth.month) == (day.year + years, day.month)
    assert abs((weeks - day).days - 365.25 * years) <= 5


def test_shifted_when_the_day_is_closed_then_gives_way_to_the_next_week():
    closed = {date(2026, 12, 5): "設備点検"}

    assert carried(date(2025, 12, 6), closed=closed) == [
        (date(2025, 12, 6), date(2026, 12, 12), date(2026, 12, 5), "設備点検")
    ]


def test_shifted_when_it_falls_on_a_holiday_then_gives_way_unless_it_was_one_before():
    def holiday(day):
        return "文化の日" if (day.month, day.day) == (11, 3) else ""

    given_way = carried(date(2025, 11, 4), way=Way.NTH, holiday=holiday)
    kept = carried(date(2025, 11, 3), way=Way.NTH, holiday=holiday)

    assert given_way == [(date(2025, 11, 4), date(2026, 11, 10), date(2026, 11, 3), "文化の日")]
    assert kept == [(date(2025, 11, 3), date(2026, 11, 2), None, "")]


def test_shifted_when_every_week_is_closed_then_stays_and_says_why():
    closed = {date(2026, 12, 5) + timedelta(weeks=weeks): "工事" for weeks in range(-2, 3)}

    assert carried(date(2025, 12, 6), closed=closed) == [(date(2025, 12, 6), date(2026, 12, 5), None, "工事")]


@given(st.sets(DAYS, min_size=1, max_size=20), st.sampled_from(Way))
def test_shifted_when_several_then_no_two_fall_on_one_day_by_giving_way(days, way):
    closed = {whole_weeks_on(day, 1): "休館" for day in sorted(days)[::2]}

    found = shifted(days, way=way, years=1, closed=closed, holiday=no_holiday)

    moved = [proposal.new for proposal in found if proposal.instead_of]
    assert [proposal.old for proposal in found] == sorted(days)
    assert not set(moved) & set(closed)


@given(st.sets(DAYS, min_size=1, max_size=5), st.dates(min_value=date(2024, 1, 1), max_value=date(2030, 12, 31)))
def test_years_to_come_when_counted_then_bring_every_day_ahead(days, today):
    years = years_to_come(days, today)

    assert all(nth_weekday_of(day, years) > today or whole_weeks_on(day, years) > today for day in days)
    assert years >= 1
