"""Records → one table: what stands above it, its header, its data rows, its foot notes."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from portal.opendata.records import Record, find_delimiter, read_records

HEADER_WITHIN = 60
PROPERTY = "#property"
REMARK = re.compile(r"^#[A-Za-z_]")
NOTE = re.compile(r"^\s*(※|＊|\*|注|[(（]注|出典|備考|資料|凡例|■|●|◆|▼|←|↑|【|〔|＜|<|この(データ|表))")
TOTAL = re.compile(r"^\s*(小計|合計|総計|総数|計|合\s*計)\s*$")
EXPLANATION = re.compile(
    r"^(必須|推奨|任意|必須項目|任意項目|◎|○|△|-|string|str|text|integer|int|number|float|date|time|文字列|半角数字|半角英数字?|全角|数値|日付|記入例|例)$",
    re.IGNORECASE,
)
DITTO = {"同上", "〃", "々", '"', "″", "同じ"}
SQUASHED = re.compile(r"[\s_\-‐ー・･()\[\]「」『』【】〔〕<>〈〉:/、,.※*★#]")


def squash(name: str) -> str:
    """Reduce a column's name to what is alike in every city's spelling of it."""
    return SQUASHED.sub("", unicodedata.normalize("NFKC", name)).casefold()


def named_width(header: tuple[str, ...]) -> int:
    """How many cells a row needs to reach the last column with a name."""
    return max((at for at, column in enumerate(header, start=1) if column), default=0)


@dataclass(frozen=True)
class Row:
    """A data row: the 1-based line where its record starts, the header above it, its cells."""

    line: int
    header: tuple[str, ...]
    cells: tuple[str, ...]
    is_broken: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """Columns that the row is too short for."""
        return self.header[len(self.cells) : named_width(self.header)]

    @property
    def surplus(self) -> tuple[str, ...]:
        """Cells beyond the header, which mean that the others may stand in the wrong columns; notes do not."""
        return tuple(cell for cell in self.cells[len(self.header) :] if cell.strip() and not NOTE.match(cell))


@dataclass
class Table:
    """A table as found in a file: header, rows, the preamble's properties, loose notes, and what was passed over."""

    header: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)


def find_table(text: str, *, knows: Callable[[str], bool]) -> Table | None:
    """Find the table in ``text``; ``knows`` tells whether a cell is a column's name. None when there is no header."""
    delimiter = find_delimiter(text)
    records = [record for record in read_records(text.replace("\x00", ""), delimiter) if not record.is_blank]
    at = _find_header(records, knows)
    if at is None:
        return None
    table = Table(header=_header(records[at]))
    for record in records[:at]:
        _read_above(record, table)
    _read_rows(_mended(records[at + 1 :], named_width(table.header), delimiter), table, knows)
    return table


def _find_header(records: list[Record], knows: Callable[[str], bool]) -> int | None:
    for at, record in enumerate(records[:HEADER_WITHIN]):
        if record.cells[0].strip().casefold() == PROPERTY:
            return at
    scores = [_score(record, knows) for record in records[:HEADER_WITHIN]]
    best = max(scores, default=0)
    return scores.index(best) if best >= 2 else None


def _score(record: Record, knows: Callable[[str], bool]) -> int:
    return len({squash(cell) for cell in record.cells if cell.strip() and knows(cell)})


def _header(record: Record) -> tuple[str, ...]:
    """The column names, blank ones too; the ``#property`` cell stands above the IDs."""
    cells = [cell.strip() for cell in record.cells]
    if cells[0].casefold() == PROPERTY:
        cells[0] = "ID"
    return tuple(cells)


def _read_above(record: Record, table: Table) -> None:
    cells = [cell.strip() for cell in record.cells]
    if REMARK.match(cells[0]):
        table.properties[cells[0].lstrip("#").casefold()] = next((cell for cell in cells[1:] if cell), "")
    else:
        table.notes.append(" ".join(cell for cell in cells if cell))


def _mended(records: Iterable[Record], width: int, delimiter: str) -> Iterator[Record]:
    """Undo records that swallowed their neighbours because a quote was left open."""
    for record in records:
        if len(record.raw) > 1 and len(record.cells) < width:
            lines = record.split_by_line(delimiter)
            if all(len(line.cells) >= width for line in lines):
                yield from lines
                continue
        yield record


def _read_rows(records: Iterable[Record], table: Table, knows: Callable[[str], bool]) -> None:
    header = table.header
    above: tuple[str, ...] = ()
    for record in records:
        if REMARK.match(record.cells[0].strip()):
            continue
        if _is_header(record, knows):
            header = _header(record)
            table.skipped.append(record.line)
        elif _is_unfilled(record, header):
            table.skipped.append(record.line)
        elif _is_note(record, len(header)):
            table.notes.append(" ".join(cell.strip() for cell in record.cells if cell.strip()))
            table.skipped.append(record.line)
        else:
            above = _without_ditto(record.cells, above)
            table.rows.append(Row(record.line, header, above, record.is_broken))


def _is_header(record: Record, knows: Callable[[str], bool]) -> bool:
    filled = [cell for cell in record.cells if cell.strip()]
    return len(filled) >= 2 and sum(map(knows, filled)) >= max(2, 0.6 * len(filled))


def _is_unfilled(record: Record, header: tuple[str, ...]) -> bool:
    """Tell a template's numbered row that nobody filled in: its first cell counts, the others are blank."""
    counts = record.cells[0].strip().isdecimal() and named_width(header) > 2
    return counts and not any(cell.strip() for cell in record.cells[1:])


def _is_note(record: Record, width: int) -> bool:
    """Tell notes, headings, totals and rows that explain the columns from data."""
    filled = [cell.strip() for cell in record.cells if cell.strip()]
    if TOTAL.match(filled[0]) or all(EXPLANATION.match(cell) for cell in filled):
        return True
    return len(filled) == 1 and width > 2 and bool(NOTE.match(filled[0]))


def _without_ditto(cells: tuple[str, ...], above: tuple[str, ...]) -> tuple[str, ...]:
    """Fill in what a row says by 「同上」."""
    return tuple(above[at] if cell.strip() in DITTO and at < len(above) else cell for at, cell in enumerate(cells))
