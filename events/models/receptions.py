"""受付期間: a time in which the city takes applications, for a nursery, an after-school club, a grant."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from organizations.models import OnBehalf, Organization, Text


class ReceptionQuerySet(models.QuerySet["Reception"]):
    def public(self) -> Self:
        return self.filter(is_published=True)

    def open_on(self, day: date) -> Self:
        return self.filter(opens_on__lte=day, closes_on__gte=day)

    def closing(self, day: date, days: int) -> Self:
        """Those open on ``day`` that close within so many days."""
        return self.open_on(day).filter(closes_on__lte=day + timedelta(days=days))

    def not_over(self, day: date) -> Self:
        return self.filter(closes_on__gte=day)

    def with_texts(self) -> Self:
        """With the words of the page's language; Japanese ones stand in the rows themselves."""
        return self if get_language() == "ja" else self.prefetch_related("texts")

    def by_end(self) -> Self:
        return self.order_by("closes_on", "pk")


class Reception(OnBehalf):
    """What opens and closes. It is no event: it has no date on which anybody comes."""

    class Audience(models.TextChoices):
        FAMILIES = "families", _("Families")
        CHILDREN = "children", _("Children and young people")
        GROUPS = "groups", _("Groups")

    title = models.CharField(_("title"), max_length=100)
    summary = models.CharField(_("in one sentence"), max_length=200, blank=True)
    audience = models.CharField(_("for whom"), max_length=8, choices=Audience.choices, default=Audience.FAMILIES)
    for_whom = models.CharField(_("for whom exactly"), max_length=200, blank=True)
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes on (last day)"))
    how = models.TextField(_("how to apply"), blank=True, max_length=2000)
    office = models.CharField(_("office"), max_length=120, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    link = models.URLField(_("form or page"), blank=True, max_length=400)
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("department"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="receptions",
    )
    is_published = models.BooleanField(_("shown to everybody"), default=False)
    sequence = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ReceptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("application period")
        verbose_name_plural = _("application periods")
        constraints = [models.CheckConstraint(condition=Q(opens_on__lte=F("closes_on")), name="reception_in_order")]
        indexes = [models.Index(fields=["is_published", "closes_on"], name="reception_by_end")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reception", args=[self.pk])


class ReceptionText(Text):
    """An application period in one more language; ``body`` says how to apply."""

    reception = models.ForeignKey(Reception, on_delete=models.CASCADE, related_name="texts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reception", "language"], name="reception_text_once")]
