"""The private links on which the two sides of an introduction answer, and the words a coordinator begins with."""

from datetime import datetime
from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organizations.models.matching import Introduction
from organizations.models.people import new_token
from organizations.models.registry import Organization


class ConsentQuerySet(models.QuerySet["Consent"]):
    def usable(self, now: datetime) -> Self:
        return self.filter(expires_at__gt=now)


class Consent(models.Model):
    """One side's link. It shows no name and no contact, so a forwarded one tells a stranger nothing."""

    introduction = models.ForeignKey(Introduction, on_delete=models.CASCADE, related_name="consents")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    expires_at = models.DateTimeField(_("valid until"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["introduction", "organization"], name="consent_once")]

    def __str__(self) -> str:
        return f"{self.introduction_id} {self.organization_id}"

    def get_absolute_url(self) -> str:
        return reverse("consent", args=[self.token])


class MessageTemplate(models.Model):
    """Words that a coordinator may begin an introduction with; the city keeps them in the CMS."""

    title = models.CharField(_("title"), max_length=60)
    text = models.TextField(_("text"), max_length=800)

    class Meta:
        verbose_name = _("words to begin with")
        verbose_name_plural = _("words to begin with")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title
