"""The city's list of groups: CSV or Excel → rows of values, and out again as the reader takes it back."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile
from zlib import error

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from organizations.models import ContactPoint, Organization, Visibility
from organizations.services.listing import keep_listed, show_listed
from organizations.services.sheets import RISKY, csv_of, harmless
from portal.opendata.city_columns import CityTable, Column, code, codes, mail, number, shown
from portal.opendata.city_reading import CityReader
from portal.opendata.decoding import decode
from portal.opendata.records import Record, find_delimiter, read_records
from portal.opendata.report import Problem, Report
from portal.opendata.tables import squash
from portal.opendata.texts import folded, plain, prose

MOST_ROWS = 20_000
MOST_UNPACKED = 100_000_000
MOST_COLUMNS = 100
# What a broken, locked or foreign package makes its reader raise; a ParseError is a SyntaxError.
UNREADABLE = (BadZipFile, SyntaxError, LookupError, ValueError, TypeError, AttributeError, RuntimeError, OSError, error)
Line = dict[str, Any]


class NoList(ValueError):
    """The file holds no list of groups; the message says why."""


def _bare(cell: str) -> str:
    """Take off the sign that keeps a spreadsheet from reading words as a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(RISKY) else cell


def _choice(cell: str, names: dict[str, str]) -> str:
    text = plain(cell)
    if text and text not in names:
        raise ValueError(_("Write one of: %(kinds)s.") % {"kinds": "、".join(list(names)[: len(names) // 2])})
    return names.get(text, "")


@cache
def _names(choices: tuple[tuple[str, Any], ...]) -> dict[str, str]:
    with translation.override("ja"):
        named = [(str(label), value) for value, label in choices]
    return dict(named) | {value: value for _label, value in named}


# The city's departments come with its own lists.
KINDS = tuple(one for one in Organization.Kind.choices if one[0] != Organization.Kind.DEPARTMENT)


def kind(cell: str) -> str:
    """A kind of group, by its Japanese name or its code."""
    return _choice(cell, _names(KINDS))


def visibility(cell: str) -> str:
    """Who may see the contacts."""
    return _choice(cell, _names(tuple(Visibility.choices)))


COLUMNS = (
    Column("コード", "slug", code),
    Column("名称", "name", plain, is_required=True),
    Column("よみ", "kana"),
    Column("種別", "kind", kind),
    Column("ひとこと", "summary", plain, is_required=True),
    Column("活動内容", "purpose", prose),
    Column("活動日・場所", "meeting"),
    Column("入会方法", "joining", prose),
    Column("会費", "fee"),
    Column("対象（か月から）", "age_from_months", number),
    Column("対象（か月まで）", "age_to_months", number),
    Column("地区コード", "districts", codes),
    Column("分野コード", "topics", codes),
    Column("ホームページ", "website", folded),
    Column("電話", "phone", folded),
    Column("メール", "email", mail),
    Column("連絡先を見せる相手", "visibility", visibility),
    Column("状態", "status"),  # written for the eye; never read back: a state moves by its own deeds
)
TITLES = {column.field: column.title for column in COLUMNS}


class _Reader(CityReader):
    """Reads a file that was handed in rather than one of a folder."""

    def __init__(self, records: list[Record]) -> None:
        super().__init__(Path())
        self.records = records

    def _read(self, file: str, line: int, column: Column, cell: str) -> Any:
        """Read a cell; an empty one says nothing."""
        return super()._read(file, line, column, cell) if cell.strip() or column.is_required else None

    def _records(self, file: str) -> list[Record]:
        return self.records


def records_of(data: bytes) -> list[Record]:
    """Take the records out of a CSV file in any Japanese encoding, or of the first sheet of an Excel file."""
    if data.startswith(b"PK\x03\x04"):
        return list(_from_excel(data))
    text = decode(data).text.replace("\x00", "")
    found = read_records(text, find_delimiter(text))
    return [Record(one.line, tuple(map(_bare, one.cells)), one.raw, one.is_broken) for one in found]


def _from_excel(data: bytes) -> Iterator[Record]:
    try:
        with ZipFile(BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise NoList(_("This file is too large."))
        sheet = load_workbook(BytesIO(data), read_only=True, data_only=True).worksheets[0]
        rows = sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS)
        for line, cells in enumerate(rows, start=1):
            yield Record(line, tuple(_bare(_said(cell)) for cell in cells), ())
    except NoList:
        raise
    except UNREADABLE as problem:
        raise NoList(_("This Excel file cannot be read.")) from problem


def _said(cell: Any) -> str:
    return "" if cell is None else str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def read_list(data: bytes, *, file_name: str) -> tuple[list[Line], list[Line]]:
    """Read the rows and, apart from them, what cannot be read, one problem a row. Raises NoList."""
    reader = _Reader(records_of(data))
    rows = reader.rows(CityTable(file_name, COLUMNS))
    missing = _("This column is missing.")
    if any(problem.problem == missing for problem in reader.problems) or not (rows or reader.problems):
        raise NoList(_("This is no list of groups: it needs the columns %(names)s.") % {"names": "名称、ひとこと"})
    if len(rows) > MOST_ROWS:
        raise NoList(_("A list may hold %(number)d rows. Please hand it in in parts.") % {"number": MOST_ROWS})
    kept = [{"line": row.line, "values": row.values} for row in rows]
    twice = _twice(kept)
    unread: dict[int, Line] = {}
    for one in reader.problems:
        unread.setdefault(one.row, _problem(one.row, one.column, one.value, one.problem))
    for row in twice:
        words = _("This group stands in the list twice.")
        unread[row["line"]] = _problem(row["line"], TITLES["name"], row["values"]["name"], words)
    lines = {row["line"] for row in twice}
    return [row for row in kept if row["line"] not in lines], list(unread.values())


def _problem(line: int, column: str, value: str, problem: str) -> Line:
    return {"row": line, "field": column, "value": value[:80], "problem": problem}


def _twice(rows: list[Line]) -> list[Line]:
    """Give every row whose group stood in the list before."""
    seen: Counter[str] = Counter()
    found = []
    for row in rows:
        who = row["values"]["slug"] or squash(row["values"]["name"])
        seen[who] += 1
        if seen[who] > 1:
            found.append(row)
    return found


def import_groups(data: bytes, *, file_name: str, is_dry_run: bool = False) -> Report:
    """Take a list over at once, for the command line; a bad row never stops the others."""
    rows, unread = read_list(data, file_name=file_name)
    report = Report(rejected=[Problem(one["row"], one["field"], one["value"], one["problem"]) for one in unread])
    with transaction.atomic():
        for row in rows:
            _take_over(row, report)
        transaction.set_rollback(is_dry_run)
    report.rejected.sort(key=lambda problem: problem.row)
    return report


def _take_over(row: Line, report: Report) -> None:
    try:
        with transaction.atomic():
            group, outcome = keep_listed(values=row["values"], by=None)
            show_listed(group)
        report.count(outcome)
    except ValidationError as error:
        name, sentences = next(iter(error.message_dict.items()))
        cell = str(row["values"].get(name) or "")
        report.rejected.append(Problem(row["line"], TITLES.get(name, name), cell, " ".join(sentences)))


def rows_out() -> Iterator[list[Any]]:
    """Write every group that stands in the registry, as the reader gives it back."""
    groups = Organization.objects.exclude(status__in=("merged", "dissolved")).exclude(kind="department").by_kana()
    with translation.override("ja"):
        for group in groups.prefetch_related("districts", "topics", "contacts").iterator(chunk_size=500):
            yield [harmless(shown(value)) for value in _values(group)]


def _values(group: Organization) -> list[Any]:
    ways = {contact.kind: contact for contact in sorted(group.contacts.all(), key=lambda one: -one.pk)}
    phone, email = ways.get(ContactPoint.Kind.PHONE), ways.get(ContactPoint.Kind.MAIL)
    seen = phone or email
    ties = [sorted(one.code for one in group.districts.all()), sorted(one.slug for one in group.topics.all())]
    facts = [getattr(group, name) for name in ("purpose", "meeting", "joining", "fee")]
    ages = [group.age_from_months, group.age_to_months]
    contacts = [phone.value if phone else "", email.value if email else ""]
    head = [group.slug, group.name, group.kana, str(group.get_kind_display()), group.summary]
    tail = [str(seen.get_visibility_display()) if seen else "", str(group.get_status_display())]
    return [*head, *facts, *ages, *ties, group.website, *contacts, *tail]


def as_csv() -> str:
    return csv_of([column.title for column in COLUMNS], rows_out())


def as_excel() -> bytes:
    """Write the list as an Excel file, every cell as text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("団体")
    sheet.append([column.title for column in COLUMNS])
    for row in rows_out():
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell for cell in row])
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()
