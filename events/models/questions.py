"""What the hosts want to know of whoever registers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.events import Event


class Question(models.Model):
    """One question on the form; the answers stand on each registration, and go with it."""

    class Kind(models.TextChoices):
        TEXT = "text", _("A few words")
        CHOICE = "choice", _("One of several")
        YES_NO = "yes_no", _("Yes or no")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text = models.CharField(_("question"), max_length=120)
    kind = models.CharField(_("kind of answer"), max_length=6, choices=Kind.choices, default=Kind.TEXT)
    choices = models.JSONField(_("answers to choose from"), default=list, blank=True)
    is_required = models.BooleanField(_("must be answered"), default=False)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text
