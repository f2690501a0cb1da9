"""When a place is open, and why it is closed."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from spaces.models.places import Facility, Space


class OpeningHoursQuerySet(models.QuerySet["OpeningHours"]):
    def of_facility(self, facility: Facility) -> Self:
        """Its own, not those of single spaces."""
        return self.filter(facility=facility, space=None)


class OpeningHours(models.Model):
    """One weekly span of a facility, or of one of its spaces, while a period of validity lasts.

    With ``rests`` it is a resting day instead (第2・第4月曜休み), which wins over the spans of its period and, with
    ``moves_after_holiday``, moves from a national holiday to the next day that is none.

    Minutes count from midnight; ``closes_minute`` may pass 1440 (25:30 is 1530). ``weeks`` lists the weeks of the
    month (1 … 5, -1 the last) in which the span holds; an empty list means every week. The eighth weekday are the
    national holidays. Rows of equal validity make one period; of the periods valid on a day the shortest counts.
    """

    HOLIDAYS = 7

    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="opening_hours")
    space = models.ForeignKey(Space, null=True, blank=True, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(_("weekday (Monday is 0, a national holiday 7)"))
    weeks = models.JSONField(_("weeks of the month"), default=list, blank=True)
    opens_minute = models.PositiveSmallIntegerField(_("opens (minutes from midnight)"))
    closes_minute = models.PositiveSmallIntegerField(_("closes (minutes from midnight)"))
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_through = models.DateField(_("valid through"), null=True, blank=True)
    also_on_holidays = models.BooleanField(_("also on national holidays"), default=True)
    rests = models.BooleanField(_("rests on this day"), default=False)
    moves_after_holiday = models.BooleanField(_("moves behind national holidays"), default=False)

    objects = OpeningHoursQuerySet.as_manager()

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_minute__lt=F("closes_minute"))
                & Q(weekday__lte=7)
                & Q(opens_minute__lt=1440)
                & Q(closes_minute__lte=2880),
                name="opening_hours_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens_minute}–{self.closes_minute}"


class ClosureQuerySet(models.QuerySet["Closure"]):
    def touching(self, first: date, last: date) -> Self:
        return self.filter(starts_on__lte=last, ends_on__gte=first)

    def of(self, space: Space) -> Self:
        """The city's, the facility's and the space's own."""
        return self.filter(
            Q(facility__isnull=True, space__isnull=True)
            | Q(facility=space.facility_id, space__isnull=True)
            | Q(space=space.pk)
        )


class Closure(models.Model):
    """Days on which other hours hold, mostly none, with the reason residents read.

    Without a facility it is a closing day of the whole city. On a day touched by several, only the shortest counts.
    ``spans`` lists [opens, closes] in minutes from midnight; an empty list means closed all day.
    """

    facility = models.ForeignKey(Facility, null=True, blank=True, on_delete=models.CASCADE, related_name="closures")
    space = models.ForeignKey(Space, null=True, blank=True, on_delete=models.CASCADE, related_name="closures")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    reason = models.CharField(_("reason, for residents"), max_length=120)
    spans = models.JSONField(_("open all the same"), default=list, blank=True)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        verbose_name = _("closure")
        verbose_name_plural = _("closures")
        constraints = [models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="closure_days_in_order")]
        indexes = [models.Index(fields=["starts_on", "ends_on"], name="closure_days")]

    def __str__(self) -> str:
        return f"{self.starts_on}–{self.ends_on} {self.reason}"


class SchoolHoliday(models.Model):
    """The city's own table of school holidays."""

    name = models.CharField(_("name"), max_length=60)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("school holiday")
        verbose_name_plural = _("school holidays")
        constraints = [models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="school_holiday_in_order")]

    def __str__(self) -> str:
        return self.name
