import warnings
from datetime import date, datetime, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from events.recurrence import (
    Budget,
    Phrase,
    Recurrence,
    RuleRefused,
    describe,
    expand,
    parse_rule,
    parse_stamp,
    starts,
)
from spaces.periods import TOKYO, Period

NINE = datetime(2026, 11, 24, 9, tzinfo=TOKYO)
TWO_HOURS = timedelta(hours=2)


def yields(text, first, number=6):
    rule = parse_rule(text)
    last = rule.until.latest() if rule.until else None
    found = islice(starts(rule, datetime.fromisoformat(first), last=last), number)
    return [moment.strftime("%Y%m%d") for moment in found]


def days(periods):
    return [item.start.strftime("%m-%d") for item in periods]


def within(rule, first, last):
    return expand(
        rule,
        after=datetime.fromisoformat(first).replace(tzinfo=TOKYO),
        until=datetime.fromisoformat(last).replace(tzinfo=TOKYO),
    )


@pytest.mark.parametrize(
    ("text", "first", "expected"),
    [
        pytest.param("FREQ=DAILY;COUNT=3", "20261230", "20261230 20261231 20270101", id="daily over the year"),
        pytest.param("FREQ=DAILY;INTERVAL=10;COUNT=3", "20260225", "20260225 20260307 20260317", id="every ten days"),
        pytest.param("FREQ=DAILY;BYMONTH=1;BYDAY=MO;COUNT=3", "20260125", "20260126 20270104 20270111", id="limited"),
        pytest.param("FREQ=WEEKLY;COUNT=3", "20261124", "20261124 20261201 20261208", id="weekly"),
        pytest.param(
            "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
            "19970805",
            "19970805 19970810 19970819 19970824",
            id="weeks from Monday",
        ),
        pytest.param(
            "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
            "19970805",
            "19970805 19970817 19970819 19970831",
            id="weeks from Sunday",
        ),
        pytest.param(
            "FREQ=WEEKLY;BYDAY=MO,WE;BYSETPOS=1;COUNT=2", "20261125", "20261130 20261207", id="cut first week"
        ),
        pytest.param("FREQ=MONTHLY;COUNT=4", "20260131", "20260131 20260331 20260531 20260731", id="31st skips"),
        pytest.param("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", "20260131", "20260131 20260228 20260331", id="last day"),
        pytest.param("FREQ=MONTHLY;BYDAY=2SA,4SA;COUNT=3", "20261101", "20261114 20261128 20261212", id="2nd and 4th"),
        pytest.param("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", "20261101", "20261127 20261225", id="last Friday"),
        pytest.param("FREQ=MONTHLY;BYDAY=5MO;COUNT=2", "20261101", "20261130 20270329", id="fifth Monday"),
        pytest.param("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=2", "20260101", "20260213 20260313", id="Friday 13th"),
        pytest.param(
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", "20261001", "20261030 20261130", id="last workday"
        ),
        pytest.param("FREQ=MONTHLY;BYDAY=MO,2TU;COUNT=6", "20261101", None, id="each Monday and the second Tuesday"),
        pytest.param("FREQ=YEARLY;COUNT=3", "20240229", "20240229 20280229 20320229", id="leap day"),
        pytest.param(
            "FREQ=YEARLY;BYMONTH=5;BYDAY=2SU;COUNT=2", "20260101", "20260510 20270509", id="second Sunday in May"
        ),
        pytest.param("FREQ=YEARLY;BYDAY=20MO;COUNT=3", "19970519", "19970519 19980518 19990517", id="20th Monday"),
        pytest.param(
            "FREQ=YEARLY;BYWEEKNO=20;COUNT=3", "19970512", "19970512 19980511 19990517", id="week 20, own day"
        ),
        pytest.param("FREQ=YEARLY;BYWEEKNO=53;BYDAY=TU,SA;COUNT=2", "20130101", "20151229 20160102", id="week 53"),
        pytest.param("FREQ=YEARLY;BYYEARDAY=366;COUNT=2", "20121231", "20121231 20161231", id="day 366"),
        pytest.param("FREQ=DAILY;UNTIL=20261125T000000", "20261124", "20261124 20261125", id="until is included"),
        pytest.param("FREQ=WEEKLY;UNTIL=20261101", "20261124", "", id="until before the start"),
        pytest.param("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", "20260101", "", id="never"),
        pytest.param("FREQ=DAILY;INTERVAL=7;BYDAY=WE", "20261124", "", id="never on its weekday"),
        pytest.param("FREQ=YEARLY;COUNT=3", "99970101", "99970101 99980101", id="to the end of time"),
        pytest.param("FREQ=DAILY;BYMONTH=11,12,;COUNT=1", "20261124", "20261124", id="comma at the end"),
        pytest.param("rrule:freq=daily;count=1;", "20261124", "20261124", id="careless writing"),
    ],
)
def test_starts_of_a_rule_are_exactly_its_dates(text, first, expected):
    if expected is None:
        expected = "20261102 20261109 20261110 20261116 20261123 20261130"

    assert yields(text, first) == expected.split()


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("FREQ=SECONDLY", "FREQ=SECONDLY"),
        ("FREQ=HOURLY;COUNT=3", "FREQ=HOURLY"),
        ("INTERVAL=2", "FREQ"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL"),
        ("FREQ=DAILY;INTERVAL=-1", "INTERVAL"),
        ("FREQ=DAILY;COUNT=0", "COUNT"),
        ("FREQ=DAILY;COUNT=1;COUNT=2", "COUNT"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20261231", "COUNT with UNTIL"),
        ("FREQ=DAILY;UNTIL=20261332", "UNTIL"),
        ("FREQ=DAILY;UNTIL=tomorrow", "UNTIL"),
        ("FREQ=DAILY;BYHOUR=9,10", "BYHOUR"),
        ("FREQ=DAILY;BYMINUTE=60", "BYMINUTE"),
        ("FREQ=YEARLY;BYMONTH=13", "BYMONTH"),
        ("FREQ=YEARLY;BYMONTH=5L", "BYMONTH"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYYEARDAY=1", "BYYEARDAY"),
        ("FREQ=MONTHLY;BYWEEKNO=1", "BYWEEKNO"),
        ("FREQ=WEEKLY;BYDAY=1MO", "BYDAY"),
        ("FREQ=MONTHLY;BYDAY=0MO", "BYDAY"),
        ("FREQ=MONTHLY;BYDAY=XX", "BYDAY"),
        ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS"),
        ("FREQ=YEARLY;INTERVAL=2;BYWEEKNO=1", "BYWEEKNO at the turn of the year"),
        ("FREQ=DAILY;WKST=XX", "WKST"),
        ("FREQ=YEARLY;BYEASTER=0", "BYEASTER"),
        ("RSCALE=CHINESE;FREQ=YEARLY", "RSCALE"),
        ("FREQ=MONTHLY;BYMONTHDAY=١", "BYMONTHDAY"),
        ("", "RRULE"),
        ("FREQ=DAILY;" * 1000, "RRULE"),
    ],
)
def test_parse_rule_of_what_cannot_be_kept_names_the_part(text, part):
    with pytest.raises(RuleRefused) as refusal:
        parse_rule(text)

    assert refusal.value.part == part


def test_starts_with_the_time_of_the_first_date_repeated_is_kept():
    rule = parse_rule("FREQ=DAILY;BYHOUR=9;BYMINUTE=0;BYSECOND=0;COUNT=1")

    assert list(starts(rule, datetime(2026, 11, 24, 9))) == [datetime(2026, 11, 24, 9)]


def test_starts_with_another_time_is_refused():
    with pytest.raises(RuleRefused, match="BYHOUR"):
        list(starts(parse_rule("FREQ=DAILY;BYHOUR=10"), datetime(2026, 11, 24, 9)))


def test_starts_beyond_the_budget_is_refused():
    with pytest.raises(RuleRefused, match="too many dates"):
        list(starts(parse_rule("FREQ=DAILY"), datetime(2026, 1, 1), budget=Budget(1000)))


@pytest.mark.parametrize("text", ["20261123", "20261123T090000", "20261123T090000Z", "00010101"])
def test_stamp_of_any_form_writes_itself_back(text):
    assert str(parse_stamp(text)) == text


@pytest.mark.parametrize("text", ["2026-11-23", "20261123T0900", "20261123T250000", "20260230", "20261123Z", "R080401"])
def test_parse_stamp_of_anything_else_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        parse_stamp(text)


numbers = st.sampled_from
weekday_names = numbers(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])


def listed(values, size=3):
    return st.lists(values, min_size=1, max_size=size, unique=True).map(lambda items: ",".join(map(str, items)))


def maybe(name, values):
    return st.just("") | values.map(lambda value: f";{name}={value}")


def nth(ordinals):
    return listed(st.tuples(numbers(ordinals), weekday_names).map("".join), 2)


def joined(*parts):
    return st.tuples(*parts).map("".join)


bounds = maybe("COUNT", st.integers(1, 30)) | st.dates(date(2024, 1, 1), date(2030, 1, 1)).map(
    lambda day: f";UNTIL={day:%Y%m%d}T120000"
)
common = joined(
    maybe("INTERVAL", st.integers(1, 13)),
    bounds,
    maybe("BYMONTH", listed(st.integers(1, 12))),
    maybe("WKST", weekday_names),
)
month_days = listed(numbers([1, 2, 13, 15, 29, 30, 31, -1, -2, -31]))
rules = st.one_of(
    joined(st.just("FREQ=DAILY"), common, maybe("BYDAY", listed(weekday_names)), maybe("BYMONTHDAY", month_days)),
    joined(st.just("FREQ=WEEKLY"), common, maybe("BYDAY", listed(weekday_names))),
    joined(
        st.just("FREQ=MONTHLY"),
        common,
        maybe("BYDAY", nth(["1", "2", "-1", "5", "+3"])),
        maybe("BYMONTHDAY", month_days),
    ),
    joined(
        st.just("FREQ=MONTHLY"),
        common,
        st.just(";BYDAY="),
        listed(weekday_names),
        maybe("BYSETPOS", numbers([1, 2, -1])),
    ),
    joined(st.just("FREQ=YEARLY"), common, maybe("BYDAY", nth(["1", "-1", "4"])), maybe("BYMONTHDAY", month_days)),
    joined(st.just("FREQ=YEARLY"), common, maybe("BYYEARDAY", listed(numbers([1, 100, 366, -1, -366])))),
)
firsts = st.datetimes(datetime(2023, 1, 1), datetime(2027, 12, 31)).map(lambda moment: moment.replace(microsecond=0))


def by_dateutil(text, first, horizon):
    with warnings.catch_warnings(action="ignore"):
        return list(takewhile(lambda moment: moment < horizon, rrulestr(text, dtstart=first)))


@settings(max_examples=150)
@given(rules, firsts)
def test_starts_of_any_rule_agree_with_dateutil(text, first):
    rule = parse_rule(text)
    horizon = first + timedelta(days=2000)
    last = min(horizon - timedelta(seconds=1), rule.until.latest() if rule.until else horizon)

    assert list(starts(rule, first, last=last)) == by_dateutil(
        f"{text};UNTIL=20400101T000000" if not (rule.until or rule.count) else text, first, horizon
    )


@given(rules, firsts, st.integers(0, 1500))
def test_starts_from_later_on_are_the_tail_of_the_whole(text, first, days_later):
    rule, after = parse_rule(text), first + timedelta(days=days_later)
    last = min(first + timedelta(days=2000), rule.until.latest() if rule.until else datetime.max)

    later = list(starts(rule, first, last=last, after=after))

    assert later == [moment for moment in starts(rule, first, last=last) if moment >= after]


@settings(max_examples=200)
@given(st.text(max_size=60) | st.lists(rules | st.text("FREQ=DAILYBSO;,0123456789-", max_size=20)).map(";".join))
def test_parse_rule_of_anything_reads_or_refuses(text):
    try:
        rule = parse_rule(text)
    except RuleRefused:
        return

    assert rule.interval >= 1
    assert rule.count is None or rule.until is None


def test_expand_without_a_rule_happens_once():
    once = Recurrence(NINE, TWO_HOURS)

    assert within(once, "2026-11-01", "2026-12-01") == [Period(NINE, NINE + TWO_HOURS)]
    assert within(once, "2026-11-25", "2026-12-01") == []


def test_expand_takes_starts_from_after_up_to_until():
    daily = Recurrence(NINE, TWO_HOURS, "FREQ=DAILY")

    assert days(within(daily, "2026-11-25T09:00", "2026-11-27T09:00")) == ["11-25", "11-26"]


def test_expand_keeps_the_clock_of_a_place_that_changes_it():
    berlin = ZoneInfo("Europe/Berlin")
    weekly = Recurrence(datetime(2026, 10, 24, 9, tzinfo=berlin), TWO_HOURS, "FREQ=DAILY;COUNT=2")

    found = within(weekly, "2026-10-01", "2026-11-01")

    assert [item.start.isoformat()[11:] for item in found] == ["09:00:00+02:00", "09:00:00+01:00"]


def test_expand_with_until_in_utc_compares_instants():
    early = Recurrence(datetime(2026, 11, 24, 8, tzinfo=TOKYO), TWO_HOURS, "FREQ=DAILY;UNTIL=20261124T230000Z")

    assert days(within(early, "2026-11-01", "2026-12-01")) == ["11-24", "11-25"]


def test_expand_not_on_holidays_leaves_them_out():
    mondays = Recurrence(datetime(2026, 11, 16, 9, tzinfo=TOKYO), TWO_HOURS, "FREQ=WEEKLY;COUNT=3", skip_holidays=True)

    assert days(within(mondays, "2026-11-01", "2027-01-01")) == ["11-16", "11-30"]


@pytest.mark.parametrize(
    ("skips", "expected"), [(True, ["12-22", "01-12"]), (False, ["12-22", "12-29", "01-05", "01-12"])]
)
def test_expand_in_school_holidays_follows_the_rule(skips, expected):
    rule = Recurrence(
        datetime(2026, 12, 22, 9, tzinfo=TOKYO),
        TWO_HOURS,
        "FREQ=WEEKLY;COUNT=4",
        skip_school_holidays=skips,
        school_holidays=((date(2026, 12, 26), date(2027, 1, 7)),),
    )

    assert days(within(rule, "2026-12-01", "2027-02-01")) == expected


def test_expand_with_extra_and_skipped_dates_adds_and_takes_away():
    rule = Recurrence(
        NINE,
        TWO_HOURS,
        "FREQ=WEEKLY;COUNT=3",
        extra_starts=(NINE + timedelta(days=1), NINE + timedelta(days=7), NINE + timedelta(days=2)),
        skipped_days=frozenset({date(2026, 12, 8), date(2026, 11, 26)}),
    )

    assert days(within(rule, "2026-11-01", "2027-01-01")) == ["11-24", "11-25", "12-01"]


def test_expand_above_a_thousand_dates_is_refused():
    with pytest.raises(ValueError, match="1000"):
        within(Recurrence(NINE, TWO_HOURS, "FREQ=DAILY"), "2026-01-01", "2036-01-01")


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("", Phrase("once", day=date(2026, 11, 24))),
        ("FREQ=DAILY", Phrase("every_days")),
        ("FREQ=DAILY;INTERVAL=3", Phrase("every_days", 3)),
        ("FREQ=WEEKLY", Phrase("every_weeks", weekdays=((0, 1),))),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR,MO", Phrase("every_weeks", 2, ((0, 0), (0, 4)))),
        ("FREQ=MONTHLY", Phrase("monthly_on_days", days=(24,))),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", Phrase("monthly_on_days", days=(-1,))),
        ("FREQ=MONTHLY;BYDAY=4SA,2SA", Phrase("monthly_on_weekdays", weekdays=((2, 5), (4, 5)))),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", Phrase("other")),
        ("FREQ=YEARLY", Phrase("yearly_on_date", days=(24,), months=(11,))),
        ("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=5", Phrase("yearly_on_date", days=(5,), months=(5,))),
        ("FREQ=YEARLY;BYMONTH=5;BYDAY=2SU", Phrase("yearly_on_weekdays", weekdays=((2, 6),), months=(5,))),
        ("FREQ=YEARLY;BYDAY=20MO", Phrase("other", weekdays=((20, 0),))),
        ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1", Phrase("other")),
    ],
)
def test_describe_of_a_rule_gives_codes_with_numbers(text, phrase):
    assert describe(Recurrence(NINE, TWO_HOURS, text)) == (phrase,)


def test_describe_of_everything_says_it_in_order():
    rule = Recurrence(
        NINE, TWO_HOURS, "FREQ=WEEKLY;UNTIL=20261231T150000Z", skip_holidays=True, skip_school_holidays=True
    )

    phrases = describe(rule)

    assert [phrase.code for phrase in phrases] == ["every_weeks", "not_on_holidays", "not_in_school_holidays", "until"]
    assert phrases[-1].day == date(2027, 1, 1)


def test_describe_with_a_count_says_how_often():
    assert describe(Recurrence(NINE, TWO_HOURS, "FREQ=DAILY;COUNT=5"))[-1] == Phrase("times", number=5)
