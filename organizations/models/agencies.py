"""関係機関: where they are reached, what they take over, and to whom something was handed over. Never what."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models.casework import Case
from organizations.models.records import Channel
from organizations.models.registry import Organization


class AgencyDesk(models.Model):
    """関係機関の窓口: where an agency is reached, and what may be handed over to it. A prefecture's child guidance
    office and a city's own centre bear nearly the same name: each is a group of its own."""

    agency = models.ForeignKey(
        Organization,
        on_delete=models.CASCADE,
        related_name="agency_desks",
        limit_choices_to={"kind": Organization.Kind.AGENCY},
        verbose_name=_("agency"),
    )
    name = models.CharField(_("desk"), max_length=80)
    phone = models.CharField(_("telephone"), max_length=40)
    hours = models.CharField(_("when it answers"), max_length=120, blank=True)
    takes = models.TextField(_("what may be handed over to it"), max_length=1000)
    basis = models.CharField(_("on what ground"), max_length=200, blank=True)

    class Meta:
        ordering = ["agency__kana", "name"]
        verbose_name = _("desk of an agency")
        verbose_name_plural = _("desks of agencies")

    def __str__(self) -> str:
        return f"{self.agency} {self.name}"


class Referral(models.Model):
    """引き継ぎの記録: to whom something was handed over, when, and who took it. Never what."""

    desk = models.ForeignKey(AgencyDesk, on_delete=models.PROTECT, related_name="referrals")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="referrals")
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices, default=Channel.PHONE)
    received_by = models.CharField(_("who took it"), max_length=80)
    handed_at = models.DateTimeField(_("handed over at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-handed_at", "-pk"]
        verbose_name = _("handing over to an agency")
        verbose_name_plural = _("handings over to agencies")

    def __str__(self) -> str:
        return f"{self.desk} {self.handed_at:%Y-%m-%d}"
