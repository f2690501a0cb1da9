"""A city's folder → rows of values, with every bad cell named by file, line and column."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from portal.opendata.city_columns import CitySheet, CityTable, Column
from portal.opendata.decoding import decode
from portal.opendata.records import Record, find_delimiter, read_records
from portal.opendata.tables import squash

ITEM, VALUE = "項目", "値"


@dataclass(frozen=True)
class CityProblem:
    """One thing to mend: the file, its 1-based line, the column's title, the cell, and a sentence."""

    file: str
    row: int
    column: str
    value: str
    problem: str


@dataclass
class CityRow:
    """One row's values by field name, and where it stands."""

    file: str
    line: int
    values: dict[str, Any]
    cells: dict[str, str] = field(default_factory=dict)


@dataclass
class CityReader:
    """Reads the files of one folder and collects what must be mended."""

    folder: Path
    problems: list[CityProblem] = field(default_factory=list)

    def rows(self, table: CityTable) -> list[CityRow]:
        """The rows of a table; none when its file is not there."""
        found = []
        for line, cells in self._cells(table.file, table.columns):
            before = len(self.problems)
            row = self._row(table, line, cells)
            if len(self.problems) == before:
                found.append(row)
        return found

    def sheet(self, sheet: CitySheet) -> dict[str, Any]:
        """The values of a file of one item a line; only of the items that stand there."""
        items = {squash(item.title): item for item in sheet.items} | {item.field: item for item in sheet.items}
        columns = (Column(ITEM, "item", str, True), Column(VALUE, "value", str))
        values = {}
        for line, cells in self._cells(sheet.file, columns):
            item = items.get(squash(cells["item"])) or items.get(cells["item"].strip())
            if item is None:
                self.tell(sheet.file, line, ITEM, cells["item"], _("There is no such item."))
            else:
                values[item.field] = self._read(sheet.file, line, item, cells["value"])
        return values

    def tell(self, file: str, line: int, column: str, value: str, problem: str) -> None:
        self.problems.append(CityProblem(file, line, column, value, problem))

    def _row(self, table: CityTable, line: int, cells: dict[str, str]) -> CityRow:
        values = {
            column.field: self._read(table.file, line, column, cells.get(column.field, "")) for column in table.columns
        }
        return CityRow(table.file, line, values, cells)

    def _read(self, file: str, line: int, column: Column, cell: str) -> Any:
        if column.is_required and not cell.strip():
            self.tell(file, line, column.title, cell, _("This must be filled in."))
            return None
        try:
            return column.read(cell)
        except ValueError as error:
            self.tell(file, line, column.title, cell, str(error))
            return None

    def _cells(self, file: str, columns: Sequence[Column]) -> Iterator[tuple[int, dict[str, str]]]:
        """Each row's line and cells by field name. Blank rows and those that begin with # say nothing."""
        header: list[Column | None] | None = None
        for record in self._records(file):
            if record.is_blank or record.cells[0].lstrip().startswith("#"):
                continue
            if header is None:
                header = self._header(file, record, columns)
                continue
            named = zip(header, record.cells, strict=False)
            yield record.line, {column.field: cell for column, cell in named if column}

    def _header(self, file: str, record: Record, columns: Sequence[Column]) -> list[Column | None]:
        known = {squash(column.title): column for column in columns} | {column.field: column for column in columns}
        header = [known.get(squash(cell)) or known.get(cell.strip()) for cell in record.cells]
        for cell, column in zip(record.cells, header, strict=True):
            if cell.strip() and column is None:
                self.tell(file, record.line, cell, "", _("There is no such column."))
        for column in columns:
            if column.is_required and column not in header:
                self.tell(file, record.line, column.title, "", _("This column is missing."))
        return header

    def _records(self, file: str) -> list[Record]:
        path = self.folder / file
        if not path.is_file():
            return []
        text = decode(path.read_bytes()).text
        return list(read_records(text, find_delimiter(text)))
