"""The gap map: what the city lacks, and the calls that answer it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organizations.models import District, Resource, Topic
from organizations.permissions import acting, can_start_projects
from organizations.views.guards import open_to
from portal.forms.gaps import GapForm, KeyForm
from portal.services import gap_calls
from portal.services.gaps import ROOM, Gap, ledger

MOST = 60


def themes() -> dict[str, str]:
    """Name every theme: the city's topics, rooms, and kinds of help where a need has no topic."""
    topics = dict(Topic.objects.values_list("slug", "name"))
    kinds = {str(value): str(label) for value, label in Resource.choices}
    return kinds | topics | {ROOM: _("A room")}


@open_to(can_start_projects)
def show(request: HttpRequest) -> HttpResponse:
    """Show the gaps, the widest first, for all or for one age and day; and what became of those called for."""
    form, found = GapForm(request.GET), ledger(timezone.localdate())
    gaps = found.gaps(**form.asked)
    shown = [gap for gap in gaps if gap.is_shown]
    names = {"themes": themes(), "districts": dict(District.objects.values_list("code", "name"))}
    context: dict[str, Any] = {
        "form": form,
        "gaps": [_said(gap, **names) for gap in shown[:MOST]],
        "few": len(gaps) - len(shown),
        "calls": [
            {"call": one.call, "now": _said(one.now, **names), "is_closed": one.now.is_closed}
            for one in gap_calls.outcomes(found)
        ],
    }
    return render(request, "portal/network/gaps.html", context)


def _said(gap: Gap, themes: dict[str, str], districts: dict[str, str]) -> dict[str, Any]:
    """Put a gap in words; of what fewer than five have asked for, no number is said."""
    return {
        "gap": gap,
        "theme": themes.get(gap.theme, gap.theme),
        "district": districts.get(gap.district, "") or _("Whole city"),
        "demand": str(gap.demand) if gap.is_shown else _("fewer than 5"),
    }


@open_to(can_start_projects)
@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Draft a project for a gap and lead to its page."""
    form = KeyForm(request.POST)
    if not form.is_valid():
        raise Http404
    names, district = themes(), District.objects.filter(code=form.cleaned_data["district"]).first()
    where = district.name if district else _("Whole city")
    title = _("Call: %(theme)s in %(district)s")
    said = {"theme": names.get(form.cleaned_data["theme"], ""), "district": where}
    try:
        project = gap_calls.draft_call(**form.cleaned_data, title=title % said, by=acting(request.user))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("gaps")
    messages.success(request, _("The call is drafted. Fill in what readers should know."))
    return redirect("project_edit", pk=project.pk)
