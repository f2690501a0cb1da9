"""Opening a facility and its spaces: the room staff's own deeds."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain, count
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from organizations.language import reading, slug_from_reading
from organizations.models import User
from organizations.services.content_versions import bump
from spaces.models import Activity, Closure, Equipment, Facility, Part, Space, SpaceText, Thing
from spaces.services.index import index_facility, index_space
from spaces.services.opening import WeeklyMinutes, set_hours


def free_slug(model: type[Facility] | type[Space] | type[Thing], facts: Mapping[str, Any]) -> str:
    """Make an address from the reading that no other place has."""
    stem = slug_from_reading(facts["name"], facts.get("kana", "")) or "place"
    taken = set(model.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for slug in chain([stem], (f"{stem}-{n}" for n in count(2))) if slug not in taken)


def reading_of(facts: Mapping[str, Any]) -> str:
    return facts.get("kana") or reading(facts["name"])


@transaction.atomic
def open_facility(*, facts: Mapping[str, Any], hours: WeeklyMinutes = (), by: User | None) -> Facility:
    """Write down a facility. ``hours`` are (weekday with Monday 0, opens, closes) in minutes from midnight."""
    facility = Facility.objects.create(**{"slug": free_slug(Facility, facts), **facts, "kana": reading_of(facts)})
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
    activities: Iterable[Activity] = (),
    parts: Iterable[str] = (),
    hours: WeeklyMinutes = (),
    english: str = "",
    by: User | None,
) -> Space:
    """Write down a space. ``parts`` name the pieces of the building it takes; without any it is a piece of its own.

    Spaces of one facility that name the same part can never be lent at the same time.
    """
    slug = free_slug(Space, {"name": f"{facility.name} {facts['name']}"})
    space = Space.objects.create(facility=facility, **{"slug": slug, **facts, "kana": reading_of(facts)})
    space.equipment.set(equipment)
    space.activities.set(activities)
    space.parts.set(_parts(facility, list(parts) or [space.name]))
    set_hours(facility=facility, space=space, hours=hours, by=by)
    if english:
        SpaceText.objects.create(space=space, language="en", title=english)
    index_space(space)
    log(space, "wagtail.create", user=by)
    bump("spaces")
    return space


@transaction.atomic
def edit_facility(*, facility: Facility, facts: Mapping[str, Any], by: User | None) -> Facility:
    """Change what is known of a facility."""
    for name, value in facts.items():
        setattr(facility, name, value)
    facility.save()
    index_facility(facility)
    log(facility, "wagtail.edit", user=by, data={"fields": sorted(facts)})
    bump("spaces")
    return facility


def _parts(facility: Facility, names: Iterable[str]) -> list[Part]:
    return [Part.objects.get_or_create(facility=facility, name=name)[0] for name in names]


@transaction.atomic
def edit_space(
    *,
    space: Space,
    facts: Mapping[str, Any],
    equipment: Iterable[Equipment] | None = None,
    activities: Iterable[Activity] | None = None,
    parts: Iterable[str] = (),
    by: User | None,
) -> Space:
    """Change what a space says of itself and how it is lent; bookings that stand keep their times.

    Raises ValidationError (booked) when other ``parts`` are named while somebody still holds those it has.
    """
    if parts:
        _divide(space, set(parts))
    for name, value in facts.items():
        setattr(space, name, value)
    space.save()
    if equipment is not None:
        space.equipment.set(equipment)
    if activities is not None:
        space.activities.set(activities)
    index_space(space)
    log(space, "wagtail.edit", user=by, data={"fields": sorted(facts)})
    bump("spaces")
    return space


def _divide(space: Space, names: set[str]) -> None:
    """Let a space take these parts of its building from now on."""
    if names == {part.name for part in space.parts.all()}:
        return
    if space.bookings.holding().filter(ends_at__gt=timezone.now()).exists():
        message = _("Somebody has booked this space. Change its parts when those bookings are over or cancelled.")
        raise ValidationError(message, code="booked")
    space.parts.set(_parts(space.facility, sorted(names)))


@transaction.atomic
def close_place(
    *,
    facility: Facility | None,
    space: Space | None = None,
    first: date,
    last: date,
    reason: str,
    spans: Sequence[tuple[int, int]] = (),
    by: User | None,
) -> Closure:
    """Close a facility, one of its spaces or (without either) the whole city from ``first`` to ``last``, both included.

    ``spans`` are hours at which it is open all the same. What stands in these days is not touched.
    """
    closure = Closure.objects.create(
        facility=facility, space=space, starts_on=first, ends_on=last, reason=reason, spans=[list(s) for s in spans]
    )
    log(closure, "spaces.closure", user=by, data={"reason": reason})
    bump("spaces")
    return closure


@transaction.atomic
def reopen_place(*, closure: Closure, by: User | None) -> None:
    """Take a closure back."""
    log(closure, "spaces.reopening", user=by, data={"reason": closure.reason})
    closure.delete()
    bump("spaces")
