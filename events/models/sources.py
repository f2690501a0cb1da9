"""Calendars that groups keep elsewhere, and what was read from them."""

from datetime import date, datetime
from typing import Self
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from events.models.occurrences import Occurrence
from organizations.models import Anyone, OnBehalf, Organization


class CalendarSourceQuerySet(models.QuerySet["CalendarSource"]):
    def editable_by(self, user: Anyone, day: date) -> Self:
        """Those of the groups in whose name one may post."""
        return self.filter(organization__in=Organization.objects.editable_by(user, day).values("pk"))

    def due(self, now: datetime) -> Self:
        return self.filter(status=CalendarSource.Status.ACTIVE, next_read_at__lte=now)

    def begun_before(self, moment: datetime) -> Self:
        """Those that were looked at and never taken on."""
        return self.filter(status=CalendarSource.Status.PREVIEW, entered_at__lt=moment)


class CalendarSource(OnBehalf):
    """A group's own calendar: an address that is read every hour, or a file that is read once.

    The address may hold a secret, and is shown to nobody in full. ``content`` is what waits to be taken in.
    ``problems`` lists [component, uid, code, value] of what could not be kept when it was last read.
    """

    class Status(models.TextChoices):
        PREVIEW = "preview", _("Being looked at")
        ACTIVE = "active", _("Read every hour")
        PAUSED = "paused", _("Paused")
        ENDED = "ended", _("No longer read")

    MOVES = {
        Status.PREVIEW: (Status.ACTIVE,),
        Status.ACTIVE: (Status.PAUSED, Status.ENDED),
        Status.PAUSED: (Status.ACTIVE, Status.ENDED),
        Status.ENDED: (),
    }

    organization = models.ForeignKey(
        Organization, verbose_name=_("group"), on_delete=models.CASCADE, related_name="calendar_sources"
    )
    address = models.CharField(_("address of the calendar"), max_length=1000, blank=True)
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=7, choices=Status.choices, default=Status.PREVIEW)
    content = models.BinaryField(default=bytes, blank=True)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    read_at = models.DateTimeField(_("last read at"), null=True, blank=True)
    whole_read_at = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(_("last tried at"), null=True, blank=True)
    next_read_at = models.DateTimeField(_("next read at"), null=True, blank=True)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)
    last_problem = models.CharField(_("last problem"), max_length=40, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    problems = models.JSONField(default=list, blank=True)

    objects = CalendarSourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar that is read in")
        verbose_name_plural = _("calendars that are read in")
        constraints = [
            models.CheckConstraint(condition=~Q(address="", file_name=""), name="calendar_source_has_an_origin"),
        ]
        indexes = [models.Index(fields=["status", "next_read_at"], name="calendar_source_due")]

    def __str__(self) -> str:
        return self.file_name or urlsplit(self.address).hostname or ""

    def get_absolute_url(self) -> str:
        return reverse("calendar_source", args=[self.pk])


class SourceEvent(models.Model):
    """An event that came from a calendar. ``said`` is what the calendar said: what differs now was changed here."""

    source = models.ForeignKey(CalendarSource, on_delete=models.CASCADE, related_name="events")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    uid = models.CharField(max_length=300)
    event = models.OneToOneField(Event, null=True, on_delete=models.SET_NULL, related_name="came_from")
    sequence = models.PositiveIntegerField(default=0)
    said = models.JSONField(default=dict)
    is_gone = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "uid"], name="source_event_once")]

    def __str__(self) -> str:
        return self.uid


class SourceDate(models.Model):
    """A date that came from a calendar; ``key`` is the day or the instant at which the series first had it."""

    source_event = models.ForeignKey(SourceEvent, on_delete=models.CASCADE, related_name="dates")
    key = models.CharField(max_length=40)
    occurrence = models.OneToOneField(Occurrence, null=True, on_delete=models.SET_NULL, related_name="came_from")
    said = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source_event", "key"], name="source_date_once")]

    def __str__(self) -> str:
        return self.key
