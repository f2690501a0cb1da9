"""Facilities and the spaces inside them."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organizations.models import District, Organization, Picture, Text


class FacilityQuerySet(models.QuerySet["Facility"]):
    def listed(self) -> Self:
        return self.filter(is_listed=True)

    def by_kana(self) -> Self:
        return self.order_by("kana", "pk")


class Facility(models.Model):
    """A building or ground with an address. Many come from a city's open data and say so."""

    class Kind(models.TextChoices):
        CHILDRENS_HALL = "childrens_hall", _("Children's hall")
        SUPPORT_BASE = "support_base", _("Child-raising support base")
        COMMUNITY = "community", _("Community centre")
        ACTIVITY = "activity", _("Civic activity centre")
        LIBRARY = "library", _("Library")
        PARK = "park", _("Park or playground")
        SCHOOL = "school", _("School")
        NURSERY = "nursery", _("Nursery, kindergarten")
        AFTER_SCHOOL = "after_school", _("After-school club")
        HEALTH = "health", _("Health centre")
        OTHER = "other", _("Other")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    kana = models.CharField(_("reading"), max_length=200, blank=True, db_index=True)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices, default=Kind.OTHER)
    kind_label = models.CharField(_("kind, in the source's words"), max_length=60, blank=True)
    operator = models.ForeignKey(
        Organization,
        verbose_name=_("run by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="facilities",
    )
    operator_name = models.CharField(_("run by (name)"), max_length=120, blank=True)
    district = models.ForeignKey(
        District,
        verbose_name=_("district"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="facilities",
    )
    summary = models.CharField(_("in one sentence"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True)
    postal_code = models.CharField(_("postal code"), max_length=8, blank=True)
    address = models.CharField(_("address, in one line"), max_length=200, blank=True)
    address_code = models.CharField(_("city code"), max_length=6, blank=True)
    prefecture = models.CharField(_("prefecture"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=40, blank=True)
    town = models.CharField(_("town"), max_length=80, blank=True)
    block = models.CharField(_("block and number"), max_length=80, blank=True)
    building = models.CharField(_("building"), max_length=120, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    fax = models.CharField(_("fax"), max_length=60, blank=True)
    email = models.EmailField(_("mail address"), blank=True)
    website = models.URLField(_("website"), blank=True, max_length=400)
    access = models.TextField(_("how to get there"), blank=True)
    parking = models.CharField(_("parking"), max_length=200, blank=True)
    has_parking = models.BooleanField(_("car park"), null=True, blank=True)
    age_from_months = models.PositiveSmallIntegerField(_("age from (months)"), null=True, blank=True)
    age_to_months = models.PositiveSmallIntegerField(_("age to (months)"), null=True, blank=True)
    age_label = models.CharField(_("ages, in the source's words"), max_length=80, blank=True)
    capacity = models.PositiveIntegerField(_("capacity"), null=True, blank=True)
    nursing_room = models.BooleanField(_("nursing room"), null=True, blank=True)
    diaper_table = models.BooleanField(_("diaper table"), null=True, blank=True)
    hot_water = models.BooleanField(_("hot water for formula"), null=True, blank=True)
    stroller = models.BooleanField(_("strollers welcome"), null=True, blank=True)
    stroller_note = models.CharField(_("on foot with a stroller"), max_length=300, blank=True)
    step_free = models.BooleanField(_("step-free"), null=True, blank=True)
    hours_note = models.TextField(_("opening hours, in words"), blank=True)
    note = models.TextField(_("note"), blank=True)
    picture = models.ForeignKey(
        Picture, verbose_name=_("picture"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_listed = models.BooleanField(_("listed"), default=True)
    source_dataset = models.CharField(_("dataset"), max_length=120, blank=True)
    source_key = models.CharField(_("key in the dataset"), max_length=120, blank=True)
    source_attribution = models.CharField(_("attribution"), max_length=120, blank=True)
    source_licence = models.CharField(_("licence"), max_length=120, blank=True)
    source_url = models.URLField(_("address of the dataset"), blank=True, max_length=400)
    source_read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    source_row = models.JSONField(_("row as published"), default=dict, blank=True)

    objects = FacilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("facility")
        verbose_name_plural = _("facilities")
        constraints = [
            models.UniqueConstraint(
                fields=["source_dataset", "source_key"], condition=~Q(source_key=""), name="facility_source_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("facility", args=[self.slug])


class FacilityText(Text):
    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="texts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facility", "language"], name="facility_text_once")]


class Part(models.Model):
    """The smallest piece of a building that can be lent: a whole room, or one half of a hall that divides.

    A space is one or several parts; two spaces that share a part can never be lent at the same time.
    """

    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="parts")
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("part")
        verbose_name_plural = _("parts")
        constraints = [models.UniqueConstraint(fields=["facility", "name"], name="part_name_once")]

    def __str__(self) -> str:
        return self.name


class Equipment(models.Model):
    slug = models.SlugField(_("slug"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("equipment")
        verbose_name_plural = _("equipment")

    def __str__(self) -> str:
        return self.name


class Activity(models.Model):
    """Something one may want to do in a space (料理, 音を出す練習): the city's own list."""

    slug = models.SlugField(_("slug"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("thing to do")
        verbose_name_plural = _("things to do")

    def __str__(self) -> str:
        return self.name


class SpaceQuerySet(models.QuerySet["Space"]):
    def listed(self) -> Self:
        return self.filter(is_listed=True, facility__is_listed=True)

    def bookable(self) -> Self:
        return self.listed().filter(kind=Space.Kind.ROOM, lending=Space.Lending.PORTAL)

    def drop_in(self) -> Self:
        return self.listed().filter(kind=Space.Kind.DROP_IN)

    def holding(self, people: int) -> Self:
        return self.filter(capacity__gte=people)

    def in_district(self, *codes: str) -> Self:
        return self.filter(facility__district__code__in=codes)

    def by_kana(self) -> Self:
        return self.order_by("facility__kana", "kana", "pk")

    def for_times(self) -> Self:
        """No more of each than its free and open times hang on."""
        return self.only("slug", "facility_id", "kind", "lending", "buffer_before_minutes", "buffer_after_minutes")


class Space(models.Model):
    """A room to borrow or a place to drop in."""

    class Kind(models.TextChoices):
        ROOM = "room", _("Room")
        DROP_IN = "drop_in", _("Drop-in place")

    class Lending(models.TextChoices):
        PORTAL = "portal", _("Booked here")
        OTHER_SYSTEM = "other_system", _("Booked in another system")
        COUNTER = "counter", _("Booked at the counter or by telephone")
        NONE = "none", _("Not lent")

    class LentBy(models.TextChoices):
        CLOCK = "clock", _("By the clock")
        DAY_PART = "day_part", _("By part of the day (morning, afternoon, evening)")

    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="spaces")
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=80)
    kana = models.CharField(_("reading"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=7, choices=Kind.choices, default=Kind.ROOM)
    lending = models.CharField(_("how it is borrowed"), max_length=12, choices=Lending.choices, default=Lending.PORTAL)
    lending_url = models.URLField(_("address of the other system"), blank=True)
    lending_note = models.CharField(_("how to borrow it"), max_length=300, blank=True)
    parts = models.ManyToManyField(Part, verbose_name=_("parts"), related_name="spaces", blank=True)
    summary = models.CharField(_("in one sentence"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True)
    rules = models.TextField(_("rules"), blank=True)
    capacity = models.PositiveIntegerField(_("capacity"), null=True, blank=True)
    floor_area = models.PositiveIntegerField(_("floor area (m²)"), null=True, blank=True)
    floor = models.CharField(_("floor"), max_length=20, blank=True)
    equipment = models.ManyToManyField(Equipment, verbose_name=_("equipment"), blank=True, related_name="spaces")
    activities = models.ManyToManyField(Activity, verbose_name=_("what can be done"), blank=True, related_name="spaces")
    price_note = models.CharField(_("price"), max_length=200, blank=True)
    lent_by = models.CharField(_("how its time is lent"), max_length=8, choices=LentBy.choices, default=LentBy.CLOCK)
    hour_price_yen = models.PositiveIntegerField(_("price of an hour (yen)"), null=True, blank=True)
    individuals_welcome = models.BooleanField(_("individuals may book"), default=True)
    needs_approval = models.BooleanField(_("staff confirm each booking"), default=True)
    raster_minutes = models.PositiveSmallIntegerField(_("bookings start every (minutes)"), default=30)
    min_minutes = models.PositiveSmallIntegerField(_("at least (minutes)"), default=30)
    max_minutes = models.PositiveSmallIntegerField(_("at most (minutes)"), default=480)
    buffer_before_minutes = models.PositiveSmallIntegerField(_("set-up time (minutes)"), default=0)
    buffer_after_minutes = models.PositiveSmallIntegerField(_("clearing time (minutes)"), default=0)
    opens_days_ahead = models.PositiveSmallIntegerField(_("earliest (days ahead)"), default=90)
    others_days_ahead = models.PositiveSmallIntegerField(
        _("earliest for those from elsewhere (days ahead)"), null=True, blank=True
    )
    opens_months_ahead = models.PositiveSmallIntegerField(
        _("opens on the 1st, so many months before"), null=True, blank=True
    )
    locals_first_days = models.PositiveSmallIntegerField(_("days on which the city's own people come first"), default=0)
    release_hours_ahead = models.PositiveSmallIntegerField(
        _("given to others if not confirmed so many hours before"), null=True, blank=True
    )
    asks_days_ahead = models.PositiveSmallIntegerField(
        _("asks whether they will come so many days before"), null=True, blank=True
    )
    group_hours_a_month = models.PositiveSmallIntegerField(_("hours a month for one group"), null=True, blank=True)
    person_hours_a_month = models.PositiveSmallIntegerField(_("hours a month for one person"), null=True, blank=True)
    closes_hours_ahead = models.PositiveSmallIntegerField(_("latest (hours ahead)"), default=24)
    picture = models.ForeignKey(
        Picture, verbose_name=_("picture"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_listed = models.BooleanField(_("listed"), default=True)

    objects = SpaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("space")
        verbose_name_plural = _("spaces")
        constraints = [
            models.CheckConstraint(condition=Q(raster_minutes__gte=5), name="space_raster_from_five"),
            models.CheckConstraint(condition=Q(min_minutes__lte=F("max_minutes")), name="space_lengths_in_order"),
        ]
        indexes = [models.Index(fields=["is_listed", "kind"], name="space_listed")]

    def __str__(self) -> str:
        return f"{self.facility.name} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("space", args=[self.slug])

    @property
    def is_lent_by_parts(self) -> bool:
        return self.lent_by == self.LentBy.DAY_PART

    @property
    def may_cost(self) -> bool:
        """Say whether the portal knows, or may know, what this space costs."""
        return self.is_lent_by_parts or self.hour_price_yen is not None

    @property
    def is_bookable(self) -> bool:
        return self.kind == self.Kind.ROOM and self.lending == self.Lending.PORTAL


class SpaceText(Text):
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="texts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "language"], name="space_text_once")]
