"""The city's own lists, used by every floor above: districts and topics."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organizations.models.records import Text


class DistrictQuerySet(models.QuerySet["District"]):
    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def named(self, kana: str, words: str) -> Self:
        """Those whose name or reading begins with what was typed, also without the 小学校区 behind it."""
        return self.filter(Q(name__icontains=words) | Q(kana__startswith=kana))

    def by_kana(self) -> Self:
        return self.order_by("kana", "code")

    def with_centre(self) -> Self:
        return self.filter(latitude__isnull=False, longitude__isnull=False)


class District(models.Model):
    """A part of the city that people name: a school's catchment, an area, a neighbourhood association."""

    class Kind(models.TextChoices):
        ELEMENTARY = "elementary", _("Elementary school district")
        JUNIOR_HIGH = "junior_high", _("Junior high school district")
        AREA = "area", _("Area")
        NEIGHBOURHOOD = "neighbourhood", _("Neighbourhood association")

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=80)
    kana = models.CharField(_("reading"), max_length=120)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices, default=Kind.ELEMENTARY)
    parents = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="children")
    neighbours = models.ManyToManyField("self", blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    outline = models.JSONField(_("outline (GeoJSON)"), null=True, blank=True)

    objects = DistrictQuerySet.as_manager()

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("district", args=[self.code])


class DistrictText(Text):
    district = models.ForeignKey(District, on_delete=models.CASCADE, related_name="texts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district", "language"], name="district_text_once")]


class AddressRangeQuerySet(models.QuerySet["AddressRange"]):
    def valid_on(self, day: date) -> Self:
        return self.filter(valid_from__lte=day).filter(Q(valid_through__isnull=True) | Q(valid_through__gte=day))

    def of_town(self, kana: str, words: str) -> Self:
        """Those of the towns whose name or reading begins with what was typed, with their districts."""
        found = self.filter(Q(town__startswith=words) | Q(kana__startswith=kana))
        return found.select_related("district").order_by("kana", "town", "block_from")


class AddressRange(models.Model):
    """Which district a town, or some of its blocks, belongs to, and since when."""

    town = models.CharField(_("town"), max_length=80, db_index=True)
    kana = models.CharField(_("reading"), max_length=120, blank=True)
    block_from = models.PositiveIntegerField(_("from block"), null=True, blank=True)
    block_to = models.PositiveIntegerField(_("to block"), null=True, blank=True)
    district = models.ForeignKey(District, on_delete=models.CASCADE, related_name="addresses")
    valid_from = models.DateField(_("valid from"))
    valid_through = models.DateField(_("valid through"), null=True, blank=True)

    objects = AddressRangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("address range")
        verbose_name_plural = _("address ranges")

    def __str__(self) -> str:
        return f"{self.town} → {self.district_id}"


class Topic(models.Model):
    """What an activity is about; one short list, kept by the city."""

    slug = models.SlugField(_("slug"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=60)
    kana = models.CharField(_("reading"), max_length=100, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.name


class TopicText(Text):
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="texts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "language"], name="topic_text_once")]
