"""Codes and numbers said in words, in the language of the page: ages, days, hours, fiscal years."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, TypeVar

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from organizations.models import Resource
from organizations.scoring import Reason, known_themes

register = template.Library()

Moment = TypeVar("Moment", datetime, date)

SCHOOL_STARTS = 72  # months: a child enters 小1 in the April after the sixth birthday
ADULT_STARTS = 216
SCHOOL_STAGES = {
    (72, 143): gettext_lazy("Primary school children"),
    (144, 179): gettext_lazy("Junior high school students"),
    (180, 215): gettext_lazy("High school students"),
    (144, 215): gettext_lazy("Junior high and high school students"),
    (72, 215): gettext_lazy("Primary to high school students"),
}
WEEKDAYS = {
    "mon": gettext_lazy("Mon"),
    "tue": gettext_lazy("Tue"),
    "wed": gettext_lazy("Wed"),
    "thu": gettext_lazy("Thu"),
    "fri": gettext_lazy("Fri"),
    "sat": gettext_lazy("Sat"),
    "sun": gettext_lazy("Sun"),
}
DAYPARTS = {
    "morning": gettext_lazy("mornings"),
    "afternoon": gettext_lazy("afternoons"),
    "evening": gettext_lazy("evenings"),
}
ERAS = (  # (the fiscal year that is called the first of the era, name): 元号
    (2019, gettext_lazy("Reiwa")),
    (1989, gettext_lazy("Heisei")),
    (1926, gettext_lazy("Showa")),
)


def _school_year(years_in_school: int) -> str:
    """Name the school year that lies so many years after entering primary school."""
    if years_in_school < 6:
        return _("grade %(number)d") % {"number": years_in_school + 1}
    if years_in_school < 9:
        return _("junior high %(number)d") % {"number": years_in_school - 5}
    return _("high school %(number)d") % {"number": years_in_school - 8}


def _age(months: int) -> str:
    """Say one age: months up to one year, then years, then school years, then years again."""
    if 0 < months < 12:
        return _("%(number)d months") % {"number": months}
    if SCHOOL_STARTS <= months < ADULT_STARTS:
        return _school_year((months - SCHOOL_STARTS) // 12)
    years, rest = divmod(months, 12)
    if rest and years < 3:
        return _("%(years)d years %(months)d months") % {"years": years, "months": rest}
    return _("age %(number)d") % {"number": years}


def _last_age(months: int) -> str:
    """Say the last age that still fits: 35 months is the last month of being two."""
    return _age(months - 11 if (months + 1) % 12 == 0 else months)


@register.filter
def age_range(first: int | None, last: int | None = None) -> str:
    """Say for whom something is, from months with both ends included; silence is said as silence."""
    if first is None and last is None:
        return _("Ages not stated")
    if last is None:
        return _("From %(age)s") % {"age": _age(first or 0)}
    if first is None:
        return _("Up to %(age)s") % {"age": _last_age(last)}
    if stage := SCHOOL_STAGES.get((first, last)):
        return str(stage)
    within_a_year = first % 12 and first // 12 == last // 12
    youngest, oldest = _age(first), _age(last) if within_a_year else _last_age(last)
    if youngest == oldest:
        return youngest
    return _("%(first)s to %(last)s") % {"first": youngest, "last": oldest}


def _local(moment: Moment) -> Moment:
    """Bring an aware instant to the zone of the page; leave a day alone."""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return timezone.localtime(moment)
    return moment


def _day(moment: datetime | date) -> date:
    local = _local(moment)
    return local.date() if isinstance(local, datetime) else local


@register.filter
def day_words(day: datetime | date | None) -> str:
    """Say a day without its year: 11月28日(土)."""
    return _day_words(get_language(), _day(day)) if day else ""


@lru_cache(maxsize=1024)
def _day_words(_language: str | None, day: date) -> str:
    return date_format(day, pgettext("date format", "D j M"))


@register.filter
def long_day_words(day: datetime | date | None) -> str:
    """Say a day with its year: 2026年11月28日(土)."""
    return _long_day_words(get_language(), _day(day)) if day else ""


@lru_cache(maxsize=1024)
def _long_day_words(_language: str | None, day: date) -> str:
    return date_format(day, pgettext("date format", "D j M Y"))


@register.filter
def month_words(day: date) -> str:
    """Say a month with its year: 2026年11月."""
    return _("%(month)s/%(year)s") % {"month": day.month, "year": day.year}


def _clock(moment: datetime | time) -> str:
    if isinstance(moment, datetime):
        moment = _local(moment)
    return f"{moment.hour}:{moment.minute:02d}"


@register.filter
def hours_range(starts: datetime | time, ends: datetime | time | None = None) -> str:
    """Say two times of one day, midnight at the end as 24:00: 10:00〜12:00."""
    first = _clock(starts)
    if ends is None:
        return _("from %(time)s") % {"time": first}
    last = _clock(ends)
    return _("%(starts)s–%(ends)s") % {"starts": first, "ends": "24:00" if last == "0:00" else last}


@register.filter
def time_range(starts: datetime, ends: datetime | None = None) -> str:
    """Say when something is, with its day: 11月28日(土) 10:00〜12:00."""
    starts, ends = _local(starts), _local(ends) if ends else None
    if ends is None or (ends - timedelta(microseconds=1)).date() <= starts.date():
        return f"{day_words(starts)} {hours_range(starts, ends)}"
    first, last = (f"{day_words(moment)} {_clock(moment)}" for moment in (starts, ends))
    return _("%(starts)s–%(ends)s") % {"starts": first, "ends": last}


@register.filter
def moment_words(moment: datetime) -> str:
    """Say a moment with its day: 11月28日(土) 10:00."""
    return f"{day_words(moment)} {_clock(_local(moment))}"


@register.filter
def fiscal_year_words(year: int) -> str:
    """Say a fiscal year (April to March) with its era: 令和8年度（2026年度）."""
    for first_year, name in ERAS:
        if year >= first_year:
            number = year - first_year + 1
            era_year = _("1st") if number == 1 else str(number)
            return _("%(era)s %(number)s (fiscal year %(year)d)") % {"era": name, "number": era_year, "year": year}
    return _("Fiscal year %(year)d") % {"year": year}


@register.filter
def weekday_words(days: Iterable[str] | None) -> str:
    """Say a set of weekdays in the order of the week: 月・水曜, 平日, 土日."""
    chosen = set(days or ())
    if not chosen:
        return _("Any day")
    if chosen == set(WEEKDAYS):
        return _("Every day")
    if chosen == {"mon", "tue", "wed", "thu", "fri"}:
        return _("Weekdays")
    if chosen == {"sat", "sun"}:
        return _("Weekends")
    names = _("·").join(str(name) for code, name in WEEKDAYS.items() if code in chosen)
    return pgettext("weekdays", "%(days)s") % {"days": names}


@register.filter
def daypart_words(parts: Iterable[str] | None) -> str:
    """Say a set of parts of the day in the order of the day: 午前・午後."""
    chosen = set(parts or ())
    if not chosen:
        return _("Any time of day")
    return _("·").join(str(name) for code, name in DAYPARTS.items() if code in chosen)


def _theme(code: str) -> str:
    """Name a theme of needs and offers in the language of the page."""
    return getattr(known_themes()[code], "en" if get_language() == "en" else "ja") if code in known_themes() else code


def _themes_words(numbers: Mapping[str, Any]) -> str:
    asked, given, _strength = numbers["pairs"][0]
    if asked == given:
        return _("Both are about “%(theme)s”.") % {"theme": _theme(asked)}
    return _("“%(given)s” can answer “%(asked)s”.") % {"given": _theme(given), "asked": _theme(asked)}


def _shared_words(numbers: Mapping[str, Any]) -> str:
    if get_language() == "en":
        return _("They use the same words.")
    return _("Both texts say %(words)s.") % {"words": "".join(f"「{word}」" for word in list(numbers["words"])[:3])}


def _topics_words(numbers: Mapping[str, Any]) -> str:
    if get_language() == "en":
        return _("They work in the same field.")
    return _("They work in the same field (%(topics)s).") % {"topics": _("·").join(numbers["topics"])}


def _resource_words(numbers: Mapping[str, Any]) -> str:
    asked, given = (Resource(numbers[side]).label for side in ("asked", "given"))
    if numbers["asked"] == numbers["given"]:
        return _("“%(given)s” is what is asked for.") % {"given": given}
    return _("“%(given)s” can stand in for “%(asked)s”.") % {"given": given, "asked": asked}


def _quantity_words(numbers: Mapping[str, Any]) -> str:
    if numbers["covered"] >= 1:
        return _("The quantity is enough.")
    return _("%(given)s of the %(asked)s asked for.") % {
        "given": _amount(numbers["given"], numbers["unit"]),
        "asked": _amount(numbers["asked"], numbers["unit"]),
    }


def _amount(number: float, unit: str) -> str:
    return f"{number:,.0f}" if get_language() == "en" else f"{number:,.0f}{unit}"


def _history_words(numbers: Mapping[str, Any]) -> str:
    if numbers["declined"]:
        return _("An earlier introduction of these two did not work out.")
    return _("They have worked together well before.")


def _notice_words(numbers: Mapping[str, Any]) -> str:
    return _("One must ask %(needed)d days ahead; %(left)d are left.") % numbers


DISTANCES = {
    "same": gettext_lazy("It is in the same district."),
    "near": gettext_lazy("It is in a neighbouring district."),
    "anywhere": gettext_lazy("The district does not matter."),
    "far": gettext_lazy("It is in a district farther away."),
}
SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "theme": _themes_words,
    "words": _shared_words,
    "topics": _topics_words,
    "unrelated": lambda n: _("The two texts have no subject in common."),
    "resource": _resource_words,
    "ages": lambda n: _("The ages meet: %(ages)s.") % {"ages": age_range(n["first"], n["last"])},
    "district": lambda n: str(DISTANCES[n["distance"]]),
    "weekdays": lambda n: _("The days meet: %(days)s.") % {"days": weekday_words(n["days"])},
    "dayparts": lambda n: _("The times of day meet: %(parts)s.") % {"parts": daypart_words(n["parts"])},
    "quantity": _quantity_words,
    "hours": lambda n: _("The hours in the two texts do not meet."),
    "busy": lambda n: _("The offering group is busy on that day."),
    "notice": _notice_words,
    "refused": lambda n: _("The offer rules out a part of what is asked for."),
    "lacking": lambda n: _("“%(theme)s” is missing from the offer.") % {"theme": _theme(n["themes"][0])},
    "freshness": lambda n: _("Offered %(number)d days ago.") % {"number": n["days"]},
    "history": _history_words,
    "exposure": lambda n: _("Proposed elsewhere %(number)d times lately.") % {"number": n["times"]},
}


@register.filter
def reason_words(reason: Reason | Mapping[str, Any]) -> str:
    """Say one addend of a match's score as a sentence; also one kept with an introduction."""
    if isinstance(reason, Reason):
        return SENTENCES[reason.code](reason.numbers)
    return SENTENCES[reason["code"]](reason["numbers"])
