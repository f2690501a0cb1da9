"""Says in words what a search understood, what it found and why."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.conditions import Conditions
from organizations.models import SearchDocument
from organizations.services.search import Hit
from organizations.templatetags.words import WEEKDAYS, age_range, day_words, daypart_words, time_range, weekday_words

register = template.Library()

REASONS = {
    "age": gettext_lazy("The ages fit"),
    "weekday": gettext_lazy("The day of the week fits"),
    "month": gettext_lazy("It is in that month"),
    "season": gettext_lazy("It is in that season"),
    "date": gettext_lazy("It is on those days"),
    "daypart": gettext_lazy("The time of day fits"),
    "district": gettext_lazy("It is in that district"),
    "indoor": gettext_lazy("It fits the weather"),
    "kind": gettext_lazy("It is what you look for"),
    "free": gettext_lazy("Free of charge"),
}


@register.filter
def why(reason: tuple[str, str]) -> str:
    """Say one reason: a code, and for "word" what it is about."""
    code, word = reason
    return _("About “%(word)s”") % {"word": word} if code == "word" else str(REASONS[code])


@register.filter
def conditions_met(hit: Hit) -> str:
    """Say which conditions something meets; that the words are there, everybody sees."""
    return _(" · ").join(why(reason) for reason in hit.reasons if reason[0] not in {"word", "kind"})


@register.filter
def kind_words(kind: str) -> str:
    """Name a kind of thing found."""
    return str(SearchDocument.Kind(kind).label)


@register.filter
def found_when(hit: Hit) -> str:
    """Say when it is next."""
    return time_range(hit.starts_at) if hit.starts_at else ""


@register.filter
def found_ages(hit: Hit) -> str:
    """Say for whom, if it is stated."""
    return "" if hit.row.ages == (None, None) else age_range(*hit.row.ages)


@register.filter
def understood(wanted: Conditions) -> list[str]:
    """List the conditions that were read out of the words typed."""
    codes = list(WEEKDAYS)
    said = [age_range(*ages) for ages in wanted.ages]
    said += [weekday_words(codes[day] for day in wanted.weekdays)] if wanted.weekdays else []
    said += [_("Month %(number)d") % {"number": month} for month in sorted(wanted.months)]
    said += ["–".join(dict.fromkeys(map(day_words, wanted.dates)))] if wanted.dates else []
    said += [daypart_words(wanted.dayparts)] if wanted.dayparts else []
    said += wanted.districts
    said += [] if wanted.indoor is None else [_("Indoors") if wanted.indoor else _("Outdoors")]
    return [*said, _("Free of charge")] if wanted.free else said
