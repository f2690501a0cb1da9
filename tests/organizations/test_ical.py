from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.ical import expand_calendar
from events.ical.components import unescaped
from organizations.ical import Entry, block, calendar, line
from spaces.periods import TOKYO

ENTRY = Entry(
    uid="date-1@example.com",
    starts_at=datetime(2026, 11, 24, 0, tzinfo=UTC),
    ends_at=datetime(2026, 11, 24, 2, tzinfo=UTC),
    summary="絵本の会",
    modified=datetime(2026, 11, 1, 12, tzinfo=UTC),
    sequence=3,
    description="だれでもどうぞ",
    location="中央児童館",
    url="https://example.com/events/1/",
    categories=("絵本", "a,b"),
)


def written(*entries, name="こどもカレンダー"):
    return "".join(calendar(name, map(block, entries)))


def read_back(*entries, **options):
    return icalendar.Calendar.from_ical(written(*entries, **options))


def test_entry_read_back_says_the_same():
    (event,) = read_back(ENTRY).walk("VEVENT")

    assert event["UID"] == "date-1@example.com"
    assert event["DTSTART"].dt == datetime(2026, 11, 24, 9, tzinfo=TOKYO)
    assert event["DTEND"].dt == datetime(2026, 11, 24, 11, tzinfo=TOKYO)
    assert (event["SUMMARY"], event["LOCATION"], event["DESCRIPTION"]) == ("絵本の会", "中央児童館", "だれでもどうぞ")
    assert (event["SEQUENCE"], event["STATUS"], event["URL"]) == (3, "CONFIRMED", "https://example.com/events/1/")
    assert event["LAST-MODIFIED"].dt == event["DTSTAMP"].dt == datetime(2026, 11, 1, 12, tzinfo=UTC)
    assert list(event["CATEGORIES"].cats) == ["絵本", "a,b"]


def test_calendar_read_back_has_its_name_and_the_clock_of_tokyo():
    read = read_back(ENTRY, name="市, こども; カレンダー")

    assert unescaped(str(read["NAME"])) == "市, こども; カレンダー"
    assert read.walk("VTIMEZONE")[0].to_tz().utcoffset(datetime(2026, 7, 1)) == timedelta(hours=9)


@pytest.mark.parametrize(
    ("start", "end", "first", "last"),
    [
        pytest.param("2026-11-24T00:00", "2026-11-25T00:00", "2026-11-24", "2026-11-25", id="one day"),
        pytest.param("2026-11-24T00:00", "2026-11-24T23:59", "2026-11-24", "2026-11-25", id="to the last minute"),
        pytest.param("2026-11-24T00:00", "2026-11-27T00:00", "2026-11-24", "2026-11-27", id="three days"),
        pytest.param("2026-12-31T00:00", "2026-12-31T00:00", "2026-12-31", "2027-01-01", id="no length"),
    ],
)
def test_all_day_entry_ends_on_the_day_after(start, end, first, last):
    starts_at, ends_at = (datetime.fromisoformat(text).replace(tzinfo=TOKYO) for text in (start, end))

    (event,) = read_back(replace(ENTRY, starts_at=starts_at, ends_at=ends_at, all_day=True)).walk("VEVENT")

    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("\x00あ\x07い\x7f", "あい"),
        ("一行\u2028二行\x85三行", "一行\n二行\n三行"),
        ("END:VEVENT\r\nBEGIN:VEVENT", "END:VEVENT\nBEGIN:VEVENT"),
        ("\\n は改行でない; , :", "\\n は改行でない; , :"),
        ("👨‍👩‍👧 𠮷 葛\U000e0100 \u202eabc", "👨‍👩‍👧 𠮷 葛\U000e0100 \u202eabc"),
    ],
    ids=["line ends", "control", "other line ends", "injection", "escapes", "signs"],
)
def test_hostile_text_comes_back_as_one_event(text, shown):
    (event,) = read_back(replace(ENTRY, summary=text, description=text * 3)).walk("VEVENT")

    assert event["SUMMARY"] == shown
    assert event["UID"] == ENTRY.uid


def test_url_with_line_ends_stays_one_line():
    (event,) = read_back(replace(ENTRY, url="https://example.com/\r\nX-EVIL:1")).walk("VEVENT")

    assert event["URL"] == "https://example.com/X-EVIL:1"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=300))
def test_any_text_comes_back_unchanged(text):
    (event,) = read_back(replace(ENTRY, summary=text, location=text, description="")).walk("VEVENT")

    assert str(event.get("SUMMARY")) == text


@given(st.text(max_size=400))
def test_line_of_any_text_is_folded_between_characters(text):
    folded = line(f"SUMMARY:{text}").encode()

    pieces = folded.removesuffix(b"\r\n").split(b"\r\n ")
    assert all(len(piece) <= (75 if number == 0 else 74) for number, piece in enumerate(pieces))
    assert b"".join(pieces).decode() == f"SUMMARY:{text}".encode("utf-8", "replace").decode()


@given(st.lists(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)), max_size=5), st.integers(0, 3000))
def test_any_dates_come_back_through_our_own_reader(moments, minutes):
    starts = [moment.replace(microsecond=0, tzinfo=TOKYO) for moment in moments]
    entries = [
        replace(ENTRY, uid=str(number), starts_at=start, ends_at=start + timedelta(minutes=minutes))
        for number, start in enumerate(starts)
    ]

    expansion = expand_calendar(written(*entries).encode(), begin=datetime(1980, 1, 1), end=datetime(2110, 1, 1))

    assert expansion.problems == []
    assert sorted(item.start.written for item in expansion.found) == sorted(start.isoformat() for start in starts)
