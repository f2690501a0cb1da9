"""What a picture may be. Everything that could tell where, when or by whom it was taken is left behind."""

import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000
SUFFIXES = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
# A moving picture distracts and cannot be stopped, so a GIF is kept as its first frame.
SAVED_AS = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "WEBP": "WEBP", "GIF": "PNG"}
SAVED_MODES = {"JPEG": ("L", "RGB"), "PNG": ("1", "L", "LA", "P", "RGB", "RGBA"), "WEBP": ("RGB", "RGBA")}
QUALITY: dict[str, dict[str, Any]] = {"JPEG": {"quality": 90}, "PNG": {"optimize": True}, "WEBP": {"quality": 90}}

# The nine fields of a picture, from the upper left to the lower right.
NINTHS = ("nw", "n", "ne", "w", "c", "e", "sw", "s", "se")


class NotAPicture(ValueError):
    """A file that cannot be taken, with a code (empty, too_heavy, unknown, too_large, broken) and its number."""

    def __init__(self, code: str, number: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.number = number


@dataclass(frozen=True)
class CleanPicture:
    """A picture encoded anew: upright, still, and without a word about its origin."""

    content: bytes
    suffix: str
    width: int
    height: int


def clean_picture(data: bytes) -> CleanPicture:
    """Encode ``data`` anew, upright and without EXIF, XMP, GPS, comments or thumbnails.

    Raises NotAPicture: empty; too_heavy (bytes); unknown (no JPEG, PNG, WebP or GIF, also SVG);
    too_large (pixels); broken (cut off or damaged).
    """
    if not data:
        raise NotAPicture("empty")
    if len(data) > MAX_BYTES:
        raise NotAPicture("too_heavy", len(data))
    picture = _opened(data)
    if picture.width * picture.height > MAX_PIXELS:
        raise NotAPicture("too_large", picture.width * picture.height)
    return _encoded(_upright(picture), SAVED_AS[picture.format or ""])


def _opened(data: bytes) -> Image.Image:
    """Read the head of a file; nothing is decoded yet, so a bomb costs nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            return Image.open(BytesIO(data), formats=FORMATS)
        except Image.DecompressionBombError as error:
            raise NotAPicture("too_large", MAX_PIXELS) from error
        except (OSError, SyntaxError, ValueError) as error:
            raise NotAPicture("unknown") from error


def _upright(picture: Image.Image) -> Image.Image:
    """Decode the first frame and turn it as the camera was held."""
    try:
        picture.load()
        return ImageOps.exif_transpose(picture)
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, ArithmeticError) as error:
        raise NotAPicture("broken") from error


def _encoded(picture: Image.Image, kind: str) -> CleanPicture:
    pixels = picture.copy()
    profile = picture.info.get("icc_profile") if picture.mode in SAVED_MODES[kind] else None
    transparency = picture.info.get("transparency") if picture.mode in ("1", "L", "P", "RGB") else None
    pixels.info.clear()
    if transparency is not None:
        pixels.info["transparency"] = transparency
    if pixels.mode not in SAVED_MODES[kind]:
        pixels = pixels.convert("RGBA" if _may_be_clear(pixels, kind) else "RGB")
        pixels.info.clear()
    out = BytesIO()
    pixels.save(out, kind, icc_profile=profile, **QUALITY[kind])
    return CleanPicture(out.getvalue(), SUFFIXES[kind], pixels.width, pixels.height)


def _may_be_clear(picture: Image.Image, kind: str) -> bool:
    return kind != "JPEG" and (picture.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in picture.info)


def ninth_box(field: str, width: int, height: int) -> tuple[int, int, int, int]:
    """Give the middle and the size (x, y, width, height) of one of the nine fields of a picture."""
    row, column = divmod(NINTHS.index(field), 3)
    return (2 * column + 1) * width // 6, (2 * row + 1) * height // 6, max(width // 3, 1), max(height // 3, 1)


def ninth_at(x: int, y: int, width: int, height: int) -> str:
    """Name the field of a picture in which a point lies."""
    column, row = (min(3 * place // max(whole, 1), 2) for place, whole in ((x, width), (y, height)))
    return NINTHS[3 * row + column]
