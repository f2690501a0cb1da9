"""Opening a facility and its spaces: the room staff's own deeds."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from organizations.models import District, User
from organizations.services.content_versions import bump
from spaces.models import Equipment, Facility, OpeningHours, Part, Space, SpaceText
from spaces.services.index import index_facility, index_space

WeeklyMinutes = Iterable[tuple[int, int, int]]


@transaction.atomic
def open_facility(
    *, facts: Mapping[str, Any], district: District | None, hours: WeeklyMinutes = (), by: User | None
) -> Facility:
    """Write down a facility. ``hours`` are (weekday with Monday 0, opens, closes) in minutes from midnight."""
    facility = Facility.objects.create(**facts, district=district)
    set_hours(facility=facility, hours=hours, by=by)
    index_facility(facility)
    log(facility, "wagtail.create", user=by)
    bump("spaces")
    return facility


@transaction.atomic
def add_space(
    *,
    facility: Facility,
    facts: Mapping[str, Any],
    equipment: Iterable[Equipment] = (),
    parts: Iterable[str] = (),
    hours: WeeklyMinutes = (),
    english: str = "",
    by: User | None,
) -> Space:
    """Write down a space. ``parts`` name the pieces of the building it takes; without any it is a piece of its own.

    Spaces of one facility that name the same part can never be lent at the same time.
    """
    space = Space.objects.create(facility=facility, **facts)
    space.equipment.set(equipment)
    names = list(parts) or [space.name]
    space.parts.set([Part.objects.get_or_create(facility=facility, name=name)[0] for name in names])
    set_hours(facility=facility, space=space, hours=hours, by=by)
    if english:
        SpaceText.objects.create(space=space, language="en", title=english)
    index_space(space)
    log(space, "wagtail.create", user=by)
    bump("spaces")
    return space


@transaction.atomic
def set_hours(*, facility: Facility, space: Space | None = None, hours: WeeklyMinutes, by: User | None) -> None:
    """Replace the weekly hours of a facility, or of one of its spaces; none mean that the facility's hold."""
    OpeningHours.objects.filter(facility=facility, space=space).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(facility=facility, space=space, weekday=weekday, opens_minute=opens, closes_minute=closes)
        for weekday, opens, closes in hours
    )
    log(facility, "spaces.hours", user=by)
    bump("spaces")
