"""How an event comes round, said as on a flyer: 毎月第2・第4土曜日（祝日を除く）."""

from collections.abc import Callable
from datetime import timedelta

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events.models import Series
from events.recurrence import Phrase, Recurrence, RuleRefused, describe
from organizations.templatetags.words import long_day_words
from spaces.periods import TOKYO


def rule_words(series: Series | None) -> str:
    """Say the rule of a series. Empty where the dates must speak for themselves."""
    if series is None:
        return ""
    asked = Recurrence(
        series.starts_at.astimezone(TOKYO),
        timedelta(0),
        series.rule,
        skip_holidays=series.skip_holidays,
        skip_school_holidays=series.skip_school_holidays,
    )
    try:
        often, *limits = describe(asked)
    except RuleRefused:
        return ""
    if often.code not in OFTEN:
        return ""
    said = [LIMITS[phrase.code](phrase) for phrase in limits]
    whole = {"often": OFTEN[often.code](often), "limits": _(", ").join(said)}
    return _("%(often)s (%(limits)s)") % whole if said else whole["often"]


def _days_words(phrase: Phrase) -> str:
    if phrase.every == 1:
        return _("Every day")
    return _("Every %(number)d days") % {"number": phrase.every}


def _weeks_words(phrase: Phrase) -> str:
    said = {"days": _names(phrase), "number": phrase.every}
    if phrase.every == 1:
        return _("Every week on %(days)s") % said
    if phrase.every == 2:
        return _("Every other week on %(days)s") % said
    return _("Every %(number)d weeks on %(days)s") % said


def _months_words(phrase: Phrase) -> str:
    said = {"days": _nth_names(phrase) if phrase.weekdays else _numbers(phrase), "number": phrase.every}
    if phrase.every == 1:
        return _("Every month on %(days)s") % said
    return _("Every %(number)d months on %(days)s") % said


def _years_words(phrase: Phrase) -> str:
    months = _("·").join(str(MONTHS[month]) for month in phrase.months)
    said = {"months": months, "days": _nth_names(phrase) if phrase.weekdays else _numbers(phrase)}
    if phrase.every == 1:
        return _("Every year in %(months)s on %(days)s") % said
    return _("Every %(number)d years in %(months)s on %(days)s") % (said | {"number": phrase.every})


def _names(phrase: Phrase) -> str:
    return _("·").join(str(WEEKDAYS[weekday]) for _ordinal, weekday in phrase.weekdays)


def _nth_names(phrase: Phrase) -> str:
    """Name the nth weekdays; those of one weekday together: 第2・第4土曜日."""
    named = []
    for weekday in sorted({weekday for _ordinal, weekday in phrase.weekdays}):
        ordinals = [_ordinal_words(ordinal) for ordinal, other in phrase.weekdays if other == weekday]
        said = {"ordinals": _("·").join(ordinals), "day": WEEKDAYS[weekday]}
        named.append(_("%(ordinals)s %(day)s") % said if ordinals != [""] else str(said["day"]))
    return _("·").join(named)


def _ordinal_words(ordinal: int) -> str:
    known = {
        0: "",
        1: pgettext("weekday of a month", "1st"),
        2: pgettext("weekday of a month", "2nd"),
        3: pgettext("weekday of a month", "3rd"),
        4: pgettext("weekday of a month", "4th"),
        5: pgettext("weekday of a month", "5th"),
        -1: pgettext("weekday of a month", "last"),
    }
    return known.get(ordinal, _("number %(number)d") % {"number": ordinal})


def _numbers(phrase: Phrase) -> str:
    return _("·").join(_("the last day") if day == -1 else _("day %(number)d") % {"number": day} for day in phrase.days)


OFTEN: dict[str, Callable[[Phrase], str]] = {
    "every_days": _days_words,
    "every_weeks": _weeks_words,
    "monthly_on_days": _months_words,
    "monthly_on_weekdays": _months_words,
    "yearly_on_date": _years_words,
    "yearly_on_weekdays": _years_words,
}
LIMITS: dict[str, Callable[[Phrase], str]] = {
    "not_on_holidays": lambda _phrase: _("not on public holidays"),
    "not_in_school_holidays": lambda _phrase: _("not in school holidays"),
    "until": lambda phrase: _("until %(day)s") % {"day": long_day_words(phrase.day)},
    "times": lambda phrase: _("%(number)d times") % {"number": phrase.number},
}
