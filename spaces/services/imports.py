"""Facilities that come from somebody else's published table, kept in step with each new edition of it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from django.db import transaction

from organizations.language import reading, slug_from_reading
from organizations.models import District, User
from spaces.models import Facility, OpeningHours
from spaces.services.index import index_facility


class Outcome(StrEnum):
    """What the storing of one published row did."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, order=True)
class WeeklyHours:
    """One weekly opening as published; an empty ``weeks`` means every week."""

    weekday: int
    opens_minute: int
    closes_minute: int
    weeks: tuple[int, ...] = ()
    also_on_holidays: bool = False


@dataclass(frozen=True, kw_only=True)
class PublishedFacility:
    """A facility as a dataset tells of it: values by field name, and when it is open.

    ``key`` is the dataset's own ID, '' where it has none. A serial key is a running number that the next edition may
    give to another place: it identifies only together with the name or the address. The district is our own finding.
    """

    dataset: str
    key: str = ""
    key_is_serial: bool = False
    values: dict[str, Any]
    hours: tuple[WeeklyHours, ...] = field(default=())
    district: District | None = None

    @property
    def is_identified_by_key(self) -> bool:
        return bool(self.key) and not self.key_is_serial

    @property
    def stored_key(self) -> str:
        """The dataset's ID, or the serial number with a digest of name and address."""
        return self.key if self.is_identified_by_key else f"{self.key}{self.digest}"

    @property
    def digest(self) -> str:
        told = f"{self.values['name']}\n{self.values.get('address', '')}"
        return ":" + sha256(told.encode()).hexdigest()[:16]


@transaction.atomic
def store_facility(
    *, published: PublishedFacility, read_at: datetime, by: User | None = None
) -> tuple[Facility, Outcome]:
    """Create the facility, bring it up to date, or leave it alone when the table says nothing new.

    What the table does not tell (pictures, spaces, a reading or district set by hand) stays. Raises ValidationError for
    values that no facility may have.
    """
    facility = find_published(published) or Facility()
    values = {**published.values, "source_dataset": published.dataset, "source_key": published.stored_key}
    if published.district and facility.district_id is None:
        values["district"] = published.district
    changed = [name for name, value in values.items() if getattr(facility, name) != value]
    is_new = facility.pk is None
    if changed:
        _write(facility, {name: values[name] for name in changed}, read_at)
    hours_changed = _write_hours(facility, published.hours)
    if changed:
        index_facility(facility)
    if is_new:
        return facility, Outcome.CREATED
    return facility, Outcome.UPDATED if changed or hours_changed else Outcome.UNCHANGED


def find_published(published: PublishedFacility) -> Facility | None:
    """The facility that an earlier edition of the same dataset told of, or None."""
    known = Facility.objects.filter(source_dataset=published.dataset)
    if published.is_identified_by_key:
        return known.filter(source_key=published.key).first()
    same = known.filter(source_key__endswith=published.digest).first()
    if same or not published.key:
        return same
    numbered = known.filter(source_key__startswith=f"{published.key}:")
    alike = [one for one in numbered if _shares_name_or_address(one, published.values)]
    return alike[0] if len(alike) == 1 else None


def _shares_name_or_address(facility: Facility, values: dict[str, Any]) -> bool:
    return facility.name == values["name"] or bool(facility.address and facility.address == values.get("address"))


def _write(facility: Facility, changes: dict[str, Any], read_at: datetime) -> None:
    for name, value in changes.items():
        setattr(facility, name, value)
    facility.source_read_at = read_at
    facility.kana = facility.kana or reading(facility.name)[:200]
    facility.slug = facility.slug or _free_slug(facility.name, facility.kana)
    facility.clean_fields(exclude=["operator", "district", "picture"])
    facility.save()


def _free_slug(name: str, kana: str) -> str:
    base = slug_from_reading(name, kana)[:60] or "facility"
    taken = set(Facility.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        slug
        for number in range(1, len(taken) + 2)
        if (slug := base if number == 1 else f"{base}-{number}") not in taken
    )


def _write_hours(facility: Facility, hours: tuple[WeeklyHours, ...]) -> bool:
    """Make the facility's own weekly hours equal to the published ones; those of its spaces are left alone."""
    rows = OpeningHours.objects.filter(facility=facility, space=None)
    stored = sorted(
        WeeklyHours(row.weekday, row.opens_minute, row.closes_minute, tuple(row.weeks), row.also_on_holidays)
        for row in rows
    )
    if stored == sorted(hours):
        return False
    rows.delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(
            facility=facility,
            weekday=one.weekday,
            opens_minute=one.opens_minute,
            closes_minute=one.closes_minute,
            weeks=list(one.weeks),
            also_on_holidays=one.also_on_holidays,
        )
        for one in sorted(hours)
    )
    return True
