"""What the city's own settings must satisfy: a colour everybody can read, a code whose check digit is right."""

import re
from colorsys import hls_to_rgb, rgb_to_hls

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
WHITE = "#ffffff"
NIGHT = "#151a19"
NIGHT_INK = "#10201c"
HEX = re.compile(r"#[0-9a-fA-F]{6}")
WEIGHTS = (6, 5, 4, 3, 2)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mixed(colour: str, other: str, share: float) -> str:
    """Give ``share`` (0 … 1) of ``colour`` in ``other``, as CSS mixes them in sRGB."""
    pairs = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(f"{round(one * share + two * (1 - share)):02x}" for one, two in pairs)


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (p / 255 for p in _parts(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(colour: str, other: str) -> float:
    """Give the contrast ratio of two colours, 1 … 21 (WCAG 2.2)."""
    light, dark = sorted((_luminance(colour), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _reads_on_dark(colour: str) -> bool:
    grounds = (mixed(colour, NIGHT, 0.14), NIGHT_INK)
    return all(contrast(colour, ground) >= LEAST_CONTRAST for ground in grounds)


def bright(colour: str) -> str:
    """Lighten ``colour``, a little greyer, just so far that it can be read on the dark ground and its tint."""
    hue, lightness, saturation = rgb_to_hls(*(part / 255 for part in _parts(colour)))
    steps = (min(lightness + step / 50, 1.0) for step in range(51))
    shades = (_hex(hls_to_rgb(hue, step, saturation * 0.6)) for step in steps)
    return next(shade for shade in shades if _reads_on_dark(shade))


def _hex(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def validate_accent(colour: str) -> None:
    """Refuse what is no colour, or too pale to be read on white and on its own tint."""
    if not HEX.fullmatch(colour):
        raise ValidationError(_("Write the colour as # and six signs, such as #0f6a5b."), code="colour")
    least = min(contrast(colour, WHITE), contrast(colour, mixed(colour, WHITE, 0.09)))
    if least < LEAST_CONTRAST:
        raise ValidationError(
            _("This colour is too pale to be read on white (contrast %(ratio)s, at least 4.5). Take a darker one."),
            code="contrast",
            params={"ratio": f"{least:.1f}"},
        )


def check_digit(first_five: str) -> str:
    """Give the sixth digit of a 全国地方公共団体コード (JIS X 0401 and 0402, 総務省 2020)."""
    total = sum(int(digit) * weight for digit, weight in zip(first_five, WEIGHTS, strict=True))
    return str((11 - total % 11) % 10)


def validate_city_code(code: str) -> None:
    if not re.fullmatch(r"[0-9]{6}", code) or check_digit(code[:5]) != code[5]:
        raise ValidationError(
            _("This is not a code of a local government: six digits, the last of which follows from the others."),
            code="city_code",
        )
