"""What a space costs: the parts of its day, the classes of reduction, and what one booking is charged."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from spaces.models.bookings import Booking
from spaces.models.places import Space


class DayPart(models.Model):
    """A named stretch of the day (区分: 午前, 午後, 夜間) that is lent as a whole.

    Of ``weekdays`` Monday is 0; none mean all.
    """

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="day_parts")
    name = models.CharField(_("name"), max_length=20)
    weekdays = models.JSONField(_("weekdays"), default=list, blank=True)
    opens_minute = models.PositiveSmallIntegerField(_("from"))
    closes_minute = models.PositiveSmallIntegerField(_("until"))
    price_yen = models.PositiveIntegerField(_("price (yen)"), null=True, blank=True)

    class Meta:
        verbose_name = _("part of the day")
        verbose_name_plural = _("parts of the day")
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_minute__lt=F("closes_minute"), closes_minute__lte=48 * 60), name="day_part_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def holds_on(self, weekday: int) -> bool:
        return not self.weekdays or weekday in self.weekdays


class ReductionQuerySet(models.QuerySet["Reduction"]):
    def in_order(self) -> Self:
        return self.order_by("percent", "name")


class Reduction(models.Model):
    """A class of reduction (減免) with its reason.

    ``kinds`` are the kinds of group that have it unless staff say no.
    """

    name = models.CharField(_("name"), max_length=40, unique=True)
    reason = models.CharField(_("reason, as the rules say it"), max_length=120, blank=True)
    percent = models.PositiveSmallIntegerField(_("percent off"), validators=[MaxValueValidator(100)])
    kinds = models.JSONField(_("kinds of group it is meant for"), default=list, blank=True)

    objects = ReductionQuerySet.as_manager()

    class Meta:
        verbose_name = _("reduction")
        verbose_name_plural = _("reductions")
        constraints = [models.CheckConstraint(condition=Q(percent__lte=100), name="reduction_up_to_all")]

    def __str__(self) -> str:
        return self.name


class Charge(models.Model):
    """What one booking costs, written down when it was made: later prices do not touch it. Paid at the counter."""

    booking = models.OneToOneField(Booking, on_delete=models.CASCADE, related_name="charge")
    full_yen = models.PositiveIntegerField(_("fee"))
    reduction_name = models.CharField(_("reduction"), max_length=40, blank=True)
    reduction_reason = models.CharField(_("reason of the reduction"), max_length=120, blank=True)
    percent = models.PositiveSmallIntegerField(_("percent off"), default=0)
    is_checked = models.BooleanField(_("reduction looked at by staff"), default=False)
    due_yen = models.PositiveIntegerField(_("to pay"))
    paid_yen = models.PositiveIntegerField(_("paid"), null=True, blank=True)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("charge")
        verbose_name_plural = _("charges")
        constraints = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="charge_up_to_all"),
            models.CheckConstraint(condition=Q(due_yen__lte=F("full_yen")), name="charge_not_above_fee"),
            models.CheckConstraint(
                condition=Q(paid_on=None, paid_yen=None) | Q(paid_on__isnull=False, paid_yen__isnull=False),
                name="charge_paid_wholly",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_yen}"
