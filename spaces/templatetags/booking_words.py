"""What became of the dates somebody asked for, in words."""

from datetime import datetime
from typing import Any

from django import template
from django.utils.translation import gettext as _

from spaces.models import BookingSeries, Space
from spaces.periods import Period
from spaces.services.rules import refusal_words

register = template.Library()


register.filter(refusal_words)


@register.filter
def can_be_had(verdicts: list[dict[str, Any]]) -> int:
    """Count the dates that nothing speaks against."""
    return sum(not verdict["code"] for verdict in verdicts)


@register.filter
def are_taken(verdicts: list[dict[str, Any]]) -> bool:
    """Say whether somebody else has any of the dates, so that waiting makes sense."""
    return any(verdict["code"] == "taken" for verdict in verdicts)


@register.filter
def refused_dates(series: BookingSeries) -> list[dict[str, Any]]:
    """Read what was written down of the refused dates of a series, but for those that wait in line."""
    waiting = {moment.timestamp() for moment in series.bookings.values_list("starts_at", flat=True)}
    return [
        {
            "period": Period(datetime.fromisoformat(row["starts_at"]), datetime.fromisoformat(row["ends_at"])),
            "code": row["code"],
            "count": row["count"],
        }
        for row in series.refused
        if "ends_at" in row and datetime.fromisoformat(row["starts_at"]).timestamp() not in waiting
    ]


@register.filter
def window_words(space: Space) -> str:
    """Say from when on a space can be asked for, where that follows the calendar."""
    if space.opens_months_ahead is None:
        return ""
    words = [_("Bookings open on the 1st of the month, %(count)d months before.") % {"count": space.opens_months_ahead}]
    if space.locals_first_days:
        first = _("In the first %(count)d days, people and groups of the city come first.")
        words.append(first % {"count": space.locals_first_days})
    return " ".join(words)
