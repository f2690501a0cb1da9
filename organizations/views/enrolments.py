"""利用団体登録, the group's side: begun from the group's page, gone on with by a link, one step a page."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from organizations.forms.enrolments import STEPS, BehalfForm
from organizations.models import Enrolment, User
from organizations.permissions import acting, may_enter_for_others
from organizations.services import enrolments, papers
from organizations.views.registry import find_own, posted


def step_names() -> dict[int, str]:
    return {1: _("About your group"), 2: _("Activity"), 3: _("Papers"), 4: _("Declaration"), 5: _("Hand in")}


@login_required
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin, or go on with, this year's registration of a group; staff say for whom."""
    organization = find_own(request, slug)
    for_others = may_enter_for_others(request.user)
    form_class: type[forms.Form] = BehalfForm if for_others else forms.Form
    form = form_class(posted(request))
    if request.method == "POST" and form.is_valid():
        enrolment = enrolments.start_enrolment(organization=organization, **form.cleaned_data, by=acting(request.user))
        return redirect("enrolment", token=enrolment.token)
    return render(request, "organizations/enrol.html", {"organization": organization, "form": form})


def find(token: str) -> Enrolment:
    """Fetch a registration by its link: whoever has it may go on, as with the paper itself."""
    return get_object_or_404(Enrolment.objects.select_related("organization", "rules"), token=token)


def show(request: HttpRequest, token: str) -> HttpResponse:
    """Show how a registration stands; one not yet handed in goes on where it was left."""
    enrolment = find(token)
    if enrolment.status == Enrolment.Status.DRAFT:
        return redirect("enrolment_step", token=token, step=min(enrolment.step, enrolments.LAST_STEP))
    return render(request, "organizations/enrolment.html", {"enrolment": enrolment})


def _bars(enrolment: Enrolment, current: int) -> list[dict[str, Any]]:
    """Say for each step whether it is done, and where it is."""
    missing = enrolments.missing_steps(enrolment)
    bars = []
    for number, name in step_names().items():
        done = number < enrolment.step and number not in missing
        state = "current" if number == current else "done" if done else "todo"
        href = reverse("enrolment_step", args=[enrolment.token, number]) if number <= enrolment.step else ""
        bars.append({"label": name, "state": state, "href": href})
    return bars


def _make_form(request: HttpRequest, enrolment: Enrolment, number: int) -> forms.Form:
    form_class = STEPS[number]
    kept = {name: getattr(enrolment, name, None) for name in form_class.base_fields}
    return form_class(posted(request), request.FILES or None, initial=kept)


def step(request: HttpRequest, token: str, step: int) -> HttpResponse:
    """One short step: keep it and go on; the last one hands in."""
    enrolment = find(token)
    if step not in STEPS or step > enrolment.step:
        raise Http404
    form = _make_form(request, enrolment, step)
    if request.method == "POST" and form.is_valid():
        try:
            return _go_on(request, enrolment, step, form)
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
            enrolment = find(token)
    context = {
        "enrolment": enrolment,
        "form": form,
        "bars": _bars(enrolment, step),
        "name": step_names()[step],
        "is_last": step == enrolments.LAST_STEP,
        "missing": [step_names()[number] for number in enrolments.missing_steps(enrolment)],
    }
    return render(request, "organizations/enrolment_step.html", context)


def _go_on(request: HttpRequest, enrolment: Enrolment, step: int, form: forms.Form) -> HttpResponse:
    by = request.user if isinstance(request.user, User) else None
    if step == enrolments.LAST_STEP:
        enrolments.submit_enrolment(enrolment=find(enrolment.token), by=by)
        messages.success(request, _("We have it. We will agree on a day to meet."))
        return redirect("enrolment", token=enrolment.token)
    said = dict(form.cleaned_data)
    if "rules_file" in said:
        file = said.pop("rules_file")
        said = {"rules": papers.keep_paper(title=enrolment.organization.name, file=file, by=by)} if file else {}
    enrolments.save_step(enrolment=enrolment, step=step, fields=said, by=by)
    return redirect("enrolment_step", token=enrolment.token, step=step + 1)
