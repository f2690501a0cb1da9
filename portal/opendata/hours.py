"""When a place is open: weekly spans where the cells are certain, else the city's own words, never a guess."""

import re
from dataclasses import dataclass, field

from portal.opendata.hour_notes import Openings, Span, apply_note, read_closed_days, times_in
from portal.opendata.texts import folded, is_blank, prose
from portal.opendata.times import DAY, clock, read_time, read_weekdays

SHUT_CELL = re.compile(r"^(?:休|休み|休館|休園|休所|休業|閉館|定休日|お休み)日?$")


@dataclass
class Hours:
    """Weekly spans, or none, and the words to show: all of them when there are no spans.

    ``on_holidays`` is true only where the city says that the same hours hold on national holidays.
    """

    spans: list[Span] = field(default_factory=list)
    on_holidays: bool = False
    note: str = ""
    problem: str = ""


@dataclass(frozen=True)
class HourCells:
    """The cells of one row that tell when a place is open, as published."""

    weekdays: str = ""
    opens: str = ""
    closes: str = ""
    note: str = ""
    text: str = ""
    closed: str = ""
    on_weekdays: str = ""
    on_saturdays: str = ""
    on_sundays: str = ""

    def groups(self) -> tuple[tuple[str, str, range], ...]:
        """Cells that each tell the hours of some days: the days in words, the cell, the days."""
        cells = (self.on_weekdays, self.on_saturdays, self.on_sundays)
        return tuple(zip(("平日", "土曜", "日曜・祝日"), cells, (range(5), range(5, 6), range(6, 7)), strict=True))

    def said(self) -> str:
        """Put the cells together as a person would read them out."""
        grouped = [f"{days} {prose(cell)}" for days, cell, _days in self.groups() if not is_blank(cell)]
        if grouped:
            return "\n".join([*grouped, *filter(None, [self.remarks()])])
        between = "～".join(_shown(cell) for cell in (self.opens, self.closes) if not is_blank(cell))
        head = " ".join(cell.strip() for cell in (self.weekdays, between, self.text) if not is_blank(cell))
        return "\n".join(part for part in (prose(head), self.remarks()) if part)

    def remarks(self) -> str:
        closed = "" if is_blank(self.closed) else f"休み：{prose(self.closed)}"
        return "\n".join(part for part in (closed, prose(self.note)) if part)


def read_hours(cells: HourCells) -> Hours:
    """Read the opening cells of a row into weekly spans; whatever is doubtful stays in words."""
    if any(cell.strip() for _name, cell, _days_of in cells.groups()):
        return _read_groups(cells)
    days, named_holidays = _days(cells)
    ranges = _ranges(cells)
    if days is None or ranges is None:
        is_odd = days is None and not is_blank(cells.weekdays)
        return Hours(note=cells.said(), problem="weekdays" if is_odd else "times" if ranges is None else "")
    start = Openings({Span(day, *times) for day in days for times in ranges}, tuple(days), named_holidays)
    told = apply_note(start, cells.note)
    if told is None or not told.spans:
        return Hours(note=cells.said())
    remark = prose(cells.text) if "(" in folded(cells.text) else ""
    note = "\n".join(part for part in (remark, cells.remarks()) if part)
    return Hours(sorted(told.spans), told.on_holidays, note)


def _read_groups(cells: HourCells) -> Hours:
    """Read hours that stand in a cell for weekdays, one for Saturdays and one for Sundays with holidays."""
    spans: set[Span] = set()
    for _name, cell, days in cells.groups():
        times = [] if is_blank(cell) or SHUT_CELL.match(folded(cell)) else times_in(cell)
        if times is None:
            return Hours(note=cells.said())
        spans |= {Span(day, *span) for day in days for span in times}
    told = apply_note(Openings(spans, tuple({span.weekday for span in spans})), cells.note)
    if told is None or not told.spans:
        return Hours(note=cells.said())
    has_remarks = any("(" in folded(cell) for _name, cell, _days_of in cells.groups())
    return Hours(sorted(told.spans), told.on_holidays, cells.said() if has_remarks else cells.remarks())


def _shown(cell: str) -> str:
    minutes = read_time(cell)
    return cell.strip() if minutes is None else clock(minutes)


def _days(cells: HourCells) -> tuple[list[int] | None, bool]:
    """The weekdays that the cells prove, and whether holidays are named among them."""
    closed = read_closed_days(cells.closed)
    named = read_weekdays(cells.weekdays) if not is_blank(cells.weekdays) else None
    if closed is None:
        return None, False
    if named is not None:
        return [day for day in named[0] if day not in closed], named[1]
    if is_blank(cells.weekdays) and closed:
        return [day for day in range(7) if day not in closed], False
    return None, False


def _ranges(cells: HourCells) -> list[tuple[int, int]] | None:
    """The daily spans that the time cells prove; an empty list when they are blank, None when they are doubtful."""
    if is_blank(cells.opens) and is_blank(cells.closes):
        return [] if is_blank(cells.text) else times_in(cells.text)
    first, last = read_time(cells.opens), read_time(cells.closes)
    if first is None or last is None:
        return None
    if first == last and first in {0, DAY}:
        return [(0, DAY)]
    return [(first, last)] if first < last <= first + DAY and first < DAY else None
