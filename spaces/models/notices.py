"""The notice board of a place: who looks for company, flyers, thanks; each until a day."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.models import OnBehalf, Organization, Personal, Picture, Purpose, new_token
from spaces.models.places import Facility


class NoticeQuerySet(models.QuerySet["Notice"]):
    def hanging(self, day: date) -> Self:
        """On the public board on ``day``."""
        return self.filter(status=Notice.Status.SHOWN, shown_until__gte=day)

    def waiting(self) -> Self:
        return self.filter(status=Notice.Status.REQUESTED)

    def overdue(self, day: date) -> Self:
        return self.filter(status__in=(Notice.Status.SHOWN, Notice.Status.REQUESTED), shown_until__lt=day)

    def doubted(self) -> Self:
        """Hanging, and somebody has said that something is wrong with it."""
        return self.filter(status=Notice.Status.SHOWN, doubts__gt=0)

    def newest_first(self) -> Self:
        return self.order_by("-decided_at", "-pk")


class Notice(OnBehalf, Personal):
    """One sheet on the board of a facility; its keeper has looked at it."""

    PURPOSE: ClassVar[Purpose] = Purpose(
        title=_("Notice boards of places"),
        sentence=_(
            "Your name, mail and telephone are for questions about this notice only. Everything is deleted 90 days "
            "after it comes down."
        ),
        readers=_("everybody reads the notice; name, mail and telephone only place staff and coordinators"),
        kept=_("90 days after the last day"),
        items=("name", "email", "phone", "title", "text", "contact", "reason", "doubt", "on_behalf_of"),
        found_by={"email": ("email",), "phone": ("phone",), "name": ("name", "on_behalf_of")},
    )

    class Kind(models.TextChoices):
        COMPANY = "company", _("Looking for company")
        FLYER = "flyer", _("Flyer")
        GIVING = "giving", _("To give or to lend")
        OTHER = "other", pgettext_lazy("notice", "Other")

    class Status(models.TextChoices):
        REQUESTED = "requested", pgettext_lazy("notice", "Is looked at")
        SHOWN = "shown", pgettext_lazy("notice", "On the board")
        DECLINED = "declined", pgettext_lazy("notice", "Not put up")
        TAKEN_DOWN = "taken_down", pgettext_lazy("notice", "Taken down")
        EXPIRED = "expired", pgettext_lazy("notice", "Over")

    MOVES = {
        Status.REQUESTED: (Status.SHOWN, Status.DECLINED, Status.TAKEN_DOWN, Status.EXPIRED),
        Status.SHOWN: (Status.TAKEN_DOWN, Status.EXPIRED),
        Status.DECLINED: (),
        Status.TAKEN_DOWN: (),
        Status.EXPIRED: (),
    }

    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    facility = models.ForeignKey(Facility, verbose_name=_("facility"), on_delete=models.CASCADE, related_name="notices")
    organization = models.ForeignKey(
        Organization, verbose_name=_("group"), null=True, blank=True, on_delete=models.SET_NULL, related_name="notices"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.COMPANY)
    title = models.CharField(_("title"), max_length=60)
    text = models.TextField(_("text"), max_length=800)
    contact = models.CharField(_("how to answer, for everybody to read"), max_length=120)
    picture = models.ForeignKey(
        Picture, verbose_name=_("picture"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    shown_until = models.DateField(_("last day"))
    name = models.CharField(_("your name"), max_length=80)
    email = models.EmailField(_("mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=12, default="ja")
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.REQUESTED)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    doubts = models.PositiveSmallIntegerField(_("times reported"), default=0)
    doubt = models.CharField(_("what is said to be wrong"), max_length=200, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [models.Index(fields=["facility", "status", "shown_until"], name="notice_hanging")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("notice", args=[self.token])
