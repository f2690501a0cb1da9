"""申込: a party that comes to one date."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from events.models.occurrences import Occurrence
from organizations.models import OnBehalf, Personal, Purpose, new_token
from spaces.models.bookings import new_reference


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def coming(self) -> Self:
        return self.filter(status=Registration.Status.CONFIRMED)

    def applied(self) -> Self:
        return self.filter(status=Registration.Status.APPLIED)

    def waiting(self) -> Self:
        """Those on the waiting list, the first in line first."""
        return self.filter(status=Registration.Status.WAITING).order_by("line", "pk")

    def offered(self) -> Self:
        return self.filter(status=Registration.Status.OFFERED)

    def alive(self) -> Self:
        """Those who come, or still may."""
        return self.exclude(status__in=Registration.ENDED)


class Registration(OnBehalf, Personal):
    """One party (a family) for one date, whole or not at all; no account needed."""

    PURPOSE: ClassVar[Purpose] = Purpose(
        title=_("Registrations for events"),
        sentence=_("We use what you write for this event only, and delete it 90 days after the day."),
        readers=_("the hosts of the event, place staff and coordinators"),
        kept=_("90 days after the day"),
        items=("name", "kana", "email", "phone", "children", "note", "on_behalf_of"),
        found_by={"email": ("email",), "phone": ("phone",), "name": ("name", "kana", "on_behalf_of")},
    )

    class Status(models.TextChoices):
        APPLIED = "applied", _("Takes part in the draw")
        CONFIRMED = "confirmed", _("Registered")
        WAITING = "waiting", _("On the waiting list")
        OFFERED = "offered", _("Place offered")
        LAPSED = "lapsed", _("Offer not taken up")
        CANCELLED = "cancelled", _("Cancelled")

    MOVES = {
        Status.APPLIED: (Status.CONFIRMED, Status.WAITING, Status.CANCELLED),
        Status.CONFIRMED: (Status.CANCELLED,),
        Status.WAITING: (Status.OFFERED, Status.CANCELLED),
        Status.OFFERED: (Status.CONFIRMED, Status.LAPSED, Status.CANCELLED),
        Status.LAPSED: (),
        Status.CANCELLED: (),
    }
    HOLDING = (Status.CONFIRMED, Status.OFFERED)
    ENDED = (Status.LAPSED, Status.CANCELLED)

    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="registrations")
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    reference = models.CharField(
        _("reference number"), max_length=8, unique=True, default=new_reference, editable=False
    )
    name = models.CharField(_("your name"), max_length=80)
    kana = models.CharField(_("reading"), max_length=120, blank=True)
    email = models.EmailField(_("mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    adults = models.PositiveSmallIntegerField(_("adults"), default=1)
    children = models.JSONField(_("children's ages (months)"), default=list, blank=True)
    stroller = models.BooleanField(_("with a stroller"), default=False)
    note = models.CharField(_("anything we should know"), max_length=300, blank=True)
    seats = models.PositiveSmallIntegerField(_("people"))
    status = models.CharField(_("status"), max_length=9, choices=Status.choices, default=Status.CONFIRMED)
    answers = models.JSONField(_("answers to the hosts’ questions"), default=list, blank=True)
    ticket = models.PositiveIntegerField(_("number in the draw"), null=True, blank=True)
    line = models.PositiveIntegerField(_("place in the line"), null=True, blank=True)
    hold_until = models.DateTimeField(_("held until"), null=True, blank=True)
    is_other_family = models.BooleanField(_("another family than it seems"), default=False)
    reminded = models.PositiveSmallIntegerField(_("reminders written"), default=0)
    arrived_at = models.DateTimeField(_("arrived at"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=12, default="ja")
    created_at = models.DateTimeField(auto_now_add=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)

    seems: "Registration | None" = None  # the earlier application that may be the same family's, where a list says so

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.CheckConstraint(condition=Q(seats__gte=1), name="registration_of_somebody"),
            models.CheckConstraint(
                condition=~Q(status="offered") | Q(hold_until__isnull=False), name="registration_offer_held"
            ),
            models.UniqueConstraint(fields=["occurrence", "ticket"], name="registration_ticket_once"),
        ]
        indexes = [
            models.Index(fields=["occurrence", "status"], name="registration_of_date"),
            models.Index(fields=["status", "hold_until"], name="registration_held"),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("registration", args=[self.token])

    @property
    def online_url(self) -> str:
        """Where a party that has its place joins online; nobody else is told."""
        event = self.occurrence.event
        joins = self.status == self.Status.CONFIRMED and event.attendance != Event.Attendance.OFFLINE
        return event.online_url if joins else ""
