"""The coordinators' desk: groups to look at, registrations, changes that wait, calls to make."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from organizations.forms.enrolments import DecisionForm, InterviewForm
from organizations.forms.registry import ReasonForm
from organizations.models import Enrolment, Organization
from organizations.permissions import acting, is_coordinator
from organizations.services import changes, enrolments, registry
from organizations.views.guards import open_to

View = Callable[..., HttpResponse]


@open_to(is_coordinator)
def look(request: HttpRequest, slug: str) -> HttpResponse:
    """Look at a group that has joined: open it, or say why not."""
    organization = get_object_or_404(Organization.objects.for_cards(), slug=slug)
    form = ReasonForm(request.POST if "decline" in request.POST else None)
    try:
        if "open" in request.POST:
            registry.approve(organization=organization, by=acting(request.user))
            messages.success(request, _("The page is open, and the group is told."))
            return redirect("desk")
        if "decline" in request.POST and form.is_valid():
            registry.decline(organization=organization, **form.cleaned_data, by=acting(request.user))
            messages.success(request, _("The group is told the reason."))
            return redirect("desk")
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("desk")
    context = {"organization": organization, "contacts": organization.contacts.order_by("pk"), "form": form}
    return render(request, "organizations/look.html", context)


@open_to(is_coordinator)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at a change of a name or contact: approve it, or say why not."""
    waiting = get_object_or_404(changes.waiting_changes(), pk=pk)
    form = ReasonForm(request.POST if "refuse" in request.POST else None)
    try:
        if "approve" in request.POST:
            changes.approve_change(request=waiting, by=acting(request.user))
            messages.success(request, _("The change is public now."))
            return redirect("desk")
        if "refuse" in request.POST and form.is_valid():
            changes.refuse_change(request=waiting, **form.cleaned_data, by=acting(request.user))
            messages.success(request, _("The group is told the reason."))
            return redirect("desk")
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("desk")
    organization = get_object_or_404(Organization, pk=waiting.object_id)
    context = {"change": waiting, "lines": changes.lines(waiting), "organization": organization, "form": form}
    return render(request, "organizations/change.html", context)


@open_to(is_coordinator)
def enrolment(request: HttpRequest, pk: int) -> HttpResponse:
    """A registration at the desk: agree on the interview, send back, record the decision."""
    found = get_object_or_404(Enrolment.objects.select_related("organization", "rules"), pk=pk)
    forms = {
        "interview": InterviewForm(request.POST if "interview" in request.POST else None),
        "back": ReasonForm(request.POST if "back" in request.POST else None, prefix="back"),
        "decide": DecisionForm(request.POST if "decide" in request.POST else None, prefix="decide"),
    }
    for name, form in forms.items():
        if name in request.POST and form.is_valid():
            return _settle(request, found, name, form.cleaned_data)
    return render(request, "organizations/enrolment_desk.html", {"enrolment": found, "forms": forms})


def _settle(request: HttpRequest, found: Enrolment, name: str, said: dict[str, Any]) -> HttpResponse:
    by = acting(request.user)
    try:
        if name == "interview":
            enrolments.set_interview(enrolment=found, **said, by=by)
        elif name == "back":
            enrolments.return_enrolment(enrolment=found, **said, by=by)
        elif said["decision"] == "approve":
            number, note = said["decision_number"], said["interview_note"]
            enrolments.approve_enrolment(enrolment=found, decision_number=number, interview_note=note, by=by)
        else:
            number, reason = said["decision_number"], said["reason"]
            enrolments.refuse_enrolment(enrolment=found, decision_number=number, reason=reason, by=by)
        messages.success(request, _("Saved, and the group is told."))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("enrolment_desk", pk=found.pk)
