from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spaces.opening_hours import (
    Closed,
    OpeningHours,
    Override,
    Reason,
    RegularClosing,
    Schedule,
    Span,
    WeeklySpan,
    YearlyClosing,
    days_of,
    holiday_name,
    is_open,
    next_opening,
    open_periods,
    why_closed,
    why_closed_on,
)
from spaces.periods import TOKYO, day_period

DAY = Span(540, 1020)
WEEK = Schedule(tuple(WeeklySpan(weekday, DAY) for weekday in range(7)))
NEW_YEAR = YearlyClosing((12, 29), (1, 3))


def clock(periods):
    return [(item.start.strftime("%m-%d %H:%M"), item.end.strftime("%m-%d %H:%M")) for item in periods]


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


def opened(hours, first, last=None):
    return clock(open_periods(hours, first=date.fromisoformat(first), last=date.fromisoformat(last or first)))


def test_open_periods_of_a_plain_week_repeat_the_hours():
    hours = OpeningHours((WEEK,))

    assert opened(hours, "2026-11-24", "2026-11-25") == [
        ("11-24 09:00", "11-24 17:00"),
        ("11-25 09:00", "11-25 17:00"),
    ]


def test_open_periods_to_24_and_from_0_merge_into_one():
    hours = OpeningHours((Schedule((WeeklySpan(1, Span(1200, 1440)), WeeklySpan(2, Span(0, 60)))),))

    assert opened(hours, "2026-11-24", "2026-11-25") == [("11-24 20:00", "11-25 01:00")]


def test_open_periods_over_midnight_are_cut_at_the_edges_of_the_range():
    hours = OpeningHours((Schedule((WeeklySpan(1, Span(1320, 1560)),)),))

    assert opened(hours, "2026-11-24") == [("11-24 22:00", "11-25 00:00")]
    assert opened(hours, "2026-11-25") == [("11-25 00:00", "11-25 02:00")]


def test_open_periods_outside_the_validity_are_none():
    hours = OpeningHours((Schedule(WEEK.spans, date(2026, 4, 1), date(2027, 3, 31)),))

    assert opened(hours, "2026-03-31") == []
    assert opened(hours, "2026-04-01") == [("04-01 09:00", "04-01 17:00")]
    assert opened(hours, "2027-03-31") == [("03-31 09:00", "03-31 17:00")]
    assert why_closed_on(hours, date(2027, 4, 1)) == Closed(Reason.NO_SCHEDULE)


@pytest.mark.parametrize(
    ("weeks", "days"),
    [
        pytest.param({2, 4}, [14, 28], id="second and fourth"),
        pytest.param({-1}, [28], id="last of four"),
        pytest.param({5}, [], id="a fifth that does not exist"),
    ],
)
def test_open_periods_of_nth_saturdays_keep_to_their_weeks(weeks, days):
    hours = OpeningHours((Schedule((WeeklySpan(5, DAY, frozenset(weeks)),)),))

    periods = open_periods(hours, first=date(2026, 11, 1), last=date(2026, 11, 30))

    assert [item.start.day for item in periods] == days


def test_schedule_of_the_summer_stands_instead_of_the_year_s():
    summer = Schedule((WeeklySpan(1, Span(510, 1080)),), date(2026, 7, 21), date(2026, 8, 31))
    newer = Schedule((WeeklySpan(1, Span(600, 1020)),), date(2026, 9, 1))
    hours = OpeningHours((WEEK, newer, summer))

    assert opened(hours, "2026-07-14") == [("07-14 09:00", "07-14 17:00")]
    assert opened(hours, "2026-08-25", "2026-08-26") == [("08-25 08:30", "08-25 18:00")]
    assert opened(hours, "2026-09-08") == [("09-08 10:00", "09-08 17:00")]


def test_days_of_a_week_say_what_is_unusual_and_why():
    late = Override(date(2026, 11, 13), date(2026, 11, 13), (Span(1080, 1500), Span(540, 720)), "星をみる会")
    same = Override(date(2026, 11, 14), date(2026, 11, 14), (DAY,), "点検のあと")
    hours = OpeningHours((Schedule(WEEK.spans, closings=(RegularClosing(3, frozenset({2})),)),), (late, same))

    days = days_of(hours, first=date(2026, 11, 12), last=date(2026, 11, 14))

    assert [(day.day.day, day.spans, day.closed, day.reason, day.is_unusual) for day in days] == [
        (12, (), Closed(Reason.REGULAR_CLOSING, "", 3, (2,)), "", False),
        (13, (Span(540, 720), Span(1080, 1500)), None, "星をみる会", True),
        (14, (DAY,), None, "点検のあと", False),
    ]


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        pytest.param("2026-12-28T17:00", "2027-01-04T09:00", id="over New Year"),
        pytest.param("2026-12-01T08:00", "2026-12-01T09:00", id="later today"),
    ],
)
def test_next_opening_passes_over_what_is_closed(moment, opens):
    hours = OpeningHours((WEEK,), yearly_closings=(NEW_YEAR,))

    assert next_opening(hours, at(moment)) == at(opens)


def test_next_opening_of_a_place_without_hours_is_unknown():
    assert next_opening(OpeningHours(), at("2026-12-01T08:00")) is None


def test_override_that_is_shorter_wins_over_a_longer_one():
    building = Override(date(2026, 11, 1), date(2026, 11, 30), (), "改修工事のため")
    festival = Override(date(2026, 11, 14), date(2026, 11, 15), (Span(600, 720),), "まつり")
    hours = OpeningHours((WEEK,), (building, festival))

    assert opened(hours, "2026-11-13", "2026-11-16") == [
        ("11-14 10:00", "11-14 12:00"),
        ("11-15 10:00", "11-15 12:00"),
    ]
    assert why_closed_on(hours, date(2026, 11, 13)) == Closed(Reason.OVERRIDE, "改修工事のため")


def test_yearly_closing_over_new_year_closes_both_sides():
    hours = OpeningHours((WEEK,), yearly_closings=(NEW_YEAR,))

    assert opened(hours, "2026-12-28", "2027-01-04") == [
        ("12-28 09:00", "12-28 17:00"),
        ("01-04 09:00", "01-04 17:00"),
    ]
    assert why_closed_on(hours, date(2027, 1, 1)) == Closed(Reason.CITY_CLOSING)


def test_yearly_closing_within_a_year_closes_its_days():
    obon = YearlyClosing((8, 13), (8, 15))

    assert [day for day in range(11, 18) if obon.closes(date(2026, 8, day))] == [13, 14, 15]


def test_override_during_the_yearly_closing_opens():
    special = Override(date(2027, 1, 2), date(2027, 1, 2), (Span(600, 900),), "新春あそび")
    hours = OpeningHours((WEEK,), (special,), yearly_closings=(NEW_YEAR,))

    assert opened(hours, "2027-01-01", "2027-01-03") == [("01-02 10:00", "01-02 15:00")]


WORKDAYS = tuple(WeeklySpan(weekday, DAY, also_on_holidays=False) for weekday in range(6))


@pytest.mark.parametrize(
    ("schedule", "expected", "reason"),
    [
        pytest.param(WEEK, [("11-23 09:00", "11-23 17:00")], None, id="like other days"),
        pytest.param(Schedule(WORKDAYS), [], Closed(Reason.HOLIDAY, "勤労感謝の日"), id="closed"),
        pytest.param(Schedule(WORKDAYS[1:]), [], Closed(Reason.WEEKDAY, weekday=0), id="closed on that weekday anyway"),
        pytest.param(
            Schedule(WORKDAYS, holiday_spans=(Span(600, 720),)), [("11-23 10:00", "11-23 12:00")], None, id="own hours"
        ),
    ],
)
def test_holiday_follows_the_rule_for_holidays(schedule, expected, reason):
    hours = OpeningHours((schedule,))

    assert opened(hours, "2026-11-23") == expected
    assert why_closed_on(hours, date(2026, 11, 23)) == reason


@pytest.mark.parametrize(
    ("day", "name"),
    [("2026-09-22", "国民の休日"), ("2026-05-06", "憲法記念日 振替休日"), ("2026-11-24", "")],
)
def test_holiday_name_knows_the_moved_and_the_wedged_days(day, name):
    assert holiday_name(date.fromisoformat(day)) == name


def test_regular_closing_on_a_holiday_moves_to_the_next_day_that_is_none():
    hours = OpeningHours((Schedule(WEEK.spans, closings=(RegularClosing(0, moves_after_holiday=True),)),))

    closed = [day for day in range(16, 31) if why_closed_on(hours, date(2026, 11, day))]

    assert closed == [16, 24, 30]


def test_regular_closing_before_a_row_of_holidays_moves_behind_them_all():
    closing = RegularClosing(0, moves_after_holiday=True)

    closed = [day for day in range(20, 28) if closing.closes(date(2026, 9, day))]

    assert closed == [24]


def test_regular_closing_of_the_third_wednesday_says_so():
    hours = OpeningHours((Schedule(WEEK.spans, closings=(RegularClosing(2, frozenset({3})),)),))

    assert why_closed_on(hours, date(2026, 11, 18)) == Closed(Reason.REGULAR_CLOSING, "", 2, (3,))
    assert why_closed_on(hours, date(2026, 11, 11)) is None


@pytest.mark.parametrize(
    ("moment", "reason"),
    [
        pytest.param("2026-11-24T08:59:59", Closed(Reason.OUTSIDE_HOURS), id="before"),
        pytest.param("2026-11-24T09:00:00", None, id="the first second"),
        pytest.param("2026-11-24T17:00:00", Closed(Reason.OUTSIDE_HOURS), id="the end"),
        pytest.param("2026-11-25T10:00:00", Closed(Reason.WEEKDAY, weekday=2), id="another weekday"),
    ],
)
def test_why_closed_at_a_moment_gives_the_reason(moment, reason):
    hours = OpeningHours((Schedule((WeeklySpan(1, DAY),)),))

    assert why_closed(hours, at(moment)) == reason


@pytest.mark.parametrize(("opens", "closes"), [(-1, 10), (1440, 1500), (600, 600), (600, 2041), (600, 500)])
def test_span_that_cannot_be_is_refused(opens, closes):
    with pytest.raises(ValueError, match="span"):
        Span(opens, closes)


days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
clock_spans = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 1439), st.integers(1, 1440))
weeks = st.frozensets(st.sampled_from([1, 2, 3, 4, 5, -1]))
schedules = st.builds(
    Schedule,
    st.lists(
        st.builds(WeeklySpan, st.integers(0, 6), clock_spans, weeks, st.booleans()),
        max_size=4,
    ).map(tuple),
    st.none() | days,
    st.none() | days,
    st.lists(st.builds(RegularClosing, st.integers(0, 6), weeks, st.booleans()), max_size=2).map(tuple),
    st.lists(clock_spans, max_size=2).map(tuple),
)
overrides = st.builds(
    lambda first, length, spans: Override(first, first + timedelta(days=length), tuple(spans)),
    days,
    st.integers(0, 60),
    st.lists(clock_spans, max_size=2),
)
any_hours = st.builds(
    OpeningHours,
    st.lists(schedules, max_size=3).map(tuple),
    st.lists(overrides, max_size=3).map(tuple),
    st.just((NEW_YEAR,)),
)


@given(any_hours, days, st.integers(0, 20))
def test_open_periods_of_anything_are_ordered_apart_and_inside(hours, first, length):
    last = first + timedelta(days=length)

    periods = open_periods(hours, first=first, last=last)

    frame = day_period(first, last)
    assert all(frame.start <= item.start < item.end <= frame.end for item in periods)
    assert all(earlier.end < later.start for earlier, later in pairwise(periods))


@given(any_hours, days, st.integers(0, 1439))
def test_why_closed_of_anything_answers_exactly_when_it_is_not_open(hours, day, minute):
    moment = datetime.combine(day, datetime.min.time(), TOKYO) + timedelta(minutes=minute)

    assert (why_closed(hours, moment) is None) == is_open(hours, moment)


@given(any_hours, days, st.integers(0, 10))
def test_open_periods_of_a_range_are_the_sum_of_its_days(hours, first, length):
    last = first + timedelta(days=length)

    total = sum((item.length for item in open_periods(hours, first=first, last=last)), timedelta(0))

    single = (first + timedelta(days=offset) for offset in range(length + 1))
    assert total == sum((p.length for day in single for p in open_periods(hours, first=day, last=day)), timedelta(0))


@given(any_hours, days, st.integers(0, 40))
def test_days_of_anything_say_each_day_once_and_agree_with_the_reasons(hours, first, length):
    plans = days_of(hours, first=first, last=first + timedelta(days=length))

    assert [plan.day for plan in plans] == [first + timedelta(days=offset) for offset in range(length + 1)]
    assert all((plan.closed is None) == bool(plan.spans) for plan in plans)
    assert all(plan.closed == why_closed_on(hours, plan.day) for plan in plans)


@given(any_hours, days, st.integers(0, 1439))
def test_next_opening_of_anything_lies_ahead_and_opens(hours, day, minute):
    moment = datetime.combine(day, datetime.min.time(), TOKYO) + timedelta(minutes=minute)

    opens = next_opening(hours, moment, days=30)

    assert opens is None or (opens > moment and is_open(hours, opens))
