"""Whether a date takes place: asked of its hosts in time, answered with one tap."""

from datetime import datetime
from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models.occurrences import Occurrence
from organizations.models import OnBehalf, new_token


class VerdictQuerySet(models.QuerySet["Verdict"]):
    def open(self, now: datetime) -> Self:
        """Those nobody has answered yet, of dates still to come."""
        return self.filter(answer="", occurrence__starts_at__gt=now, occurrence__status__in=Occurrence.STANDING).filter(
            occurrence__goes_ahead_at=None
        )


class Verdict(OnBehalf):
    """One question to the hosts of one date. Its token is the private link that answers it without an account."""

    class Answer(models.TextChoices):
        GOES_AHEAD = "goes_ahead", _("It takes place")
        CANCELLED = "cancelled", _("It is called off")
        POSTPONED = "postponed", _("It is postponed")

    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="verdicts")
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    due_at = models.DateTimeField(_("to be decided by"))
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices, blank=True)
    reason = models.CharField(_("Reason"), max_length=200, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = VerdictQuerySet.as_manager()

    class Meta:
        verbose_name = _("verdict")
        verbose_name_plural = _("verdicts")
        constraints = [models.UniqueConstraint(fields=["occurrence", "due_at"], name="verdict_once")]

    def __str__(self) -> str:
        return f"{self.occurrence_id} {self.get_answer_display()}"

    def get_absolute_url(self) -> str:
        return reverse("verdict", args=[self.token])
