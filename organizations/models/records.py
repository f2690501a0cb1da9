"""What many records have in common: another language, who typed it for whom, why it is kept and when it must go."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    WEB = "web", _("Website")
    PHONE = "phone", _("Telephone")
    FAX = "fax", _("Fax")
    VISIT = "visit", _("Visit")
    PAPER = "paper", _("Paper")

    @classmethod
    def by_hand(cls) -> list[tuple[str, Any]]:
        """List the ways by which something reaches staff, who then type it."""
        return [(channel.value, channel.label) for channel in cls if channel != cls.WEB]


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """Why a kind of record holds what people told us: said at its form, listed in the register, obeyed by the jobs.

    Every model with personal data carries one as ``PURPOSE``. ``items`` are the fields that hold it; ``found_by``
    names the lookups under which one person's rows are found (keys: email, phone, name); ``among`` says which rows are
    a person's at all. When its time is over a row goes, or, with ``row_stays``, only its items are emptied and
    ``afterwards`` is set. An official record ends by a disposal list that somebody has approved.
    """

    title: str | Promise
    sentence: str | Promise
    readers: str | Promise
    kept: str | Promise
    items: tuple[str, ...]
    found_by: Mapping[str, tuple[str, ...]]
    among: Mapping[str, object] = field(default_factory=dict)
    row_stays: bool = False
    afterwards: Mapping[str, object] = field(default_factory=dict)
    is_official: bool = False


class OnBehalf(models.Model):
    """A record that place staff may enter for somebody: same form, and the row says who, for whom and how."""

    PURPOSE: ClassVar[Purpose] = Purpose(
        title=_("Writing down what somebody says at the counter or on the telephone"),
        sentence=_("The name is kept with the record, so that we can ask back, and read by staff only."),
        readers=_("place staff and coordinators"),
        kept=_("as long as the record"),
        items=("on_behalf_of",),
        found_by={"name": ("on_behalf_of",)},
        row_stays=True,
    )

    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    on_behalf_of = models.CharField(_("on behalf of"), max_length=80, blank=True)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices, default=Channel.WEB)
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    class Meta:
        abstract = True


def purpose_of(model: type[models.Model]) -> Purpose | None:
    """Return why a model holds what people told us; None when it holds nothing of people."""
    return getattr(model, "PURPOSE", None)


class Personal(models.Model):
    """A record with personal data: a job deletes it, or what is personal in it, after this day."""

    PURPOSE: ClassVar[Purpose]

    delete_after = models.DateField(_("delete after"), null=True, blank=True, db_index=True)

    class Meta:
        abstract = True


class Text(models.Model):
    """One record's words in one more language; the record itself holds the Japanese."""

    class Origin(models.TextChoices):
        HUMAN = "human", _("Translated by a person")
        MACHINE = "machine", _("Machine translation")

    language = models.CharField(_("language"), max_length=12)
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("summary"), max_length=400, blank=True)
    body = models.TextField(_("text"), blank=True)
    origin = models.CharField(_("origin"), max_length=8, choices=Origin.choices, default=Origin.HUMAN)
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title
