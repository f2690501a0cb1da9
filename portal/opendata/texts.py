"""Cells → clean texts: spaces, half-width kana, phones, addresses of the web."""

import re
import unicodedata
from urllib.parse import urlsplit

HALF_WIDTH_KANA = re.compile(r"[\uff61-\uff9f]+")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
BLANKS = {
    "",
    "-",
    "－",
    "ー",
    "―",
    "—",
    "‐",
    "なし",
    "無し",
    "無",
    "null",
    "NULL",
    "None",
    "N/A",
    "n/a",
    "該当なし",
    "不明",
    "・",
}
YES = {"有", "有り", "あり", "可", "可能", "利用可", "○", "〇", "◯", "●", "◎", "y", "yes", "true", "1", "はい"}
NO = {"無", "無し", "なし", "不可", "利用不可", "×", "✕", "x", "n", "no", "false", "0", "いいえ"}
PHONE = re.compile(r"^\+?[0-9][0-9() -]{7,19}$")
HYPHENS = re.compile(r"[‐‑‒–—―−－ーｰ]")


def plain(cell: str) -> str:
    """One line of text: no controls, no outer or doubled blanks, half-width kana made full-width."""
    return re.sub(r"[ \t]{2,}", " ", re.sub(r"\s*[\r\n]+\s*", " ", _cleaned(cell))).strip()


def prose(cell: str) -> str:
    """Text that keeps its line breaks."""
    lines = [line.strip() for line in re.split(r"\r\n|\n|\r", _cleaned(cell))]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def folded(cell: str) -> str:
    """Text for reading values: full-width letters, digits and signs made half-width, no blanks around."""
    return unicodedata.normalize("NFKC", CONTROLS.sub("", cell)).strip()


def is_blank(cell: str) -> bool:
    """Tell whether a cell says nothing: empty, a dash, 「なし」."""
    return cell.strip() in BLANKS


def phone(cell: str) -> str | None:
    """A phone number in half-width digits and hyphens; '' for a blank, None when the cell is not just one."""
    if is_blank(cell):
        return ""
    number = re.sub(r"^(TEL|電話)[:. ]*|\((代表?)\)$", "", HYPHENS.sub("-", folded(cell)), flags=re.IGNORECASE)
    number = re.sub(r"^\((\d+)\)[ -]?|^(\d+)\((\d+)\)[ -]?", _hyphened, number.strip())
    return number if PHONE.match(number) and _is_whole(number) else None


def _is_whole(number: str) -> bool:
    """A number inside Japan starts with 0 and has ten or eleven digits; one that lost its zero rings elsewhere."""
    digits = re.sub(r"\D", "", number)
    return 9 <= len(digits) <= 15 if number.startswith("+") else digits.startswith("0") and len(digits) in {10, 11}


def _hyphened(found: re.Match[str]) -> str:
    return "".join(f"{part}-" for part in found.groups() if part)


def first_phone(cell: str) -> str | None:
    """The first phone number among other words, or None."""
    parts = re.split(r"[^0-9+() -]+", HYPHENS.sub("-", folded(cell)))
    return next((number for part in parts if part.strip() and (number := phone(part.strip(" (")))), None)


def web_address(cell: str) -> str | None:
    """An http(s) address; '' for a blank, None when it is not one."""
    if is_blank(cell):
        return ""
    text = folded(cell)
    text = f"http://{text}" if text.startswith("www.") else text
    if re.search(r"\s", text) or len(text) > 500:
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme in {"http", "https"} and "." in parts.netloc else None


def count(cell: str) -> int | None:
    """A whole number such as 「120人」 or 「1,200」; None when the cell holds no single one."""
    found = re.fullmatch(r"(?:約|定員)?\s*([0-9][0-9,]{0,7})(?:\.0+)?\s*(?:人|名|席)?", folded(cell))
    return int(found.group(1).replace(",", "")) if found else None


def flag(cell: str) -> bool | None:
    """Yes or no, as 「有」, 「○」 or 「Y」 say it; None for a blank and for anything longer."""
    text = folded(cell).casefold()
    return True if text in YES else False if text in NO else None


def _cleaned(cell: str) -> str:
    text = CONTROLS.sub("", unicodedata.normalize("NFC", cell))
    return HALF_WIDTH_KANA.sub(lambda kana: unicodedata.normalize("NFKC", kana.group()), text).replace("\u3000\n", "\n")
