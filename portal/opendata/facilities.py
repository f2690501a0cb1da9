"""Places from a city's published table: read the file, store each row through the floor that keeps facilities."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.opendata.decoding import decode
from portal.opendata.districts import DistrictFinder
from portal.opendata.facility_rows import RowReader, read_opening, read_values, refusal
from portal.opendata.profiles import Profile, choose_profile, is_column_name, is_date_column, other_table
from portal.opendata.report import Problem, Report
from portal.opendata.sources import Source, find_source
from portal.opendata.tables import Row, Table, find_table
from portal.opendata.texts import folded
from spaces.services.imports import PublishedFacility, WeeklyHours, store_facility

SERIAL_DIGITS = 4
SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
DATE = re.compile(r"\d{1,4}[/.年月-]\d{1,2}")


class NoTable(ValueError):
    """The file holds no table of places; the message says what it holds instead."""


@dataclass(frozen=True)
class Reading:
    """A file read as a table of places: its rows, what its columns mean, where it is from, what was odd."""

    table: Table
    profile: Profile
    source: Source
    warnings: tuple[Problem, ...]


@dataclass
class Run:
    """One import under way: what is read, what came of it, which places were seen in which line."""

    reading: Reading
    report: Report
    districts: DistrictFinder
    read_at: datetime
    seen: dict[str, int] = field(default_factory=dict)


def read_places(data: bytes, *, file_name: str, profile: str = "", attribution: str = "", licence: str = "") -> Reading:
    """Find the table of places in a file. Raises NoTable, and UnknownProfile for a ``profile`` that is not there."""
    if data.startswith(SPREADSHEETS):
        raise NoTable(_("This is a spreadsheet's own file. Save it as CSV and read that."))
    decoded = decode(data)
    table = find_table(decoded.text, knows=is_column_name)
    if table is None:
        choose_profile((), profile)
        raise NoTable(_("The file holds no table whose column names are known."))
    chosen = choose_profile(table.header, profile)
    _refuse_other_tables(table, chosen)
    source = find_source(table, chosen, file_name=file_name, attribution=attribution, licence=licence)
    return Reading(table, chosen, source, tuple(_about_file(table, source, is_damaged=decoded.is_damaged)))


def _refuse_other_tables(table: Table, profile: Profile) -> None:
    if other := other_table(table.header) or (_is_dated(table) and "イベント一覧"):
        raise NoTable(_("This is a table of something else: %(table)s.") % {"table": other})
    fields = {profile.field_of(column) for column in table.header}
    if "name" not in fields:
        raise NoTable(_("The table has no column for the name of a place."))
    if not fields & {"address", "address_town", "address_block", "latitude", "position"}:
        raise NoTable(_("The table has no column for the address or the position of a place."))


def _is_dated(table: Table) -> bool:
    """Tell whether the rows are days on which something happens: most cells of a day's column are dates."""
    at = next((number for number, column in enumerate(table.header) if is_date_column(column)), None)
    if at is None:
        return False
    cells = [row.cells[at] for row in table.rows if at < len(row.cells) and row.cells[at].strip()]
    return sum(bool(DATE.search(folded(cell))) for cell in cells) > len(cells) / 2


def _about_file(table: Table, source: Source, *, is_damaged: bool) -> list[Problem]:
    """Warnings that concern no single row; they carry line 0."""
    told = []
    if is_damaged:
        told.append(_("Some bytes of the file could not be read in any known encoding."))
    if not source.licence:
        told.append(_("The file does not say under which licence it may be used; state it with --licence."))
    if not source.attribution:
        told.append(_("The file does not say whose it is; state it with --attribution."))
    skipped = [
        Problem(line, "", "", _("A note, heading or total, not a place: passed over.")) for line in table.skipped
    ]
    return [Problem(0, "", "", sentence) for sentence in told] + skipped


@transaction.atomic
def import_places(reading: Reading, *, read_at: datetime, is_dry_run: bool = False) -> Report:
    """Store every row that can be stored, all in one transaction; a dry run is taken back at the end."""
    report = Report(warnings=list(reading.warnings))
    run = Run(reading, report, DistrictFinder.on(timezone.localdate(read_at)), read_at)
    for row in reading.table.rows:
        _import_row(row, run)
    if is_dry_run:
        transaction.set_rollback(True)
    return report


def _import_row(row: Row, run: Run) -> None:
    reader, report = RowReader(row, run.reading.profile), run.report
    if problem := refusal(reader):
        report.rejected.append(problem)
        return
    published = _published(reader, run)
    report.warnings += reader.warnings
    if earlier := run.seen.get(published.stored_key):
        told = _("The same place stands in line %(line)s already.") % {"line": earlier}
        report.rejected.append(reader.problem("key" if published.is_identified_by_key else "name", told))
        return
    try:
        _facility, outcome = store_facility(published=published, read_at=run.read_at)
    except ValidationError as error:
        report.rejected.append(_refused_by_model(reader, error))
        return
    run.seen[published.stored_key] = row.line
    report.count(outcome)


def _refused_by_model(reader: RowReader, error: ValidationError) -> Problem:
    name, messages = next(iter(error.message_dict.items()))
    return reader.problem(name, " ".join(messages))


def _published(reader: RowReader, run: Run) -> PublishedFacility:
    source, key = run.reading.source, reader.text("key")[:90]
    hours = read_opening(reader)
    values = read_values(reader, subject=source.subject) | {
        "hours_note": hours.note,
        "source_attribution": source.attribution,
        "source_licence": source.licence,
        "source_url": source.url,
    }
    return PublishedFacility(
        dataset=source.dataset,
        key=key,
        key_is_serial=not source.is_named and key.isdecimal() and len(key) <= SERIAL_DIGITS,
        values=values,
        district=run.districts.find(values["address"], code=values["address_code"]),
        hours=tuple(
            WeeklyHours(span.weekday, span.opens, span.closes, span.weeks, hours.on_holidays) for span in hours.spans
        ),
    )
