"""What may be done with a booking by whoever holds its link: look, change, take, give back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from spaces.forms.bookings import CancelForm, DayForm, TimeForm
from spaces.models import Booking, BookingSeries
from spaces.services.bookings import cancel_booking, change_time
from spaces.services.line import take_offer
from spaces.services.release import say_coming
from spaces.services.series import cancel_series
from spaces.views.bookings import FIELD_OF, who
from spaces.views.day_parts import asked_day, part_choices


@never_cache
def booking(request: HttpRequest, token: str) -> HttpResponse:
    """Show a booking to whoever holds its link: the receipt, its state, and what may still be done with it."""
    found = get_object_or_404(Booking.objects.with_all(), token=token)
    is_coming = found.starts_at > timezone.now()
    context = {
        "booking": found,
        "form": CancelForm(),
        "is_on_paper": found.status in Booking.ON_PAPER,
        "may_cancel": is_coming and found.status in Booking.ALIVE and not found.is_for_event,
        "goes_with_event": is_coming and found.status in Booking.ALIVE and found.is_for_event,
        "may_change": is_coming and found.status in Booking.STANDING and not found.is_for_event,
    }
    return render(request, "spaces/booking.html", context)


@require_POST
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Give the space back; the link is the key. The room of an event goes with its date, never alone."""
    found = get_object_or_404(Booking.objects.upcoming(timezone.now()), token=token)
    if found.is_for_event:
        messages.error(request, _("This room belongs to a date of an event. Nothing was changed."))
        return redirect(found)
    form = CancelForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        cancel_booking(booking=found, reason=reason, by=who(request))
        messages.success(request, _("You have given the space back. Thank you for telling us."))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect(found)


@never_cache
def change(request: HttpRequest, token: str) -> HttpResponse:
    """Give a booking another time without giving it up first; the link is the key."""
    rows = Booking.objects.filter(starts_at__gt=timezone.now(), status__in=Booking.STANDING, is_for_event=False)
    found = get_object_or_404(rows.select_related("space__facility", "organization"), token=token)
    initial = TimeForm.of(found.starts_at, found.ends_at)
    day = asked_day(request) or initial["day"]
    parts = part_choices(found.space, day)
    form = TimeForm(request.POST or None, initial=initial | {"day": day}, parts=parts)
    if request.method == "POST" and form.is_valid():
        try:
            change_time(booking=found, period=form.period, by=who(request))
            messages.success(request, _("The booking has its new time."))
            return redirect(found)
        except ValidationError as refused:
            form.add_error(form.place_of(FIELD_OF.get(refused.code or "")), refused)
    context = {"booking": found, "form": form, "day_form": DayForm(initial={"day": day}) if parts else None}
    return render(request, "spaces/change.html", context)


@require_POST
def coming(request: HttpRequest, token: str) -> HttpResponse:
    """Say that the space will be used; the link is the key."""
    found = get_object_or_404(Booking, token=token)
    try:
        say_coming(booking=found, now=timezone.now(), by=who(request))
        messages.success(request, _("Thank you. We look forward to seeing you."))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect(found)


@require_POST
def take(request: HttpRequest, token: str) -> HttpResponse:
    """Take the time that is held; the link is the key."""
    found = get_object_or_404(Booking.objects.select_related("space"), token=token)
    try:
        take_offer(booking=found, now=timezone.now(), by=who(request))
        messages.success(request, _("The space is yours."))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect(found)


@never_cache
def series(request: HttpRequest, token: str) -> HttpResponse:
    """Show all dates of a series to whoever holds its link, and give those still to come back together."""
    found = get_object_or_404(BookingSeries, token=token)
    rows = found.bookings.select_related("space__facility").order_by("starts_at")
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel_series(series=found, reason=form.cleaned_data["reason"], now=timezone.now(), by=who(request))
            messages.success(request, _("You have given the space back. Thank you for telling us."))
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
        return redirect(found)
    coming = rows.alive().filter(starts_at__gt=timezone.now(), is_for_event=False)
    context = {"series": found, "rows": rows, "form": form, "may_cancel": coming.exists()}
    return render(request, "spaces/series.html", context)
