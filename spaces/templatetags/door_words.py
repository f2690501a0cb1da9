"""What the door of a drop-in place tells, in words and rows."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.templatetags.words import WEEKDAYS
from spaces.models import Door, Space, Visit

register = template.Library()

KINDS = {Door.Level.FREE: "good", Door.Level.BUSY: "warn", Door.Level.FULL: "bad"}
Hours = dict[int, dict[int, int]]


@register.filter
def level_kind(level: Door.Level) -> str:
    """Name the look of a level's badge."""
    return KINDS[level]


@register.filter
def level_now(space: Space) -> Door.Level | None:
    """How full a drop-in place is at this moment; its door must have been fetched along."""
    door: Door | None = getattr(space, "door", None)
    return door.level_at(timezone.now()) if door else None


@register.filter
def level_badges(space: Space) -> list[dict[str, str]]:
    """How full it is, as the badges of a card; none where nobody has said so lately."""
    level = level_now(space)
    return [{"label": str(level.label), "kind": KINDS[level]}] if level else []


@register.filter
def level_advice(level: Door.Level) -> str:
    """Say what a family may do with it."""
    if level == Door.Level.FULL:
        return _("Please wait a little, or come again later.")
    return _("Please come in.")


@register.filter
def clock_words(moment: datetime) -> str:
    """Say the time of day: 14:05."""
    local = timezone.localtime(moment)
    return f"{local.hour}:{local.minute:02d}"


@register.filter
def beside(first: str, second: str) -> list[str]:
    """Make a row of two."""
    return [first, second]


@register.filter
def band_rows(bands: dict[str, int]) -> list[list[str | int]]:
    """One row for each age, and the sum."""
    rows: list[list[str | int]] = [[str(label), bands.get(value, 0)] for value, label in Visit.Band.choices[1:]]
    rows.append([str(Visit.Band.UNKNOWN.label), bands.get("", 0)])
    return [*rows, [_("Together"), sum(bands.values())]]


def _span(hours: Hours) -> range:
    met = [hour for row in hours.values() for hour in row]
    return range(min(met), max(met) + 1)


@register.filter
def hour_headers(hours: Hours) -> list[str]:
    """The hours in which anybody came."""
    return [_("Weekday"), *(f"{hour}:00" for hour in _span(hours))]


@register.filter
def hour_rows(hours: Hours) -> list[list[str | int]]:
    """One row for each weekday."""
    return [
        [str(name), *(hours.get(number, {}).get(hour, 0) for hour in _span(hours))]
        for number, name in enumerate(WEEKDAYS.values(), start=1)
    ]
