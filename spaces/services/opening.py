"""Changing when a place is open: one period of validity at a time, each change kept so that it can be taken back."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from organizations.models import User
from organizations.services.content_versions import bump
from spaces import opening_hours as pure
from spaces.models import Booking, Facility, OpeningHours, Space
from spaces.periods import TOKYO, Period
from spaces.services.hours import hours_with

ACTION = "spaces.hours"
KEPT = (
    *("weekday", "weeks", "opens_minute", "closes_minute", "valid_from", "valid_through"),
    *("also_on_holidays", "rests", "moves_after_holiday"),
)
WeeklyMinutes = Iterable[tuple[int, int, int]]
Validity = tuple[date | None, date | None]


@transaction.atomic
def set_hours(*, facility: Facility, space: Space | None = None, hours: WeeklyMinutes, by: User | None) -> None:
    """Write the weekly hours of a new facility or space; none of a space mean that the facility's hold."""
    rows = [OpeningHours(weekday=day, opens_minute=opens, closes_minute=closes) for day, opens, closes in hours]
    _replace(facility, space, rows, by)


@transaction.atomic
def write_period(
    *,
    facility: Facility,
    space: Space | None = None,
    rows: Iterable[OpeningHours],
    validity: Validity,
    replacing: Validity | None = None,
    by: User | None,
) -> None:
    """Put the hours of one period in the place of those of ``replacing``, or beside the other periods.

    Raises ValidationError (code: same_days) where another period has these very days.
    """
    others = [row for row in rows_of(facility, space) if validity_of(row) != replacing]
    if any(validity_of(row) == validity for row in others):
        raise ValidationError(_("There are hours for these very days already. Please change those."), code="same_days")
    _replace(facility, space, [*others, *rows], by)


@transaction.atomic
def remove_period(*, facility: Facility, space: Space | None = None, validity: Validity, by: User | None) -> None:
    """Take the hours of one period away; of a space without any, the facility's hold."""
    _replace(facility, space, [row for row in rows_of(facility, space) if validity_of(row) != validity], by)


@transaction.atomic
def restore_hours(*, facility: Facility, change: ModelLogEntry, by: User | None) -> Space | None:
    """Bring back the hours as they were before ``change``; return the space they are of, if of one."""
    space = facility.spaces.filter(pk=change.data.get("space")).first()
    if change.data.get("space") and space is None:
        raise ValidationError(_("This space is not there any more."), code="gone")
    _replace(facility, space, [_row(told) for told in change.data["before"]], by)
    return space


def changes_of(facility: Facility, *, at_most: int = 20) -> list[ModelLogEntry]:
    """The changes that can be taken back, the newest first."""
    entries = ModelLogEntry.objects.for_instance(facility).filter(action=ACTION).select_related("user")
    return [entry for entry in entries.order_by("-timestamp", "-pk")[:100] if entry.data.get("before")][:at_most]


def rows_of(facility: Facility, space: Space | None) -> list[OpeningHours]:
    return list(OpeningHours.objects.filter(facility=facility, space=space))


def validity_of(row: OpeningHours) -> Validity:
    return row.valid_from, row.valid_through


def left_outside(
    rows: Iterable[OpeningHours], *, facility: Facility, space: Space | None, at_most: int = 50
) -> list[Booking]:
    """Find the bookings to come that would stand outside the hours which ``rows`` make; nobody loses them by that."""
    hit = Booking.objects.holding().filter(ends_at__gt=timezone.now(), space__facility=facility)
    if space is None:
        hit = hit.exclude(space__in=OpeningHours.objects.filter(facility=facility).exclude(space=None).values("space"))
    else:
        hit = hit.filter(space=space)
    bookings = list(hit.select_related("space__facility", "organization").order_by("starts_at"))
    if not bookings:
        return []
    last = max(booking.ends_at for booking in bookings).astimezone(TOKYO).date()
    first = bookings[0].starts_at.astimezone(TOKYO).date()
    hours = hours_with(rows, facility=facility, space=space, first=first, last=last)
    periods = pure.open_periods(hours, first=first, last=last)
    return [booking for booking in bookings if not _within(booking, periods)][:at_most]


def _within(booking: Booking, periods: list[Period]) -> bool:
    return any(period.start <= booking.starts_at and booking.ends_at <= period.end for period in periods)


def _replace(facility: Facility, space: Space | None, rows: Iterable[OpeningHours], by: User | None) -> None:
    """Put ``rows`` in the place of all there are, and note both; what is the same already is left alone."""
    rows = list(rows)
    before = [_told(row) for row in rows_of(facility, space)]
    if before == [_told(row) for row in rows]:
        return
    OpeningHours.objects.filter(facility=facility, space=space).delete()
    written = [OpeningHours(**_told(row), facility=facility, space=space) for row in rows]
    OpeningHours.objects.bulk_create(written)
    told = {"space": space.pk if space else None, "before": before, "after": [_told(row) for row in written]}
    log(facility, ACTION, user=by, data=told)
    bump("spaces")


def _told(row: OpeningHours) -> dict[str, Any]:
    return {name: getattr(row, name) for name in KEPT}


def _row(told: dict[str, Any]) -> OpeningHours:
    """Make a row of what the log kept, where days are texts."""
    days = {name: told[name] and date.fromisoformat(told[name]) for name in ("valid_from", "valid_through")}
    return OpeningHours(**told | days)
