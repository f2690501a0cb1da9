"""Where nothing, or little, fits: the nearest questions that find more, a handful of cheap counts."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from events.services.search import find_occurrences
from events.views.filters import Filters
from events.views.names import count_name
from organizations.models import District
from organizations.templatetags.words import WEEKDAYS, day_words, weekday_words
from organizations.views.lists import address

MOST_COUNTED = 100
MOST_OFFERED = 5
WINDOW = timedelta(days=60)
# What is asked about place, time and child is counted already; these cost a query each, the dearest first.
DROPPED = (
    "daypart",
    "apply",
    "free",
    "indoor",
    "accessible",
    "nursing",
    "childcare",
    "online",
    "language",
    "topic",
    "tag",
)
MOST_DROPPED = 3
Offer = dict[str, Any]


def nearest(filters: Filters, *, found: int) -> list[Offer]:
    """List the nearest questions that find more than ``found``, the most first.

    What is counted already is offered where little was found; where nothing was, a few more are asked.
    """
    asked = filters.form.cleaned_data
    offers = [*_other_days(filters), *_whole_city(filters), *_other_age(filters)]
    if not found:
        offers += [*_neighbour(filters), *_other_weekday(filters)]
        dropped = [name for name in DROPPED if asked.get(name)][:MOST_DROPPED]
        offers += [_offer(filters, name) for name in dropped]
        offers += [_without_words(filters, chip) for chip in filters.active if chip["name"] == "q"][:2]
    return sorted((offer for offer in offers if offer["count"] > found), key=lambda offer: -offer["count"])[
        :MOST_OFFERED
    ]


def _rows(filters: Filters, **changes: Any) -> Any:
    asked = {**filters.form.cleaned_data, **changes}
    rows = find_occurrences(asked, now=filters.now, meaning=changes.get("meaning", filters.meaning))
    if any(asked.get(name) for name in ("from", "to", "month")):
        return rows
    return rows.filter(starts_at__lt=filters.now + WINDOW)


def _said(count: int, words: str, href: str) -> Offer:
    label = _("%(count)s: %(wish)s") % {"wish": words, "count": count_name(count)}
    return {"label": label, "href": href, "count": count}


def _dropped(count: int, wish: str, href: str) -> Offer:
    label = _("%(count)s without “%(wish)s”") % {"wish": wish, "count": count_name(count)}
    return {"label": label, "href": href, "count": count}


def _other_days(filters: Filters) -> Iterator[Offer]:
    """Offer the next day on which the same is on, where days were asked for."""
    asked = filters.form.cleaned_data
    if not (asked.get("from") or asked.get("to") or asked.get("month")):
        return
    last: date = asked.get("to") or (asked.get("month") or (None, filters.now.date()))[1]
    later = sorted(day for day in filters.facets.days if day > last)[:1]
    for day in later:
        days = {"month": None, "from": day.isoformat(), "to": day.isoformat()}
        yield _said(filters.facets.days[day], day_words(day), address(filters.data, **days))


def _other_weekday(filters: Filters) -> Iterator[Offer]:
    if not filters.form.cleaned_data.get("day"):
        return
    held = Counter(day.weekday() for day in _rows(filters, day=[]).values_list("held_on", flat=True)[:MOST_COUNTED])
    for number, count in held.most_common(1):
        code = list(WEEKDAYS)[number]
        words = _("on %(days)s") % {"days": weekday_words([code])}
        yield _said(count, words, address(filters.data, day=code))


def _whole_city(filters: Filters) -> Iterator[Offer]:
    if filters.form.cleaned_data.get("district"):
        yield _said(filters.facets.anywhere, _("in the whole city"), address(filters.data, district=None))


def _neighbour(filters: Filters) -> Iterator[Offer]:
    """Offer the neighbour of the districts asked for where most is on."""
    codes = filters.form.cleaned_data.get("district")
    if not codes:
        return
    beside = District.objects.filter(neighbours__code__in=codes).exclude(code__in=codes).values_list("code", flat=True)
    found = {code: _in_district(filters, code) for code in beside}
    code = max(found, key=lambda one: found[one], default="")
    if code:
        yield _said(found[code], filters.districts[code], address(filters.data, district=code))


def _in_district(filters: Filters, code: str) -> int:
    return sum(filters.facets.districts.get(pk, 0) for pk in filters.parts.get(code, ()))


def _other_age(filters: Filters) -> Iterator[Offer]:
    asked = filters.form.cleaned_data
    if not (asked.get("age") or asked.get("grade")):
        return
    unstated = address(filters.data, age=None, grade=None, unstated="1")
    yield _said(filters.facets.unstated, _("those that state no ages"), unstated)
    yield _said(filters.facets.any_age, _("for any age"), address(filters.data, age=None, grade=None))


def _offer(filters: Filters, name: str) -> Offer:
    several = isinstance(filters.form.cleaned_data[name], list)
    count = _rows(filters, **{name: [] if several else None})[:MOST_COUNTED].count()
    wish = _("·").join(str(chip["label"]) for chip in filters.active if chip["name"] == name)
    return _dropped(count, wish, address(filters.data, **{name: None}))


def _without_words(filters: Filters, chip: dict[str, Any]) -> Offer:
    """Leave out what some words were taken for, or the words that were looked for."""
    meaning = filters.meaning
    kept = [piece for piece in meaning.pieces if piece != chip["piece"]] if chip["piece"] else meaning.pieces
    query = meaning.query if chip["piece"] else type(meaning.query)("")
    count = _rows(filters, meaning=type(meaning)(kept, query, meaning.districts))[:MOST_COUNTED].count()
    return _dropped(count, chip["words"], chip["href"])


def _one_side(filters: Filters) -> Iterator[Offer]:
    """Where no single wish was too many: what the words find without the ticks, and the other way round."""
    text = filters.data.get("q")
    if not text:
        return
    meaning, now = filters.meaning, filters.now
    words = type(meaning)(query=meaning.query, districts=meaning.districts)
    by_words = find_occurrences({"q": text}, now=now, meaning=words)[:MOST_COUNTED].count()
    subject = meaning.query.text.strip() or text
    yield _said(by_words, _("“%(words)s” alone") % {"words": subject}, "?" + urlencode({"q": subject}))
    ticked = _rows(filters, q=None)[:MOST_COUNTED].count()
    yield _dropped(ticked, text[:40], address(filters.data, q=None))
