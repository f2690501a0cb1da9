"""What the words in the box of /events/ mean: ages, days, places and the like become wishes like those ticked."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from organizations.conditions import GRADES, Piece
from organizations.models import District
from organizations.services.questions import Meaning, read_words
from spaces.periods import TOKYO

DAYPARTS = {"morning": (5, 12), "afternoon": (12, 17), "evening": (17, 24)}


def meaning_of(asked: Mapping[str, Any], *, now: datetime, districts: Mapping[str, str] | None = None) -> Meaning:
    """Understand the words of a question; ``districts`` are codes by name, where the caller knows them already."""
    if not asked.get("q"):
        return Meaning()
    if districts is None:
        districts = dict(District.objects.values_list("name", "code"))
    today = now.astimezone(TOKYO).date()
    return read_words(asked["q"], today=today, districts=districts, literally=bool(asked.get("literal")))


def wishes_in(meaning: Meaning, *, now: datetime) -> dict[str, Any]:
    """Turn what the words mean into wishes as OccurrenceSearchForm would have read them."""
    wishes: dict[str, Any] = {}
    for piece in meaning.pieces:
        value = _value(piece, meaning.districts)
        if isinstance(value, list):
            wishes.setdefault(piece.what, []).extend(value)
        else:
            wishes[piece.what] = value
    dates = wishes.pop("dates", None)
    if dates:
        wishes |= {"from": dates[0], "to": dates[1]}
    months = wishes.pop("month", None)
    return wishes | ({"spans": _coming(months, now.astimezone(TOKYO).date())} if months else {})


def _value(piece: Piece, districts: Mapping[str, str]) -> Any:
    match piece.what:
        case "day":
            return [day + 1 for day in sorted(piece.value)]
        case "grade":
            return [GRADES[piece.value][0]]
        case "district":
            return [districts[piece.value]]
        case "daypart":
            return [DAYPARTS[piece.value]]
        case "age" | "language" | "month":
            return [piece.value]
        case _:
            return piece.value


def _coming(months: Iterable[int], today: date) -> list[tuple[date, date]]:
    """Give the days of each month, this year or, once it is past, next year."""
    spans = []
    for month in months:
        first = date(today.year + (month < today.month), month, 1)
        spans.append((first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)))
    return spans
