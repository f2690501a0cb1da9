"""団体登録: a group's yearly registration, from the first line to the decision; and changes that wait for approval."""

from dataclasses import replace
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models.people import new_token
from organizations.models.pictures import Attachment
from organizations.models.records import OnBehalf, Personal, Purpose
from organizations.models.registry import Organization


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def waiting(self) -> Self:
        return self.filter(status__in=(Enrolment.Status.SUBMITTED, Enrolment.Status.INTERVIEW))


class Enrolment(OnBehalf, Personal):
    """One group's registration for one fiscal year (April to March)."""

    PURPOSE: ClassVar[Purpose] = Purpose(
        title=_("Yearly registration of groups"),
        sentence=_("We use this to decide on the registration, and keep it for five years after the fiscal year."),
        readers=_("the group’s managers, coordinators"),
        kept=_("five years after the fiscal year, then by the disposal list"),
        items=("representative", "activity", "rules", "interview_note", "reason", "on_behalf_of"),
        found_by={"name": ("representative", "on_behalf_of")},
        row_stays=True,
        afterwards={"delete_after": None},
        is_official=True,
    )

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Handed in")
        RETURNED = "returned", _("Sent back to be completed")
        INTERVIEW = "interview", _("Interview")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")

    MOVES = {
        Status.DRAFT: (Status.SUBMITTED,),
        Status.SUBMITTED: (Status.RETURNED, Status.INTERVIEW),
        Status.RETURNED: (Status.SUBMITTED,),
        Status.INTERVIEW: (Status.RETURNED, Status.APPROVED, Status.REFUSED),
        Status.APPROVED: (),
        Status.REFUSED: (),
    }

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="enrolments")
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"))
    status = models.CharField(_("status"), max_length=9, choices=Status.choices, default=Status.DRAFT)
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    representative = models.CharField(_("representative"), max_length=80, blank=True)
    members = models.PositiveSmallIntegerField(_("number of members"), null=True, blank=True)
    activity = models.TextField(_("what you did in the past year"), blank=True, max_length=2000)
    rules = models.ForeignKey(
        Attachment,
        verbose_name=_("rules of the group"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    declares = models.BooleanField(_("declares to be neither political, religious nor for profit"), default=False)
    step = models.PositiveSmallIntegerField(_("step reached"), default=1)
    submitted_at = models.DateTimeField(_("handed in at"), null=True, blank=True)
    interview_on = models.DateField(_("interview on"), null=True, blank=True)
    interview_note = models.TextField(_("note of the interview"), blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decision_number = models.CharField(_("decision number"), max_length=40, blank=True)
    reason = models.CharField(_("reason"), max_length=400, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("group registration")
        verbose_name_plural = _("group registrations")
        constraints = [models.UniqueConstraint(fields=["organization", "fiscal_year"], name="enrolment_once_a_year")]

    def __str__(self) -> str:
        return f"{self.organization} {self.fiscal_year}"


class ChangeRequest(OnBehalf):
    """Fields of a record that wait for somebody's yes; the last approved version stays public meanwhile."""

    PURPOSE = replace(
        Organization.PURPOSE,
        items=("diff", "on_behalf_of", "reason"),
        found_by={"name": ("on_behalf_of",)},
        among={},
        afterwards={},
    )

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("content_type", "object_id")
    diff = models.JSONField(_("changes"), default=dict)
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.WAITING)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("change that waits")
        verbose_name_plural = _("changes that wait")
        indexes = [models.Index(fields=["content_type", "object_id", "status"], name="changerequest_target")]

    def __str__(self) -> str:
        return f"{self.content_type_id}:{self.object_id}"
