"""Which gap of the network a project was called for, and how wide the gap was that day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models import Project
from spaces.models import Visit


class GapCall(models.Model):
    """A project that answers a gap. ``demand`` and ``supply`` are those of the day it was drafted."""

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="gap")
    theme = models.SlugField(_("theme"), max_length=40)
    district = models.SlugField(_("district"), max_length=20, blank=True)
    band = models.CharField(_("age"), max_length=9, choices=Visit.Band.choices, blank=True)
    weekday = models.CharField(_("weekday"), max_length=3, blank=True)
    demand = models.PositiveIntegerField()
    supply = models.PositiveIntegerField()
    drafted_on = models.DateField()

    class Meta:
        verbose_name = _("call for a gap")
        verbose_name_plural = _("calls for gaps")

    def __str__(self) -> str:
        return f"{self.theme} {self.district}"
