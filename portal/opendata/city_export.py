"""A running city's own lists → the CSV files that set a city up, so that the one reads what the other wrote."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from organizations.models import (
    AddressRange,
    ContactPoint,
    District,
    Organization,
    StaffRole,
    Topic,
    User,
    Visibility,
)
from portal.models import CitySettings
from portal.opendata import city_columns as files
from portal.opendata.city_reading import ITEM, VALUE
from spaces.models import Closure, SchoolHoliday

Rows = Iterable[Mapping[str, Any]]


def write_lists(folder: Path) -> dict[str, int]:
    """Write every file that ``init_city`` reads; return how many rows each holds."""
    settings = CitySettings.current()
    counts = {sheet.file: _write_sheet(folder, sheet, settings) for sheet in files.SHEETS}
    for table, rows in _tables():
        counts[table.file] = _write_table(folder, table, rows)
    return counts


def _tables() -> Iterator[tuple[files.CityTable, Rows]]:
    yield (
        files.DISTRICTS,
        map(_district, District.objects.order_by("code").prefetch_related("parents", "neighbours", "texts")),
    )
    yield (
        files.ADDRESSES,
        map(_address, AddressRange.objects.order_by("town", "valid_from", "pk").select_related("district")),
    )
    yield files.DEPARTMENTS, map(_department, _departments())
    yield files.TOPICS, map(_topic, Topic.objects.order_by("position", "slug").prefetch_related("texts"))
    yield files.CLOSING_DAYS, Closure.objects.filter(facility=None, space=None).order_by("starts_on", "pk").values()
    yield files.SCHOOL_HOLIDAYS, SchoolHoliday.objects.order_by("starts_on", "pk").values()
    yield files.ADMINISTRATORS, User.objects.filter(groups__name=StaffRole.ADMINISTRATOR).order_by("pk").values()


def _write_sheet(folder: Path, sheet: files.CitySheet, settings: CitySettings) -> int:
    lines = [(item.title, item.write(getattr(settings, item.field))) for item in sheet.items]
    return _write(folder / sheet.file, (ITEM, VALUE), lines)


def _write_table(folder: Path, table: files.CityTable, rows: Rows) -> int:
    titles = [column.title for column in table.columns]
    return _write(
        folder / table.file, titles, ([column.write(row[column.field]) for column in table.columns] for row in rows)
    )


def _write(path: Path, header: Iterable[str], lines: Iterable[Iterable[str]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(header)
        for line in lines:
            writer.writerow(line)
            count += 1
    return count


def _english(row: District | Topic) -> str:
    return next((text.title for text in row.texts.all() if text.language == "en"), "")


def _district(district: District) -> dict[str, Any]:
    linked = {name: sorted(other.code for other in getattr(district, name).all()) for name in ("parents", "neighbours")}
    return vars(district) | linked | {"english": _english(district)}


def _topic(topic: Topic) -> dict[str, Any]:
    return vars(topic) | {"english": _english(topic)}


def _address(address: AddressRange) -> dict[str, Any]:
    return vars(address) | {"district": address.district.code}


def _departments() -> Iterable[Organization]:
    departments = Organization.objects.of_kind(Organization.Kind.DEPARTMENT).order_by("slug")
    return departments.prefetch_related("successors", "contacts")


def _department(department: Organization) -> dict[str, Any]:
    return vars(department) | {
        "successors": sorted(other.slug for other in department.successors.all()),
        "phone": _public(department, ContactPoint.Kind.PHONE),
        "email": _public(department, ContactPoint.Kind.MAIL),
    }


def _public(department: Organization, kind: str) -> str:
    contacts = (one for one in department.contacts.all() if one.kind == kind and one.visibility == Visibility.PUBLIC)
    return next((one.value for one in contacts), "")
