"""Notes beside opening hours, clause by clause: what each changes in the weekly spans, if it is understood."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from portal.opendata.texts import folded, is_blank
from portal.opendata.times import DAY, read_time, read_weekdays

WEEKS = (1, 2, 3, 4, 5)
WAVE = r"\s*(?:~|〜|～|–|—|―|−|-|から)\s*"
TIME = r"(?:午前|午後)?\d{1,2}(?::\d{2}|時(?:\d{1,2}分|半)?)"
RANGE = re.compile(rf"({TIME}){WAVE}({TIME})(?:まで)?")
RANGES = re.compile(
    r"^(?:利用可能時間|開館時間|開所時間|開設時間|利用時間|時間)?(?:は|:)?"
    rf"((?:{TIME}{WAVE}{TIME}(?:まで)?[、,・/と ]*)+)(?:です)?$"
)
SHUT = r"(?:終日)?(?:利用不可|利用できません|休館|休所|休業|休み|お休み|閉館|定休|除く|休)(?:日|です)?"
OPEN = r"(?:開館|開所|開設|実施|利用可)(?:能|です|しています)?"
DAYS = r"(?P<days>[月火水木金土日](?:曜日?)?(?:(?:[・、,~〜～]|から|及び|と)?(?:[月火水木金土日](?:曜日?)?|祝日?))*)"
NTH = r"(?:毎月)?第(?P<weeks>[1-5](?:[・、,]第?[1-5])*)週?の?"
UNTIL = re.compile(rf"^{DAYS}(?:は|の(?:終了|閉館|閉所)時間は)(?P<end>{TIME})(?:まで)?(?:です)?$")
OTHER_RANGE = re.compile(
    rf"^{DAYS}(?:は|:)?\s*(?:{OPEN})?\(?(?P<start>{TIME}){WAVE}(?P<end>{TIME})\)?(?:まで)?(?:です)?$"
)
CLOSED_DAYS = re.compile(rf"^{DAYS}(?:は)?{SHUT}$")
NTH_CLOSED = re.compile(rf"^{NTH}{DAYS}(?:は)?{SHUT}$")
NTH_RANGE = re.compile(rf"^{NTH}{DAYS}(?:は|も)?(?:{OPEN})?\(?(?P<start>{TIME}){WAVE}(?P<end>{TIME})\)?(?:です)?$")
EXTRA_DAY = re.compile(rf"^(?:{NTH}|(?:毎月)?月\d回){DAYS}(?:は|も|に|のみ)?(?:{OPEN})$")
YEARLY = re.compile(
    r"\d{1,2}/\d{1,2}(?:[~〜～-]\d{1,2}/\d{1,2})?|\d{1,2}月\d{1,2}日(?:(?:[~〜～-]|から)(?:翌年の?)?(?:\d{1,2}月)?\d{1,2}日)?(?:まで)?"
)
HOLIDAYS = re.compile(
    rf"^(?:国民の|[(),、・と ]|及び|祝日|休日|祝祭日|振替休日|年末年始|お盆|<yearly>)+(?:は|を|も)?"
    rf"(?:{SHUT}|(?P<open>{OPEN})?(?:\(?(?P<start>{TIME}){WAVE}(?P<end>{TIME})\)?)?)$"
)
CLAUSE_ENDS = re.compile(
    r"[。\n;]|(?<=\))(?=[土日月火水木金第])"
    r"|[、,](?=\d{1,2}/\d{1,2}|年末年始)|[、,](?=[月火水木金土日][曜・は ][^休]{0,30}\d)"
)
TELLING = re.compile(
    rf"[月火水木金土日](?:曜|・|は|、)|第\s*\d|月\d+回|毎週|隔週|平日|週末|土日|{TIME}|休館|休所|休み|閉館|不定|学期|夏[季期]|冬[季期]"
)


@dataclass(frozen=True, order=True)
class Span:
    """One weekly opening: weekday (0 = Monday), minutes since midnight, and the weeks of the month if not all."""

    weekday: int
    opens: int
    closes: int
    weeks: tuple[int, ...] = ()


@dataclass(frozen=True)
class Openings:
    """The spans so far, the weekdays that the columns name, and whether the spans hold on national holidays."""

    spans: frozenset[Span] | set[Span]
    days: tuple[int, ...]
    on_holidays: bool = False


def apply_note(openings: Openings, note: str) -> Openings | None:
    """Let the note correct the openings; None when one of its clauses tells of time and is not understood.

    The turn of the year and extra openings on other weekdays leave the weekly spans true.
    """
    for clause in _clauses(note):
        changed = _apply(openings, clause)
        if changed is None and TELLING.search(clause):
            return None
        openings = changed or openings
    return openings


def times_in(text: str) -> list[tuple[int, int]] | None:
    """All spans of a text that holds nothing else, such as 「10:00～12:00、13:00～16:00」; None for any other text."""
    found = RANGES.match(re.sub(r"\([^()]*\)", "", folded(text)).strip())
    if found is None:
        return None
    spans = [_range(first, last) for first, last in RANGE.findall(found.group(1))]
    whole = [span for span in spans if span is not None]
    in_order = all(before[1] <= after[0] for before, after in pairwise(whole))
    return whole if len(whole) == len(spans) and in_order else None


def read_closed_days(cell: str) -> list[int] | None:
    """The weekdays of a cell such as 「月曜日、祝日、年末年始」; None when it tells more than days of every week."""
    if is_blank(cell):
        return []
    text = re.sub(r"\([^()]*\)", "", YEARLY.sub("", folded(cell)))
    text = re.sub(r"国民の|祝祭日|祝日|振替休日|休日|年末年始|お盆|[~〜～・、,。\s]$|毎週", "", text).strip(
        " ・、,。と\n"
    )
    if not text or text in {"無休", "年中無休"}:
        return []
    named = read_weekdays(text)
    return named[0] if named else None


def _clauses(note: str) -> list[str]:
    parts = CLAUSE_ENDS.split(folded(note))
    return [clause for part in parts if (clause := part.strip(" 、,.※・"))]


def _apply(openings: Openings, clause: str) -> Openings | None:
    """What ``clause`` makes of the openings; None when it is not understood."""
    if found := HOLIDAYS.match(YEARLY.sub("<yearly>", clause)):
        return _on_holidays(openings, found)
    if found := NTH_CLOSED.match(clause):
        return _without_weeks(openings, found)
    if found := NTH_RANGE.match(clause):
        without = _without_weeks(openings, found)
        return without and _with_range(without, found, _weeks(found))
    if found := EXTRA_DAY.match(clause):
        return None if set(_named(found)) & set(openings.days) else openings
    return _apply_weekly(openings, clause)


def _apply_weekly(openings: Openings, clause: str) -> Openings | None:
    times = times_in(clause)
    if times is not None:
        spans = {Span(day, *span) for day in openings.days for span in times}
        return replace(openings, spans=spans) if not openings.spans or openings.spans == spans else None
    if found := UNTIL.match(clause):
        return _until(openings, found)
    if found := OTHER_RANGE.match(clause):
        kept = {span for span in openings.spans if span.weekday not in _named(found)}
        return _with_range(replace(openings, spans=kept), found, ())
    if found := CLOSED_DAYS.match(clause):
        return replace(openings, spans={span for span in openings.spans if span.weekday not in _named(found)})
    return None


def _on_holidays(openings: Openings, found: re.Match[str]) -> Openings:
    """Holidays count as open only where the note says so and names no other hours than the weekly ones."""
    if found["open"] is None or "祝" not in found.group():
        return openings
    own = _range(found["start"], found["end"]) if found["start"] else None
    usual = {(span.opens, span.closes) for span in openings.spans}
    return replace(openings, on_holidays=own is None or usual == {own})


def _until(openings: Openings, found: re.Match[str]) -> Openings | None:
    end, days = read_time(found["end"]), _named(found)
    if end is None or any(span.opens >= end for span in openings.spans if span.weekday in days):
        return None
    return replace(
        openings, spans={replace(s, closes=min(s.closes, end)) if s.weekday in days else s for s in openings.spans}
    )


def _without_weeks(openings: Openings, found: re.Match[str]) -> Openings:
    days, weeks = _named(found), _weeks(found)
    left = tuple(week for week in WEEKS if week not in weeks)
    return replace(openings, spans={replace(s, weeks=left) if s.weekday in days else s for s in openings.spans})


def _with_range(openings: Openings, found: re.Match[str], weeks: tuple[int, ...]) -> Openings | None:
    times, days = _range(found["start"], found["end"]), _named(found)
    return replace(openings, spans=set(openings.spans) | {Span(day, *times, weeks) for day in days}) if times else None


def _range(first: str, last: str) -> tuple[int, int] | None:
    start, end = read_time(first), read_time(last)
    return (start, end) if start is not None and end is not None and start < min(end, DAY) else None


def _named(found: re.Match[str]) -> list[int]:
    named = read_weekdays(re.sub(r"[・、,]?祝日?", "", found["days"]))
    return named[0] if named else []


def _weeks(found: re.Match[str]) -> tuple[int, ...]:
    return tuple(sorted({int(digit) for digit in re.findall(r"\d", found["weeks"])}))
