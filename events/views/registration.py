"""The receipt of a party: its number, its place in the line, and what it can still change."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from events.forms.registrations import CHILD_FIELDS, SizeForm
from events.models import Registration
from events.permissions import events_editable_by
from events.services.attendance import check_in, undo_check_in
from events.services.registrations import cancel_registration, change_size
from events.services.waiting import accept_offer, position_of
from events.views.registering import person
from organizations.services.addresses import site_address

Status = Registration.Status
HEADINGS = {
    Status.APPLIED: gettext_lazy("You take part in the draw"),
    Status.CONFIRMED: gettext_lazy("You are registered"),
    Status.WAITING: gettext_lazy("You are on the waiting list"),
    Status.OFFERED: gettext_lazy("A place is free for you"),
    Status.LAPSED: gettext_lazy("The offered place has gone to the next family"),
    Status.CANCELLED: gettext_lazy("This registration is cancelled"),
}


def find(token: str) -> Registration:
    rows = Registration.objects.select_related("occurrence__event", "occurrence__space__facility", "occurrence__draw")
    return get_object_or_404(rows, token=token)


@never_cache
def registration(request: HttpRequest, token: str) -> HttpResponse:
    """The receipt, which is also the page of an offer."""
    found = find(token)
    alive = found.status not in Registration.ENDED and found.occurrence.ends_at > timezone.now()
    context = {
        "registration": found,
        "heading": HEADINGS[Status(found.status)],
        "may_cancel": alive,
        "position": position_of(found) if found.status == Status.WAITING else None,
        "draw": getattr(found.occurrence, "draw", None),
        "form": SizeForm(initial=_size(found)),
        "door": site_address(reverse("registration_arrive", args=[token])),
    }
    return render(request, "events/registration.html", context)


def _size(found: Registration) -> dict[str, Any]:
    return {"adults": found.adults, **dict(zip(CHILD_FIELDS, found.children, strict=False))}


@never_cache
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Where "I cannot come" in a mail leads: one question, one button. Opening the page changes nothing."""
    found = find(token)
    if request.method == "POST":
        try:
            cancel_registration(registration=found, by=person(request.user))
            messages.success(request, _("We have cancelled your registration. Thank you for telling us."))
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
        return redirect(found)
    if found.status in Registration.ENDED:
        return redirect(found)
    return render(request, "events/registration_cancel.html", {"registration": found})


@require_POST
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Take the place that is held."""
    found = find(token)
    try:
        accept_offer(registration=found, by=person(request.user))
        messages.success(request, _("The place is yours. We look forward to seeing you."))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect(found)


@never_cache
def change(request: HttpRequest, token: str) -> HttpResponse:
    """Come with more or fewer people; what does not fit changes nothing."""
    found = find(token)
    form = SizeForm(request.POST or None, initial=_size(found))
    if request.method == "POST" and form.is_valid():
        try:
            data = form.cleaned_data
            by = person(request.user)
            change_size(registration=found, adults=data["adults"], children=data["children"], by=by)
            messages.success(request, _("We have noted how many of you come."))
            return redirect(found)
        except ValidationError as refused:
            form.add_error(None, refused)
    return render(request, "events/registration_change.html", {"registration": found, "form": form})


@login_required
@never_cache
def arrive(request: HttpRequest, token: str) -> HttpResponse:
    """Where the square code on the receipt leads whoever stands at the door: one tap ticks the party off."""
    found = find(token)
    get_object_or_404(events_editable_by(request.user), pk=found.occurrence.event_id)
    if request.method == "POST":
        tick(request, found)
        return redirect("registration_arrive", token)
    return render(request, "events/arrive.html", {"registration": found, "occurrence": found.occurrence})


def tick(request: HttpRequest, found: Registration) -> None:
    """Tick a party off, or take the tick back, and say so."""
    deed, said = (check_in, _("%(name)s: here, %(count)d people"))
    if "undo" in request.POST:
        deed, said = (undo_check_in, _("%(name)s: not here yet"))
    try:
        deed(registration=found, by=person(request.user))
        messages.success(request, said % {"name": found.name, "count": found.seats})
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
