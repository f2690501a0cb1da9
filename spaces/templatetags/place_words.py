"""Facts of a place, said in words."""

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organizations.models import Organization
from organizations.templatetags.words import day_words, time_range, weekday_words
from spaces.models import Booking, Charge, DayPart, Facility, Loan, Reduction, Space
from spaces.notifications import fee_words, yen_words
from spaces.periods import Period
from spaces.templatetags.hours_words import DAY_CODES, clock

register = template.Library()
register.filter(yen_words)


@register.filter
def space_facts(space: Space) -> list[str]:
    """What a card says of a space: seats, floor, district, how it is borrowed."""
    facts = [space.floor]
    if space.capacity:
        facts.insert(0, ngettext("up to %(n)d person", "up to %(n)d people", space.capacity) % {"n": space.capacity})
    if space.facility.district:
        facts.append(space.facility.district.name)
    if space.kind == Space.Kind.ROOM:
        facts.append(space.get_lending_display())
    return [fact for fact in facts if fact]


@register.filter
def next_free_words(free: dict[int, Period], space: Space) -> str:
    """Say when a space can be had next, from what ``next_free`` found."""
    period = free.get(space.pk)
    return _("Next free: %(when)s") % {"when": time_range(period.start, period.end)} if period else ""


@register.filter
def baby_facts(facility: Facility) -> list[str]:
    """Name what families with a baby or a wheelchair look for, only where it is known to be there."""
    known = {
        _("Nursing room"): facility.nursing_room,
        _("Diaper table"): facility.diaper_table,
        _("Hot water for formula"): facility.hot_water,
        _("Strollers welcome"): facility.stroller,
        _("Step-free"): facility.step_free,
        _("Car park"): facility.has_parking,
    }
    return [label for label, there in known.items() if there]


@register.filter
def facility_facts(facility: Facility) -> list[dict[str, Any]]:
    """Everything to know of a facility, as pairs for the facts component."""
    return [
        {"term": _("Address"), "value": f"{facility.address} {facility.building}".strip()},
        {"term": _("Telephone"), "value": facility.phone, "href": f"tel:{facility.phone}"},
        {"term": _("How to get there"), "value": facility.access},
        {"term": _("On foot with a stroller"), "value": facility.stroller_note},
        {"term": _("Parking"), "value": facility.parking},
        {"term": _("For families"), "value": _("·").join(baby_facts(facility))},
        {"term": _("Ages"), "value": facility.age_label},
        {"term": _("Capacity"), "value": facility.capacity},
        {"term": _("Run by"), "value": facility.operator_name or (facility.operator and facility.operator.name)},
        {"term": _("Website"), "value": facility.website, "href": facility.website},
    ]


@register.filter
def facility_card_facts(facility: Facility) -> list[str]:
    """What a card says of a facility that is not lent here."""
    district = facility.district.name if facility.district else ""
    return [fact for fact in (district, facility.age_label, facility.phone) if fact]


@register.filter
def source_of(facility: Facility) -> list[dict[str, str]]:
    """Name the dataset a facility comes from, for the sources component; nothing for the city's own."""
    if not facility.source_attribution:
        return []
    return [
        {
            "dataset": facility.source_dataset,
            "attribution": facility.source_attribution,
            "licence": facility.source_licence,
            "url": facility.source_url,
        }
    ]


def _lent_with(booking: Booking) -> str:
    return "\n".join(f"{loan.thing} × {loan.count}" for loan in booking.loans.all() if loan.status in Loan.HOLDING)


@register.filter
def booking_facts(booking: Booking) -> list[dict[str, Any]]:
    """What a receipt says."""
    return [
        {"term": _("Reference number"), "value": booking.reference},
        {"term": _("Space"), "value": str(booking.space)},
        {"term": _("Time"), "value": time_range(booking.starts_at, booking.ends_at)},
        {"term": _("What for"), "value": booking.purpose},
        {"term": _("Number of people"), "value": booking.head_count},
        {"term": _("For a group"), "value": booking.organization and booking.organization.name},
        {"term": _("Fee for use"), "value": fee_words(booking.charge) if hasattr(booking, "charge") else ""},
        {"term": _("With it"), "value": _lent_with(booking)},
        {"term": _("Address"), "value": booking.space.facility.address},
        {"term": _("Reason"), "value": booking.reason},
    ]


@register.filter
def guest_facts(booking: Booking | Loan) -> list[dict[str, Any]]:
    """Who asked, for staff."""
    return [
        {"term": _("Name"), "value": booking.name},
        {"term": _("Telephone"), "value": booking.phone, "href": f"tel:{booking.phone}"},
        {"term": _("Mail address"), "value": booking.email, "href": f"mailto:{booking.email}"},
        {"term": _("Ages of the children"), "value": getattr(booking, "ages", "")},
        {"term": _("How it reached you"), "value": booking.get_channel_display()},
    ]


@register.filter
def charge_facts(charge: Charge) -> list[dict[str, Any]]:
    """What a booking costs, for the till."""
    off = _("%(percent)d %% off: %(name)s") % {"percent": charge.percent, "name": charge.reduction_name}
    return [
        {"term": _("Fee for use"), "value": yen_words(charge.full_yen)},
        {"term": _("Reduction"), "value": off if charge.percent else ""},
        {"term": _("Reason"), "value": charge.reduction_reason},
        {"term": _("Checked by staff"), "value": "" if charge.is_checked or not charge.percent else _("not yet")},
        {"term": _("To pay"), "value": yen_words(charge.due_yen)},
        {"term": _("Paid on"), "value": charge.paid_on and day_words(charge.paid_on)},
    ]


@register.filter
def day_part_words(part: DayPart) -> str:
    """Say when a part of the day is and what it costs: 9:00〜12:00 月〜金 300円."""
    hours = _("%(starts)s–%(ends)s") % {"starts": clock(part.opens_minute), "ends": clock(part.closes_minute)}
    days = weekday_words([DAY_CODES[number] for number in part.weekdays]) if part.weekdays else ""
    price = "" if part.price_yen is None else yen_words(part.price_yen)
    return " ".join(filter(None, (hours, days, price)))


@register.filter
def reduction_words(reduction: Reduction) -> str:
    """Say why there is a reduction, and which groups have it."""
    kinds = dict(Organization.Kind.choices)
    groups = _("·").join(str(kinds[kind]) for kind in reduction.kinds if kind in kinds)
    return " ".join(filter(None, (reduction.reason, groups)))
