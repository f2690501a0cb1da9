import gzip
import warnings
from datetime import date, datetime, timedelta

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st

from events.ical import expand_calendar

BEGIN, END = datetime(2026, 1, 1), datetime(2028, 1, 1)


def calendar(*events, head=""):
    blocks = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{blocks}END:VCALENDAR\n".replace("\n", "\r\n")


def read(text, begin=BEGIN, end=END):
    return expand_calendar(text if isinstance(text, bytes) else text.encode(), begin=begin, end=end)


def starts(text, **window):
    return [item.start.written for item in read(text, **window).found]


def codes(text):
    return [item.code for item in read(text).problems]


SINGLE = "UID:a\nDTSTART;TZID=Asia/Tokyo:20261124T090000\nDTEND;TZID=Asia/Tokyo:20261124T100000\nSUMMARY:絵本の会"
WEEKLY = "UID:w\nDTSTART;TZID=Asia/Tokyo:20261124T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3\nSUMMARY:ひろば"
ALL_DAY = "UID:d\nDTSTART;VALUE=DATE:20261124\nSUMMARY:まつり"


def test_single_event_is_found_with_everything_it_says():
    found = read(calendar(SINGLE)).found[0]

    assert (found.uid, found.summary, found.status) == ("a", "絵本の会", "CONFIRMED")
    assert found.start.written == "2026-11-24T09:00:00+09:00"
    assert found.end.written == "2026-11-24T10:00:00+09:00"
    assert not found.start.floating


@pytest.mark.parametrize(
    ("lines", "start", "end"),
    [
        pytest.param("DTSTART;VALUE=DATE:20261124", "2026-11-24", "2026-11-25", id="day without end"),
        pytest.param("DTSTART;VALUE=DATE:20261124\nDTEND;VALUE=DATE:20261127", "2026-11-24", "2026-11-27", id="3 days"),
        pytest.param(
            "DTSTART;VALUE=DATE:20261124\nDTEND;VALUE=DATE:20261124", "2026-11-24", "2026-11-25", id="same day"
        ),
        pytest.param("DTSTART;TZID=Asia/Tokyo;VALUE=DATE:20261124", "2026-11-24", "2026-11-25", id="day with a zone"),
        pytest.param("DTSTART:20261124", "2026-11-24", "2026-11-25", id="day without its kind"),
        pytest.param("DTSTART;VALUE=DATE:20261124T000000", "2026-11-24", "2026-11-25", id="day with a time"),
        pytest.param("DTSTART;VALUE=DATE:20261124\nDURATION:P2D", "2026-11-24", "2026-11-26", id="days long"),
        pytest.param(
            "DTSTART:20261124T090000Z", "2026-11-24T09:00:00+00:00", "2026-11-24T09:00:00+00:00", id="moment in UTC"
        ),
        pytest.param(
            "DTSTART:20261124T220000Z\nDURATION:P1DT2H",
            "2026-11-24T22:00:00+00:00",
            "2026-11-26T00:00:00+00:00",
            id="day and hours long",
        ),
        pytest.param(
            "DTSTART;TZID=Europe/Berlin:20261024T090000\nDURATION:P1D",
            "2026-10-24T09:00:00+02:00",
            "2026-10-25T09:00:00+01:00",
            id="a day by the calendar",
        ),
        pytest.param(
            "DTSTART;TZID=America/New_York:20260308T023000",
            "2026-03-08T03:30:00-04:00",
            "2026-03-08T03:30:00-04:00",
            id="a time that is skipped",
        ),
    ],
)
def test_times_of_an_event_become_start_and_end(lines, start, end):
    found = read(calendar(f"UID:a\n{lines}")).found[0]

    assert (found.start.written, found.end.written) == (start, end)


@pytest.mark.parametrize(
    ("head", "start"),
    [("", "2026-11-24T09:00:00+09:00"), ("X-WR-TIMEZONE:Europe/Paris\n", "2026-11-24T09:00:00+01:00")],
)
def test_floating_time_is_read_in_the_zone_of_the_file_and_flagged(head, start):
    found = read(calendar("UID:a\nDTSTART:20261124T090000", head=head)).found[0]

    assert found.start.written == start
    assert found.start.floating


@pytest.mark.parametrize(
    "name",
    [
        "Asia/Tokyo",
        "asia/tokyo",
        "Tokyo Standard Time",
        "/mozilla.org/20050126_1/Asia/Tokyo",
        "/Asia/Tokyo",
        "JST",
        '"(UTC+09:00) Osaka, Sapporo, Tokyo"',
        "(UTC+09:00) Osaka, Sapporo, Tokyo",
        "+09:00",
        "GMT+0900",
    ],
)
def test_zone_by_any_of_its_names_is_found(name):
    text = calendar(f"UID:a\nDTSTART;TZID={name}:20261124T090000")

    assert starts(text) == ["2026-11-24T09:00:00+09:00"]
    assert not codes(text)


ZONE = """BEGIN:VTIMEZONE
TZID:Our Clock
BEGIN:STANDARD
DTSTART:19701101T020000
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700308T020000
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
END:DAYLIGHT
END:VTIMEZONE
"""


@pytest.mark.parametrize(
    ("local", "offset"),
    [("20260115T120000", "-05:00"), ("20260715T120000", "-04:00"), ("20261101T013000", "-04:00")],
    ids=["winter", "summer", "the first of two"],
)
def test_zone_of_the_file_itself_changes_when_it_says(local, offset):
    (start,) = starts(calendar(f"UID:a\nDTSTART;TZID=Our Clock:{local}", head=ZONE))

    assert start.endswith(offset)


def test_zone_of_the_file_keeps_the_clock_of_a_series():
    event = "UID:a\nDTSTART;TZID=Our Clock:20261031T093000\nRRULE:FREQ=DAILY;UNTIL=20261101T143000Z"

    assert starts(calendar(event, head=ZONE)) == ["2026-10-31T09:30:00-04:00", "2026-11-01T09:30:00-05:00"]


def test_unknown_zone_is_named_and_read_as_local_time():
    expansion = read(calendar("UID:a\nDTSTART;TZID=Nowhere:20261124T090000"))

    assert [item.code for item in expansion.problems] == ["zone"]
    assert expansion.found[0].start.floating


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param("", "24 01 08", id="plain"),
        pytest.param("EXDATE;TZID=Asia/Tokyo:20261201T090000", "24 08", id="left out"),
        pytest.param("EXDATE:20261201T000000Z", "24 08", id="left out in UTC"),
        pytest.param("EXDATE;VALUE=DATE:20261201", "24 08", id="left out by the day"),
        pytest.param("EXDATE:20261124T090000,20261208T090000", "01", id="left out, floating, also the first"),
        pytest.param(
            "RDATE;TZID=Asia/Tokyo:20261125T090000,20261201T090000", "24 25 01 08", id="extra, one of them twice"
        ),
        pytest.param("EXRULE:FREQ=WEEKLY;INTERVAL=2", "01", id="left out by a rule"),
        pytest.param("RRULE:FREQ=DAILY;COUNT=2", "24 25 01 08", id="two rules"),
        pytest.param("RRULE:FREQ=HOURLY", "24 01 08", id="a second rule that is refused"),
    ],
)
def test_series_with_exceptions_lists_what_is_left(lines, expected):
    found = starts(calendar(f"{WEEKLY}\n{lines}"))

    assert [start[8:10] for start in found] == expected.split()


def test_series_whose_first_date_does_not_match_keeps_it():
    event = "UID:a\nDTSTART;VALUE=DATE:20261124\nRRULE:FREQ=WEEKLY;BYDAY=WE;COUNT=2"

    assert starts(calendar(event)) == ["2026-11-24", "2026-11-25", "2026-12-02"]


def test_extra_date_with_a_period_has_its_own_length():
    event = f"{SINGLE}\nRDATE;VALUE=PERIOD:20261125T000000Z/PT3H,20261126T000000Z/20261126T010000Z"

    lengths = [item.end.instant - item.start.instant for item in read(calendar(event)).found]

    assert lengths == [timedelta(hours=1), timedelta(hours=3), timedelta(hours=1)]


def change(lines, at="20261201T090000", parameters=""):
    return f"UID:w\nRECURRENCE-ID{parameters};TZID=Asia/Tokyo:{at}\n{lines}"


@pytest.mark.parametrize(
    ("override", "expected"),
    [
        pytest.param(
            change("DTSTART;TZID=Asia/Tokyo:20261202T100000"),
            [("11-24 09:00", "CONFIRMED"), ("12-02 10:00", "CONFIRMED"), ("12-08 09:00", "CONFIRMED")],
            id="moved",
        ),
        pytest.param(
            change("STATUS:CANCELLED"),
            [("11-24 09:00", "CONFIRMED"), ("12-01 09:00", "CANCELLED"), ("12-08 09:00", "CONFIRMED")],
            id="cancelled without a start",
        ),
        pytest.param(
            change("DTSTART;TZID=Asia/Tokyo:20261202T100000\nSTATUS:TENTATIVE", parameters=";RANGE=THISANDFUTURE"),
            [("11-24 09:00", "CONFIRMED"), ("12-02 10:00", "TENTATIVE"), ("12-09 10:00", "TENTATIVE")],
            id="this and all later",
        ),
        pytest.param(
            "UID:w\nRECURRENCE-ID:20261201T090000\nDTSTART:20261202T100000",
            [("11-24 09:00", "CONFIRMED"), ("12-02 10:00", "CONFIRMED"), ("12-08 09:00", "CONFIRMED")],
            id="floating",
        ),
        pytest.param(
            "UID:w\nRECURRENCE-ID;VALUE=DATE:20261201\nDTSTART;TZID=Asia/Tokyo:20261202T100000",
            [("11-24 09:00", "CONFIRMED"), ("12-02 10:00", "CONFIRMED"), ("12-08 09:00", "CONFIRMED")],
            id="named by its day",
        ),
        pytest.param(
            change("DTSTART;TZID=Asia/Tokyo:20261203T090000", at="20270301T090000"),
            [
                ("11-24 09:00", "CONFIRMED"),
                ("12-01 09:00", "CONFIRMED"),
                ("12-03 09:00", "CONFIRMED"),
                ("12-08 09:00", "CONFIRMED"),
            ],
            id="of no date of the series",
        ),
    ],
)
def test_changed_date_takes_the_place_of_the_old_one(override, expected):
    found = read(calendar(override, WEEKLY)).found

    assert [(item.start.wall.strftime("%m-%d %H:%M"), item.status) for item in found] == expected


def test_changed_date_without_its_series_stands_alone():
    assert starts(calendar(change("DTSTART:20261203T000000Z"))) == ["2026-12-03T00:00:00+00:00"]


def test_changed_date_moved_into_the_window_is_found():
    moved = change("DTSTART;TZID=Asia/Tokyo:20270615T090000")

    assert starts(calendar(WEEKLY, moved), begin=datetime(2027, 6, 1)) == ["2027-06-15T09:00:00+09:00"]


def test_newest_version_of_an_event_wins():
    older, newer = f"{SINGLE}\nSEQUENCE:1", f"{SINGLE.replace('T09', 'T08')}\nSEQUENCE:2"

    assert starts(calendar(newer, older)) == ["2026-11-24T08:00:00+09:00"]


def test_different_events_under_one_uid_are_all_kept_and_named():
    text = calendar(SINGLE, SINGLE.replace("20261124", "20261125"))

    assert [start[:10] for start in starts(text)] == ["2026-11-24", "2026-11-25"]
    assert codes(text) == ["same_uid"]


def test_events_without_uid_stand_each_alone():
    assert len(starts(calendar("DTSTART:20261124T000000Z", "DTSTART:20261124T000000Z"))) == 2


def test_cancelling_calendar_cancels_its_events():
    (found,) = read(calendar(SINGLE, head="METHOD:CANCEL\n")).found

    assert found.status == "CANCELLED"


def test_window_takes_starts_from_its_begin_up_to_its_end():
    text = calendar("UID:a\nDTSTART:20261124T000000\nRRULE:FREQ=DAILY")

    found = starts(text, begin=datetime(2026, 11, 25), end=datetime(2026, 11, 27))

    assert [start[:10] for start in found] == ["2026-11-25", "2026-11-26"]


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        pytest.param("UID:x\nSUMMARY:いつか", "no_start", id="no start"),
        pytest.param("UID:x\nDTSTART:2006717T080000Z", "bad_value", id="seven digits"),
        pytest.param("UID:x\nDTSTART:R080401T090000", "bad_value", id="era year"),
        pytest.param("UID:x\nDTSTART:00000000T000000", "bad_value", id="zeros"),
        pytest.param("UID:x\nDTSTART:20260230", "bad_value", id="30 February"),
        pytest.param("UID:x\nDTSTART:20261124T0900\nDTEND:soon", "bad_value", id="end"),
        pytest.param("UID:x\nDTSTART:20261124T090000\nDTEND:20261124T080000", "end_before_start", id="end before"),
        pytest.param("UID:x\nDTSTART:20261124T090000\nDURATION:-PT1H", "bad_duration", id="negative length"),
        pytest.param("UID:x\nDTSTART:20261124T090000\nRRULE:FREQ=SECONDLY", "rule", id="hostile rule"),
        pytest.param("UID:x\nDTSTART:20261124T090000\nEXDATE:never", "bad_value", id="bad exception"),
        pytest.param("UID:x\nDTSTART:20261124T090000\nRDATE;VALUE=DATE:20261125", "other_kind", id="day among times"),
        pytest.param("UID:x\nDTSTART:20261124T090000\nRRULE:FREQ=DAILY;UNTIL=20261125", "until_day", id="open end"),
    ],
)
def test_broken_event_is_named_and_its_neighbour_kept(broken, code):
    expansion = read(calendar(SINGLE, broken, WEEKLY))

    assert [(item.component, item.code) for item in expansion.problems] == [(2, code)]
    assert {"a", "w"} <= {item.uid for item in expansion.found}
    assert expansion.problems[0].sentence


@pytest.mark.parametrize(
    ("value", "start"),
    [
        ("20261124T240000", "2026-11-25T00:00:00+09:00"),
        ("20261124T260000", "2026-11-25T02:00:00+09:00"),
        ("20261124T235960", "2026-11-24T23:59:59+09:00"),
        ("2026-11-24T09:00:00+09:00", "2026-11-24T09:00:00+09:00"),
        ("2026/11/24 09:00", "2026-11-24T09:00:00+09:00"),
    ],
)
def test_careless_time_is_repaired_with_a_note(value, start):
    text = calendar(f"UID:a\nDTSTART:{value}")

    assert starts(text) == [start]
    assert codes(text) == ["repaired"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "empty", id="nothing"),
        pytest.param(b"\xef\xbb\xbf\r\n \x00", "empty", id="only a mark"),
        pytest.param(b"<!DOCTYPE html><html>login</html>", "html", id="page"),
        pytest.param(b"hello", "no_calendar", id="text"),
        pytest.param(b"x" * 5_000_001, "too_large", id="large"),
        pytest.param(gzip.compress(b" " * 6_000_000), "too_large", id="large when unpacked"),
        pytest.param(b"\x1f\x8bbroken", "compressed", id="broken archive"),
    ],
)
def test_file_that_is_no_calendar_is_one_problem(data, code):
    expansion = read(data)

    assert expansion.found == []
    assert [(item.component, item.code) for item in expansion.problems] == [(None, code)]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "iso2022_jp", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_encoding_met_in_japan_is_read(encoding):
    (found,) = read(calendar(SINGLE).encode(encoding)).found

    assert found.summary == "絵本の会"


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r", "\r\r\n"])
def test_line_ending_of_any_kind_is_read(ending):
    assert len(starts(calendar(SINGLE, WEEKLY).replace("\r\n", ending))) == 4


@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "euc_jp"])
def test_fold_inside_a_character_is_undone(encoding):
    data = calendar(SINGLE).encode(encoding)
    place = data.index("絵".encode(encoding)) + 1

    (found,) = read(data[:place] + b"\r\n " + data[place:]).found

    assert found.summary == "絵本の会"


def test_packed_file_is_unpacked():
    assert len(starts(gzip.compress(calendar(SINGLE).encode()))) == 1


def test_file_cut_inside_an_event_keeps_those_before():
    expansion = read(calendar(SINGLE, WEEKLY).split("RRULE")[0])

    assert [item.uid for item in expansion.found] == ["a"]
    assert [(item.component, item.code) for item in expansion.problems] == [(2, "cut")]


def test_event_without_its_end_line_is_kept_and_named():
    text = calendar(SINGLE, WEEKLY).replace("END:VEVENT\r\n", "", 1)

    assert len(starts(text)) == 4
    assert codes(text) == ["not_closed"]


def test_alarm_inside_an_event_changes_nothing():
    alarm = "BEGIN:VALARM\nDTSTART:19990101T000000\nSUMMARY:起きて\nEND:VALARM"

    (found,) = read(calendar(f"UID:a\n{alarm}\nDTSTART:20261124T090000Z\nSUMMARY:会")).found

    assert found.summary == "会"


@pytest.mark.parametrize(
    ("line", "summary"),
    [
        (r"SUMMARY:a\, b\; c\\d\ne", "a, b; c\\d\ne"),
        ('SUMMARY;ALTREP="http://x:8/";LANGUAGE=ja:読み: 聞かせ', "読み: 聞かせ"),
        ("summary:小文字", "小文字"),
    ],
)
def test_summary_with_signs_is_unescaped(line, summary):
    (found,) = read(calendar(f"UID:a\nDTSTART:20261124\n{line}")).found

    assert found.summary == summary


@pytest.mark.parametrize("charset", ["Shift_JIS", "UTF-8", "X-UNKNOWN"])
def test_summary_of_an_older_telephone_is_read(charset):
    letters = "絵本の会".encode("cp932" if charset == "Shift_JIS" else "utf-8")
    written = "".join(f"={letter:02X}" for letter in letters)
    line = f"SUMMARY;CHARSET={charset};ENCODING=QUOTED-PRINTABLE:{written[:9]}=\n{written[9:]}"

    (found,) = read(calendar(f"{line}\nDTSTART:20261124T090000")).found

    assert found.summary == "絵本の会"


def test_greedy_rules_leave_an_honest_neighbour_its_dates():
    greedy = "DTSTART:00010101T000000Z\nRRULE:FREQ=DAILY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;COUNT=9999999"

    expansion = read(calendar(*[f"UID:{number}\n{greedy}" for number in range(30)], WEEKLY))

    assert [item.uid for item in expansion.found] == ["w"] * 3
    assert {item.code for item in expansion.problems} == {"rule"}


def test_many_blank_lines_and_nested_events_are_read_in_one_pass():
    text = "BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\n" * 20_000 + "\n" * 1_000_000 + calendar(SINGLE)

    expansion = read(text)

    assert [item.uid for item in expansion.found] == ["a"]
    assert len(expansion.problems) == 1001


@pytest.mark.parametrize(
    "event",
    [
        "DTSTART;TZID=America/New_York:00010101T000000\nRRULE:FREQ=YEARLY;COUNT=2",
        "DTSTART;TZID=Asia/Tokyo:00010101T000000\nDTEND:00010101T000000Z",
        "DTSTART:99991231T120000Z\nDURATION:P4000D",
        "DTSTART;VALUE=DATE:99991231\nRRULE:FREQ=DAILY",
        "DTSTART:99991230T000000\nRRULE:FREQ=DAILY\nRDATE:99991231T235959",
    ],
)
def test_event_at_the_ends_of_time_is_found(event):
    expansion = read(calendar(f"UID:a\n{event}"), begin=datetime(1, 1, 1), end=datetime(9999, 12, 31, 23, 59, 59))

    assert expansion.found[0].start.written
    assert expansion.found[0].end.written


def test_change_of_all_later_dates_beyond_time_leaves_them_where_they_are():
    later = change("DTSTART:99991231T000000Z", parameters=";RANGE=THISANDFUTURE")

    assert "2026-12-08T09:00:00+09:00" in starts(calendar(WEEKLY, later), begin=datetime(1, 1, 1))


@pytest.mark.parametrize(
    "block",
    [
        ZONE.replace("19701101", "00010101").replace("RRULE", "X-NONE"),
        ZONE.replace("-0400", "+5744"),
        ZONE.replace("FREQ=YEARLY", "FREQ=SECONDLY"),
        ZONE.replace("DTSTART", "X-START"),
        ZONE.replace("TZID:Our Clock", "TZID:Another"),
    ],
    ids=["beginning of time", "offset over a day", "every second", "no start", "another name"],
)
def test_zone_of_the_file_that_makes_no_sense_is_named(block):
    expansion = read(calendar("UID:a\nDTSTART;TZID=Our Clock:20260115T120000", head=block))

    assert len(expansion.found) == 1
    assert {item.code for item in expansion.problems} <= {"zone"}


@settings(max_examples=60)
@given(st.binary(max_size=400), st.integers(0, 400))
def test_expand_calendar_of_anything_never_raises(noise, place):
    data = calendar(SINGLE, WEEKLY).encode()

    assert read(data[:place] + noise + data[place:]) is not None


weekdays = st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1, max_size=3, unique=True)
rule_texts = st.one_of(
    st.builds(lambda n, c: f"FREQ=DAILY;INTERVAL={n};COUNT={c}", st.integers(1, 5), st.integers(1, 12)),
    st.builds(
        lambda n, d: f"FREQ=WEEKLY;INTERVAL={n};BYDAY={','.join(d)};UNTIL=20270401T000000Z", st.integers(1, 3), weekdays
    ),
    st.builds(lambda n, d: f"FREQ=MONTHLY;BYDAY={n}{d[0]};COUNT=8", st.sampled_from([1, 2, 4, -1]), weekdays),
    st.builds(lambda n: f"FREQ=MONTHLY;BYMONTHDAY={n};COUNT=6", st.sampled_from([1, 15, 29, 31, -1])),
)
zone_names = st.sampled_from(["Asia/Tokyo", "America/New_York", "Europe/Berlin"])
first_days = st.dates(date(2026, 2, 1), date(2026, 12, 20))
offsets = st.lists(st.integers(0, 60), max_size=4, unique=True)


def by_oracle(text):
    with warnings.catch_warnings(action="ignore"):
        found = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(BEGIN, END)
    return sorted(
        (item["DTSTART"].dt.isoformat(), item["DTEND"].dt.isoformat(), str(item["SUMMARY"])) for item in found
    )


@settings(max_examples=60)
@given(rule_texts, zone_names, first_days, offsets, offsets, st.integers(-3, 3))
def test_series_of_any_kind_agrees_with_recurring_ical_events(rule, zone, day, out, extra, moved):
    def stamp(name, days, hour=10):
        return f"{name};TZID={zone}:{day + timedelta(days=days):%Y%m%d}T{hour}0000"

    head = f"UID:s\n{stamp('DTSTART', 0)}\n{stamp('DTEND', 0, 11)}\nSUMMARY:a\nRRULE:{rule}"
    exceptions = [stamp("EXDATE", days) for days in out if days != 7] + [stamp("RDATE", days) for days in extra]
    times = [stamp("RECURRENCE-ID", 7), stamp("DTSTART", 7 + moved, 12), stamp("DTEND", 7 + moved, 13)]
    text = calendar("\n".join([head, *exceptions]), "\n".join(["UID:s", *times, "SUMMARY:b"]))

    ours = sorted((item.start.written, item.end.written, item.summary) for item in read(text).found)

    assert ours == by_oracle(text)
