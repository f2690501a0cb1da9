"""The parts of one day, offered for choosing: what the pages for booking and for changing a time have in common."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date

from spaces.fields import ClockField
from spaces.forms.bookings import Choices, DayForm
from spaces.models import Space
from spaces.services.availability import day_offers
from spaces.services.day_parts import offer_words

FARTHEST = timedelta(days=800)


def asked_day(request: HttpRequest) -> date | None:
    """Read the day from what was sent, or from the address; None when it is no day anybody could mean."""
    try:
        day = parse_date(request.POST.get("day") or request.GET.get("day", ""))
    except ValueError:
        return None
    return day if day and abs(day - timezone.localdate()) <= FARTHEST else None


def asked_part(request: HttpRequest) -> dict[str, str]:
    """Read which part an address means by its two times."""
    clock = ClockField(required=False)
    try:
        start, end = (clock.to_python(request.GET.get(name, "")) for name in ("start", "end"))
    except ValidationError:
        return {}
    return {"part": f"{start}-{end}"} if start is not None and end is not None else {}


def part_choices(space: Space, day: date | None) -> Choices | None:
    """List the runs of parts of a day, in words; None by the clock, and without a day."""
    if not space.is_lent_by_parts or day is None:
        return None
    earliest = timezone.now() + timedelta(hours=space.closes_hours_ahead)
    return [(offer.stretch.minutes, offer_words(offer)) for offer in day_offers(space, day, earliest)]


def choose_day(request: HttpRequest, space: Space) -> HttpResponse:
    """Ask for the day first."""
    return render(request, "spaces/choose_day.html", {"space": space, "form": DayForm(request.GET or None)})
