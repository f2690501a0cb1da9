"""A question that is asked again and again, its answers sent by mail."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models.events import Event
from events.models.receptions import Reception
from organizations.models import Personal, Purpose, new_token


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def active(self) -> Self:
        return self.filter(status=Subscription.Status.ACTIVE)

    def due(self, now: datetime) -> Self:
        """Active ones whose next mail is due: their hour has come, or what they wait for has opened."""
        return self.active().filter(next_at__lte=now)


class Subscription(Personal):
    """What somebody wishes to hear of. Whoever holds the token may change or end it; nothing else is asked.

    ``children`` are months of birth (``2026-03``), so that the question grows with the child. ``told`` lists what was
    sent already, by kind, as far as it is still to come.
    """

    PURPOSE: ClassVar[Purpose] = Purpose(
        title=_("Mails about what is new"),
        sentence=_("The address is used for these mails only, and deleted the moment you end them."),
        readers=_("nobody but the program that sends"),
        kept=_("until the person ends it"),
        items=("email", "query", "words", "children"),
        found_by={"email": ("email",)},
        row_stays=True,
        afterwards={"status": "ended", "next_at": None, "told": {}},
    )

    class Status(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("Not confirmed yet")
        ACTIVE = "active", pgettext_lazy("subscription", "Active")
        ENDED = "ended", pgettext_lazy("subscription", "Ended")

    class Rhythm(models.TextChoices):
        WEEKLY = "weekly", _("Once a week")
        DAILY = "daily", _("Every day on which there is something new")
        ONCE = "once", _("Once, when applications open")

    MOVES = {
        Status.UNCONFIRMED: (Status.ACTIVE, Status.ENDED),
        Status.ACTIVE: (Status.ENDED,),
        Status.ENDED: (),
    }

    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    email = models.EmailField(_("mail address"), blank=True)
    language = models.CharField(_("language"), max_length=12, default="ja")
    status = models.CharField(_("status"), max_length=11, choices=Status.choices, default=Status.UNCONFIRMED)
    rhythm = models.CharField(_("how often"), max_length=6, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    query = models.CharField(_("search"), max_length=1000, blank=True)
    words = models.CharField(_("search in words"), max_length=300, blank=True)
    children = models.JSONField(_("children's months of birth"), default=list, blank=True)
    event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.CASCADE, related_name="subscriptions")
    reception = models.ForeignKey(
        Reception, null=True, blank=True, on_delete=models.CASCADE, related_name="subscriptions"
    )
    told = models.JSONField(default=dict, blank=True)
    next_at = models.DateTimeField(_("next mail"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.CheckConstraint(
                condition=Q(status="ended", email="") | (~Q(status="ended") & ~Q(email="")),
                name="subscription_forgets_who_left",
            )
        ]
        indexes = [models.Index(fields=["status", "next_at"], name="subscription_due")]

    def __str__(self) -> str:
        return f"{self.get_rhythm_display()} {self.words}"

    def get_absolute_url(self) -> str:
        return reverse("subscription", args=[self.token])
