"""Coordinators' everyday ties: when somebody last spoke with a group, and whom each coordinator looks after."""

from dataclasses import replace
from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models.people import User
from organizations.models.records import Channel, Personal, Purpose
from organizations.models.registry import Organization
from organizations.models.vocabulary import District, Topic


class TalkQuerySet(models.QuerySet["Talk"]):
    def reached(self) -> Self:
        return self.filter(was_reached=True)


class Talk(Personal):
    """One call or visit: with which group, by whom, how, and in a sentence what about."""

    PURPOSE: ClassVar[Purpose] = Purpose(
        title=_("Noting when we spoke with a group"),
        sentence=_("We note that we spoke, so that no group is forgotten; coordinators read it, for two years."),
        readers=_("coordinators"),
        kept=_("two years"),
        items=("note",),
        found_by={"name": ("note",)},
    )

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="talks")
    held_on = models.DateField(_("day"))
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices, default=Channel.PHONE)
    was_reached = models.BooleanField(_("somebody was there"), default=True)
    note = models.CharField(_("what it was about"), max_length=400, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    noted_at = models.DateTimeField(auto_now_add=True)

    objects = TalkQuerySet.as_manager()

    class Meta:
        verbose_name = _("talk")
        verbose_name_plural = _("talks")
        indexes = [models.Index(fields=["organization", "-held_on"], name="talk_latest")]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.held_on}"


class Workload(models.Model):
    """What one coordinator looks after, and how much at a time."""

    PURPOSE: ClassVar[Purpose] = replace(
        User.PURPOSE, items=("note",), found_by={"name": ("user__name",)}, row_stays=False, afterwards={}
    )

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="workload")
    districts = models.ManyToManyField(District, verbose_name=_("districts"), blank=True, related_name="+")
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="+")
    capacity = models.PositiveSmallIntegerField(_("introductions at a time"), default=10)
    away_from = models.DateField(_("away from"), null=True, blank=True)
    away_through = models.DateField(_("away through"), null=True, blank=True)
    note = models.CharField(_("good at"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("coordinator’s field")
        verbose_name_plural = _("coordinators’ fields")

    def __str__(self) -> str:
        return str(self.user)

    def is_away(self, day: date) -> bool:
        return bool(self.away_from and self.away_from <= day and (not self.away_through or day <= self.away_through))
