"""Finds the characters of a calendar file: packed or not, in any of the encodings met in Japan."""

import re
import zlib
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from events.ical.problems import Problem, Unreadable

MAX_BYTES = 5_000_000
_GZIP = b"\x1f\x8b"
_CALENDAR = re.compile(rb"BEGIN[ \t]*:[ \t]*(?:VCALENDAR|VEVENT)", re.IGNORECASE)
_PAGE = re.compile(rb"\s*<(?:!doctype|html|head|body|\?xml)", re.IGNORECASE)
_EMPTY_LINES = re.compile(rb"\n{2,}")
_FOLD = re.compile(rb"\n[ \t]")
_HALF_KANA = re.compile("[\uff61-\uff9f]")
_KANA = re.compile("[\u3041-\u30ff]")


def decode(data: bytes) -> tuple[str, list[Problem]]:
    """Give the unfolded lines of a calendar file, joined by line feeds; raises Unreadable.

    Lines are unfolded as bytes: many programs fold inside a character.
    """
    data = _unpacked(data)
    if not data.strip(BOM_UTF8 + b"\x00 \t\r\n"):
        raise Unreadable("empty")
    wide = _wide_encoding(data)
    if wide:
        data = data.decode(wide, "replace").encode()
    data = data.removeprefix(BOM_UTF8)
    if not _CALENDAR.search(data):
        raise Unreadable("html" if _PAGE.match(data) else "no_calendar")
    data = data.replace(b"\x00", b"").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if b"QUOTED-PRINTABLE" in data.upper():
        data = data.replace(b"=\n", b"")
    return _characters(_FOLD.sub(b"", _EMPTY_LINES.sub(b"\n", data)))


def _unpacked(data: bytes) -> bytes:
    if data.startswith(_GZIP):
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            data = unpacker.decompress(data, MAX_BYTES + 1)
        except zlib.error:
            raise Unreadable("compressed") from None
    if len(data) > MAX_BYTES:
        raise Unreadable("too_large", str(MAX_BYTES))
    return data


def _wide_encoding(data: bytes) -> str:
    """Name the UTF-16 a file is written in, with or without its mark; empty for any other encoding."""
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    head = data[:200]
    if len(head) > 20 and head[1::2].count(0) > len(head) * 0.4:
        return "utf-16-le"
    if len(head) > 20 and head[0::2].count(0) > len(head) * 0.4:
        return "utf-16-be"
    return ""


def _characters(data: bytes) -> tuple[str, list[Problem]]:
    if b"\x1b$" in data:
        return _strict(data, "iso2022_jp") or _lenient(data)
    return _strict(data, "utf-8") or _japanese(data) or _lenient(data)


def _strict(data: bytes, encoding: str) -> tuple[str, list[Problem]] | None:
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError:
        return None


def _japanese(data: bytes) -> tuple[str, list[Problem]] | None:
    """Take Shift_JIS or EUC-JP, whichever reads as more kana and fewer half-width ones; a cut last letter may miss."""
    readings = []
    for encoding in ("cp932", "euc_jp"):
        reading = _strict(data, encoding) or _strict(data[:-1], encoding)
        if reading:
            readings.append((len(_HALF_KANA.findall(reading[0])) - len(_KANA.findall(reading[0])), reading))
    return min(readings, key=lambda item: item[0])[1] if readings else None


def _lenient(data: bytes) -> tuple[str, list[Problem]]:
    return data.decode("utf-8", "replace"), [Problem(None, "characters", "UTF-8")]
