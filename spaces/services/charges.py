"""What a booking costs: reckoned when it is made, reduced where the rules say so, paid at the counter."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from organizations.models import Organization, User
from spaces.models import Booking, Charge, DayPart, Reduction, Space
from spaces.periods import Period
from spaces.services.day_parts import day_parts_of, stretch_of


def price_of(space: Space, period: Period, parts: Sequence[DayPart] = ()) -> int | None:
    """Reckon the whole yen for ``period``; None where the portal knows no price."""
    if space.is_lent_by_parts:
        stretch = stretch_of(parts, period)
        return stretch.price_yen if stretch else None
    if space.hour_price_yen is None:
        return None
    minutes = int(period.length.total_seconds() // 60)
    return -(-space.hour_price_yen * minutes // 60)


def reduced(full_yen: int, percent: int) -> int:
    """Take so many percent off; what is left of a yen is the guest's."""
    return full_yen * (100 - percent) // 100


def usual_reduction(organization: Organization | None) -> Reduction | None:
    """Find the reduction that groups of this kind have; staff look at it all the same."""
    if organization is None:
        return None
    return next((row for row in Reduction.objects.in_order() if organization.kind in row.kinds), None)


def charge(bookings: Sequence[Booking], *, reduction: Reduction | None) -> list[Charge]:
    """Write down what bookings of one space and one guest cost, where the portal knows it."""
    space = bookings[0].space
    if not space.may_cost:
        return []
    parts = day_parts_of([space])[space.pk]
    prices = [(row, price_of(space, Period(row.starts_at, row.ends_at), parts)) for row in bookings]
    known = [(row, price) for row, price in prices if price is not None]
    if not known:
        return []
    reduction = reduction or usual_reduction(bookings[0].organization)
    return Charge.objects.bulk_create(_reckoned(Charge(booking=row, full_yen=price), reduction) for row, price in known)


def _reckoned(charge: Charge, reduction: Reduction | None) -> Charge:
    charge.reduction_name, charge.reduction_reason = (reduction.name, reduction.reason) if reduction else ("", "")
    charge.percent = reduction.percent if reduction else 0
    charge.due_yen = reduced(charge.full_yen, charge.percent)
    return charge


def charge_anew(booking: Booking) -> None:
    """Reckon again for a booking that has another time now; its reduction stays, and so does what was paid."""
    known = Charge.objects.filter(booking=booking).first()
    if known is None:
        return
    parts = day_parts_of([booking.space])[booking.space_id]
    price = price_of(booking.space, Period(booking.starts_at, booking.ends_at), parts)
    if price is not None and price != known.full_yen:
        known.full_yen, known.due_yen = price, reduced(price, known.percent)
        known.save(update_fields=["full_yen", "due_yen"])


@transaction.atomic
def settle_reduction(*, booking: Booking, reduction: Reduction | None, by: User) -> Charge:
    """Write down which reduction holds. Raises ValidationError (code: paid, no_charge)."""
    found = _locked_charge(booking)
    if found.paid_on:
        raise ValidationError(_("It is paid already; please take the payment back first."), code="paid")
    found = _reckoned(found, reduction)
    found.is_checked = True
    found.save()
    log(booking, "spaces.charge.reduction", user=by, data={"name": found.reduction_name, "due": found.due_yen})
    return found


@transaction.atomic
def note_paid(*, booking: Booking, on: date | None, by: User) -> Charge:
    """Tick that the fee was paid at the counter on a day; None takes the tick back.

    Raises ValidationError (code: no_charge).
    """
    found = _locked_charge(booking)
    found.paid_on, found.paid_yen = on, (found.due_yen if on else None)
    found.noted_by = by
    found.save(update_fields=["paid_on", "paid_yen", "noted_by"])
    log(booking, "spaces.charge.paid" if on else "spaces.charge.unpaid", user=by, data={"yen": found.due_yen})
    return found


@transaction.atomic
def add_reduction(*, facts: Mapping[str, Any], by: User) -> Reduction:
    """Note a class of reduction."""
    reduction = Reduction.objects.create(**facts)
    log(reduction, "spaces.reduction.add", user=by, data={"name": reduction.name})
    return reduction


@transaction.atomic
def remove_reduction(*, reduction: Reduction, by: User) -> None:
    """Grant this reduction no longer; what was charged before keeps its name and percent."""
    log(reduction, "spaces.reduction.remove", user=by, data={"name": reduction.name})
    reduction.delete()


def _locked_charge(booking: Booking) -> Charge:
    found = Charge.objects.select_for_update(of=("self",)).filter(booking=booking).first()
    if found is None:
        raise ValidationError(_("This booking costs nothing."), code="no_charge")
    return found
