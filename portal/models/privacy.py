"""What people ask about their own data, and which official records somebody has let go."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.models import OnBehalf, Personal, Purpose


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    def open(self) -> Self:
        return self.filter(status__in=DataRequest.OPEN)

    def by_term(self) -> Self:
        return self.order_by("due_on", "pk")


class DataRequest(OnBehalf, Personal):
    """開示・訂正・利用停止の請求: one person asks, somebody decides in time, what is granted is carried out."""

    PURPOSE: ClassVar[Purpose] = Purpose(
        title=_("Requests about one’s own data"),
        sentence=_("What is written here serves this request only, and is kept for three years after it."),
        readers=_("the plan office, the lead coordinator"),
        kept=_("three years after it was received, then by the disposal list"),
        items=("name", "kana", "email", "phone", "agent", "wish", "reason", "corrections", "rows", "on_behalf_of"),
        found_by={"email": ("email",), "phone": ("phone",), "name": ("name", "kana", "agent")},
        row_stays=True,
        afterwards={"delete_after": None},
        is_official=True,
    )

    class Kind(models.TextChoices):
        DISCLOSURE = "disclosure", _("Disclosure")
        CORRECTION = "correction", _("Correction")
        STOP = "stop", _("Stop of use (deletion)")

    class Identity(models.TextChoices):
        NOT_YET = "not_yet", _("Not checked yet")
        PHOTO = "photo", _("One paper with a photograph")
        TWO_PAPERS = "two_papers", _("Two papers without a photograph")
        BY_POST = "by_post", _("Copies of papers by post")
        AGENT = "agent", _("Papers of a parent, guardian or agent")

    class Status(models.TextChoices):
        RECEIVED = "received", _("Received")
        GRANTED = "granted", _("Granted")
        PARTLY = "partly", _("Granted in part")
        REFUSED = "refused", pgettext_lazy("request", "Refused")
        WITHDRAWN = "withdrawn", _("Taken back")
        DONE = "done", _("Carried out")

    MOVES = {
        Status.RECEIVED: (Status.GRANTED, Status.PARTLY, Status.REFUSED, Status.WITHDRAWN),
        Status.GRANTED: (Status.DONE, Status.WITHDRAWN),
        Status.PARTLY: (Status.DONE, Status.WITHDRAWN),
        Status.REFUSED: (),
        Status.WITHDRAWN: (),
        Status.DONE: (),
    }
    DECISIONS = (Status.GRANTED, Status.PARTLY, Status.REFUSED)
    YES = (Status.GRANTED, Status.PARTLY)
    OPEN = (Status.RECEIVED, *YES)

    kind = models.CharField(_("what is asked for"), max_length=10, choices=Kind.choices)
    status = models.CharField(_("status"), max_length=9, choices=Status.choices, default=Status.RECEIVED)
    name = models.CharField(_("name"), max_length=80)
    kana = models.CharField(_("reading"), max_length=120, blank=True)
    email = models.EmailField(_("mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    agent = models.CharField(_("parent, guardian or agent who asks"), max_length=80, blank=True)
    identity = models.CharField(
        _("how the person was recognised"), max_length=10, choices=Identity.choices, default=Identity.NOT_YET
    )
    wish = models.TextField(_("what exactly"), max_length=1000, blank=True)
    received_on = models.DateField(_("received on"))
    due_on = models.DateField(_("to be decided by"))
    rows = models.JSONField(_("records"), default=list, blank=True)
    corrections = models.JSONField(_("corrections"), default=dict, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decision_number = models.CharField(_("decision number"), max_length=40, blank=True)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    done_at = models.DateTimeField(_("carried out at"), null=True, blank=True)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request about one’s own data")
        verbose_name_plural = _("requests about one’s own data")
        indexes = [models.Index(fields=["status", "due_on"], name="datarequest_due")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.received_on} #{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("data_request", args=[self.pk])

    @property
    def is_granted(self) -> bool:
        return self.status in self.YES

    def is_late(self, day: date) -> bool:
        return self.status == self.Status.RECEIVED and self.due_on < day


class Disposal(models.Model):
    """廃棄リストの一行: one official record whose time is over and which somebody has agreed to let go."""

    class Status(models.TextChoices):
        APPROVED = "approved", _("Goes tonight")
        KEPT = "kept", _("Kept after all")
        DONE = "done", _("Gone")

    MOVES = {
        Status.APPROVED: (Status.KEPT, Status.DONE),
        Status.KEPT: (),
        Status.DONE: (),
    }

    model = models.CharField(_("kind of record"), max_length=80)
    object_id = models.PositiveBigIntegerField()
    due_on = models.DateField(_("to be kept until"))
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.APPROVED)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("approved by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_at = models.DateTimeField(_("approved at"), auto_now_add=True)
    done_at = models.DateTimeField(_("carried out at"), null=True, blank=True)

    class Meta:
        verbose_name = _("line of the disposal list")
        verbose_name_plural = _("disposal list")
        constraints = [
            models.UniqueConstraint(
                fields=["model", "object_id"], condition=Q(status="approved"), name="disposal_approved_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.model}:{self.object_id}"
