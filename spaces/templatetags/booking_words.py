"""What became of the dates somebody asked for, in words."""

from datetime import datetime
from typing import Any

from django import template

from spaces.models import BookingSeries
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
