"""How an event comes round. For people and for the nights that write further dates; the dates themselves are rows."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from spaces.models import Space


class SeriesQuerySet(models.QuerySet["Series"]):
    def going_on(self, now: datetime) -> Self:
        """Those that still give dates, as far as nobody ended them."""
        return self.filter(Q(ends_before=None) | Q(ends_before__gt=now))

    def unwritten(self, until: datetime) -> Self:
        """Those that may have dates before ``until`` which are no rows yet."""
        open_ended = Q(ends_before=None) | Q(ends_before__gt=F("written_until"))
        return self.filter(open_ended, written_until__lt=until)


class Series(models.Model):
    """Dates of one event that come round by one rule, up to ``ends_before``, where the event's next series begins.

    ``starts_at`` to ``ends_at`` is the first date as the rule means it. ``extra_starts`` (RDATE) are instants and
    ``skipped_days`` (EXDATE) days, both in ISO 8601. Before ``written_until`` every date is a row. Place and capacity
    are those of the dates still to be written.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="series")
    starts_at = models.DateTimeField(_("first date"))
    ends_at = models.DateTimeField(_("end of the first date"))
    is_all_day = models.BooleanField(_("all day"), default=False)
    rule = models.CharField(_("repeats (RFC 5545)"), max_length=1000)
    extra_starts = models.JSONField(_("extra dates"), default=list, blank=True)
    skipped_days = models.JSONField(_("days left out"), default=list, blank=True)
    skip_holidays = models.BooleanField(_("not on holidays and closing days"), default=False)
    skip_school_holidays = models.BooleanField(_("not in the school holidays"), default=False)
    ends_before = models.DateTimeField(_("goes on until"), null=True, blank=True)
    written_until = models.DateTimeField(_("written down until"))
    space = models.ForeignKey(Space, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    place_name = models.CharField(_("place"), max_length=120, blank=True)
    capacity = models.PositiveIntegerField(_("places (people)"), null=True, blank=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lte=F("ends_at")), name="series_times_in_order"),
        ]
        indexes = [models.Index(fields=["written_until"], name="series_unwritten")]

    def __str__(self) -> str:
        return f"{self.event} {self.rule}"
