"""Booking a space, one's own booking, and the staff's desk of requests."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from organizations.permissions import Anyone, may_enter_for_others
from organizations.services.receipts import settle
from organizations.views.floods import refuse_floods
from spaces.forms.bookings import BookingForm, BookingForSomebodyForm, CancelForm, DeclineForm
from spaces.models import Booking, Space
from spaces.permissions import bookings_visible_to, can_confirm, groups_bookable_by
from spaces.services.availability import alternatives
from spaces.services.bookings import (
    Guest,
    SpaceTaken,
    Use,
    cancel_booking,
    confirm_booking,
    confirm_series,
    decline_booking,
    request_booking,
)

MOST_SHOWN = 50


@never_cache
def book(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a space; a refusal keeps what was typed and offers what else is free."""
    space = get_object_or_404(Space.objects.bookable().select_related("facility"), slug=slug)
    form = _form(request)
    offered: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            refuse_floods(request, "booking", form.cleaned_data["email"], form.cleaned_data["phone"])
            return redirect(_request_once(request, space, form))
        except SpaceTaken as taken:
            form.add_error(None, taken)
            offered = alternatives(space, form.period, form.cleaned_data["head_count"], now=timezone.now())
        except ValidationError as refused:
            form.add_error(FIELD_OF.get(refused.code or ""), refused)
    return render(request, "spaces/book.html", {"space": space, "form": form, "alternatives": offered})


WISH = ("day", "start", "end", "purpose", "head_count", "ages")  # what an address may carry: nothing about a person
FIELD_OF = {
    "past": "day",
    "too_early": "day",
    "too_late": "day",
    "raster": "start",
    "too_short": "end",
    "too_long": "end",
    "too_many": "head_count",
}


def _form(request: HttpRequest) -> BookingForm:
    kind = BookingForSomebodyForm if may_enter_for_others(request.user) else BookingForm
    wish = {name: request.GET[name] for name in WISH if name in request.GET}
    return kind(request.POST or None, groups=groups_bookable_by(request.user), initial=_known(request.user) | wish)


def _known(user: Anyone) -> dict[str, str]:
    """Fill in what the portal knows, unless staff type for somebody else."""
    if not user.is_authenticated or may_enter_for_others(user):
        return {}
    return {"name": user.name, "phone": user.phone, "email": user.email or ""}


def _request_once(request: HttpRequest, space: Space, form: BookingForm) -> str:
    """Book, or find the booking this very form has made already; return its address."""
    return settle(
        token=request.POST.get("form_token", ""),
        purpose=f"book {space.pk}",
        deed=lambda: _request(request, space, form).get_absolute_url(),
        by=request.user if request.user.is_authenticated else None,
    )


def _request(request: HttpRequest, space: Space, form: BookingForm) -> Booking:
    data = form.cleaned_data
    user = request.user if request.user.is_authenticated else None
    channel = data.get("channel") or ""
    guest = Guest(
        name=data["name"],
        email=data["email"],
        phone=data["phone"],
        organization=data.get("organization"),
        person=None if channel else user,
        language=get_language() or "ja",
        **({"channel": channel, "on_behalf_of": data["name"]} if channel else {}),
    )
    use = Use(purpose=data["purpose"], head_count=data["head_count"], ages=data["ages"])
    return request_booking(space=space, period=form.period, guest=guest, use=use, by=user)


@never_cache
def booking(request: HttpRequest, token: str) -> HttpResponse:
    """Show a booking to whoever holds its link: the receipt, its state, and the way to give it back."""
    found = get_object_or_404(Booking.objects.select_related("space__facility", "organization"), token=token)
    may_cancel = Booking.Status.CANCELLED in Booking.MOVES[Booking.Status(found.status)]
    context = {"booking": found, "form": CancelForm(), "may_cancel": may_cancel and found.starts_at > timezone.now()}
    return render(request, "spaces/booking.html", context)


@require_POST
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Give the space back; the link is the key."""
    found = get_object_or_404(Booking.objects.upcoming(timezone.now()), token=token)
    form = CancelForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        cancel_booking(booking=found, reason=reason, by=request.user if request.user.is_authenticated else None)
        messages.success(request, _("You have given the space back. Thank you for telling us."))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect(found)


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """List the bookings one may see: for staff what waits, oldest first; for others their own."""
    now = timezone.now()
    rows = bookings_visible_to(request.user).select_related("space__facility", "organization").upcoming(now)
    is_staff = can_confirm(request.user)
    waiting = list(rows.waiting().one_per_series(now).order_by("created_at", "pk")[:MOST_SHOWN]) if is_staff else []
    coming = list((rows.confirmed() if is_staff else rows.holding()).order_by("starts_at", "pk")[:MOST_SHOWN])
    return render(request, "spaces/desk.html", {"waiting": waiting, "coming": coming, "is_staff": is_staff})


@login_required
def decide(request: HttpRequest, token: str) -> HttpResponse:
    """Say yes with one tap, or no with a reason."""
    if not can_confirm(request.user):
        raise Http404
    found = get_object_or_404(Booking.objects.select_related("space__facility", "organization"), token=token)
    answer = request.POST.get("answer")
    form = DeclineForm(request.POST if answer == "decline" else None)
    if request.method == "POST" and (answer in ("confirm", "confirm_series") or form.is_valid()):
        try:
            _decide(request, found, form)
            return redirect("booking_desk")
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
    series = Booking.objects.filter(series=found.series_id).waiting().upcoming(timezone.now()).order_by("starts_at")
    dates = list(series) if found.series_id else []
    return render(request, "spaces/decide.html", {"booking": found, "form": form, "dates": dates})


def _decide(request: HttpRequest, found: Booking, form: DeclineForm) -> None:
    user = request.user
    if form.is_bound:
        decline_booking(booking=found, reason=form.cleaned_data["reason"], by=user)  # type: ignore[arg-type]  # signed in
        messages.success(request, _("The guest is told that it is not possible."))
    elif request.POST["answer"] == "confirm_series":
        rows = confirm_series(booking=found, by=user)  # type: ignore[arg-type]  # signed in
        messages.success(request, _("%(count)d dates are confirmed; the guest is told.") % {"count": len(rows)})
    else:
        confirm_booking(booking=found, by=user)  # type: ignore[arg-type]  # signed in
        messages.success(request, _("The booking is confirmed; the guest is told."))
