"""Who drops in: counted at the door, without a name."""

from datetime import date, datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from spaces.models.places import Space
from spaces.periods import TOKYO

FRESH = timedelta(hours=3)  # what was seen earlier says nothing of now
BUSY_FROM = 0.7


class Door(models.Model):
    """How full a drop-in place is, as those at its door see it."""

    class Level(models.TextChoices):
        FREE = "free", _("There is room")
        BUSY = "busy", _("Rather full")
        FULL = "full", pgettext_lazy("drop-in place", "Full")

    space = models.OneToOneField(Space, on_delete=models.CASCADE, related_name="door")
    holds_families = models.PositiveSmallIntegerField(_("families that fit in"), null=True, blank=True)
    inside = models.PositiveSmallIntegerField(_("families inside"), default=0)
    level = models.CharField(_("how full"), max_length=4, choices=Level.choices, blank=True)
    told_at = models.DateTimeField(_("told at"), null=True, blank=True)

    class Meta:
        verbose_name = _("door")
        verbose_name_plural = _("doors")

    def __str__(self) -> str:
        return str(self.space)

    def is_of_today(self, now: datetime) -> bool:
        return self.told_at is not None and self.told_at.astimezone(TOKYO).date() == now.astimezone(TOKYO).date()

    def level_at(self, now: datetime) -> Level | None:
        """How full it is at ``now``; None where nobody at the door has said so lately."""
        if not self.level or not self.is_of_today(now) or self.told_at is None or now - self.told_at > FRESH:
            return None
        return self.Level(self.level)

    @property
    def counted_level(self) -> Level | None:
        """How full the families inside make it; None where it is not known how many fit in."""
        if not self.holds_families:
            return None
        if self.inside >= self.holds_families:
            return self.Level.FULL
        return self.Level.BUSY if self.inside >= BUSY_FROM * self.holds_families else self.Level.FREE


class VisitQuerySet(models.QuerySet["Visit"]):
    def arrivals(self) -> Self:
        return self.filter(way=Visit.Way.IN)

    def between(self, first: date, last: date) -> Self:
        return self.filter(held_on__gte=first, held_on__lte=last)


class Visit(models.Model):
    """One family that came in or went out; nothing is known of it but the age of its child, if somebody tapped it."""

    class Way(models.TextChoices):
        IN = "in", _("came")
        OUT = "out", _("went")

    class Band(models.TextChoices):
        UNKNOWN = "", _("Age not noted")
        BABY = "baby", _("0–2 years")
        PRESCHOOL = "preschool", _("3 years to school")
        PRIMARY = "primary", _("Primary school")
        TEEN = "teen", _("Junior high and high school")

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="visits")
    way = models.CharField(max_length=3, choices=Way.choices)
    band = models.CharField(_("age of the child"), max_length=9, choices=Band.choices, blank=True)
    at = models.DateTimeField()
    held_on = models.DateField()
    hour = models.PositiveSmallIntegerField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        constraints = [models.CheckConstraint(condition=models.Q(hour__lte=23), name="visit_hour_of_day")]
        indexes = [models.Index(fields=["space", "held_on", "hour"], name="visit_of_space")]

    def __str__(self) -> str:
        return f"{self.space_id} {self.way} {self.at}"
