"""協働事業: what citizens and the city do together, in one of three forms."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from organizations.models.matching import Introduction
from organizations.models.memberships import Membership
from organizations.models.pictures import Picture
from organizations.models.records import Text
from organizations.models.registry import Organization
from organizations.models.roles import COORDINATION, Anyone, StaffRole, has_role
from organizations.models.vocabulary import District, Topic


class ProjectQuerySet(models.QuerySet["Project"]):
    def public(self) -> Self:
        return self.filter(is_public=True)

    def of_form(self, form: str) -> Self:
        return self.filter(form=form)

    def managed_by(self, user: Anyone, day: date) -> Self:
        """Those whose leading group somebody represents or edits."""
        if not user.is_authenticated:
            return self.none()
        mine = Membership.objects.current(day).managing().filter(user=user).values("organization")
        return self.filter(
            pk__in=Partner.objects.filter(role=Partner.Role.LEAD, organization__in=mine).values("project")
        )

    def editable_by(self, user: Anyone, day: date) -> Self:
        return self.all() if has_role(user, *Project.KEEPERS) else self.managed_by(user, day)

    def visible_to(self, user: Anyone, day: date) -> Self:
        """What is public, and what one may work on."""
        if has_role(user, *Project.KEEPERS):
            return self.all()
        return self.filter(Q(is_public=True) | Q(pk__in=self.managed_by(user, day).values("pk")))

    def with_partners(self) -> Self:
        """With all that a card or a page reads."""
        rows = self.select_related("picture")
        return rows.prefetch_related("partners__organization", "topics", "districts", "texts", "picture__renditions")

    def newest_first(self) -> Self:
        return self.order_by("-fiscal_year", "-pk")


class Project(models.Model):
    """A supported, co-hosted or commissioned project of one fiscal year."""

    class Form(models.TextChoices):
        SUPPORT = "support", _("Support")
        COHOST = "cohost", _("Co-hosting")
        COMMISSION = "commission", _("Commission")

    class SupportKind(models.TextChoices):
        NAME = "name", _("The city's name (kōen)")
        COOPERATION = "cooperation", _("Cooperation")
        SPONSORSHIP = "sponsorship", _("Sponsorship")
        GRANT = "grant", _("Grant")

    class Origin(models.TextChoices):
        CITIZENS = "citizens", _("Proposed by citizens")
        CITY = "city", _("Proposed by the city")
        CONTINUED = "continued", _("Continued")
        INTRODUCTION = "introduction", _("From an introduction")

    class Status(models.TextChoices):
        IDEA = "idea", _("Idea")
        CONSULT = "consult", _("Being talked over")
        APPLICATION = "application", _("Applied for")
        SCREENING = "screening", _("Being screened")
        REVIEWED = "reviewed", _("Reviewed")
        CONDITIONAL = "conditional", _("Reviewed, with conditions")
        AGREED = "agreed", _("Agreed")
        RUNNING = "running", _("Running")
        MID_CHECK = "mid_check", _("Mid-term check")
        REPORTED = "reported", _("Reported")
        EVALUATED = "evaluated", _("Evaluated")
        DIRECTION_SET = "direction_set", _("Direction set")
        PUBLISHED = "published", _("Published")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        STOPPED = "stopped", _("Stopped")

    UNDONE = (Status.DECLINED, Status.WITHDRAWN, Status.STOPPED)
    KEEPERS = (*COORDINATION, StaffRole.PLAN_OFFICE)
    CITY_FORMS = (Form.COHOST, Form.COMMISSION)
    MOVES = {
        Status.IDEA: (Status.CONSULT, Status.WITHDRAWN),
        Status.CONSULT: (Status.APPLICATION, Status.WITHDRAWN),
        Status.APPLICATION: (Status.SCREENING, Status.WITHDRAWN),
        Status.SCREENING: (Status.REVIEWED, Status.DECLINED, Status.WITHDRAWN),
        Status.REVIEWED: (Status.CONDITIONAL, Status.AGREED, Status.DECLINED, Status.WITHDRAWN),
        Status.CONDITIONAL: (Status.AGREED, Status.DECLINED, Status.WITHDRAWN),
        Status.AGREED: (Status.RUNNING, Status.STOPPED),
        Status.RUNNING: (Status.MID_CHECK, Status.REPORTED, Status.STOPPED),
        Status.MID_CHECK: (Status.RUNNING, Status.REPORTED, Status.STOPPED),
        Status.REPORTED: (Status.EVALUATED,),
        Status.EVALUATED: (Status.DIRECTION_SET,),
        Status.DIRECTION_SET: (Status.PUBLISHED,),
        Status.PUBLISHED: (),
        Status.DECLINED: (),
        Status.WITHDRAWN: (),
        Status.STOPPED: (),
    }

    form = models.CharField(_("form"), max_length=10, choices=Form.choices)
    support_kind = models.CharField(_("kind of support"), max_length=11, choices=SupportKind.choices, blank=True)
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("in one sentence"), max_length=200, blank=True)
    purpose = models.TextField(_("purpose"), blank=True, max_length=4000)
    why_together = models.TextField(_("why together"), blank=True, max_length=2000)
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"))
    years_running = models.PositiveSmallIntegerField(_("years running"), default=1)
    prior = models.ForeignKey(
        "self",
        verbose_name=_("last year's project"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="next_years",
    )
    origin = models.CharField(_("origin"), max_length=12, choices=Origin.choices, default=Origin.CITIZENS)
    introduction = models.ForeignKey(
        Introduction,
        verbose_name=_("introduction"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="projects",
    )
    measure_text = models.CharField(_("measure of the plan"), max_length=200, blank=True)
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="projects")
    districts = models.ManyToManyField(District, verbose_name=_("districts"), blank=True, related_name="projects")
    tags = TaggableManager(verbose_name=_("tags"), blank=True)
    picture = models.ForeignKey(
        Picture, verbose_name=_("picture"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    status = models.CharField(_("status"), max_length=13, choices=Status.choices, default=Status.IDEA)
    is_public = models.BooleanField(_("has a public page"), default=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("in charge"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [
            models.CheckConstraint(
                condition=Q(form="support") | ~Q(measure_text="") | Q(status__in=("idea", "consult", "withdrawn")),
                name="project_city_form_names_measure",
            ),
            models.CheckConstraint(condition=Q(years_running__gte=1), name="project_years_from_one"),
        ]
        indexes = [models.Index(fields=["is_public", "fiscal_year"], name="project_public")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("project", args=[self.pk])

    @property
    def next_statuses(self) -> tuple["Project.Status", ...]:
        return self.MOVES[self.Status(self.status)]


class ProjectText(Text):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="texts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "language"], name="project_text_once")]


class Partner(models.Model):
    """One side of a project: a group, a person, a department."""

    class Role(models.TextChoices):
        LEAD = "lead", _("Lead")
        PARTNER = "partner", _("Partner")
        CITY = "city", _("City")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="partners")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="partnerships")
    role = models.CharField(_("role"), max_length=7, choices=Role.choices, default=Role.PARTNER)
    contribution = models.CharField(_("what it contributes"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints = [models.UniqueConstraint(fields=["project", "organization"], name="partner_once")]

    def __str__(self) -> str:
        return f"{self.organization} ({self.get_role_display()})"


class RoleLine(models.Model):
    """役割分担: who does what, by when, at whose cost and risk."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="role_lines")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="role_lines")
    task = models.CharField(_("task"), max_length=200)
    due_on = models.DateField(_("by when"), null=True, blank=True)
    cost = models.CharField(_("cost"), max_length=120, blank=True)
    risk = models.CharField(_("who bears the risk"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("division of roles")
        verbose_name_plural = _("divisions of roles")

    def __str__(self) -> str:
        return self.task
