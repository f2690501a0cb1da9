"""What stands on paper: a square that phones read, and the short address under it."""

from typing import NamedTuple

import qrcode
from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import override

from organizations.services.addresses import site_address
from organizations.services.paper_codes import code_for, secret_code_for

register = template.Library()
QUIET = 4  # modules of white around, as ISO/IEC 18004 wants


class Short(NamedTuple):
    """A short address: whole for the square, without its scheme for the eye."""

    address: str
    words: str


@register.simple_tag
def short_address(path: str) -> Short:
    """Give the lasting short address of a page."""
    return _short(code_for(path).code)


@register.simple_tag
def secret_address(path: str) -> Short:
    """Give the short address of a page that only its reader may open; never the same as a public one's."""
    return _short(secret_code_for(path).code)


def _short(code: str) -> Short:
    with override(settings.LANGUAGE_CODE):
        path_of_code = reverse("paper_code", args=[code])
    address = site_address(path_of_code)
    return Short(address, address.partition("://")[2])


@register.simple_tag
def qr(address: str, label: str) -> SafeString:
    """Draw an address as a QR code, black on white whatever the colours of the page."""
    code = qrcode.QRCode(border=0, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(address)
    code.make()
    rows = code.get_matrix()
    dots = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    side = len(rows) + 2 * QUIET
    return format_html(
        '<svg class="qr" role="img" aria-label="{}" viewBox="{} {} {} {}" shape-rendering="crispEdges">'
        '<rect x="{}" y="{}" width="{}" height="{}" fill="#fff"/><path d="{}" fill="#000"/></svg>',
        label,
        *(-QUIET, -QUIET, side, side) * 2,
        dots,
    )
