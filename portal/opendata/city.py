"""A city in a folder of CSV files: read into an empty installation, and written out of a running one."""

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.models import (
    AddressRange,
    District,
    DistrictText,
    Organization,
    Topic,
    TopicText,
)
from portal.opendata import city_columns as files
from portal.opendata.city_reading import CityReader, CityRow
from portal.services import city as services
from spaces.models import Closure, SchoolHoliday

Keep = Callable[[dict[str, Any]], str]


class BadCity(ValueError):
    """The folder cannot be read as it is; ``problems`` names every cell to mend."""

    def __init__(self, reader: CityReader) -> None:
        super().__init__(_("%(count)d cells must be mended first.") % {"count": len(reader.problems)})
        self.problems = [asdict(problem) for problem in reader.problems]


@transaction.atomic
def init_city(folder: Path) -> dict[str, dict[str, int]]:
    """Set the city up from its folder, all or nothing; return per file how many rows were created, updated, left.

    Raises BadCity with every problem of every file.
    """
    if not (folder / files.CITY.file).is_file():
        raise FileNotFoundError(_("There is no %(file)s in this folder.") % {"file": files.CITY.file})
    reader = CityReader(folder)
    counts = {"settings": _init_settings(reader)}
    for table, keep in KEEPERS:
        counts[table.file.removesuffix(".csv")] = _init_table(reader, table, keep)
    _link(reader)
    if reader.problems:
        raise BadCity(reader)
    return counts


def _init_settings(reader: CityReader) -> dict[str, int]:
    values = reader.sheet(files.CITY) | reader.sheet(files.WORDING)
    wanted = {name: value for name, value in values.items() if value is not None}
    try:
        return _counted([services.keep_settings(values=wanted)])
    except ValidationError as error:
        for field, messages in error.message_dict.items():
            sheet = next((one for one in files.SHEETS if field in {item.field for item in one.items}), files.CITY)
            title = next((item.title for item in sheet.items if item.field == field), field)
            reader.tell(sheet.file, 0, title, str(values.get(field, "")), " ".join(messages))
        return _counted([])


def _init_table(reader: CityReader, table: files.CityTable, keep: Keep) -> dict[str, int]:
    outcomes = []
    for row in reader.rows(table):
        if (outcome := _try(reader, table, row, keep)) is not None:
            outcomes.append(outcome)
    return _counted(outcomes)


def _try(reader: CityReader, table: files.CityTable, row: CityRow, keep: Callable[[dict[str, Any]], Any]) -> Any:
    """Keep one row, or name the cells that keep it from being kept."""
    try:
        with transaction.atomic():
            return keep(dict(row.values))
    except ValidationError as error:
        for field, messages in error.message_dict.items():
            column = table.column(field)
            title = column.title if column else ""
            reader.tell(table.file, row.line, title, row.cells.get(field, ""), " ".join(messages))
        return None


def _counted(outcomes: list[str]) -> dict[str, int]:
    counts = Counter(outcomes)
    return {outcome.value: counts[outcome] for outcome in services.Outcome}


def _link(reader: CityReader) -> None:
    """Tie districts and departments to one another, now that all of them are there."""
    again = CityReader(reader.folder)
    for row in again.rows(files.DISTRICTS):
        _try(reader, files.DISTRICTS, row, _link_district)
    for row in again.rows(files.DEPARTMENTS):
        _try(reader, files.DEPARTMENTS, row, _link_department)


def _link_district(values: dict[str, Any]) -> None:
    if district := District.objects.filter(code=values["code"]).first():
        services.link_districts(district=district, parents=values["parents"], neighbours=values["neighbours"])


def _link_department(values: dict[str, Any]) -> None:
    if Organization.objects.filter(slug=values["slug"]).exists():
        services.link_successors(slug=values["slug"], successors=values["successors"])


def _with_english(
    outcome: services.Outcome, texts: type[DistrictText | TopicText], owner: dict[str, Any], title: str
) -> str:
    changed = services.keep_english(texts=texts, owner=owner, title=title)
    return services.Outcome.UPDATED if changed and outcome == services.Outcome.UNCHANGED else outcome


def _keep_district(values: dict[str, Any]) -> str:
    known_by, english = {"code": values.pop("code")}, values.pop("english")
    plain = {name: value for name, value in values.items() if name not in {"parents", "neighbours"}}
    district, outcome = services.keep_row(model=District, known_by=known_by, values=plain)
    return _with_english(outcome, DistrictText, {"district": district}, english)


def _keep_topic(values: dict[str, Any]) -> str:
    known_by, english = {"slug": values.pop("slug")}, values.pop("english")
    topic, outcome = services.keep_row(model=Topic, known_by=known_by, values=values)
    return _with_english(outcome, TopicText, {"topic": topic}, english)


def _keep_address(values: dict[str, Any]) -> str:
    district = District.objects.filter(code=values["district"]).first()
    if district is None:
        raise ValidationError({"district": _("There is no district with this code.")})
    names = ("town", "block_from", "block_to", "valid_from")
    known_by = {name: values[name] for name in names} | {"district": district}
    rest = {name: values[name] for name in ("kana", "valid_through")}
    return services.keep_row(model=AddressRange, known_by=known_by, values=rest)[1]


def _keep_department(values: dict[str, Any]) -> str:
    slug, phone, email = (values.pop(name) for name in ("slug", "phone", "email"))
    del values["successors"]
    return services.keep_department(slug=slug, values=values, phone=phone, email=email, now=timezone.now())


def _keep_closing_day(values: dict[str, Any]) -> str:
    days = {name: values[name] for name in ("starts_on", "ends_on")}
    return services.keep_row(
        model=Closure, known_by={**days, "facility": None, "space": None}, values={"reason": values["reason"]}
    )[1]


def _keep_school_holiday(values: dict[str, Any]) -> str:
    days = {name: values[name] for name in ("starts_on", "ends_on")}
    return services.keep_row(
        model=SchoolHoliday, known_by={"name": values["name"], "starts_on": days["starts_on"]}, values=days
    )[1]


def _keep_administrator(values: dict[str, Any]) -> str:
    email, staff_number = values.pop("email"), values.pop("staff_number")
    return services.keep_administrator(email=email, staff_number=staff_number, values=values)


KEEPERS: tuple[tuple[files.CityTable, Keep], ...] = (
    (files.DISTRICTS, _keep_district),
    (files.ADDRESSES, _keep_address),
    (files.DEPARTMENTS, _keep_department),
    (files.TOPICS, _keep_topic),
    (files.CLOSING_DAYS, _keep_closing_day),
    (files.SCHOOL_HOLIDAYS, _keep_school_holiday),
    (files.ADMINISTRATORS, _keep_administrator),
)
