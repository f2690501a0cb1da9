"""What can be seen of a group without asking it. It never counts as the group's word (Attestation)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models.registry import Organization

DEAD_AFTER = 3  # failures on different days: a site may be down for one


class Evidence(models.Model):
    """The latest sign of one kind: when it was seen, and for bad ones how often in a row."""

    class Kind(models.TextChoices):
        EVENT_POSTED = "event", _("Event held")
        PLACE_USED = "place", _("Place used")
        MAIL_BOUNCED = "mail", _("Mail came back")
        LINK_DEAD = "link", _("Website not found")

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices)
    seen_on = models.DateField(_("seen on"))
    times = models.PositiveSmallIntegerField(_("times in a row"), default=1)
    detail = models.CharField(_("detail"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [models.UniqueConstraint(fields=["organization", "kind"], name="evidence_once_a_kind")]
        indexes = [models.Index(fields=["kind", "seen_on"], name="evidence_seen")]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.kind} {self.seen_on}"

    @property
    def is_warning(self) -> bool:
        """A mail that came back, or a website that has not been there for days."""
        return self.kind == self.Kind.MAIL_BOUNCED or (self.kind == self.Kind.LINK_DEAD and self.times >= DEAD_AFTER)
