"""An event once more: on last year's dates carried on, or on any others."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from events.forms.copying import SameAgainForm
from events.forms.dates import DatesForm
from events.services.copying import carried_on, copy_event, season_of, usual_way
from events.shifting import Way
from events.views.editing import find_own
from events.views.posting import hand_back, say_rooms
from organizations.permissions import acting


@login_required
@never_cache
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Say the same on other dates: a new draft. Last year's dates are proposed, and may be ticked off one by one."""
    event = find_own(request, pk)
    season = season_of(event)
    asked = request.GET.get("way", "")
    way = Way(asked) if asked in list(Way) else usual_way(season)
    proposed = carried_on(event, season, way=way, now=timezone.now())
    is_same = "same" in request.POST
    same = SameAgainForm(request.POST if is_same else None, periods=[date.period for date in proposed])
    dates = DatesForm(request.POST if request.method == "POST" and not is_same else None)
    chosen = same if is_same else dates
    if request.method == "POST" and chosen.is_valid() and "look" not in request.POST:
        recurrence = None if is_same else dates.recurrence
        try:
            copied = copy_event(event=event, periods=chosen.periods, recurrence=recurrence, by=acting(request.user))
            say_rooms(request, copied)
            messages.success(request, _("Copied. Please read it through once; then publish it."))
            return redirect("event_edit", copied.pk)
        except ValidationError as refused:
            hand_back(refused, chosen)
    ticked = request.POST.getlist("starts") if is_same else [date.period.start.isoformat() for date in proposed]
    context = {"event": event, "dates": dates, "same": same, "proposed": proposed, "way": way, "ticked": ticked}
    return render(request, "events/copy.html", context)
