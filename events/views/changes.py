"""One date, it and all later ones, or all to come: what would happen is shown first, then done."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from events.forms.changes import ChangeForm, OffForm, ScopeForm
from events.models import Occurrence
from events.permissions import events_editable_by
from events.services.changes import Change, Fate, Place, Plan, Scope, change_dates, plan_change
from events.views.posting import hand_back
from organizations.permissions import acting

DONE = "do"


def find_date(request: HttpRequest, pk: int, occurrence_pk: int) -> Occurrence:
    rows = Occurrence.objects.filter(event__in=events_editable_by(request.user).values("pk"))
    return get_object_or_404(rows.select_related("event", "space__facility", "series"), event=pk, pk=occurrence_pk)


@login_required
@never_cache
def change(request: HttpRequest, pk: int, occurrence_pk: int) -> HttpResponse:
    """Give dates other hours, another place, another number or another rule."""
    occurrence = find_date(request, pk, occurrence_pk)
    form = ChangeForm(request.POST or None, occurrence=occurrence)
    return _answer(request, occurrence, form, "events/date_change.html")


@login_required
@never_cache
def off(request: HttpRequest, pk: int, occurrence_pk: int) -> HttpResponse:
    """Call dates off, or delete what nobody has seen."""
    occurrence = find_date(request, pk, occurrence_pk)
    form = OffForm(request.POST or None, occurrence=occurrence)
    return _answer(request, occurrence, form, "events/date_off.html")


def _answer(request: HttpRequest, occurrence: Occurrence, form: ScopeForm, template: str) -> HttpResponse:
    plan = None
    if request.method == "POST" and form.is_valid():
        try:
            if DONE in request.POST:
                return _do(request, occurrence, form)
        except ValidationError as refused:
            hand_back(refused, form)
        try:
            plan = plan_change(**_asked(request, occurrence, form))
        except ValidationError as refused:
            hand_back(refused, form)
    context = {"form": form, "occurrence": occurrence, "event": occurrence.event}
    return render(request, template, context | (_told(plan) if plan else {}))


def _asked(request: HttpRequest, occurrence: Occurrence, form: ScopeForm) -> dict[str, Any]:
    wishes = form.wishes
    if "place" in wishes:
        wishes["place"] = Place(*wishes["place"])
    scope = Scope(form.cleaned_data["scope"])
    return {"anchor": occurrence, "scope": scope, "change": Change(**wishes), "by": acting(request.user)}


def _do(request: HttpRequest, occurrence: Occurrence, form: ScopeForm) -> HttpResponse:
    plan = change_dates(mark=request.POST[DONE], **_asked(request, occurrence, form))
    count = sum(step.fate is not Fate.KEPT for step in plan.steps)
    messages.success(request, _("Done: %(count)d dates. Everybody registered is told.") % {"count": count})
    return redirect("event_dates", occurrence.event_id)


def _told(plan: Plan) -> dict[str, Any]:
    return {"plan": plan, "blocked": plan.of(Fate.BLOCKED)}
