"""協働事業: a project is started with its partners, who does what is agreed, and it gets its public page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from organizations.models import District, Introduction, Organization, Partner, Project, RoleLine, Topic, User
from organizations.services.content_versions import bump
from organizations.services.index import index_project
from organizations.services.moves import move
from organizations.services.registry import tell_organization

Status, Form, Role = Project.Status, Project.Form, Partner.Role
UNDECIDED = (Status.IDEA, Status.CONSULT, Status.WITHDRAWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the role table as typed: which partner does what, by when, at whose cost and risk."""

    partner: Partner
    task: str
    due_on: date | None = None
    cost: str = ""
    risk: str = ""


@transaction.atomic
def start_project(
    *,
    title: str,
    form: str,
    fiscal_year: int,
    introduction: Introduction | None = None,
    organization: Organization | None = None,
    measure_text: str = "",
    by: User | None,
) -> Project:
    """Start a project: from an introduction (the offering group leads, the asking one is partner), or of one group.

    Raises ValidationError (code: contacts_closed, measure).
    """
    if introduction is not None and not introduction.contacts_are_open:
        raise ValidationError(_("Both sides must have said yes first."), code="contacts_closed")
    _check_measure(form, measure_text)
    lead = introduction.answering if introduction else organization
    if lead is None:
        raise ValueError("a project needs an introduction or a group")
    project = Project.objects.create(
        title=title,
        form=form,
        fiscal_year=fiscal_year,
        introduction=introduction,
        origin=Project.Origin.INTRODUCTION if introduction else Project.Origin.CITIZENS,
        measure_text=measure_text,
        owner=by,
    )
    Partner.objects.create(project=project, organization=lead, role=Role.LEAD)
    if introduction:
        Partner.objects.create(project=project, organization=introduction.asking, role=Role.PARTNER, position=1)
    log(instance=project, action="organizations.project.start", user=by)
    return project


def _show(project: Project) -> None:
    """Let the search and the pages know that a project has changed."""
    index_project(project)
    bump("projects")


def _check_measure(form: str, measure_text: str) -> None:
    if form in Project.CITY_FORMS and not measure_text.strip():
        raise ValidationError(
            _("What the city co-hosts or commissions must name the measure of the plan it serves."), code="measure"
        )


@transaction.atomic
def edit_project(
    *,
    project: Project,
    words: Mapping[str, Any],
    topics: Iterable[Topic] | None = None,
    districts: Iterable[District] | None = None,
    by: User | None,
) -> Project:
    """Change what a project says of itself. Raises ValidationError (code: over, measure)."""
    if not project.MOVES[Status(project.status)]:
        raise ValidationError(_("This project is over and cannot be changed any more."), code="over")
    for name, value in words.items():
        setattr(project, name, value)
    _check_measure(project.form, project.measure_text)
    project.save()
    for name, rows in (("topics", topics), ("districts", districts)):
        if rows is not None:
            getattr(project, name).set(rows)
    log(instance=project, action="organizations.project.edit", user=by, data={"fields": sorted(words)})
    _show(project)
    return project


@transaction.atomic
def add_partner(
    *,
    project: Project,
    organization: Organization,
    role: str = Role.PARTNER,
    contribution: str = "",
    by: User | None,
) -> Partner:
    """Take one more side into a project. Raises ValidationError (code: already)."""
    try:
        with transaction.atomic():
            partner = Partner.objects.create(
                project=project,
                organization=organization,
                role=role,
                contribution=contribution,
                position=project.partners.count(),
            )
    except IntegrityError:
        raise ValidationError(_("This group is a partner already."), code="already") from None
    log(instance=project, action="organizations.project.partner", user=by, data={"organization": organization.pk})
    _show(project)
    return partner


@transaction.atomic
def remove_partner(*, partner: Partner, by: User | None) -> Project:
    """Let a partner go, with its lines of the role table. Raises ValidationError (code: lead)."""
    if partner.role == Role.LEAD:
        raise ValidationError(_("The leading group cannot leave; name another lead first."), code="lead")
    project = partner.project
    log(
        instance=project,
        action="organizations.project.partner_leaves",
        user=by,
        data={"organization": partner.organization_id},
    )
    partner.delete()
    _show(project)
    return project


@transaction.atomic
def set_role_table(*, project: Project, lines: Sequence[Line], by: User | None) -> Project:
    """Write down who does what; replaces the whole table. Raises ValidationError (code: stranger)."""
    if any(line.partner.project_id != project.pk for line in lines):
        raise ValidationError(_("Only partners of this project can have a task in it."), code="stranger")
    project.role_lines.all().delete()
    RoleLine.objects.bulk_create(
        RoleLine(
            project=project,
            partner=line.partner,
            task=line.task,
            due_on=line.due_on,
            cost=line.cost,
            risk=line.risk,
            position=position,
        )
        for position, line in enumerate(lines)
    )
    log(instance=project, action="organizations.project.roles", user=by, data={"lines": len(lines)})
    return project


@transaction.atomic
def move_project(*, project: Project, status: str, by: User | None) -> Project:
    """Bring a project one step on. Raises ValidationError (code: moved_on, measure)."""
    if status not in UNDECIDED:
        _check_measure(project.form, project.measure_text)
    return move(project, status, action="organizations.project.move", by=by, data={"status": status})


@transaction.atomic
def publish_project(*, project: Project, by: User | None) -> Project:
    """Give a project its public page and tell its partners. Raises ValidationError (code: summary, roles)."""
    if not (project.summary.strip() and project.purpose.strip()):
        raise ValidationError(_("Please write a sentence and the purpose first; readers start there."), code="summary")
    if project.form in Project.CITY_FORMS and not project.role_lines.exists():
        raise ValidationError(_("Please write down who does what before the page opens."), code="roles")
    project.is_public = True
    project.save(update_fields=["is_public", "updated_at"])
    log(instance=project, action="organizations.project.publish", user=by)
    _show(project)
    for partner in project.partners.select_related("organization"):
        tell_organization(
            organization=partner.organization,
            purpose="project_published",
            about=project,
            subject=_("Your project has its page"),
            body=_("What you do together can now be found on the portal."),
        )
    return project


@transaction.atomic
def hide_project(*, project: Project, by: User | None) -> Project:
    """Take a project's page away again."""
    project.is_public = False
    project.save(update_fields=["is_public", "updated_at"])
    log(instance=project, action="organizations.project.hide", user=by)
    _show(project)
    return project
