"""How one takes part in an event, settled by its hosts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from events.forms.taking import TakingForm
from events.permissions import events_editable_by
from events.services.taking import Asked, set_taking
from events.views.registering import person


@login_required
@never_cache
def settle_taking(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose how places are given and what is asked."""
    event = get_object_or_404(events_editable_by(request.user), pk=pk)
    form = TakingForm(request.POST or None, event=event)
    if request.method == "POST" and form.is_valid():
        try:
            set_taking(
                event=event,
                capacity_parties=form.cleaned_data["capacity_parties"],
                allotment=form.cleaned_data["allotment"],
                draw_source=form.cleaned_data["draw_source"],
                questions=[Asked(**one) for one in form.asked],
                by=person(request.user),
            )
            messages.success(request, _("Saved."))
            return redirect("event_dates", pk)
        except ValidationError as refused:
            form.add_error(None, refused)
    return render(request, "events/taking.html", {"event": event, "form": form})
