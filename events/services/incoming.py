"""What a group's own calendar says, in our words: an event with its dates, and notes on what does not fit."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from html import unescape

from events.ical import Found, Reading, Series, read_calendar
from events.models.occurrences import LONGEST
from events.services.dates import FARTHEST, MOST_DATES
from organizations.services.addresses import site_host
from spaces.periods import Period, midnight

BACK = timedelta(days=800)
RECENT = timedelta(days=62)
MOST_FOUND = 2_000
TITLE, TEXT, PLACE, NOTE, UID = 100, 6000, 120, 200, 300
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")
_MARKUP = re.compile(r"<(?:br|p|div|a|b|i|u|ul|ol|li|span|html|body)\b[^>]*>", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/p|/div|/li)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Note:
    """Something that does not come in as it stands: a code with its value, for one component or for all (None)."""

    component: int | None
    uid: str
    code: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class WantedDate:
    """One date as the calendar wants it; ``component`` is the VEVENT that says so."""

    component: int
    period: Period
    is_all_day: bool = False
    is_cancelled: bool = False
    note: str = ""


@dataclass(slots=True)
class WantedEvent:
    """One event as the calendar wants it. Until ``known_until`` its dates are all there are."""

    uid: str
    components: list[int]
    sequence: int
    facts: dict[str, str]
    is_cancelled: bool
    dates: dict[str, WantedDate]
    known_until: datetime

    @property
    def next_dates(self) -> list[WantedDate]:
        """Its dates in time order, for a preview."""
        return sorted(self.dates.values(), key=lambda date: date.period.start)


@dataclass(slots=True)
class Incoming:
    """All that a file says; ``rejected`` components do not come in at all."""

    count: int = 0
    events: list[WantedEvent] = field(default_factory=list)
    rejected: list[Note] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    is_whole: bool = True


def read_incoming(data: bytes, *, now: datetime) -> Incoming:
    """Read a calendar file. Raises Unreadable where it is none."""
    begin, end = (now + reach for reach in (-BACK, FARTHEST - timedelta(days=1)))
    reading = read_calendar(data, begin=begin.replace(tzinfo=None), end=end.replace(tzinfo=None), most=MOST_FOUND)
    incoming = Incoming(count=reading.count, is_whole=not any(problem.code == "cut" for problem in reading.problems))
    _note_unread(reading, incoming)
    for series in reading.series:
        if series.is_left_out:
            _refuse(series, incoming, "too_many_events", str(len(incoming.events)))
        else:
            _take(series, incoming, now, end)
    return incoming


def _note_unread(reading: Reading, incoming: Incoming) -> None:
    """Components that none of the series holds could not be read; a word about the whole is a note."""
    read = {entry.number for series in reading.series for entry in series.entries}
    unread = {problem.component: problem for problem in reading.problems if problem.component not in read}
    for problem in reading.problems:
        note = Note(problem.component, "", problem.code, problem.value)
        if problem.component is not None and unread[problem.component] is problem:
            incoming.rejected.append(note)
        else:
            incoming.notes.append(note)


def _refuse(series: Series, incoming: Incoming, code: str, value: str = "") -> None:
    incoming.rejected += [Note(entry.number, series.uid, code, value) for entry in series.entries]


def _take(series: Series, incoming: Incoming, now: datetime, end: datetime) -> None:
    """Turn one series into the events it makes: one, unless a careless program gave several the same UID."""
    if code := _unfit(series):
        return _refuse(series, incoming, code)
    hidden = {entry.number for entry in series.entries if entry.is_private}
    incoming.rejected += [Note(number, series.uid, "private") for number in sorted(hidden)]
    incoming.notes += [Note(item.component, series.uid, item.code, item.value) for item in series.problems]
    masters = {found.entry.number: found.entry for found in series.found if found.entry.replaces is None}
    found = [item for item in series.found if item.entry.number not in hidden]
    if not any(entry.replaces is None for entry in series.entries):
        incoming.notes.append(Note(series.entries[0].number, series.uid, "orphan"))
    several = len(masters) > 1
    for place, number in enumerate(sorted(masters) or [series.entries[0].number]):
        own = [item for item in found if item.entry.number == number or (place == 0 and item.entry.replaces)]
        name = f"{series.uid}#{masters[number].start.written}" if several and place else series.uid
        numbers = _numbers(series, number, place == 0, masters) - hidden
        _add(WantedSource(series, name, number, numbers, own), incoming, now, end)
    return None


def _unfit(series: Series) -> str:
    """Say why a whole series stays out: it is meant for few, it is ours already, or it has no name."""
    first = min(series.entries, key=lambda entry: entry.replaces is not None)
    host = site_host()
    if first.is_private:
        return "private"
    if series.uid.startswith("date-") and series.uid.endswith(f"@{host}"):
        return "ours"
    return "" if cleaned(first.summary, TITLE) else "no_title"


def _numbers(series: Series, number: int, is_first: bool, masters: Iterable[int]) -> set[int]:
    rest = {entry.number for entry in series.entries} - set(masters)
    return {number} | (rest if is_first else set())


@dataclass(frozen=True, slots=True)
class WantedSource:
    """The part of a series that makes one event."""

    series: Series
    uid: str
    number: int
    numbers: set[int]
    found: list[Found]


def _add(part: WantedSource, incoming: Incoming, now: datetime, end: datetime) -> None:
    master = next(entry for entry in part.series.entries if entry.number == part.number)
    chosen = _chosen(part.found, now)
    fitting = [item for item in chosen if item.end.instant - item.start.instant < LONGEST]
    if not fitting:
        code = "too_long" if chosen else "over"
        incoming.rejected += [Note(number, part.series.uid, code) for number in sorted(part.numbers)]
        return
    if len(fitting) < len(chosen):
        incoming.notes.append(Note(part.number, part.series.uid, "too_long"))
    if len(chosen) == MOST_DATES:
        end = chosen[-1].start.instant
    facts = _facts(master.component.text, part.series, incoming)
    dates = {item.key: _date(item, facts) for item in fitting}
    event = WantedEvent(
        uid=_uid(part, master.start.written),
        components=[part.number, *sorted(part.numbers - {part.number})],
        sequence=master.sequence,
        facts=facts,
        is_cancelled=all(date.is_cancelled for date in dates.values()),
        dates=dates,
        known_until=end,
    )
    incoming.events.append(event)


def _chosen(found: list[Found], now: datetime) -> list[Found]:
    """Take the coming dates and those of the last weeks; of what is over for long, the last ones."""
    by_start = sorted(found, key=lambda item: item.start.instant)
    recent = [item for item in by_start if item.end.instant > now - RECENT]
    return recent[:MOST_DATES] or by_start[-50:]


def _uid(part: WantedSource, start: str) -> str:
    """Name what has no name, or too long a one, by what it says."""
    if part.uid and len(part.uid) <= UID:
        return part.uid
    mark = part.uid or f"{start} {part.found[0].summary}"
    return f"by-content-{sha256(mark.encode('utf-8', 'replace')).hexdigest()}"


def _facts(text: Callable[[str], str], series: Series, incoming: Incoming) -> dict[str, str]:
    link = text("URL").strip()
    body = plain(text("DESCRIPTION"))
    if link.startswith(("https://", "http://")) and link not in body:
        body = f"{body}\n{link}"
    wanted = {
        "title": (text("SUMMARY"), TITLE),
        "description": (body, TEXT),
        "place_name": (text("LOCATION"), PLACE),
    }
    facts = {}
    for name, (words, most) in wanted.items():
        facts[name] = cleaned(words, most, lines=name == "description")
        if len(cleaned(words, most + 1, lines=name == "description")) > most:
            incoming.notes.append(Note(series.entries[0].number, series.uid, "shortened", name))
    return facts


def plain(text: str) -> str:
    """Take the words out of the markup that some calendars write descriptions in."""
    if not _MARKUP.search(text):
        return text
    return unescape(_TAG.sub("", _BREAK.sub("\n", text)))


def cleaned(text: str, most: int, *, lines: bool = False) -> str:
    """Leave out what no text of ours may hold, and cut what is too long."""
    whole = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return (whole if lines else " ".join(whole.split())).strip()[:most]


def _date(found: Found, facts: dict[str, str]) -> WantedDate:
    if found.start.all_day:
        start, end = midnight(found.start.wall.date()), midnight(found.end.wall.date())
    else:
        start, end = found.start.instant, max(found.start.instant, found.end.instant)
    return WantedDate(
        component=found.entry.number,
        period=Period(start, end),
        is_all_day=found.start.all_day,
        is_cancelled=found.status == "CANCELLED",
        note=cleaned(" / ".join(_other_words(found, facts)), NOTE),
    )


def _other_words(found: Found, facts: dict[str, str]) -> Iterator[str]:
    """Give what one date says otherwise than its series: an event has one title here, and a date a note."""
    if found.entry.replaces is None:
        return
    for name, field_name, most in (("SUMMARY", "title", TITLE), ("LOCATION", "place_name", PLACE)):
        words = cleaned(found.entry.component.text(name), most)
        if words and words != facts[field_name]:
            yield words
