"""What a repeating event reports: once a month, in one line."""

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from organizations.models import OnBehalf, new_token


class MonthReportQuerySet(models.QuerySet["MonthReport"]):
    def waiting(self) -> Self:
        return self.filter(answered_at=None)


class MonthReport(OnBehalf):
    """How often an event took place in a month, and how many came. Its token answers without an account."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="month_reports")
    month = models.DateField(_("month (its first day)"))
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    held = models.PositiveSmallIntegerField(_("times it took place"), null=True, blank=True)
    people = models.PositiveIntegerField(_("people in all"), null=True, blank=True)
    remark = models.CharField(_("a word on it"), max_length=200, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = MonthReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("month report")
        verbose_name_plural = _("month reports")
        constraints = [
            models.UniqueConstraint(fields=["event", "month"], name="month_report_once"),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True) | models.Q(held__isnull=False, people__isnull=False),
                name="month_report_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.month:%Y-%m}"

    def get_absolute_url(self) -> str:
        return reverse("month_report", args=[self.token])
