"""The staff's desk of bookings, and everybody's list of their own."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.permissions import acting
from organizations.views.guards import open_to
from spaces.forms.bookings import DeclineForm
from spaces.forms.prices import PaidForm, ReductionChoiceForm
from spaces.models import Booking, Reduction
from spaces.permissions import bookings_visible_to, can_confirm
from spaces.services.bookings import confirm_booking, confirm_series, decline_booking, note_no_show
from spaces.services.release import say_coming

MOST_SHOWN = 50


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """List the bookings one may see: for staff what waits, oldest first; for others their own."""
    now = timezone.now()
    rows = bookings_visible_to(request.user).select_related("space__facility", "organization").upcoming(now)
    is_staff = can_confirm(request.user)
    waiting = list(rows.waiting().one_per_series(now).order_by("created_at", "pk")[:MOST_SHOWN]) if is_staff else []
    coming = list((rows.confirmed() if is_staff else rows.holding()).order_by("starts_at", "pk")[:MOST_SHOWN])
    return render(request, "spaces/desk.html", {"waiting": waiting, "coming": coming, "is_staff": is_staff})


@open_to(can_confirm)
def decide(request: HttpRequest, token: str) -> HttpResponse:
    """Say yes with one tap, or no with a reason."""
    found = get_object_or_404(Booking.objects.with_all(), token=token)
    answer = request.POST.get("answer")
    form = DeclineForm(request.POST if answer == "decline" else None)
    if request.method == "POST" and (answer in ("confirm", "confirm_series", "no_show", "coming") or form.is_valid()):
        try:
            _decide(request, found, form)
            return redirect("booking_desk")
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
    series = Booking.objects.filter(series=found.series_id).waiting().upcoming(timezone.now()).order_by("starts_at")
    dates = list(series) if found.series_id else []
    began = found.status == Booking.Status.CONFIRMED and found.starts_at <= timezone.now()
    context = {
        "booking": found,
        "form": form,
        "dates": dates,
        "may_note_no_show": began,
        "is_on_paper": found.status in Booking.ON_PAPER,
    }
    context |= _till(found)
    return render(request, "spaces/decide.html", context)


def _till(found: Booking) -> dict[str, Any]:
    """What a booking costs, with the forms for its reduction and its payment."""
    charge = getattr(found, "charge", None)
    if charge is None:
        return {}
    forms = ReductionChoiceForm(reductions=Reduction.objects.in_order(), chosen=charge.reduction_name)
    return {"charge": charge, "reduction_form": forms, "paid_form": PaidForm(today=timezone.localdate())}


def _decide(request: HttpRequest, found: Booking, form: DeclineForm) -> None:
    user = acting(request.user)
    if form.is_bound:
        decline_booking(booking=found, reason=form.cleaned_data["reason"], by=user)
        messages.success(request, _("The guest is told that it is not possible."))
    elif request.POST["answer"] == "no_show":
        note_no_show(booking=found, by=user)
        messages.success(request, _("Noted that nobody came."))
    elif request.POST["answer"] == "coming":
        say_coming(booking=found, now=timezone.now(), by=user)
        messages.success(request, _("Noted that they will come."))
    elif request.POST["answer"] == "confirm_series":
        rows = confirm_series(booking=found, by=user)
        messages.success(request, _("%(count)d dates are confirmed; the guest is told.") % {"count": len(rows)})
    else:
        confirm_booking(booking=found, by=user)
        messages.success(request, _("The booking is confirmed; the guest is told."))
