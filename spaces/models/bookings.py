"""Who uses which space when. The wall against double use stands in the database."""

import secrets
from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.models import OnBehalf, Organization, Personal, Purpose, User, new_token
from spaces.constraints import NoOverlap
from spaces.models.places import Part, Space

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_reference() -> str:
    """Return a number to read out on the telephone: eight signs, none of which looks like another."""
    return "".join(secrets.choice(LETTERS) for _sign in range(8))


class BookingSeries(models.Model):
    """Bookings that were asked for together, and the dates that could not be had."""

    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    refused = models.JSONField(_("refused dates"), default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.token

    def get_absolute_url(self) -> str:
        return reverse("booking_series", args=[self.token])


class BookingQuerySet(models.QuerySet["Booking"]):
    def holding(self) -> Self:
        return self.filter(status__in=Booking.HOLDING)

    def waiting(self) -> Self:
        return self.filter(status=Booking.Status.REQUESTED)

    def alive(self) -> Self:
        """What stands or waits, and may still be given up."""
        return self.filter(status__in=Booking.ALIVE)

    def in_line(self) -> Self:
        return self.filter(status=Booking.Status.WAITING)

    def overdue(self, now: datetime) -> Self:
        """Offers nobody has answered in time, and waits whose time has come."""
        offers = Q(status=Booking.Status.OFFERED, offered_until__lte=now)
        return self.filter(offers | Q(status=Booking.Status.WAITING, starts_at__lte=now))

    def confirmed(self) -> Self:
        return self.filter(status=Booking.Status.CONFIRMED)

    def upcoming(self, now: datetime) -> Self:
        return self.filter(ends_at__gt=now)

    def with_all(self) -> Self:
        """With what a receipt says."""
        return self.select_related("space__facility", "organization", "series", "charge").prefetch_related(
            "loans__thing"
        )

    def one_per_series(self, now: datetime) -> Self:
        """Keep single bookings and, of each series, the first that still waits: one answer serves all."""
        earlier = Booking.objects.waiting().upcoming(now).filter(series=models.OuterRef("series"))
        return self.exclude(models.Exists(earlier.filter(starts_at__lt=models.OuterRef("starts_at"))))

    def of_guest(self, organization: Organization | None, person: User | None, email: str, phone: str) -> Self:
        """What a group has, or what a person has whom we know by her account, mail address or telephone."""
        if organization is not None:
            return self.filter(organization=organization)
        own = Q(person=person) if person else Q(pk=None)
        own |= Q(email__iexact=email) if email else Q(pk=None)
        own |= Q(phone=phone) if phone else Q(pk=None)
        return self.filter(own, organization=None)

    def between(self, start: datetime, end: datetime) -> Self:
        return self.filter(starts_at__lt=end, ends_at__gt=start)


class Booking(OnBehalf, Personal):
    """A space, from an instant to an instant, for a group or a person."""

    PURPOSE: ClassVar[Purpose] = Purpose(
        title=_("Bookings of spaces"),
        sentence=_("Name and telephone are used for this booking only and are deleted after a year."),
        readers=_("the group, place staff and coordinators"),
        kept=_("a year after the day; then only what can be counted stays"),
        items=("name", "email", "phone", "purpose", "reason", "person", "on_behalf_of"),
        found_by={"email": ("email", "person__email"), "phone": ("phone",), "name": ("name", "on_behalf_of")},
        row_stays=True,
        afterwards={"delete_after": None},
    )

    class Status(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        CONFIRMED = "confirmed", _("Confirmed")
        DECLINED = "declined", _("Declined")
        CANCELLED = "cancelled", _("Cancelled")
        WAITING = "waiting", _("Waiting in line")
        OFFERED = "offered", _("Held for you")
        LAPSED = "lapsed", pgettext_lazy("booking", "Lapsed")
        NO_SHOW = "no_show", _("Nobody came")
        DONE = "done", _("Done")

    STANDING = (Status.REQUESTED, Status.CONFIRMED)
    HOLDING = (Status.REQUESTED, Status.CONFIRMED, Status.OFFERED, Status.DONE)
    ON_PAPER = (Status.CONFIRMED, Status.DONE, Status.DECLINED, Status.CANCELLED)
    ALIVE = (Status.REQUESTED, Status.CONFIRMED, Status.OFFERED, Status.WAITING)
    MOVES = {
        Status.REQUESTED: (Status.CONFIRMED, Status.DECLINED, Status.CANCELLED, Status.LAPSED),
        Status.CONFIRMED: (Status.REQUESTED, Status.CANCELLED, Status.NO_SHOW, Status.DONE, Status.LAPSED),
        Status.WAITING: (Status.OFFERED, Status.CANCELLED, Status.LAPSED),
        Status.OFFERED: (Status.REQUESTED, Status.CONFIRMED, Status.CANCELLED, Status.LAPSED),
        Status.LAPSED: (),
        Status.DECLINED: (),
        Status.CANCELLED: (),
        Status.NO_SHOW: (),
        Status.DONE: (),
    }

    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    reference = models.CharField(
        _("reference number"), max_length=8, unique=True, default=new_reference, editable=False
    )
    space = models.ForeignKey(Space, verbose_name=_("space"), on_delete=models.PROTECT, related_name="bookings")
    organization = models.ForeignKey(
        Organization, verbose_name=_("group"), null=True, blank=True, on_delete=models.PROTECT, related_name="bookings"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="bookings",
    )
    series = models.ForeignKey(BookingSeries, null=True, blank=True, on_delete=models.SET_NULL, related_name="bookings")
    name = models.CharField(_("your name"), max_length=80)
    email = models.EmailField(_("mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    purpose = models.CharField(_("what for"), max_length=120)
    ages = models.CharField(_("ages"), max_length=80, blank=True)
    head_count = models.PositiveIntegerField(_("number of people"))
    is_for_event = models.BooleanField(_("for an event"), default=False)
    is_local = models.BooleanField(_("from the city"), default=True)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    status = models.CharField(_("status"), max_length=9, choices=Status.choices, default=Status.REQUESTED)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    offered_until = models.DateTimeField(_("space held until"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked whether they will come"), null=True, blank=True)
    coming_at = models.DateTimeField(_("said that they will come"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=12, default="ja")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="booking_times_in_order"),
            models.CheckConstraint(condition=Q(head_count__gte=1), name="booking_of_somebody"),
        ]
        indexes = [
            models.Index(fields=["space", "starts_at"], name="booking_of_space"),
            models.Index(fields=["status", "starts_at"], name="booking_waiting"),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("booking", args=[self.token])


class Occupancy(models.Model):
    """One part of a building, blocked by one booking, buffers included."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="occupancies")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="occupancies")
    blocked_from = models.DateTimeField()
    blocked_until = models.DateTimeField()
    holds = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["booking", "part"], name="occupancy_part_once"),
            models.CheckConstraint(condition=Q(blocked_from__lt=F("blocked_until")), name="occupancy_in_order"),
            NoOverlap(
                name="occupancy_no_overlap",
                partition="part",
                start="blocked_from",
                end="blocked_until",
                active="holds",
                violation_error_message=_("This time is already taken."),
            ),
        ]
        indexes = [models.Index(fields=["part", "blocked_from"], name="occupancy_of_part")]

    def __str__(self) -> str:
        return f"{self.part_id} {self.blocked_from}–{self.blocked_until}"
