"""The staff's desk of things lent: who asks, who fetches, who brings back, who is late; and what there is to lend."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.models import User
from organizations.permissions import acting
from organizations.views.guards import open_to
from spaces.forms.bookings import DeclineForm
from spaces.forms.things import ThingForm
from spaces.models import Facility, Loan, Thing
from spaces.permissions import can_confirm, can_keep_places
from spaces.services import loans

MOST_SHOWN = 50
Deed = Callable[[Loan, User], object]
DEEDS: dict[str, Deed] = {
    "confirm": lambda loan, by: loans.confirm_loan(loan=loan, by=by),
    "out": lambda loan, by: loans.hand_out(loan=loan, now=timezone.now(), by=by),
    "back": lambda loan, by: loans.take_back(loan=loan, now=timezone.now(), by=by),
    "cancel": lambda loan, by: loans.cancel_loan(loan=loan, by=by),
}


@open_to(can_confirm)
def desk(request: HttpRequest) -> HttpResponse:
    """List what waits for staff: who is late, who asks, who fetches today, who has what."""
    today = timezone.localdate()
    rows = Loan.objects.select_related("thing__facility", "organization").order_by("last_on", "pk")
    context = {
        "late": rows.overdue(today)[:MOST_SHOWN],
        "waiting": rows.waiting().order_by("entered_at", "pk")[:MOST_SHOWN],
        "to_fetch": rows.to_fetch().order_by("first_on", "pk")[:MOST_SHOWN],
        "out": rows.out().filter(last_on__gte=today)[:MOST_SHOWN],
    }
    return render(request, "spaces/things/desk.html", context)


@open_to(can_confirm)
def decide(request: HttpRequest, token: str) -> HttpResponse:
    """Show one loan with the one step that comes next; no is said with a reason."""
    found = get_object_or_404(Loan.objects.select_related("thing__facility", "organization"), token=token)
    answer = request.POST.get("answer", "")
    form = DeclineForm(request.POST if answer == "decline" else None)
    if request.method == "POST" and (answer in DEEDS or form.is_valid()):
        try:
            _do(found, answer, form, acting(request.user))
            messages.success(request, _("Noted."))
            return redirect("loan_desk")
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
    steps = Loan.MOVES[Loan.Status(found.status)]
    return render(request, "spaces/things/decide.html", {"loan": found, "form": form, "steps": steps})


def _do(found: Loan, answer: str, form: DeclineForm, by: User) -> None:
    if answer in DEEDS:
        DEEDS[answer](found, by)
    else:
        loans.decline_loan(loan=found, reason=form.cleaned_data["reason"], by=by)


@open_to(can_keep_places)
def thing_new(request: HttpRequest, slug: str) -> HttpResponse:
    facility = get_object_or_404(Facility, slug=slug)
    form = ThingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        loans.add_thing(facility=facility, facts=form.cleaned_data, by=acting(request.user))
        return redirect("place_keep", slug)
    return _form(request, form, facility, _("A new thing to lend"))


@open_to(can_keep_places)
def thing_edit(request: HttpRequest, slug: str) -> HttpResponse:
    thing = get_object_or_404(Thing.objects.select_related("facility"), slug=slug)
    form = ThingForm(request.POST or None, instance=thing)
    if request.method == "POST" and form.is_valid():
        try:
            loans.edit_thing(thing=thing, facts=form.cleaned_data, by=acting(request.user))
            messages.success(request, _("Saved. Residents see it at once."))
            return redirect("place_keep", thing.facility.slug)
        except ValidationError as refused:
            form.add_error("count", refused)
    return _form(request, form, thing.facility, thing.name)


def _form(request: HttpRequest, form: ThingForm, facility: Facility, heading: Any) -> HttpResponse:
    context = {"form": form, "facility": facility, "heading": heading}
    return render(request, "spaces/keeping/form.html", context)
