"""Figures on the use of spaces, as rows for the table component."""

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.templatetags.words import WEEKDAYS
from spaces.models import Unmet
from spaces.services.demand import Lack

register = template.Library()
NAMES = tuple(WEEKDAYS.values())
WHY = {
    Unmet.NOTHING: gettext_lazy("No space was free"),
    "taken": gettext_lazy("Taken by others"),
    "closed": gettext_lazy("Closed at this time"),
    "too_many": gettext_lazy("Too small"),
    "quota": gettext_lazy("The month's hours were used up"),
    "too_early": gettext_lazy("Not open for booking yet"),
    "opens_month": gettext_lazy("Not open for booking yet"),
    "locals_first": gettext_lazy("The city's own people come first"),
    "groups_only": gettext_lazy("For groups only"),
}


@register.filter
def lack_headers(_rows: Any) -> list[str]:
    return [_("Space"), _("When"), _("Why not"), _("Times")]


@register.filter
def lack_rows(rows: list[Lack]) -> list[list[str | int]]:
    """Say where, when and why each wish could not be met."""
    return [
        [
            str(row.space) if row.space else _("Any space"),
            _("%(weekday)s, from %(hour)d:00") % {"weekday": NAMES[row.weekday - 1], "hour": row.hour},
            str(WHY[row.code]),
            row.times,
        ]
        for row in rows
    ]
