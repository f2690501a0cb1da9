"""What people wished for and could not have: a count, and nobody's name."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.models import District
from spaces.models.places import Space


class UnmetQuerySet(models.QuerySet["Unmet"]):
    def noted_between(self, first: date, last: date) -> Self:
        return self.filter(noted_on__gte=first, noted_on__lte=last)


class Unmet(models.Model):
    """A time asked for in vain: refused for a space, or searched for with no space left.

    ``code`` is a refusal of ``spaces.services.rules``, or NOTHING for a search that found no space. The same wish
    made again on one day is one row with a higher ``times``.
    """

    NOTHING = "nothing"

    space = models.ForeignKey(Space, null=True, blank=True, on_delete=models.CASCADE, related_name="unmet")
    district = models.ForeignKey(District, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    code = models.CharField(_("why not"), max_length=20)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    head_count = models.PositiveIntegerField(_("number of people"), null=True, blank=True)
    noted_on = models.DateField()
    times = models.PositiveIntegerField(default=1)

    objects = UnmetQuerySet.as_manager()

    class Meta:
        verbose_name = _("unmet wish for a space")
        verbose_name_plural = _("unmet wishes for spaces")
        constraints = [
            models.UniqueConstraint(
                fields=["space", "starts_at", "ends_at", "code", "noted_on"],
                condition=Q(space__isnull=False),
                name="unmet_of_space_once",
            ),
            models.UniqueConstraint(
                fields=["starts_at", "ends_at", "noted_on"], condition=Q(space=None), name="unmet_search_once"
            ),
        ]
        indexes = [models.Index(fields=["noted_on"], name="unmet_noted")]

    def __str__(self) -> str:
        return f"{self.code} {self.starts_at}"
