"""A rule with extra and excluded dates, continued or exchanged: held against dateutil, and against itself."""

from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import rruleset, rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from events.recurrence import Recurrence, begin_again, expand, pair
from spaces.periods import TOKYO

FIRST = datetime(2026, 12, 5, 10, tzinfo=TOKYO)  # a Saturday
UNTIL = FIRST + timedelta(days=400)
RULES = (
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=WEEKLY;BYDAY=SA,WE",
    "FREQ=WEEKLY;INTERVAL=2;COUNT=20",
    "FREQ=MONTHLY;BYDAY=2SA,4SA",
    "FREQ=MONTHLY;BYDAY=-1FR;COUNT=9",
    "FREQ=MONTHLY;BYMONTHDAY=31,-1",
    "FREQ=YEARLY;BYMONTH=5;BYDAY=2SU",
    "FREQ=WEEKLY;UNTIL=20270331T235959",
)
DAYS = st.sets(st.integers(0, 390), max_size=8)


def starts(rule, after=FIRST):
    return [period.start for period in expand(rule, after=after, until=UNTIL)]


@settings(max_examples=60, deadline=None)
@given(text=st.sampled_from(RULES), extra=DAYS, excluded=DAYS)
def test_expand_with_extra_and_excluded_days_agrees_with_dateutil(text, extra, excluded):
    judge = rruleset()
    judge.rrule(rrulestr(text, dtstart=FIRST.replace(tzinfo=None)))
    for day in extra:
        judge.rdate(FIRST.replace(tzinfo=None) + timedelta(days=day))
    for day in excluded:
        judge.exdate(FIRST.replace(tzinfo=None) + timedelta(days=day))

    rule = Recurrence(
        FIRST,
        timedelta(hours=1),
        text,
        extra_starts=tuple(FIRST + timedelta(days=day) for day in extra),
        skipped_days=frozenset((FIRST + timedelta(days=day)).date() for day in excluded),
    )

    expected = judge.between(FIRST.replace(tzinfo=None), UNTIL.replace(tzinfo=None), inc=True)
    assert [start.replace(tzinfo=None) for start in starts(rule)] == [
        one for one in expected if one < UNTIL.replace(tzinfo=None)
    ]


@settings(max_examples=80, deadline=None)
@given(text=st.sampled_from(RULES), day=st.integers(0, 380))
def test_begin_again_splits_a_rule_without_losing_or_gaining_a_date(text, day):
    rule, cut = Recurrence(FIRST, timedelta(hours=1), text), FIRST + timedelta(days=day)

    rest = begin_again(rule, after=cut)

    before = [start for start in starts(rule) if start < cut]
    assert before + (starts(rest, after=cut) if rest else []) == starts(rule)


@settings(max_examples=80, deadline=None)
@given(old=DAYS, new=DAYS)
def test_pair_gives_each_new_day_once_and_keeps_what_is_in_both(old, new):
    before, after = ([date(2026, 12, 5) + timedelta(days=day) for day in days] for days in (old, new))

    pairs = pair(before, after)

    assert len(set(pairs.values())) == len(pairs)
    assert set(pairs) <= set(before)
    assert set(pairs.values()) <= set(after)
    assert all(pairs[day] == day for day in set(before) & set(after))


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ("12-05 12-12", "12-06 12-13", {"12-05": "12-06", "12-12": "12-13"}),
        ("12-12", "12-19", {"12-12": "12-19"}),
        ("12-05 12-12", "12-12", {"12-12": "12-12"}),
        ("12-31", "01-09", {}),
    ],
    ids=["same week", "same month", "itself first", "another month"],
)
def test_pair_finds_the_nearest_day_as_people_would(old, new, pairs):
    def days(text):
        return [date(2027 if one < "06" else 2026, *map(int, one.split("-"))) for one in text.split()]

    found = pair(days(old), days(new))

    assert {f"{before:%m-%d}": f"{after:%m-%d}" for before, after in found.items()} == pairs


def test_holidays_and_closing_days_when_left_out_then_only_those_are_missing():
    rule = Recurrence(
        datetime(2026, 12, 26, 10, tzinfo=TOKYO),
        timedelta(hours=1),
        "FREQ=DAILY;COUNT=8",
        skip_holidays=True,
        closing_days=((date(2026, 12, 29), date(2027, 1, 3)),),
    )

    assert [start.day for start in starts(rule, after=rule.starts_at)] == [26, 27, 28]
