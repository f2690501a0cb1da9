"""Ages in words → months, both ends included.

A day counts as completed months of 365.25 / 12 days, so 57 days (the end of maternity leave, 産休明け) is one month: a
child who may come is never hidden. An end of whole years lasts until the next birthday (5歳 → 71 months), an end of
months or half years is that month. The published words stay beside the numbers.
"""

import re
from dataclasses import dataclass

from portal.opendata.texts import folded, is_blank

DAYS_PER_MONTH = 365.25 / 12
AMOUNT = re.compile(
    r"^(?:生後|満)?(?:(?P<years>\d{1,2})(?:歳|才|年)(?P<half>半)?)?児?"
    r"(?:(?P<months>\d{1,3})(?:[かカヵヶケ個箇ヵ]?月|m))?児?(?:(?P<weeks>\d{1,2})週間?)?(?:(?P<days>\d{1,4})日)?目?$"
)
SCHOOLS = {"小": (72, 6), "小学": (72, 6), "小学校": (72, 6), "中": (144, 3), "中学": (144, 3), "中学校": (144, 3)}
SCHOOLS |= {"高": (180, 3), "高校": (180, 3)}
GRADE = re.compile(r"^(小学校?|小|中学校?|中|高校?)(?:第?([1-6])(?:年生?|学年)?|生)(?:卒業)?$")
PRESCHOOL = re.compile(
    r"^(?:小学校?)?(?:就学前|入学前|未就学|就学の?始期に達する)(?:の?(?:児童?|子ども|こども|乳幼児))?$"
)
COMPANIONS = re.compile(r"(?:と|及び|および)(?:その)?(?:保護者|親|家族)(?:等|など)?$")
TRIMMINGS = re.compile(r"^(?:対象(?:年齢)?|年齢):?|の?(?:お子さん|お子さま|子ども|こども|児童|子)$")
BIRTH = {"出生", "出生後", "生後すぐ", "新生児", "誕生", "生まれて", "0", "乳児"}
AFTER_LEAVE = {"産休明け", "産後休暇明け", "産休あけ", "産後休業明け"}
JOINS = re.compile(r"\s*(?:~|〜|～|–|—|―|−|-|から|より)\s*")
LATEST_PRESCHOOL = 83


@dataclass(frozen=True)
class Ages:
    """A range in months, either end open, and whether the words could be read at all."""

    from_months: int | None = None
    to_months: int | None = None
    is_read: bool = True


def read_range(cell: str) -> Ages:
    """Read an age range from one cell, such as 「6か月～就学前」; 「2歳」 alone is that one year."""
    return Ages() if is_blank(cell) else _read_range(_bare(cell))


def read_ends(start: str, end: str) -> Ages:
    """Read an age range from a cell for each end; a blank cell leaves its end open."""
    lower, upper = _bare(start), _bare(end)
    if is_blank(end) and JOINS.search(lower):
        return _read_range(lower)
    first, last = _lower(lower), _upper(upper)
    is_read = (first is not None or is_blank(start)) and (last is not None or is_blank(end))
    return _checked(first, last) if is_read else Ages(is_read=False)


def _bare(cell: str) -> str:
    text = re.sub(r"\s", "", folded(cell))
    text = re.sub(r"\((\d+[かカヵヶケ個箇]月)\)", r"\1", text)
    text = re.sub(r"\([^0-9()]*\)", "", text)
    return TRIMMINGS.sub("", COMPANIONS.sub("", text))


def _read_range(text: str) -> Ages:
    if numbers := re.fullmatch(r"((?:\d{1,2}[・、,])+\d{1,2})[歳才]児?", text):
        return _read_list([int(number) for number in re.split(r"[・、,]", numbers.group(1))])
    parts = [part for part in JOINS.split(text) if part]
    if len(parts) == 2:
        lower, upper = _lower(_with_unit(parts[0], parts[1])), _upper(parts[1])
        return Ages(is_read=False) if lower is None or upper is None else _checked(lower, upper)
    return _read_single(parts[0], open_end=bool(JOINS.search(text))) if len(parts) == 1 else Ages(is_read=False)


def _read_list(years: list[int]) -> Ages:
    contiguous = years == list(range(years[0], years[0] + len(years)))
    return Ages(years[0] * 12, years[-1] * 12 + 11) if contiguous else Ages(is_read=False)


def _read_single(text: str, *, open_end: bool) -> Ages:
    if open_end or text.endswith("以上"):
        lower = _lower(text)
        return Ages(lower, None, is_read=lower is not None)
    if text.endswith(("まで", "以下", "未満")) or PRESCHOOL.match(text):
        upper = _upper(text)
        return Ages(None, upper, is_read=upper is not None)
    lower, upper = _lower(text), _upper(text)
    return Ages(is_read=False) if lower is None or upper is None else _checked(lower, upper)


def _checked(lower: int | None, upper: int | None) -> Ages:
    backwards = lower is not None and upper is not None and lower > upper
    return Ages(is_read=False) if backwards else Ages(lower, upper)


def _with_unit(first: str, second: str) -> str:
    """Give the bare number of 「0～5歳」 its unit."""
    unit = re.search(r"歳|才|[かカヵヶケ個箇]?月", second)
    return first + unit.group() if first.isdigit() and unit else first


def _lower(text: str) -> int | None:
    text = re.sub(r"(?:から|以上|より|~|〜)$", "", text)
    if text in BIRTH:
        return 0
    if text in AFTER_LEAVE:
        return int(57 // DAYS_PER_MONTH)
    if grade := GRADE.match(text):
        first, _ = SCHOOLS[grade.group(1)]
        return first + 12 * (int(grade.group(2) or 1) - 1)
    return _months(text)


def _upper(text: str) -> int | None:
    if text.endswith("未満"):
        months = _months(text.removesuffix("未満"))
        return months - 1 if months else None
    text = re.sub(r"(?:まで|以下|の?年度末|になるまで)$", "", text)
    if PRESCHOOL.match(text):
        return LATEST_PRESCHOOL
    if grade := GRADE.match(text):
        first, years = SCHOOLS[grade.group(1)]
        return first + 12 * (int(grade.group(2) or years) - 1) + 23
    months = _months(text)
    if months is not None and re.fullmatch(r"満?\d{1,2}[歳才年]児?", text):
        return months + 11
    return months


def _months(text: str) -> int | None:
    found = AMOUNT.match(text)
    if not text or found is None or not any(found.group("years", "months", "weeks", "days")):
        return None
    years, months, weeks, days = (int(part or 0) for part in found.group("years", "months", "weeks", "days"))
    return years * 12 + (6 if found["half"] else 0) + months + int((weeks * 7 + days) // DAYS_PER_MONTH)
