"""受付メモ: what came in at the counter, on the telephone or through a page, before it is anything else."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organizations.models.pictures import Picture
from organizations.models.records import OnBehalf, Personal, Purpose
from organizations.models.registry import Organization


class MemoQuerySet(models.QuerySet["Memo"]):
    def waiting(self) -> Self:
        return self.filter(became="")


class Memo(OnBehalf, Personal):
    """A few words that somebody will look at: a mistake on a page, a wish, a flyer that came in."""

    PURPOSE: ClassVar[Purpose] = Purpose(
        title=_("Notes of the reception and hints at mistakes"),
        sentence=_("We use this to put it right and, if you wish, to answer; it is deleted after a year."),
        readers=_("place staff and coordinators"),
        kept=_("one year"),
        items=("text", "contact", "on_behalf_of"),
        found_by={"email": ("contact",), "phone": ("contact",), "name": ("on_behalf_of",)},
    )

    class Became(models.TextChoices):
        EVENT = "event", _("Draft of an event")
        NEED = "need", _("Draft of a need")
        OFFER = "offer", _("Draft of an offer")
        CHANGE = "change", _("Put right")
        TALK = "talk", _("Talk with a group")
        NOTHING = "nothing", _("Nothing to do")

    text = models.TextField(_("what is it about"), max_length=2000)
    contact = models.CharField(_("how to reach them"), max_length=200, blank=True)
    path = models.CharField(_("page"), max_length=200, blank=True)
    organization = models.ForeignKey(
        Organization, verbose_name=_("group"), null=True, blank=True, on_delete=models.SET_NULL, related_name="memos"
    )
    picture = models.ForeignKey(
        Picture, verbose_name=_("picture"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    became = models.CharField(_("became"), max_length=7, choices=Became.choices, blank=True)
    outcome = models.CharField(_("where it stands now"), max_length=200, blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = MemoQuerySet.as_manager()

    class Meta:
        verbose_name = _("note of the reception")
        verbose_name_plural = _("notes of the reception")
        indexes = [models.Index(fields=["became", "entered_at"], name="memo_waiting")]

    def __str__(self) -> str:
        return self.text[:40]

    def get_absolute_url(self) -> str:
        return reverse("memo", args=[self.pk])
