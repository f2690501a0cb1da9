from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spaces.periods import TOKYO, Period, clip, day_period, gaps, intersect, raster, subtract, union

BASE = datetime(2026, 11, 23, tzinfo=TOKYO)


def span(start, end):
    return Period(BASE + timedelta(minutes=start), BASE + timedelta(minutes=end))


def minutes(periods):
    """Model a list of periods as the set of the minutes it covers."""
    zero = BASE.timestamp()
    return {
        minute
        for item in periods
        for minute in range(int(item.start.timestamp() - zero) // 60, int(item.end.timestamp() - zero) // 60)
    }


spans = st.builds(lambda start, length: span(start, start + length), st.integers(0, 200), st.integers(0, 60))
many = st.lists(spans, max_size=8)


@pytest.mark.parametrize(
    ("given_spans", "merged"),
    [
        pytest.param([], [], id="none"),
        pytest.param([(0, 10), (10, 20)], [(0, 20)], id="touching"),
        pytest.param([(30, 40), (0, 10)], [(0, 10), (30, 40)], id="apart and unordered"),
        pytest.param([(0, 30), (5, 10)], [(0, 30)], id="one inside the other"),
        pytest.param([(5, 5)], [], id="empty"),
    ],
)
def test_union_of_spans_merges_what_touches(given_spans, merged):
    assert union(span(*item) for item in given_spans) == [span(*item) for item in merged]


def test_period_without_zone_is_refused():
    with pytest.raises(ValueError, match="aware"):
        Period(datetime(2026, 1, 1), datetime(2026, 1, 2))


def test_period_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="before"):
        span(10, 9)


def test_contains_at_the_end_is_false():
    period = span(0, 10)

    assert period.contains(period.start)
    assert not period.contains(period.end)


@pytest.mark.parametrize(("other", "shared"), [((10, 20), False), ((9, 20), True), ((0, 0), False), ((2, 3), True)])
def test_overlaps_of_two_periods_needs_shared_time(other, shared):
    assert span(0, 10).overlaps(span(*other)) is shared


def test_length_over_a_change_of_zone_is_elapsed_time():
    period = Period(datetime(2026, 1, 1, 9, tzinfo=TOKYO), datetime(2026, 1, 1, 1, tzinfo=UTC))

    assert period.length == timedelta(hours=1)


def test_day_period_of_two_days_ends_at_the_second_midnight():
    period = day_period(date(2026, 12, 31), date(2027, 1, 1))

    assert period == Period(datetime(2026, 12, 31, tzinfo=TOKYO), datetime(2027, 1, 2, tzinfo=TOKYO))


@given(many)
def test_union_of_anything_covers_the_same_minutes_in_order(periods):
    merged = union(periods)

    assert minutes(merged) == minutes(periods)
    assert all(earlier.end < later.start for earlier, later in pairwise(merged))


@given(many, many)
def test_intersect_of_anything_covers_the_common_minutes(left, right):
    assert minutes(intersect(left, right)) == minutes(left) & minutes(right)


@given(many, many)
def test_subtract_of_anything_covers_the_difference(periods, holes):
    assert minutes(subtract(periods, holes)) == minutes(periods) - minutes(holes)


@given(many, spans)
def test_gaps_and_clip_of_anything_divide_the_frame(busy, frame):
    free, taken = gaps(busy, frame), clip(busy, frame)

    assert minutes(free) | minutes(taken) == minutes([frame])
    assert not minutes(free) & minutes(taken)


def test_raster_of_an_uneven_period_starts_on_the_marks():
    starts = [item.start for item in raster([span(5, 95)], step=timedelta(minutes=30), length=timedelta(minutes=30))]

    assert starts == [span(30, 60).start, span(60, 90).start]


def test_raster_over_midnight_starts_the_marks_anew():
    night = [span(1380, 1560)]

    starts = [item.start for item in raster(night, step=timedelta(minutes=100), length=timedelta(minutes=60))]

    assert starts == [span(1400, 1460).start, span(1440, 1500).start]


@given(many, st.integers(1, 90), st.integers(1, 90))
def test_raster_of_anything_offers_only_what_fits(periods, step, length):
    offers = list(raster(periods, step=timedelta(minutes=step), length=timedelta(minutes=length)))

    assert minutes(offers) <= minutes(periods)
    assert all((item.start - BASE) % timedelta(minutes=step) == timedelta(0) for item in offers)
    assert all(item.length == timedelta(minutes=length) for item in offers)


@pytest.mark.parametrize(("step", "length"), [(0, 30), (30, 0), (-5, 30)])
def test_raster_with_nothing_to_step_by_is_refused(step, length):
    with pytest.raises(ValueError, match="positive"):
        list(raster([span(0, 60)], step=timedelta(minutes=step), length=timedelta(minutes=length)))
