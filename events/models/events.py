"""What happens, and who is behind it."""

from datetime import date, datetime, timedelta
from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from taggit.managers import TaggableManager

from organizations.models import (
    INTAKE,
    Anyone,
    District,
    OnBehalf,
    Organization,
    Picture,
    Project,
    Text,
    Topic,
    has_role,
    roles_of,
)
from spaces.models import Space
from spaces.periods import TOKYO

MOST_DAYS_BEFORE = 7


class EventQuerySet(models.QuerySet["Event"]):
    def public(self) -> Self:
        return self.filter(status=Event.Status.PUBLISHED, visibility=Event.Visibility.PUBLIC)

    def visible_to(self, user: Anyone, day: date) -> Self:
        """What is public; what is for the network, to the network and the city; what one may edit, in any state."""
        if has_role(user, *INTAKE):
            return self
        public = Q(status=Event.Status.PUBLISHED, visibility=Event.Visibility.PUBLIC)
        if not user.is_authenticated:
            return self.filter(public)
        in_network = bool(roles_of(user)) or Organization.objects.of_member(user, day).listed().exists()
        seen = Q(status=Event.Status.PUBLISHED) if in_network else public
        return self.filter(seen | Q(pk__in=self._led_by(user, day)))

    def editable_by(self, user: Anyone, day: date) -> Self:
        """All for those who take people in; what one's own groups lead for their representatives and editors."""
        return self if has_role(user, *INTAKE) else self.filter(pk__in=self._led_by(user, day))

    @staticmethod
    def _led_by(user: Anyone, day: date) -> models.QuerySet["Host", int]:
        mine = Organization.objects.managed_by(user, day)
        return Host.objects.filter(role=Host.Role.LEAD, organization__in=mine.values("pk")).values_list(
            "event", flat=True
        )


class Event(OnBehalf):
    """What happens, once or again and again. Its dates are Occurrence rows."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REVIEW = "review", _("Being looked at")
        PUBLISHED = "published", pgettext_lazy("event", "Published")
        ARCHIVED = "archived", _("Archived")

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("Everybody")
        NETWORK = "network", _("The network's members")

    class Apply(models.TextChoices):
        NONE = "none", _("No application needed")
        PHONE = "phone", _("By telephone")
        COUNTER = "counter", _("At the counter")
        OTHER_FORM = "other_form", _("On another form")
        PORTAL = "portal", _("Here")

    class Eligible(models.TextChoices):
        ANYONE = "anyone", _("Anybody")
        CITY = "city", _("Who lives, works or goes to school in the city")
        DISTRICT = "district", _("Who lives in the district")

    class Allotment(models.TextChoices):
        FIRST_COME = "first_come", _("First come, first served")
        DRAW = "draw", _("By lot after applications close")

    class Attendance(models.TextChoices):
        OFFLINE = "offline", _("On site")
        ONLINE = "online", _("Online")
        MIXED = "mixed", _("On site and online")

    class Setting(models.TextChoices):
        UNKNOWN = "", _("Not stated")
        INDOOR = "indoor", _("Indoors")
        OUTDOOR = "outdoor", _("Outdoors")
        BOTH = "both", _("Indoors and outdoors")

    MOVES = {
        Status.DRAFT: (Status.REVIEW, Status.PUBLISHED),
        Status.REVIEW: (Status.DRAFT, Status.PUBLISHED),
        Status.PUBLISHED: (Status.ARCHIVED, Status.DRAFT),
        Status.ARCHIVED: (),
    }

    title = models.CharField(_("title"), max_length=100)
    kana = models.CharField(_("reading"), max_length=150, blank=True)
    summary = models.CharField(_("in one sentence"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True, max_length=6000)
    status = models.CharField(_("status"), max_length=9, choices=Status.choices, default=Status.DRAFT)
    visibility = models.CharField(
        _("who may see it"), max_length=7, choices=Visibility.choices, default=Visibility.PUBLIC
    )
    organizations = models.ManyToManyField(Organization, through="Host", related_name="events")
    project = models.ForeignKey(
        Project, verbose_name=_("project"), null=True, blank=True, on_delete=models.SET_NULL, related_name="events"
    )
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="events")
    tags = TaggableManager(verbose_name=_("tags"), blank=True)
    picture = models.ForeignKey(
        Picture, verbose_name=_("picture"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    age_from_months = models.PositiveSmallIntegerField(_("age from (months)"), null=True, blank=True)
    age_to_months = models.PositiveSmallIntegerField(_("age to (months)"), null=True, blank=True)
    is_free = models.BooleanField(_("free of charge"), null=True, blank=True)
    adult_price = models.PositiveIntegerField(_("price for an adult (yen)"), null=True, blank=True)
    child_price = models.PositiveIntegerField(_("price for a child (yen)"), null=True, blank=True)
    price_note = models.CharField(_("note on the price"), max_length=200, blank=True)
    languages = models.JSONField(_("languages spoken"), default=list, blank=True)
    easy_for_newcomers = models.BooleanField(_("fine without Japanese"), default=False)
    setting = models.CharField(_("indoors or outdoors"), max_length=7, choices=Setting.choices, blank=True)
    attendance = models.CharField(
        _("on site or online"), max_length=7, choices=Attendance.choices, default=Attendance.OFFLINE
    )
    online_url = models.URLField(_("address online"), blank=True)
    is_accessible = models.BooleanField(_("step-free"), default=False)
    has_childcare = models.BooleanField(_("childcare"), default=False)
    belongings = models.CharField(_("what to bring"), max_length=300, blank=True)
    weather_note = models.CharField(_("if the weather is bad"), max_length=200, blank=True)
    decides_days_before = models.PositiveSmallIntegerField(
        _("whether it takes place is decided (days before)"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_DAYS_BEFORE)],
    )
    decides_at = models.TimeField(_("whether it takes place is decided by"), null=True, blank=True)
    space = models.ForeignKey(
        Space, verbose_name=_("space"), null=True, blank=True, on_delete=models.SET_NULL, related_name="events"
    )
    place_name = models.CharField(_("place"), max_length=120, blank=True)
    place_address = models.CharField(_("address of the place"), max_length=200, blank=True)
    place_is_booked = models.BooleanField(_("the place is booked elsewhere"), default=False)
    district = models.ForeignKey(
        District, verbose_name=_("district"), null=True, blank=True, on_delete=models.SET_NULL, related_name="events"
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    apply = models.CharField(_("how to apply"), max_length=10, choices=Apply.choices, default=Apply.NONE)
    apply_phone = models.CharField(_("telephone for applications"), max_length=60, blank=True)
    apply_hours = models.CharField(_("hours for applications"), max_length=100, blank=True)
    apply_url = models.URLField(_("form for applications"), blank=True, max_length=400)
    apply_opens_at = models.DateTimeField(_("applications open"), null=True, blank=True)
    apply_closes_at = models.DateTimeField(_("applications close"), null=True, blank=True)
    eligible = models.CharField(_("who may come"), max_length=8, choices=Eligible.choices, default=Eligible.ANYONE)
    capacity = models.PositiveIntegerField(
        _("places (people)"), null=True, blank=True, validators=[MaxValueValidator(100_000)]
    )
    capacity_parties = models.PositiveIntegerField(
        _("places (parties)"), null=True, blank=True, validators=[MaxValueValidator(100_000)]
    )
    allotment = models.CharField(
        _("who gets a place"), max_length=10, choices=Allotment.choices, default=Allotment.FIRST_COME
    )
    draw_source = models.CharField(_("where the drawing number comes from"), max_length=200, blank=True)
    contact = models.CharField(_("contact for questions"), max_length=200, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(
                condition=Q(age_from_months__isnull=True)
                | Q(age_to_months__isnull=True)
                | Q(age_from_months__lte=F("age_to_months")),
                name="event_ages_in_order",
            ),
            models.CheckConstraint(
                condition=Q(apply_opens_at__isnull=True)
                | Q(apply_closes_at__isnull=True)
                | Q(apply_opens_at__lt=F("apply_closes_at")),
                name="event_applications_in_order",
            ),
            models.CheckConstraint(
                condition=Q(decides_days_before__isnull=True, decides_at__isnull=True)
                | Q(decides_days_before__lte=MOST_DAYS_BEFORE, decides_at__isnull=False),
                name="event_decision_day_and_hour",
            ),
        ]
        indexes = [models.Index(fields=["status", "visibility"], name="event_public")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("event", args=[self.pk])

    @property
    def is_public(self) -> bool:
        return self.status == self.Status.PUBLISHED and self.visibility == self.Visibility.PUBLIC

    def decided_by(self, day: date) -> datetime | None:
        """Tell until when it is decided whether the date on ``day`` takes place."""
        if self.decides_at is None or self.decides_days_before is None:
            return None
        return datetime.combine(day - timedelta(days=self.decides_days_before), self.decides_at, TOKYO)


class EventText(Text):
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="texts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "language"], name="event_text_once")]


class Host(models.Model):
    """Who stands on the flyer, and as what. A co-host counts once it has accepted."""

    class Role(models.TextChoices):
        LEAD = "lead", _("Organized by")
        CO_HOST = "co_host", _("Co-hosted by")
        SUPPORT = "support", _("Under the auspices of")
        COOPERATION = "cooperation", _("In cooperation with")
        SPONSOR = "sponsor", _("Sponsored by")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="hosts")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="hosting")
    role = models.CharField(_("role"), max_length=11, choices=Role.choices, default=Role.LEAD)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)

    class Meta:
        verbose_name = _("host")
        verbose_name_plural = _("hosts")
        constraints = [
            models.UniqueConstraint(fields=["event", "organization"], name="host_once"),
            models.UniqueConstraint(fields=["event"], condition=Q(role="lead"), name="host_one_lead"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.organization}"
