"""「うちの団体です」, and two records that were one group all along."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.models.people import User
from organizations.models.records import Purpose
from organizations.models.registry import Organization

UNDO_DAYS = 14


class ClaimQuerySet(models.QuerySet["Claim"]):
    def waiting(self) -> Self:
        return self.filter(status=Claim.Status.WAITING)


class Claim(models.Model):
    """Somebody who says that a page is her group's, and wishes to look after it."""

    PURPOSE: ClassVar[Purpose] = replace(
        User.PURPOSE,
        items=("words",),
        found_by={"email": ("user__email",), "name": ("user__name",)},
        row_stays=False,
        afterwards={},
    )

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="claims")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="claims")
    words = models.CharField(_("who you are in the group"), max_length=400)
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.WAITING)
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user"], condition=models.Q(status="waiting"), name="claim_waits_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.organization}"

    def get_absolute_url(self) -> str:
        return reverse("claim", args=[self.pk])


class MergeRecord(models.Model):
    """One group was written down twice: which record went into which, and every row that moved, to move it back."""

    merged = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="merges")
    kept = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="merges_taken_in")
    status_before = models.CharField(max_length=11, choices=Organization.Status.choices)
    moved = models.JSONField(_("moved"), default=list)
    merged_at = models.DateTimeField(_("merged at"), auto_now_add=True)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    class Meta:
        verbose_name = _("merging of groups")
        verbose_name_plural = _("mergings of groups")

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.kept_id}"

    @property
    def may_still_be_undone(self) -> bool:
        return self.may_be_undone(timezone.now())

    def may_be_undone(self, now: datetime) -> bool:
        """For a fortnight, and while the record it went into has not itself been merged."""
        in_time = now < self.merged_at + timedelta(days=UNDO_DAYS)
        return in_time and self.undone_at is None and self.kept.status != Organization.Status.MERGED
