"""Hours and days that stand only in the text of a posting."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from organizations import language
from organizations.scoring.postings import Posting
from organizations.scoring.texts import KEPT, REFUSED, clauses

DAY = (0.0, 24.0)
TIME = r"(?P<{0}pm>午後|夜|夕方)?(?P<{0}h>\d{{1,2}})(?:時(?P<{0}half>半)?|:(?P<{0}m>\d{{2}}))"
SPAN = re.compile(TIME.format("a") + r"\s*(?:から|~|-|より)\s*" + TIME.format("b"))
SINCE = re.compile(TIME.format("a") + r"(?:すぎ|過ぎ|ごろ|頃)?(?:から|以降|~)")
UNTIL = re.compile(TIME.format("a") + r"(?:すぎ|過ぎ|ごろ|頃)?(?:まで(?!に)|完全撤収|終了|閉館)")
DATE = re.compile(r"(?P<month>\d{1,2})(?:月(?P<day>\d{1,2})日|/(?P<slash>\d{1,2})(?!\d))")
BUSY = re.compile(r"休み|入って|埋ま|不可|先約|できません|テスト|模試|ふさが")
LEAD = re.compile(r"(?P<count>\d{1,2})(?P<unit>日|週間|か月|ヶ月|カ月)前まで")
LEAD_DAYS = {"日": 1, "週間": 7, "か月": 30, "ヶ月": 30, "カ月": 30}


def _hour(match: re.Match[str], name: str) -> float:
    hour = float(match[name + "h"]) + (0.5 if match[name + "half"] else float(match[name + "m"] or 0) / 60)
    return hour + 12 if match[name + "pm"] and hour < 12 else hour


def _spans(clause: str) -> Iterator[tuple[float, float]]:
    for match in SPAN.finditer(clause):
        starts, ends = _hour(match, "a"), _hour(match, "b")
        yield (starts, ends if ends > starts else ends + 24)
    rest = SPAN.sub("", clause)
    yield from ((_hour(match, "a"), 24.0) for match in SINCE.finditer(rest))
    yield from ((0.0, _hour(match, "a")) for match in UNTIL.finditer(rest))


@lru_cache(maxsize=KEPT)
def hours(posting: Posting) -> tuple[tuple[float, float], ...]:
    """List the spans of hours that a text states, as hours of the day; beyond 24 they reach into the next."""
    text = language.key(f"{posting.title}。{posting.body}")
    return tuple(span for clause in clauses(text) if not REFUSED.search(clause) for span in _spans(clause))


def hours_apart(need: Posting, offer: Posting) -> bool:
    """Tell whether both texts state hours and none of them meet."""
    asked, given = hours(need), hours(offer)
    return bool(asked and given) and not any(a < d and c < b for a, b in asked for c, d in given)


def _date(match: re.Match[str], as_of: date) -> date | None:
    """Place a day without a year where it lies next, up to two months back."""
    try:
        day = date(as_of.year, int(match["month"]), int(match["day"] or match["slash"]))
        return day if day >= as_of - timedelta(days=60) else day.replace(year=as_of.year + 1)
    except ValueError:
        return None


def dates(text: str, as_of: date) -> set[date]:
    return {day for match in DATE.finditer(language.key(text)) if (day := _date(match, as_of))}


def event_days(posting: Posting, as_of: date) -> set[date]:
    """List the days from today on that a posting names, the last days for applying left out."""
    return {day for day in dates(f"{posting.title}。{posting.body}", as_of) if day >= as_of}


def busy_days(posting: Posting, as_of: date) -> set[date]:
    """List the days on which a posting says that nobody can come."""
    return {day for clause in clauses(posting.body) if BUSY.search(clause) for day in dates(clause, as_of)}


def notice_days(posting: Posting) -> int:
    """Give how many days ahead one must ask, 0 when the text does not say."""
    found = LEAD.finditer(language.key(posting.body))
    return max((int(match["count"]) * LEAD_DAYS[match["unit"]] for match in found), default=0)
