"""The two buttons at the door of a drop-in place, and what they tell about a week."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from organizations.models import User
from organizations.services.content_versions import bump
from spaces.models import Door, Space, Visit
from spaces.periods import TOKYO

UNDO = timedelta(minutes=10)
TOLD_AGAIN = timedelta(minutes=20)  # a level that has not changed is said to hold still


@transaction.atomic
def count_visit(*, space: Space, way: Visit.Way, band: str = "", now: datetime, by: User | None) -> Door:
    """Count one family in or out. Raises ValidationError (code: nobody) when none is inside to go."""
    door = _door_today(space, now)
    if way == Visit.Way.OUT and not door.inside:
        raise ValidationError(_("By this count nobody is inside any more."), code="nobody")
    local = now.astimezone(TOKYO)
    Visit.objects.create(space=space, way=way, band=band, at=now, held_on=local.date(), hour=local.hour, entered_by=by)
    door.inside += 1 if way == Visit.Way.IN else -1
    return _tell(door, door.counted_level or door.level, now)


@transaction.atomic
def take_back_visit(*, space: Space, now: datetime, by: User | None) -> Door:
    """Forget the last tap. Raises ValidationError (code: too_old) when it is older than ten minutes."""
    door = _door_today(space, now)
    last = space.visits.filter(at__gt=now - UNDO).order_by("-at", "-pk").first()
    if last is None:
        raise ValidationError(_("There is nothing of the last ten minutes to take back."), code="too_old")
    door.inside = max(door.inside + (-1 if last.way == Visit.Way.IN else 1), 0)
    last.delete()
    return _tell(door, door.counted_level or door.level, now)


@transaction.atomic
def say_level(*, space: Space, level: Door.Level, now: datetime, by: User | None) -> Door:
    """Say how full it is, whatever the count says; the next family counted corrects it."""
    return _tell(_door_today(space, now), level, now, at_once=True)


@transaction.atomic
def set_room_for(*, space: Space, families: int | None, by: User | None) -> Door:
    """Note how many families fit in, so that the count can say how full it is."""
    door = _locked(space)
    door.holds_families = families
    door.save(update_fields=["holds_families"])
    log(space, "spaces.door", user=by, data={"families": families})
    return door


def _locked(space: Space) -> Door:
    Door.objects.get_or_create(space=space)
    return Door.objects.select_for_update().get(space=space)


def _door_today(space: Space, now: datetime) -> Door:
    """Lock the door; in the morning nobody is inside."""
    door = _locked(space)
    if not door.is_of_today(now):
        door.inside, door.level = 0, ""
    return door


def _tell(door: Door, level: str, now: datetime, at_once: bool = False) -> Door:
    """Write the state down; pages are made anew only when they would say something else."""
    if at_once or level != door.level or door.told_at is None or now - door.told_at > TOLD_AGAIN:
        door.told_at = now
        bump("spaces")
    door.level = level
    door.save(update_fields=["inside", "level", "told_at"])
    return door


def families_by_hour(space: Space, *, first: date, last: date) -> dict[int, dict[int, int]]:
    """Count the families that came, by weekday (Monday is 1) and by hour."""
    found: dict[int, dict[int, int]] = {}
    rows = space.visits.arrivals().between(first, last).values_list("held_on", "hour").annotate(n=Count("pk"))
    for day, hour, number in rows:
        hours = found.setdefault(day.isoweekday(), {})
        hours[hour] = hours.get(hour, 0) + number
    return found


def families_by_band(space: Space, *, first: date, last: date) -> dict[str, int]:
    """Count the families that came, by the age of their child."""
    rows = space.visits.arrivals().between(first, last).values_list("band").annotate(n=Count("pk"))
    return dict(rows)
