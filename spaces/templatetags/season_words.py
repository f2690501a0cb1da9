"""Wishes for a season, said in words."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import template
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from organizations.models import Visibility
from organizations.templatetags.words import day_words
from spaces.advice import Kind
from spaces.models import Wish
from spaces.models.rounds import hours_words, regular_words
from spaces.services.clashes import Option
from spaces.services.rules import refusal_words

register = template.Library()
register.filter(regular_words)
KINDS = {
    Kind.OWN: gettext_lazy("Your next wish"),
    Kind.ROOM: gettext_lazy("Another space"),
    Kind.TIME: gettext_lazy("Another time"),
    Kind.DAY: gettext_lazy("Another weekday"),
    Kind.SHARE: gettext_lazy("Sharing the weeks, if the other group takes the other ones"),
}
BADGES = {Wish.Status.GRANTED: "good", Wish.Status.REFUSED: "warn"}


@register.filter
def wish_kind(status: str) -> str:
    """Give the colour of a wish's state."""
    return BADGES.get(Wish.Status(status), "")


@register.filter
def wish_facts(wish: Wish) -> list[dict[str, Any]]:
    """Where and when a group wishes to come, and how that was settled."""
    lost = wish.status == Wish.Status.REFUSED and wish.way == Wish.Way.LOT
    return [
        {"term": _("Space"), "value": str(wish.space), "href": wish.space.get_absolute_url()},
        {"term": _("When"), "value": wish.when},
        {"term": _("Number of people"), "value": wish.head_count},
        {"term": _("What for"), "value": wish.purpose},
        {"term": _("How it was settled"), "value": wish.get_way_display()},
        {"term": _("Reason"), "value": _("Another group was drawn.") if lost else wish.reason},
    ]


@register.filter
def contact_facts(wish: Wish) -> list[dict[str, Any]]:
    """Whom to ask about a wish."""
    return [
        {"term": _("Name"), "value": wish.name},
        {"term": _("Telephone"), "value": wish.phone},
        {"term": _("Mail address"), "value": wish.email},
    ]


@register.filter
def group_in_public(wish: Wish | None) -> str:
    """Name the group of a wish, if it wants to be seen by everybody."""
    if wish is None or wish.organization.visibility != Visibility.PUBLIC:
        return _("A group")
    return wish.organization.name


@register.filter
def dates_words(days: Sequence[date]) -> str:
    """Say how many dates two wishes share, and from when on."""
    words = {"n": len(days), "day": day_words(days[0])}
    return ngettext("(%(n)d date: %(day)s)", "(%(n)d dates from %(day)s on)", len(days)) % words


@register.filter
def refused_words(refused: Sequence[tuple[date, str]]) -> str:
    """Say which dates cannot be had anyway: 5/4, 5/5 (the space is closed)."""
    reasons = Counter(code for _day, code in refused)
    parts = []
    for code, number in reasons.items():
        first = next(day for day, why in refused if why == code)
        words = {"n": number, "day": day_words(first), "why": refusal_words(code)}
        parts.append(ngettext("%(n)d date, %(day)s: %(why)s", "%(n)d dates from %(day)s on: %(why)s", number) % words)
    return " ".join(parts)


@register.filter
def option_words(option: Option) -> str:
    """Say in which way an alternative differs, how many of its dates can be had, and what it lacks."""
    words = {"kind": KINDS[option.found.kind], "n": len(option.found.dates), "all": option.found.wished}
    said = _("%(kind)s, %(n)d of %(all)d dates") % words
    if option.lacking:
        said += _(" (without %(things)s)") % {"things": _(", ").join(option.lacking)}
    return said


@register.filter
def option_name(option: Option) -> str:
    """Name only what is different: the space, the hours, the weekday, the weeks."""
    at = option.found.at
    names = {
        Kind.ROOM: str(option.space),
        Kind.TIME: hours_words(at),
        Kind.DAY: str(WEEKDAYS[at.weekday]),
        Kind.SHARE: str(Wish.Repeats(at.rhythm.value).label),
    }
    return names.get(option.found.kind) or f"{option.space} {regular_words(at)}"
