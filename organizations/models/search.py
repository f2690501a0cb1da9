"""What can be found: one row per thing and language, and the city's own additions to the thesaurus."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organizations.fields import TermIndex, TermsField

A_YEAR = 12  # months


class SearchDocumentQuerySet(models.QuerySet["SearchDocument"]):
    def public(self) -> Self:
        return self.filter(is_public=True)

    def of_kind(self, *kinds: str) -> Self:
        return self.filter(kind__in=kinds)

    def in_language(self, *languages: str) -> Self:
        return self.filter(language__in=languages)

    def not_over(self, now: datetime) -> Self:
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now))

    def speaking_of(
        self, phrases: Sequence[Sequence[str]], sounds: Iterable[str] = (), ages: tuple[int, int] | None = None
    ) -> Self:
        """Those that hold every term of one of the phrases, or one of the sounds in a row, or are for these ages."""
        wanted = Q(terms__holds_any=phrases) if phrases else Q(pk__in=[])
        if ages:
            wanted |= self._just_for(*ages)
        for heard in sounds:
            wanted |= Q(sounds__contains=heard)
        return self.filter(wanted)

    @staticmethod
    def _just_for(first: int, last: int) -> Q:
        """Stated ages that meet these and are not much wider."""
        widest = F("age_from_months") + 2 * (last - first) + A_YEAR
        return Q(age_from_months__lte=last, age_to_months__gte=first, age_to_months__lte=widest)

    def soonest_first(self) -> Self:
        """What has no date first, then by the last date; the same on every database."""
        return self.order_by(F("ends_at").asc(nulls_first=True), "pk")


class SearchDocument(models.Model):
    """One thing in one language as the search sees it; services rewrite it with the thing itself.

    Lists are plain text (names between 、, ISO instants between spaces, digits): five hundred rows are read at once.
    """

    class Kind(models.TextChoices):
        EVENT = "event", _("Event")
        ORGANIZATION = "organization", _("Group")
        SPACE = "space", _("Room or drop-in place")
        FACILITY = "facility", _("Facility")
        PROJECT = "project", _("Project")
        PAGE = "page", _("Guide or news")
        RECEPTION = "reception", _("Application period")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    object_id = models.CharField(max_length=64)
    language = models.CharField(_("language"), max_length=12, default="ja")
    title = models.CharField(_("title"), max_length=255)
    summary = models.CharField(_("summary"), max_length=400, blank=True)
    path = models.CharField(_("address"), max_length=255, blank=True)
    district_names = models.CharField(_("districts"), max_length=255, blank=True)
    age_from_months = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to_months = models.PositiveSmallIntegerField(null=True, blank=True)
    start_times = models.TextField(blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    weekday_digits = models.CharField(max_length=7, blank=True)
    is_indoor = models.BooleanField(null=True, blank=True)
    is_free = models.BooleanField(null=True, blank=True)
    is_public = models.BooleanField(default=True)
    title_terms = models.TextField(blank=True)
    tag_terms = models.TextField(blank=True)
    body_terms = models.TextField(blank=True)
    sounds = models.TextField(blank=True)
    terms = TermsField(blank=True)

    objects = SearchDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "language"], name="search_document_once"),
            TermIndex(name="search_document_terms", field="terms"),
        ]
        indexes = [models.Index(fields=["kind", "is_public", "ends_at"], name="search_document_shown")]

    def __str__(self) -> str:
        return self.title


class ThesaurusTerm(models.Model):
    """A word of this city beside the thesaurus that ships: a nickname, a house, a custom."""

    concept = models.CharField(_("word"), max_length=60, unique=True)
    same = models.CharField(
        _("the same in other words"), max_length=400, blank=True, help_text=_("Put 、 between the words.")
    )
    near = models.CharField(_("near to it"), max_length=400, blank=True, help_text=_("Put 、 between the words."))

    class Meta:
        verbose_name = _("word for the search")
        verbose_name_plural = _("words for the search")

    def __str__(self) -> str:
        return self.concept
