"""What the door of a drop-in place tells, in words and rows."""

from collections.abc import Collection
from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from spaces.models import Door, Space

register = template.Library()

KINDS = {Door.Level.FREE: "good", Door.Level.BUSY: "warn", Door.Level.FULL: "bad"}


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
def level_badges(space: Space, shut: Collection[int] = ()) -> list[dict[str, str]]:
    """How full it is, as the badges of a card; none where nobody has said so lately, or it has closed since."""
    level = None if space.pk in shut else level_now(space)
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
