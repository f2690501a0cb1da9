"""One row of a table → the facility it tells of, with everything odd said by line, column and value."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organizations.language import hiragana
from portal.opendata.ages import Ages, read_ends, read_range
from portal.opendata.codes import repair
from portal.opendata.decoding import REPLACEMENT
from portal.opendata.hours import HourCells, Hours, read_hours
from portal.opendata.positions import read_position
from portal.opendata.profiles import Profile, kind_words
from portal.opendata.report import Problem
from portal.opendata.tables import Row
from portal.opendata.texts import count, first_phone, flag, folded, is_blank, phone, plain, prose, web_address
from spaces.models import Facility

POSITION_PROBLEMS: dict[str, Promise] = {
    "swapped": _("Latitude and longitude stand in each other's column; they were put right."),
    "outside": _("The position lies outside Japan and was left out."),
    "partial": _("Only one of latitude and longitude is given; the position was left out."),
    "unreadable": _("The position could not be read and was left out."),
}
POSTCODE_IN_FRONT = re.compile(r"^〒?\s*[0-9０-９]{3}[-－‐][0-9０-９]{4}\s+")
SHORT = 20
HOURS_PROBLEMS: dict[str, Promise] = {
    "weekdays": _("The weekdays could not be read for certain and were kept in words."),
    "times": _("The opening times could not be read for certain and were kept in words."),
}


@dataclass
class RowReader:
    """Reads the cells of one row by our field names and collects what is odd about them."""

    row: Row
    profile: Profile
    warnings: list[Problem] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for column, cell in zip(self.row.header, self.row.cells, strict=False):
            name, remark = self.profile.field_of(column), self.profile.remark_of(column)
            if name and (name not in self.columns or not self.cells[name].strip()):
                self.columns[name], self.cells[name] = column, cell
            if remark and not is_blank(cell):
                self.remarks.setdefault(remark, cell)

    def cell(self, name: str) -> str:
        return self.cells.get(name, "")

    def text(self, name: str) -> str:
        cell = self.cell(name)
        return "" if is_blank(cell) else plain(cell)

    def problem(self, name: str, problem: Promise | str) -> Problem:
        return Problem(self.row.line, self.columns.get(name, ""), self.cell(name)[:200], str(problem))

    def warn(self, name: str, problem: Promise | str) -> None:
        self.warnings.append(self.problem(name, problem))

    def read(self, name: str, read: Callable[[str], str | None], problem: Promise) -> str:
        """Read one cell with ``read``; where it gives None, warn and go on with nothing."""
        value = read(self.cell(name))
        if value is None:
            self.warn(name, problem)
        return value or ""


def refusal(reader: RowReader) -> Problem | None:
    """Why the row cannot become a facility at all, or None."""
    row = reader.row
    if row.surplus:
        return Problem(row.line, "", ",".join(row.surplus)[:200], str(_("The row has more cells than the header.")))
    if row.is_broken and row.missing:
        return Problem(row.line, "", row.cells[-1][:200], str(_("A quotation mark in this row was never closed.")))
    if is_blank(reader.cell("name")):
        return reader.problem("name", _("The name is missing."))
    if REPLACEMENT in reader.cell("name"):
        return reader.problem("name", _("The name holds characters that could not be read."))
    if not _address(reader) and is_blank(reader.cell("latitude") + reader.cell("position")):
        return reader.problem("address", _("Neither an address nor a position is given."))
    return None


def read_values(reader: RowReader, *, subject: str) -> dict[str, Any]:
    """The facility's fields as the row tells them; ``subject`` are words about the whole dataset."""
    values = {
        "name": plain(reader.cell("name")),
        "kind": _kind(reader, subject),
        "kind_label": reader.text("kind"),
        "operator_name": reader.text("operator"),
        "description": prose(reader.cell("description")),
        "capacity": _capacity(reader),
        **_address_values(reader),
        **_position_values(reader),
        **_contact_values(reader),
        **_equipment_values(reader),
        **_age_values(reader),
        "note": _note(reader),
        "source_row": {c: v for c, v in zip(reader.row.header, reader.row.cells, strict=False) if c and v.strip()},
    }
    if kana := reader.text("kana"):
        values["kana"] = hiragana(kana)
    _look_over(reader, values)
    return {name: _shortened(reader, name, value) for name, value in values.items()}


def read_opening(reader: RowReader) -> Hours:
    """When the place is open, and what could not be read of it."""
    cell = reader.cell
    hours = read_hours(
        HourCells(
            weekdays=cell("weekdays"),
            opens=cell("opens"),
            closes=cell("closes"),
            note=cell("hours_note"),
            text=cell("hours"),
            closed=cell("closed"),
            on_weekdays=cell("hours_on_weekdays"),
            on_saturdays=cell("hours_on_saturdays"),
            on_sundays=cell("hours_on_sundays"),
        )
    )
    if hours.problem:
        reader.warn("weekdays" if hours.problem == "weekdays" else "opens", HOURS_PROBLEMS[hours.problem])
    return hours


def _look_over(reader: RowReader, values: dict[str, Any]) -> None:
    """Warn of whole-row oddities that cost nothing but should be looked at."""
    row = reader.row
    if row.missing:
        reader.warnings.append(
            Problem(row.line, row.missing[0], "", str(_("The row has fewer cells than the header.")))
        )
    if row.is_broken:
        reader.warnings.append(Problem(row.line, "", "", str(_("A quotation mark in this row was never closed."))))
    if not values["address"]:
        reader.warn("address", _("The address is missing."))
    if any(REPLACEMENT in cell for cell in row.cells):
        reader.warnings.append(Problem(row.line, "", "", str(_("Some characters could not be read."))))


def _address(reader: RowReader) -> str:
    """The address in one line: as published, or put together from its parts, with the city's name in front."""
    parts = [reader.text(f"address_{part}") for part in ("prefecture", "city", "town", "block")]
    address = POSTCODE_IN_FRONT.sub("", reader.text("address")) or "".join(parts)
    city = reader.text("city_name")
    return f"{city}{address}" if address and city and city not in address else address


def _address_values(reader: RowReader) -> dict[str, Any]:
    code = reader.cell("address_code") or reader.cell("city_code")
    proven = repair(code) if code.strip() else ""
    if proven is None:
        reader.warn("address_code" if reader.cell("address_code") else "city_code", _("The city code is not valid."))
    return {
        "postal_code": _postcode(reader),
        "address": _address(reader),
        "address_code": proven or "",
        "prefecture": reader.text("address_prefecture") or reader.text("prefecture_name"),
        "city": reader.text("address_city") or reader.text("city_name"),
        "town": reader.text("address_town"),
        "block": reader.text("address_block"),
        "building": reader.text("building"),
        "access": prose(reader.cell("access")),
        "parking": reader.text("parking"),
    }


def _postcode(reader: RowReader) -> str:
    in_front = POSTCODE_IN_FRONT.match(reader.text("address"))
    digits = re.sub(r"\D", "", folded(reader.text("postcode") or (in_front[0] if in_front else "")))
    if not digits:
        return ""
    if len(digits) != 7:
        reader.warn("postcode", _("The postal code does not have seven digits and was left out."))
        return ""
    return f"{digits[:3]}-{digits[3:]}"


def _position_values(reader: RowReader) -> dict[str, Any]:
    position = read_position(reader.cell("latitude"), reader.cell("longitude"), reader.cell("position"))
    if position.problem:
        has_pair = reader.cell("position") and not reader.cell("latitude")
        reader.warn("position" if has_pair else "latitude", POSITION_PROBLEMS[position.problem])
    return {"latitude": position.latitude, "longitude": position.longitude}


def _contact_values(reader: RowReader) -> dict[str, Any]:
    return {
        "phone": _phone(reader, "phone"),
        "fax": _phone(reader, "fax"),
        "website": reader.read("url", web_address, _("This is not an address of the web and was left out.")),
        "email": _mail(reader),
    }


def _phone(reader: RowReader, name: str) -> str:
    number = phone(reader.cell(name))
    if number is not None:
        return number
    first = first_phone(reader.cell(name))
    reader.warn(name, _("Only the first number was kept.") if first else _("This is not a number and was left out."))
    return first or ""


def _mail(reader: RowReader) -> str:
    mail = reader.text("mail")
    try:
        validate_email(mail or "nobody@example.org")
    except ValidationError:
        reader.warn("mail", _("This is not a mail address and was left out."))
        return ""
    return mail


def _equipment_values(reader: RowReader) -> dict[str, Any]:
    return {name: flag(reader.cell(name)) for name in ("nursing_room", "diaper_table", "stroller", "step_free")}


def _capacity(reader: RowReader) -> int | None:
    number = None if is_blank(reader.cell("capacity")) else count(reader.cell("capacity"))
    if number is None and reader.text("capacity"):
        reader.warn("capacity", _("The capacity is not one whole number and was left out."))
    return number


def _age_values(reader: RowReader) -> dict[str, Any]:
    start, end, both = reader.text("age_start"), reader.text("age_end"), reader.text("ages")
    ages = read_ends(start, end) if start or end else read_range(both) if both else Ages()
    label = both or (f"{start.removesuffix('から')}～{end}" if start or end else "")
    if not ages.is_read:
        reader.warn(
            "age_start" if start or end else "ages", _("The ages could not be read for certain and were kept in words.")
        )
    return {"age_from_months": ages.from_months, "age_to_months": ages.to_months, "age_label": label}


def _kind(reader: RowReader, subject: str) -> str:
    """Our kind of place: told by the kind column, the place's name, the dataset's subject, or a note of one word."""
    note = reader.text("note")
    for told in (reader.text("kind"), reader.text("name"), subject, note if len(note) <= SHORT else ""):
        for kind, words in kind_words():
            if any(word in told for word in words):
                return kind
    return Facility.Kind.OTHER


def _note(reader: RowReader) -> str:
    """The published note, and a line for each remark and for facts that have no field of their own."""
    lines = ["" if is_blank(reader.cell("note")) else prose(reader.cell("note"))]
    if extension := reader.text("extension"):
        lines.append(f"内線：{extension}")
    if flag(reader.cell("step_free")) is None and reader.text("step_free"):
        lines.append(f"バリアフリー：{prose(reader.cell('step_free'))}")
    lines += [_remark(word, cell) for word, cell in reader.remarks.items()]
    if contact := reader.text("contact_note"):
        lines.append(contact)
    return "\n".join(line for line in lines if line)


def _remark(word: str, cell: str) -> str:
    said = flag(cell)
    return "" if said is False else f"{word}：{'あり' if said else prose(cell)}"


def _shortened(reader: RowReader, name: str, value: Any) -> Any:
    """Cut a text that is too long for its field (never the name), and say so; the published row keeps it whole."""
    limit = getattr(Facility._meta.get_field(name), "max_length", None)
    if name == "name" or not isinstance(value, str) or limit is None or len(value) <= limit:
        return value
    reader.warn(name, _("The text is too long and was cut."))
    return value[: limit - 1] + "…"
