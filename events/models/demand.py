"""What families looked for in vain: counts, and nobody's name."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from spaces.models import Visit


class EmptySearchQuerySet(models.QuerySet["EmptySearch"]):
    def noted_between(self, first: date, last: date) -> Self:
        return self.filter(noted_on__gte=first, noted_on__lte=last)


class EmptySearch(models.Model):
    """A question that found no date: its topic, district, age band and weekday, each "" where it was not asked.

    The words typed, the position and whoever asked are not kept. One question a day is one row with its ``times``.
    """

    topic = models.SlugField(_("topic"), max_length=40, blank=True)
    district = models.SlugField(_("district"), max_length=20, blank=True)
    band = models.CharField(_("age"), max_length=9, choices=Visit.Band.choices, blank=True)
    weekday = models.CharField(_("weekday"), max_length=3, blank=True)
    noted_on = models.DateField(db_index=True)
    times = models.PositiveIntegerField(default=1)

    objects = EmptySearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("search that found nothing")
        verbose_name_plural = _("searches that found nothing")
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "district", "band", "weekday", "noted_on"], name="empty_search_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.district} {self.band} {self.weekday}"
