"""Projects for everybody to read, and the desk where they are started, filled and given their page."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organizations.forms.projects import PartnerForm, ProjectForm, RoleTable, StartForm
from organizations.models import Introduction, Organization, Partner, Project
from organizations.permissions import acting, can_start_projects, is_coordinator
from organizations.services import projects
from organizations.services.receipts import settle
from organizations.views.lists import page_links

PAGE = 24
WORDS_OF_A_LINE = ("task", "due_on", "cost", "risk")


def index(request: HttpRequest) -> HttpResponse:
    """List what citizens and the city do together, newest year first."""
    form = request.GET.get("form", "")
    rows = Project.objects.public().with_partners().newest_first()
    if form in Project.Form.values:
        rows = rows.of_form(form)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "form": form, "forms": Project.Form.choices}
    return render(request, "organizations/projects/index.html", context | page_links(request, page))


def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one project: what for, who, who does what; the events floor lays its dates in."""
    today = timezone.localdate()
    row = get_object_or_404(Project.objects.visible_to(request.user, today).with_partners(), pk=pk)
    context = {
        "row": row,
        "lines": row.role_lines.select_related("partner__organization").order_by("position", "pk"),
        "may_edit": Project.objects.editable_by(request.user, today).filter(pk=pk).exists(),
    }
    return render(request, "organizations/projects/show.html", context)


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """List the projects the reader may work on."""
    rows = Project.objects.editable_by(request.user, timezone.localdate()).with_partners().newest_first()
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_start": can_start_projects(request.user)}
    return render(request, "organizations/projects/desk.html", context | page_links(request, page))


@login_required
def start(request: HttpRequest, introduction: int | None = None) -> HttpResponse:
    """Start a project from an introduction, or of one group."""
    if not can_start_projects(request.user):
        raise Http404
    sides = get_object_or_404(Introduction.objects.with_sides(), pk=introduction) if introduction else None
    groups = None if sides else Organization.objects.filter(status__in=Organization.LISTED)
    form = StartForm(request.POST or None, organizations=groups)
    if request.method == "POST" and form.is_valid():
        try:
            address = _start_once(request, sides, dict(form.cleaned_data))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The project has begun. Fill in what readers should know."))
            return redirect(address)
    return render(request, "organizations/projects/start.html", {"form": form, "introduction": sides})


def _start_once(request: HttpRequest, sides: Introduction | None, said: dict[str, Any]) -> str:
    """Start a project; the same form sent twice finds the one it has started already."""
    user, token = acting(request.user), said.pop("sent")
    return settle(
        token=token,
        purpose="start a project",
        deed=lambda: reverse("project_edit", args=[projects.start_project(introduction=sides, **said, by=user).pk]),
        by=user,
    )


def own(request: HttpRequest, pk: int) -> Project:
    """Fetch a project the reader may work on."""
    rows = Project.objects.editable_by(request.user, timezone.localdate()).with_partners()
    return get_object_or_404(rows, pk=pk)


def page(request: HttpRequest, row: Project, **forms: Any) -> HttpResponse:
    """Show the desk page of a project with its three forms; the one that was sent keeps what was typed."""
    groups = Organization.objects.filter(status__in=Organization.LISTED)
    context = {
        "row": row,
        "leads": is_coordinator(request.user),
        "form": forms.get("form") or ProjectForm(instance=row),
        "partner_form": forms.get("partner_form") or PartnerForm(organizations=groups, prefix="partner"),
        "table": forms.get("table") or role_table(row),
        "next_statuses": [(code, code.label) for code in row.next_statuses if code not in Project.UNDONE],
        "endings": [(code, code.label) for code in row.next_statuses if code in Project.UNDONE],
    }
    return render(request, "organizations/projects/edit.html", context)


def role_table(row: Project, data: Any = None) -> Any:
    """Make the form of the role table, filled with what stands in it."""
    partners = Partner.objects.filter(project=row).select_related("organization").order_by("position", "pk")
    lines = row.role_lines.order_by("position", "pk")
    initial = [
        {"partner": line.partner_id, **{name: getattr(line, name) for name in WORDS_OF_A_LINE}} for line in lines
    ]
    return RoleTable(data, initial=initial, form_kwargs={"partners": partners}, prefix="roles")


@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a project says of itself."""
    row = own(request, pk)
    form = ProjectForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            projects.edit_project(project=row, **form.said(), by=acting(request.user))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("project_edit", pk=pk)
    return page(request, own(request, pk), form=form if request.method == "POST" else None)


@login_required
@require_POST
def add_partner(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one more side into a project."""
    row, groups = own(request, pk), Organization.objects.filter(status__in=Organization.LISTED)
    form = PartnerForm(request.POST, organizations=groups, prefix="partner")
    if form.is_valid():
        try:
            projects.add_partner(project=row, **form.cleaned_data, by=acting(request.user))
            messages.success(request, _("Saved."))
            return redirect("project_edit", pk=pk)
        except ValidationError as refusal:
            form.add_error("organization", refusal)
    return page(request, row, partner_form=form)


@login_required
@require_POST
def remove_partner(request: HttpRequest, pk: int, partner: int) -> HttpResponse:
    """Let a partner go."""
    row = get_object_or_404(own(request, pk).partners, pk=partner)
    try:
        projects.remove_partner(partner=row, by=acting(request.user))
        messages.success(request, _("Saved."))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("project_edit", pk=pk)


@login_required
@require_POST
def roles(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down who does what."""
    row = own(request, pk)
    table = role_table(row, request.POST)
    if not table.is_valid():
        return page(request, row, table=table)
    lines = [projects.Line(**said) for said in table.cleaned_data if said.get("task")]
    projects.set_role_table(project=row, lines=lines, by=acting(request.user))
    messages.success(request, _("Saved."))
    return redirect("project_edit", pk=pk)


DEEDS = {"publish": projects.publish_project, "hide": projects.hide_project}


@login_required
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Open or close the page of a project, or bring it one step on."""
    row, deed = own(request, pk), request.POST.get("deed", "")
    try:
        if deed in DEEDS:
            DEEDS[deed](project=row, by=acting(request.user))
        elif deed in Project.Status.values:
            projects.move_project(project=row, status=deed, by=acting(request.user))
        else:
            raise Http404
        messages.success(request, _("Saved."))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("project_edit", pk=pk)
