"""Who came: ticked at the door, counted in age bands that stay when the names are gone."""

from collections import Counter
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from events.models import Attendance, Occurrence, Registration
from events.services.places import locked_date, locked_party
from organizations.models import User

Band = Attendance.Band
UP_TO = ((35, Band.TODDLER), (71, Band.PRESCHOOL), (143, Band.SCHOOL), (215, Band.TEEN))  # months, inclusive


def band_of(months: int) -> Attendance.Band:
    return next((band for last, band in UP_TO if months <= last), Band.ADULT)


def bands_of(adults: int, children: Iterable[int]) -> Counter[str]:
    """Count a party's people by age band."""
    counts: Counter[str] = Counter(band_of(months) for months in children)
    counts[Band.ADULT] += adults
    return +counts


@transaction.atomic
def check_in(*, registration: Registration, by: User | None) -> Registration:
    """Tick a party off at the door; ticking twice counts once. Raises ValidationError (code: not_coming)."""
    registration = locked_party(registration)
    if registration.status != Registration.Status.CONFIRMED:
        raise ValidationError(_("This party has no place on this date."), code="not_coming")
    if registration.arrived_at is None:
        _set_arrived(registration, by, arrived=True)
    return registration


@transaction.atomic
def undo_check_in(*, registration: Registration, by: User | None) -> Registration:
    """Take a tick back; without one, nothing changes."""
    registration = locked_party(registration)
    if registration.arrived_at is not None:
        _set_arrived(registration, by, arrived=False)
    return registration


def _set_arrived(registration: Registration, by: User | None, *, arrived: bool) -> None:
    registration.arrived_at = timezone.now() if arrived else None
    registration.save(update_fields=["arrived_at"])
    for band, number in bands_of(registration.adults, registration.children).items():
        row, _created = Attendance.objects.get_or_create(occurrence=registration.occurrence, band=band)
        row.registered = F("registered") + (number if arrived else -number)
        row.save(update_fields=["registered"])
    log(registration, f"events.registration.{'arrive' if arrived else 'unarrive'}", user=by)


@transaction.atomic
def count_walk_ins(*, occurrence: Occurrence, counts: Mapping[str, int], by: User | None) -> list[Attendance]:
    """Write down how many of each band came without registering; said again, the last word counts."""
    occurrence = locked_date(occurrence.pk)
    for band, number in counts.items():
        Attendance.objects.update_or_create(occurrence=occurrence, band=band, defaults={"walked_in": number})
    log(occurrence.event, "events.date.count", user=by, data={"date": occurrence.held_on.isoformat()})
    return attendance_of(occurrence)


def attendance_of(occurrence: Occurrence) -> list[Attendance]:
    """List all bands from the youngest, those nobody of came included."""
    known = {row.band: row for row in occurrence.attendance.all()}
    return [known.get(band) or Attendance(occurrence=occurrence, band=band) for band in Band]
