"""How a group is reached, where it once stood, and who said that this is still true."""

from dataclasses import replace
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.models.records import OnBehalf
from organizations.models.registry import Organization, Visibility


class ContactPointQuerySet(models.QuerySet["ContactPoint"]):
    def visible_in(self, *levels: str) -> Self:
        return self.filter(visibility__in=levels)


class ContactPoint(models.Model):
    """One way to reach an organization, shown to those its owner agreed to."""

    PURPOSE = replace(
        Organization.PURPOSE,
        items=("value", "note"),
        found_by={"email": ("value",), "phone": ("value",), "name": ("note", "organization__name")},
        among={},
        row_stays=False,
        afterwards={},
    )

    class Kind(models.TextChoices):
        PHONE = "phone", _("Telephone")
        MAIL = "mail", _("Mail")
        FAX = "fax", _("Fax")
        LINE = "line", _("LINE")
        WEB = "web", _("Website or social network")
        POST = "post", _("Postal address")
        RELAY = "relay", _("Through a place that takes the call")

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices)
    value = models.CharField(_("contact"), max_length=200)
    note = models.CharField(_("note"), max_length=120, blank=True)
    visibility = models.CharField(
        _("who may see it"), max_length=7, choices=Visibility.choices, default=Visibility.STAFF
    )
    consented_at = models.DateTimeField(_("agreed at"), null=True, blank=True)

    objects = ContactPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.CheckConstraint(
                condition=Q(visibility=Visibility.STAFF) | Q(consented_at__isnull=False),
                name="contact_shown_by_consent",
            )
        ]

    def __str__(self) -> str:
        return self.value

    @property
    def href(self) -> str:
        """The address that calls, writes or opens; '' for what a person does otherwise."""
        schemes: dict[str, str] = {self.Kind.PHONE: "tel:", self.Kind.MAIL: "mailto:"}
        if self.kind == self.Kind.WEB and self.value.startswith(("https://", "http://")):
            return self.value
        return f"{schemes[self.kind]}{self.value}" if self.kind in schemes else ""


class FormerSlug(models.Model):
    """An address an organization once had, by renaming or by merging; it still leads there."""

    slug = models.SlugField(max_length=80, unique=True)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="former_slugs")
    merged_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.slug


class Attestation(OnBehalf):
    """Somebody said that this is still true: which fields, how, when, and when to ask again."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="attestations")
    fields = models.JSONField(_("fields"), default=list)
    attested_on = models.DateField(_("confirmed on"))
    next_due = models.DateField(_("ask again on"), null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.organization_id} {self.attested_on}"
