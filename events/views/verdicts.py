"""行います・中止します・延期します: by a private link without an account, and at the desk."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from events.forms.verdicts import VerdictByHandForm, VerdictForm
from events.models import Event, Occurrence, Verdict
from events.permissions import events_editable_by
from events.services import verdicts as services
from events.services.bulletins import address_of, line_text
from organizations.models import User
from organizations.permissions import may_enter_for_others

ROWS = Occurrence.objects.select_related("event", "space__facility")


@never_cache
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Ask the holder of the link; nothing else is asked of her."""
    verdict = get_object_or_404(Verdict.objects.filter(occurrence__event__status=Event.Status.PUBLISHED), token=token)
    occurrence = get_object_or_404(ROWS, pk=verdict.occurrence_id)
    form = VerdictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        verdict.occurrence = occurrence
        if _decide(request, verdict, form, None):
            return redirect(verdict)
    return render(request, "events/verdict.html", _context(occurrence, form))


@login_required
@never_cache
def at_desk(request: HttpRequest, pk: int, occurrence_pk: int) -> HttpResponse:
    """Decide as a host, or write down as staff what a host has said."""
    mine = ROWS.filter(event__in=events_editable_by(request.user).values("pk"))
    occurrence = get_object_or_404(mine, event=pk, pk=occurrence_pk)
    by_hand = may_enter_for_others(request.user)
    form = (VerdictByHandForm if by_hand else VerdictForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by = request.user if request.user.is_authenticated else None
        if _decide(request, services.verdict_on(occurrence=occurrence), form, by):
            return redirect("date_verdict", pk, occurrence_pk)
    return render(request, "events/verdict.html", _context(occurrence, form))


def _decide(request: HttpRequest, verdict: Verdict, form: VerdictForm, by: User | None) -> bool:
    try:
        services.decide(verdict=verdict, by=by, **form.cleaned_data)
    except ValidationError as refused:
        form.add_error(None, refused)
        return False
    messages.success(request, _("Thank you. The page, the lists and the calendars say so now."))
    return True


def _context(occurrence: Occurrence, form: VerdictForm) -> dict[str, Any]:
    now = timezone.now()
    return {
        "form": form,
        "event": occurrence.event,
        "occurrence": occurrence,
        "going": services.goes_ahead_words(occurrence),
        "decision": services.decision_words(occurrence.event, occurrence, now),
        "is_over": occurrence.ends_at <= now,
        "may_go_ahead": occurrence.status in Occurrence.STANDING and occurrence.goes_ahead_at is None,
        "may_take_off": occurrence.status != Occurrence.Status.CANCELLED,
        "line_text": line_text(occurrence, address_of(occurrence), now),
    }
