"""What stands on a permit."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from organizations.templatetags.words import hours_range, long_day_words
from spaces.models import Booking, Charge, Loan
from spaces.notifications import yen_words

register = template.Library()


@register.filter
def permit_rows(booking: Booking) -> list[dict[str, Any]]:
    """The facts of a permit, in the order of the paper forms."""
    group = booking.organization.name if booking.organization else ""
    lent = [f"{loan.thing} × {loan.count}" for loan in booking.loans.all() if loan.status in Loan.HOLDING]
    return [
        {"term": _("User"), "value": "\n".join(filter(None, (group, booking.name)))},
        {"term": _("Space"), "value": str(booking.space)},
        {"term": _("Day"), "value": long_day_words(booking.starts_at)},
        {"term": _("Hours"), "value": hours_range(booking.starts_at, booking.ends_at)},
        {"term": _("What for"), "value": booking.purpose},
        {"term": _("Number of people"), "value": booking.head_count},
        {"term": _("With it"), "value": "\n".join(lent)},
        *_fee_rows(getattr(booking, "charge", None)),
        {"term": _("Reason"), "value": booking.reason},
    ]


def _fee_rows(charge: Charge | None) -> list[dict[str, Any]]:
    if charge is None:
        return []
    off = _("%(percent)d %% off: %(name)s") % {"percent": charge.percent, "name": charge.reduction_name}
    looked_at = off if charge.is_checked else f"{off}\n{_('Staff still look at the reduction.')}"
    return [
        {"term": _("Fee for use"), "value": yen_words(charge.full_yen)},
        {"term": _("Reduction"), "value": looked_at if charge.percent else ""},
        {"term": _("To pay"), "value": yen_words(charge.due_yen)},
        {"term": _("Paid on"), "value": charge.paid_on and long_day_words(charge.paid_on)},
    ]


@register.filter
def issuer_words(booking: Booking) -> str:
    """Name who gives the space: the house, and who runs it."""
    facility = booking.space.facility
    operator = facility.operator_name or (facility.operator.name if facility.operator else "")
    return "\n".join(filter(None, (operator, facility.name, facility.phone)))
