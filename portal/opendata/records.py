"""Text → records: CSV as it is really written, with the line on which each record starts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

DELIMITERS = (",", "\t", ";")
FORMULA = re.compile(r'^="(.*)"$', re.DOTALL)


@dataclass(frozen=True)
class Record:
    """One record: its cells, the 1-based line where it starts, its raw lines, whether a quote was left open."""

    line: int
    cells: tuple[str, ...]
    raw: tuple[str, ...]
    is_broken: bool = False

    @property
    def is_blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)

    def split_by_line(self, delimiter: str) -> list["Record"]:
        """Read each raw line as a record of its own, for a quote that was opened and never meant to close."""
        return [_literal(line, self.line + offset, delimiter) for offset, line in enumerate(self.raw)]


def find_delimiter(text: str) -> str:
    """Tell which delimiter the first lines use most."""
    sample = "\n".join(text.splitlines()[:40])
    return max(DELIMITERS, key=sample.count)


def read_records(text: str, delimiter: str = ",") -> Iterator[Record]:
    """Yield every record, blank ones included.

    Line ends may be CRLF, LF or CR. Quoted cells may hold them, doubled quotes and, within one line, stray quotes. A
    quote that is still open where another cell or the file's end begins is taken as a character of its own line.
    """
    lines = re.split(r"\r\n|\n|\r", text)
    if lines and lines[-1] == "":
        lines.pop()
    number = 0
    while number < len(lines):
        cells, used = _read_record(lines, number, delimiter)
        if cells is None:
            yield _literal(lines[number], number + 1, delimiter)
        else:
            yield Record(number + 1, tuple(cells), tuple(lines[number : number + used]))
        number += used


def _literal(line: str, number: int, delimiter: str) -> Record:
    cells = tuple(_unquote(cell) for cell in line.split(delimiter))
    return Record(number, cells, (line,), is_broken=True)


def _unquote(cell: str) -> str:
    """Drop the quotes around a cell, or the single one that was left open."""
    stripped = cell.strip()
    if stripped.startswith('"'):
        stripped = stripped[1:]
        stripped = stripped[:-1] if stripped.endswith('"') else stripped
        return stripped.replace('""', '"')
    return cell


def _read_record(lines: list[str], number: int, delimiter: str) -> tuple[list[str] | None, int]:
    """Read the record that starts at ``lines[number]``: its cells (None when a quote stays open) and its lines."""
    cells: list[str] = []
    row, at = number, 0
    while True:
        line = lines[row]
        start = _skip_blanks(line, at)
        if start < len(line) and line[start] == '"':
            closed = _read_quoted(lines, row, start + 1, delimiter)
            if closed is None:
                return None, 1
            value, row, at = _plain(closed[0]), closed[1], closed[2]
            line = lines[row]
        else:
            end = line.find(delimiter, at)
            end = len(line) if end < 0 else end
            value, at = _plain(line[at:end]), end
        cells.append(value)
        if at >= len(line):
            return cells, row - number + 1
        at += 1


def _skip_blanks(line: str, at: int) -> int:
    while at < len(line) and line[at] == " ":
        at += 1
    return at


def _plain(cell: str) -> str:
    """Undo the ``="0123"`` with which Excel users protect leading zeros."""
    found = FORMULA.match(cell.strip())
    return found.group(1) if found else cell


def _read_quoted(lines: list[str], row: int, at: int, delimiter: str) -> tuple[str, int, int] | None:
    """Read a quoted cell from behind its opening quote: value, row and position behind the closing one.

    None when it runs over its line and never closes properly.
    """
    first, parts = row, []
    while True:
        line = lines[row]
        quote = line.find('"', at)
        if quote < 0:
            parts.append(line[at:])
            row, at = row + 1, 0
            if row >= len(lines):
                return None
            parts.append("\n")
        elif line.startswith('""', quote):
            parts.append(line[at : quote + 1])
            at = quote + 2
        elif _closes(line, quote, delimiter):
            parts.append(line[at:quote])
            return "".join(parts), row, _skip_blanks(line, quote + 1)
        elif row > first:
            return None
        else:
            parts.append(line[at : quote + 1])
            at = quote + 1


def _closes(line: str, quote: int, delimiter: str) -> bool:
    behind = _skip_blanks(line, quote + 1)
    return behind >= len(line) or line[behind] == delimiter
