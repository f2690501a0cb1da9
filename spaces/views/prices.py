"""What spaces cost: the staff's tables of day parts and reductions, and the till of one booking."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organizations.permissions import acting
from organizations.views.guards import open_to
from spaces.forms.prices import DayPartForm, PaidForm, ReductionChoiceForm, ReductionForm
from spaces.models import Booking, DayPart, Reduction, Space
from spaces.permissions import can_confirm, can_keep_places
from spaces.services import charges, day_parts


@open_to(can_keep_places)
def day_parts_of_space(request: HttpRequest, slug: str) -> HttpResponse:
    """List the parts a space's day is lent by, and take further ones."""
    space = get_object_or_404(Space.objects.select_related("facility"), slug=slug)
    form = DayPartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        day_parts.add_day_part(space=space, facts=form.facts, by=acting(request.user))
        messages.success(request, _("Saved. Residents see it at once."))
        return redirect("space_day_parts", slug)
    parts = space.day_parts.order_by("opens_minute", "closes_minute")
    return render(request, "spaces/keeping/day_parts.html", {"space": space, "form": form, "parts": parts})


@open_to(can_keep_places)
@require_POST
def day_part_remove(request: HttpRequest, pk: int) -> HttpResponse:
    part = get_object_or_404(DayPart.objects.select_related("space"), pk=pk)
    day_parts.remove_day_part(part=part, by=acting(request.user))
    messages.success(request, _("Taken off the table."))
    return redirect("space_day_parts", part.space.slug)


@open_to(can_keep_places)
def reductions(request: HttpRequest) -> HttpResponse:
    """List the city's classes of reduction, and take further ones."""
    form = ReductionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        charges.add_reduction(facts=form.cleaned_data, by=acting(request.user))
        messages.success(request, _("Saved."))
        return redirect("reductions")
    return render(request, "spaces/keeping/reductions.html", {"form": form, "rows": Reduction.objects.in_order()})


@open_to(can_keep_places)
@require_POST
def reduction_remove(request: HttpRequest, pk: int) -> HttpResponse:
    charges.remove_reduction(reduction=get_object_or_404(Reduction, pk=pk), by=acting(request.user))
    messages.success(request, _("Taken off the table."))
    return redirect("reductions")


@login_required
@require_POST
def settle(request: HttpRequest, token: str) -> HttpResponse:
    """Settle which reduction a booking has."""
    booking = _charged(request, token)
    form = ReductionChoiceForm(request.POST, reductions=Reduction.objects.in_order())
    if form.is_valid():
        try:
            reduction = form.cleaned_data["reduction"]
            charges.settle_reduction(booking=booking, reduction=reduction, by=acting(request.user))
            messages.success(request, _("The reduction is settled."))
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
    return redirect("booking_decide", token)


@login_required
@require_POST
def paid(request: HttpRequest, token: str) -> HttpResponse:
    """Tick that the fee was paid, or take the tick back."""
    booking = _charged(request, token)
    takes_back = request.POST.get("answer") == "unpaid"
    form = PaidForm(None if takes_back else request.POST, today=timezone.localdate())
    if takes_back or form.is_valid():
        charges.note_paid(
            booking=booking, on=None if takes_back else form.cleaned_data["paid_on"], by=acting(request.user)
        )
        messages.success(request, _("Noted as not paid.") if takes_back else _("Noted as paid."))
    else:
        messages.error(request, str(form.errors["paid_on"][0]))
    return redirect("booking_decide", token)


def _charged(request: HttpRequest, token: str) -> Booking:
    """Find a booking that costs something, for those who may answer it."""
    if not can_confirm(request.user):
        raise Http404
    return get_object_or_404(Booking.objects.filter(charge__isnull=False), token=token)
