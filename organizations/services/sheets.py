"""Tables for spreadsheets."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

BOM = "\ufeff"  # Excel takes a file without it for Shift_JIS
RISKY = tuple("=+-@＝＋－＠\t\r\n")  # a Japanese Excel reads the wide signs like the narrow ones


def harmless(value: Any) -> Any:
    """Keep a spreadsheet from reading words as a formula (OWASP, CSV injection); numbers stay numbers."""
    risky = isinstance(value, str) and value.startswith(RISKY)
    return f"'{value}" if risky else value


def csv_of(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Write a table as CSV that Excel opens as it is meant."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([harmless(header) for header in headers])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return BOM + text.getvalue()
