"""What stands between the first word of an event and its place on the site."""

from dataclasses import replace
from datetime import date
from typing import Self
from urllib.parse import urlencode

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from organizations.models import Anyone, Organization, Personal, Picture, User


class UnsentFormQuerySet(models.QuerySet["UnsentForm"]):
    def of(self, person: Anyone) -> Self:
        return self.filter(person=person) if person.is_authenticated else self.none()

    def out_of_date(self, day: date) -> Self:
        return self.filter(delete_after__lt=day)


class UnsentForm(Personal):
    """What somebody has typed about an event and not sent yet, with the picture chosen for it.

    Nobody else sees it. ``answers`` lists each question's answers as a browser sends them. Without a person it was
    sent after the session had ended, and belongs to whoever comes back with its ``token``.
    """

    PURPOSE = replace(
        Organization.PURPOSE,
        items=("answers",),
        found_by={"email": ("person__email",), "name": ("person__name",)},
        among={},
        row_stays=False,
        afterwards={},
    )

    person = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=64)
    answers = models.JSONField(default=dict)
    picture = models.ForeignKey(Picture, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    saved_at = models.DateTimeField(_("saved at"), auto_now=True)

    objects = UnsentFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("unsent form")
        verbose_name_plural = _("unsent forms")
        constraints = [
            models.UniqueConstraint(fields=["person", "token"], name="unsent_once"),
            models.UniqueConstraint(fields=["token"], condition=Q(person=None), name="unsent_unclaimed_once"),
        ]

    def __str__(self) -> str:
        return self.title or str(self.pk)

    def get_absolute_url(self) -> str:
        path = reverse("event_edit", args=[self.event_id]) if self.event_id else reverse("event_new")
        return f"{path}?{urlencode({'organization': self.organization.slug, 'unsent': self.token})}"

    @property
    def title(self) -> str:
        return str((self.answers.get("title") or [""])[-1])


class Look(models.Model):
    """What staff saw of an event when they last looked, so that next time they see what has changed.

    ``is_due`` means that it has shown something since that nobody has looked at.
    """

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="look")
    facts = models.JSONField(default=dict, blank=True)
    reason = models.CharField(_("why it was sent back"), max_length=200, blank=True)
    is_due = models.BooleanField(default=False, db_index=True)
    changed_at = models.DateTimeField(auto_now=True)
    seen_at = models.DateTimeField(_("looked at"), null=True, blank=True)
    seen_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("look")
        verbose_name_plural = _("looks")

    def __str__(self) -> str:
        return f"{self.event} {self.seen_at:%Y-%m-%d}" if self.seen_at else str(self.event)


class Distinction(models.Model):
    """Somebody's word that two events that look alike are not the same."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="distinctions")
    other = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    said_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "other"], name="distinction_once"),
            models.CheckConstraint(condition=~Q(event=models.F("other")), name="distinction_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.event} ≠ {self.other}"
