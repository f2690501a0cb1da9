"""What was asked of the list of places: chips to take away, and the nearest questions that find something."""

from collections.abc import Iterator

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organizations.templatetags.words import time_range
from organizations.views.lists import address, without
from spaces.forms.places import SpaceSearchForm
from spaces.periods import TOKYO, Period, midnight
from spaces.services.finding import Nearest

Chip = dict[str, str]
TIME = ("day", "start", "end")
FLAGS = ("open_now", "free_now")


def chips(form: SpaceSearchForm, data: QueryDict) -> list[Chip]:
    """List what was asked, each with the address of the question without it."""
    found = [*_single(form, data), *_several(form, data)]
    if form.period:
        words = time_range(form.period.start, form.period.end)
        found.append({"label": words, "href": address(data, **dict.fromkeys(TIME))})
    return found


def _single(form: SpaceSearchForm, data: QueryDict) -> Iterator[Chip]:
    asked = form.cleaned_data
    words = {
        "q": asked.get("q"),
        "kind": dict(form.kinds).get(asked.get("kind", "")) if asked.get("kind") else "",
        "people": people_words(asked["people"]) if asked.get("people") else "",
        **{name: form.fields[name].label for name in FLAGS if asked.get(name)},
    }
    for name, label in words.items():
        if label:
            yield {"label": str(label), "href": address(data, **{name: None})}


def _several(form: SpaceSearchForm, data: QueryDict) -> Iterator[Chip]:
    asked = form.cleaned_data
    for district in asked.get("district") or ():
        yield {"label": str(district), "href": without(data, "district", district.code)}
    for name, rows in form.named.items():
        for slug in asked.get(name) or ():
            yield {"label": rows[slug], "href": without(data, name, slug)}
    for code in asked.get("fitting") or ():
        yield {"label": str(form.fittings[code]), "href": without(data, "fitting", code)}


def people_words(number: int) -> str:
    return ngettext("for %(n)d person", "for %(n)d people", number) % {"n": number}


def offers(form: SpaceSearchForm, data: QueryDict, found: list[Nearest]) -> list[Chip]:
    """Say each nearest question in words, with its address."""
    return [_offer(form, data, one) for one in found]


def _offer(form: SpaceSearchForm, data: QueryDict, one: Nearest) -> Chip:
    count = ngettext("%(n)d place", "%(n)d places", one.count) % {"n": one.count}
    if one.period:
        words, href = time_range(one.period.start, one.period.end), address(data, **_time_of(one.period))
    elif one.people:
        words, href = people_words(one.people), address(data, people=str(one.people))
    else:
        label = form.fields[one.dropped].label
        return {
            "label": _("%(count)s without “%(wish)s”") % {"wish": label, "count": count},
            "href": address(data, **{one.dropped: None}),
        }
    return {"label": _("%(count)s: %(wish)s") % {"wish": words, "count": count}, "href": href}


def _time_of(period: Period) -> dict[str, str]:
    start = period.start.astimezone(TOKYO)
    base = midnight(start.date())
    clock = [int((moment - base).total_seconds() // 60) for moment in (period.start, period.end)]
    first, last = (f"{minutes // 60}:{minutes % 60:02d}" for minutes in clock)
    return {"day": start.date().isoformat(), "start": first, "end": last}
