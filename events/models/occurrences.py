"""The dates of an event. They are the truth: search, room, capacity and cancellation hang on the row."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from spaces.models import Booking, Space


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    def public(self) -> Self:
        return self.filter(is_public=True)

    def upcoming(self, now: datetime) -> Self:
        return self.filter(ends_at__gt=now)

    def between(self, first: date, last: date) -> Self:
        """Those that touch the days ``first`` to ``last``, both included."""
        return self.filter(held_on__lte=last, ends_on__gte=first)

    def in_time_order(self) -> Self:
        return self.order_by("starts_at", "pk")


class Occurrence(models.Model):
    """One date of one event.

    ``held_on`` and ``ends_on`` are the first and last day in Tokyo; ``is_public`` repeats the event's state so that a
    list asks one index. ``taken`` counts people; the database keeps it at or under ``capacity``.
    """

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", _("As planned")
        CANCELLED = "cancelled", _("Cancelled")
        POSTPONED = "postponed", _("Postponed")
        RESCHEDULED = "rescheduled", _("Moved")

    MOVES = {
        Status.SCHEDULED: (Status.CANCELLED, Status.POSTPONED, Status.RESCHEDULED),
        Status.RESCHEDULED: (Status.CANCELLED, Status.POSTPONED, Status.RESCHEDULED),
        Status.POSTPONED: (Status.RESCHEDULED, Status.CANCELLED),
        Status.CANCELLED: (),
    }

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="occurrences")
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    held_on = models.DateField(_("day"))
    ends_on = models.DateField(_("last day"))
    is_all_day = models.BooleanField(_("all day"), default=False)
    status = models.CharField(_("status"), max_length=11, choices=Status.choices, default=Status.SCHEDULED)
    moved_from = models.DateTimeField(_("planned for before"), null=True, blank=True)
    note = models.CharField(_("note for this date"), max_length=200, blank=True)
    is_public = models.BooleanField(default=False)
    space = models.ForeignKey(
        Space, verbose_name=_("space"), null=True, blank=True, on_delete=models.SET_NULL, related_name="occurrences"
    )
    booking = models.OneToOneField(
        Booking, verbose_name=_("booking"), null=True, blank=True, on_delete=models.SET_NULL, related_name="occurrence"
    )
    room_problem = models.CharField(_("why there is no room"), max_length=200, blank=True)
    capacity = models.PositiveIntegerField(_("places (people)"), null=True, blank=True)
    taken = models.PositiveIntegerField(_("places taken"), default=0)
    sequence = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("date")
        verbose_name_plural = _("dates")
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lte=F("ends_at")), name="occurrence_times_in_order"),
            models.CheckConstraint(condition=Q(held_on__lte=F("ends_on")), name="occurrence_days_in_order"),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(taken__lte=F("capacity")), name="occurrence_within_capacity"
            ),
        ]
        indexes = [
            models.Index(fields=["is_public", "starts_at", "id"], name="occurrence_list"),
            models.Index(fields=["event", "starts_at"], name="occurrence_of_event"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.held_on}"

    def get_absolute_url(self) -> str:
        return reverse("occurrence", args=[self.event_id, self.pk])

    @property
    def places_left(self) -> int | None:
        return None if self.capacity is None else self.capacity - self.taken

    @property
    def is_full(self) -> bool:
        return self.places_left == 0
