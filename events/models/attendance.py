"""How many came, in age bands. No names: these numbers stay when the registrations are deleted."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models.occurrences import Occurrence


class Attendance(models.Model):
    """The people of one age band who came to one date."""

    class Band(models.TextChoices):
        TODDLER = "toddler", _("0 to 2 years")
        PRESCHOOL = "preschool", _("3 to 5 years")
        SCHOOL = "school", _("6 to 11 years")
        TEEN = "teen", _("12 to 17 years")
        ADULT = "adult", pgettext_lazy("age band", "Adults")

    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="attendance")
    band = models.CharField(_("age band"), max_length=9, choices=Band.choices)
    registered = models.PositiveIntegerField(_("of those registered"), default=0)
    walked_in = models.PositiveIntegerField(_("came without registering"), default=0)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = [models.UniqueConstraint(fields=["occurrence", "band"], name="attendance_band_once")]

    def __str__(self) -> str:
        return f"{self.get_band_display()}: {self.total}"

    @property
    def total(self) -> int:
        return self.registered + self.walked_in
