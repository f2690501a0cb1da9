"""抽選: what was drawn from, with which number, and what came out. Everything here is public."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models.occurrences import Occurrence


class Draw(models.Model):
    """The draw of one date. ``sheet`` is what was committed; the seed comes after it, and the result from both."""

    class Status(models.TextChoices):
        COMMITTED = "committed", _("List closed, number not known yet")
        SEEDED = "seeded", _("Number known")
        DRAWN = "drawn", _("Drawn")

    MOVES = {
        Status.COMMITTED: (Status.SEEDED,),
        Status.SEEDED: (Status.DRAWN,),
        Status.DRAWN: (),
    }

    occurrence = models.OneToOneField(Occurrence, on_delete=models.PROTECT, related_name="draw")
    status = models.CharField(_("status"), max_length=9, choices=Status.choices, default=Status.COMMITTED)
    sheet = models.JSONField(_("what is drawn from"))
    commitment = models.CharField(_("fingerprint of the list"), max_length=64)
    committed_at = models.DateTimeField(_("list closed at"))
    source = models.CharField(_("where the drawing number comes from"), max_length=200)
    seed = models.CharField(_("drawing number"), max_length=200, blank=True)
    seeded_at = models.DateTimeField(_("number entered at"), null=True, blank=True)
    seeded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    result = models.JSONField(_("result"), default=dict, blank=True)
    drawn_at = models.DateTimeField(_("drawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("draw")
        verbose_name_plural = _("draws")
        constraints = [
            models.CheckConstraint(condition=Q(status="committed") | ~Q(seed=""), name="draw_has_number"),
            models.CheckConstraint(
                condition=Q(seeded_at__isnull=True) | Q(seeded_at__gt=models.F("committed_at")),
                name="draw_committed_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occurrence} {self.get_status_display()}"

    def get_absolute_url(self) -> str:
        return reverse("draw", args=[self.occurrence.event_id, self.occurrence_id])
