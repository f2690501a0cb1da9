"""What many records have in common: another language, who typed it for whom, when it must go."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    WEB = "web", _("Website")
    PHONE = "phone", _("Telephone")
    FAX = "fax", _("Fax")
    VISIT = "visit", _("Visit")
    PAPER = "paper", _("Paper")


class OnBehalf(models.Model):
    """A record that place staff may enter for somebody: same form, and the row says who, for whom and how."""

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


class Personal(models.Model):
    """A record with personal data: a job deletes it, or what is personal in it, after this day."""

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
