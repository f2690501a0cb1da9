"""The installation's own picture and document models: credit, alternative text, and the consent of the people shown."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.search import index

from organizations.models.findable import FOUND_BY, Findable


class Picture(Findable, AbstractImage):
    """A picture that may be published once it says who is on it and what it shows."""

    class People(models.TextChoices):
        UNSTATED = "unstated", _("Not stated")
        NONE = "none", _("Nobody can be recognised")
        ADULTS = "adults", _("Adults, who have agreed")
        GUARDIANS = "guardians", _("Children, whose guardians have agreed")

    alt = models.CharField(_("alternative text"), max_length=200, blank=True)
    credit = models.CharField(_("photo credit"), max_length=120, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    people = models.CharField(_("people shown"), max_length=10, choices=People.choices, default=People.UNSTATED)
    consent_until = models.DateField(_("consent until"), null=True, blank=True)

    admin_form_fields = (
        "title",
        "file",
        "alt",
        "credit",
        "source",
        "people",
        "consent_until",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    search_fields = [*AbstractImage.search_fields, index.SearchField("alt"), index.SearchField("credit"), *FOUND_BY]

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    @property
    def is_publishable(self) -> bool:
        return self.people != self.People.UNSTATED and bool(self.alt)

    @property
    def default_alt_text(self) -> Any:
        return self.alt or self.title


class Rendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="unique_rendition"),
        ]


class Attachment(Findable, AbstractDocument):
    """A document of the library, or a private paper of one record."""

    is_private = models.BooleanField(_("private"), default=False)
    language = models.CharField(_("language"), max_length=12, default="ja")

    admin_form_fields = ("title", "file", "language", "is_private", "collection", "tags")

    search_fields = [*AbstractDocument.search_fields, *FOUND_BY]

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
