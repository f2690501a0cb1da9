"""利用者の声: two questions and a few words afterwards, without a name for good."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.occurrences import Occurrence
from organizations.models import Channel


class UserEvaluation(models.Model):
    """What somebody says about one date. Nothing leads from here to a person: no time of day, no address, no link."""

    class Score(models.IntegerChoices):
        NO = 1, _("Not at all")
        LITTLE = 2, _("Not so much")
        MOSTLY = 3, _("Mostly")
        YES = 4, _("Very much")

    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="evaluations")
    helped = models.PositiveSmallIntegerField(_("did it help with what you face?"), choices=Score.choices)
    satisfied = models.PositiveSmallIntegerField(_("were you satisfied?"), choices=Score.choices)
    text = models.CharField(_("in your own words"), max_length=600, blank=True)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices, default=Channel.WEB)
    given_on = models.DateField(_("day"), auto_now_add=True)

    class Meta:
        verbose_name = _("user’s evaluation")
        verbose_name_plural = _("users’ evaluations")

    def __str__(self) -> str:
        return f"{self.occurrence} {self.given_on}"


class AskedQuerySet(models.QuerySet["Asked"]):
    def over(self, day: date) -> Self:
        return self.filter(until__lt=day)


class Asked(models.Model):
    """That an address, known here only by its keyed hash, was asked lately and is left in peace until ``until``."""

    digest = models.CharField(max_length=64, unique=True)
    until = models.DateField(db_index=True)

    objects = AskedQuerySet.as_manager()

    class Meta:
        verbose_name = _("question sent lately")
        verbose_name_plural = _("questions sent lately")

    def __str__(self) -> str:
        return f"{self.until}"
