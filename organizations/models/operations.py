"""Rows every floor leaves behind so that nothing is lost, and nothing is done twice."""

import secrets
from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models.records import Purpose


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, now: datetime) -> Self:
        return self.filter(status=Delivery.Status.WAITING, channel=Delivery.Channel.MAIL, due_at__lte=now)

    def called(self, since: datetime) -> Self:
        """Calls and letters that somebody ticked off since then."""
        return self.filter(done_at__gte=since, done_by__isnull=False).exclude(channel=Delivery.Channel.MAIL)

    def to_call(self) -> Self:
        return self.filter(status=Delivery.Status.WAITING).exclude(channel=Delivery.Channel.MAIL)


class Delivery(models.Model):
    """One message to one person about one thing. Without a mail address it stands on the call list."""

    PURPOSE: ClassVar[Purpose] = Purpose(
        title=_("Telling people by mail, telephone or post"),
        sentence=_("These names and numbers serve this one call or letter; half a year after it they are deleted."),
        readers=_("place staff and coordinators (call list)"),
        kept=_("half a year after it was sent"),
        items=("recipient", "name", "phone", "subject", "body"),
        found_by={"email": ("recipient",), "phone": ("phone", "recipient"), "name": ("name",)},
    )

    class Channel(models.TextChoices):
        MAIL = "mail", _("Mail")
        CALL = "call", _("Telephone call")
        PRINT = "print", _("Print and post")

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Done")
        FAILED = "failed", _("Failed")
        DROPPED = "dropped", _("No longer needed")

    purpose = models.CharField(_("purpose"), max_length=60)
    recipient = models.CharField(_("recipient"), max_length=254)
    about = models.CharField(_("about"), max_length=120)
    channel = models.CharField(_("channel"), max_length=5, choices=Channel.choices, default=Channel.MAIL)
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.WAITING)
    name = models.CharField(_("name"), max_length=80, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=12, default="ja")
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    unsubscribe_url = models.CharField(_("where one ends such mails"), max_length=200, blank=True)
    due_at = models.DateTimeField(_("due at"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [models.UniqueConstraint(fields=["purpose", "recipient", "about"], name="delivery_once")]
        indexes = [models.Index(fields=["status", "channel", "due_at"], name="delivery_due")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.about}"


class Receipt(models.Model):
    """A form that was sent: the second sending finds the first one's outcome."""

    key = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=60)
    outcome = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return self.purpose


class Slot(models.Model):
    """A turn of the clock that one worker, and only one, has taken."""

    name = models.CharField(max_length=60)
    at = models.DateTimeField()
    taken_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "at"], name="slot_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M}"


class Beat(models.Model):
    """The last sign of life of one worker."""

    worker = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.worker


class Limit(models.Model):
    """How often something was tried in one window of time."""

    key = models.CharField(max_length=120)
    window = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="limit_once")]

    def __str__(self) -> str:
        return self.key


class ContentVersion(models.Model):
    """Part of a counter that moves with every change of a kind of content: the rows of one name add up."""

    name = models.CharField(max_length=60, db_index=True)
    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


CODE_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that eyes or pens confuse: 0 and o, 1, i and l


def new_code(length: int = 8) -> str:
    """Return signs that are easily typed from paper."""
    return "".join(secrets.choice(CODE_SIGNS) for _sign in range(length))


class PaperCode(models.Model):
    """Where a printed QR leads; a code is never used again, and its row never deleted."""

    code = models.CharField(max_length=32, unique=True, default=new_code)
    path = models.CharField(max_length=200, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.code
