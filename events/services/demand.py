"""Searches that found no date: counted when they happen, read by those who look for gaps."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from events.models import EmptySearch
from spaces.models import Visit

MOST_A_DAY = 500  # different questions that one day can leave
WEEKDAYS = ("", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
UP_TO = ((35, Visit.Band.BABY), (71, Visit.Band.PRESCHOOL), (143, Visit.Band.PRIMARY), (215, Visit.Band.TEEN))


def band_of(ages: tuple[int, int] | None) -> str:
    """Name the age band of a child, by the youngest month asked for; "" for no child."""
    return next((str(band) for last, band in UP_TO if ages[0] <= last), "") if ages else ""


def _only(values: list[Any] | None) -> Any:
    """What was asked, where just one thing was: of two wishes nobody knows which one was in vain."""
    return values[0] if values and len(values) == 1 else None


@transaction.atomic
def note_empty_search(asked: Mapping[str, Any]) -> None:
    """Count a question in vain. What was typed in words, and who asked, is not kept."""
    today = timezone.localdate()
    question: dict[str, Any] = {
        "topic": _only(asked.get("topic")) or "",
        "district": _only(asked.get("district")) or "",
        "band": band_of(_only(asked.get("age"))),
        "weekday": WEEKDAYS[_only(asked.get("day")) or 0],
    }
    if not any(question.values()):
        return
    known = EmptySearch.objects.filter(**question, noted_on=today)
    if not known.update(times=F("times") + 1) and not is_full(today):
        EmptySearch.objects.get_or_create(**question, noted_on=today)


def is_full(day: date) -> bool:
    """A machine that asks all day long does not fill the table."""
    return EmptySearch.objects.filter(noted_on=day).count() >= MOST_A_DAY


def forget_old(*, day: date, kept: timedelta = timedelta(days=3 * 366)) -> int:
    """Drop what is older than the plan looks back."""
    return EmptySearch.objects.filter(noted_on__lt=day - kept).delete()[0]
