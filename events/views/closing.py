"""Closing days: what they hit is shown first, and kept or called off with them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.services.closing import Closing, Hit, close_with, hit_by
from organizations.permissions import acting
from organizations.views.guards import open_to
from spaces.forms.keeping import ClosureForm
from spaces.models import Facility
from spaces.permissions import can_keep_places

AGREED = "agreed"


@open_to(can_keep_places)
def close(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Close one facility, or without its name the whole city, for some days."""
    found = get_object_or_404(Facility, slug=slug) if slug else None
    form = ClosureForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "facility": found}
    if request.method == "POST" and form.is_valid():
        closing = Closing(found, **form.cleaned_data)
        hits = hit_by(closing, now=timezone.now())
        if not hits or AGREED in request.POST:
            chosen = {hit.key for hit in hits}.intersection(request.POST.getlist("called_off"))
            _closure, left = close_with(closing=closing, called_off=chosen, now=timezone.now(), by=acting(request.user))
            _say(request, len(chosen), left)
            return redirect("place_keep", slug) if slug else redirect("places_keep")
        context["hits"] = hits
    return render(request, "events/closing.html", context)


def _say(request: HttpRequest, called_off: int, left: list[Hit]) -> None:
    messages.success(request, _("Saved. Residents see it at once."))
    if called_off:
        sentence = ngettext(
            "%(n)d date is called off; everybody concerned is told.",
            "%(n)d dates are called off; everybody concerned is told.",
            called_off,
        )
        messages.success(request, sentence % {"n": called_off})
    if left:
        sentence = ngettext(
            "%(n)d date still stands in these days: %(first)s. Please talk to its guest.",
            "%(n)d dates still stand in these days, the first: %(first)s. Please talk to their guests.",
            len(left),
        )
        messages.warning(request, sentence % {"n": len(left), "first": left[0].what})
