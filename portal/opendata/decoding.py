"""Bytes → text: the encodings in which Japanese cities publish their tables."""

import codecs
from dataclasses import dataclass

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
JAPANESE = ("cp932", "euc_jp", "shift_jis_2004")
REPLACEMENT = "\ufffd"


@dataclass(frozen=True)
class Decoded:
    """A file's text, the encoding it was read with, and whether some bytes could not be read."""

    text: str
    encoding: str

    @property
    def is_damaged(self) -> bool:
        return REPLACEMENT in self.text


def decode(data: bytes) -> Decoded:
    """Read ``data`` in the encoding its bytes prove; unreadable bytes become U+FFFD, never an error."""
    encoding = _by_mark(data) or _by_zeros(data) or _by_content(data)
    if encoding:
        return Decoded(_strict(data, encoding) or data.decode(encoding, errors="replace"), encoding)
    damaged = [Decoded(data.decode(name, errors="replace"), name) for name in ("utf-8", "cp932")]
    return min(damaged, key=lambda decoded: decoded.text.count(REPLACEMENT))


def _by_mark(data: bytes) -> str | None:
    return next((encoding for mark, encoding in BOMS if data.startswith(mark)), None)


def _by_zeros(data: bytes) -> str | None:
    """UTF-16 without a mark: commas and line ends leave zero bytes on one side only."""
    sample = data[:4000]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if even + odd < len(sample) // 50 or even == odd:
        return None
    return "utf-16-be" if even > 4 * odd else "utf-16-le" if odd > 4 * even else None


def _by_content(data: bytes) -> str | None:
    if b"\x1b$" in data and _strict(data, "iso2022_jp_ext") is not None:
        return "iso2022_jp_ext"
    if _strict(data, "utf-8") is not None:
        return "utf-8"
    readable = [name for name in JAPANESE if _strict(data, name) is not None]
    return min(readable, key=lambda name: _strangeness(data.decode(name)), default=None)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _strangeness(text: str) -> int:
    """Count what a wrong encoding leaves behind: half-width kana, private characters, controls."""
    return sum(
        "\uff61" <= char <= "\uff9f" or "\ue000" <= char <= "\uf8ff" or "\x80" <= char <= "\x9f" for char in text
    )
