"""What a group needs, and what a group can give."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from organizations.models.memberships import Membership
from organizations.models.records import OnBehalf, Personal, Purpose, Text
from organizations.models.registry import Organization
from organizations.models.roles import INTAKE, Anyone, has_role
from organizations.models.vocabulary import District, Topic


class Resource(models.TextChoices):
    PEOPLE = "people", _("Helping hands")
    PLACE = "place", _("A place")
    SKILL = "skill", _("A skill or teacher")
    GOODS = "goods", _("Things")
    FUNDING = "funding", _("Money")
    KNOWLEDGE = "knowledge", _("Information")
    PARTICIPANTS = "participants", _("Companions or participants")
    PUBLICITY = "publicity", _("Publicity")


class UnmetReason(models.TextChoices):
    """Why somebody's need came to nothing: counted over the city, it shows what is lacking."""

    NOBODY = "nobody", _("Nobody in the network can")
    TIME = "time", _("Days or hours did not fit")
    PLACE = "place", _("Too far, or no place for it")
    MONEY = "money", _("Money was lacking")
    ELSEWHERE = "elsewhere", _("Found outside the network")
    GONE = "gone", _("No longer needed")
    OTHER = "other", _("Something else")


class ExchangeStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    PAUSED = "paused", _("Paused")
    IN_INTRODUCTION = "in_introduction", _("Being introduced")
    MET = "met", _("Met")
    PARTLY_MET = "partly_met", _("Partly met")
    UNMET = "unmet", _("Not met")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")


class ExchangeQuerySet(models.QuerySet):
    def open(self, day: date) -> Self:
        """Open, also while being introduced (partly), and in time on ``day``."""
        return self.filter(status__in=(ExchangeStatus.OPEN, ExchangeStatus.IN_INTRODUCTION)).filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_until__isnull=True) | Q(valid_until__gte=day)
        )

    def on_board(self, day: date) -> Self:
        """What the public board shows."""
        return self.open(day).filter(
            confidentiality=Exchange.Confidentiality.OPEN, organization__status__in=Organization.LISTED
        )

    def managed_by(self, user: Anyone, day: date) -> Self:
        """Of the groups somebody represents or edits."""
        if not user.is_authenticated:
            return self.none()
        mine = Membership.objects.current(day).managing().filter(user=user)
        return self.filter(organization__in=mine.values("organization"))

    def editable_by(self, user: Anyone, day: date) -> Self:
        return self.all() if has_role(user, *INTAKE) else self.managed_by(user, day)

    def visible_to(self, user: Anyone, day: date) -> Self:
        """What the board shows, and one's own whatever its state."""
        if has_role(user, *INTAKE):
            return self.all()
        board, mine = self.on_board(day).values("pk"), self.managed_by(user, day).values("pk")
        return self.filter(Q(pk__in=board) | Q(pk__in=mine))

    def ending_on(self, day: date) -> Self:
        return self.filter(status=ExchangeStatus.OPEN, valid_until=day)

    def overdue(self, day: date) -> Self:
        """Still open or paused though their time is over."""
        return self.filter(status__in=(ExchangeStatus.OPEN, ExchangeStatus.PAUSED), valid_until__lt=day)

    def to_forget(self, day: date) -> Self:
        """Over for so long that their words must go."""
        alive = (ExchangeStatus.OPEN, ExchangeStatus.PAUSED, ExchangeStatus.IN_INTRODUCTION)
        return self.filter(delete_after__lt=day).exclude(status__in=alive)

    def with_sheet(self) -> Self:
        """With all that a sheet, a card or the score reads."""
        return self.select_related("organization").prefetch_related(
            "districts", "topics", "tags", "texts", "organization__districts"
        )

    def for_score(self) -> Self:
        """With what the score reads, and nothing else."""
        return self.select_related("organization").prefetch_related(
            "districts", "topics", "tags", "organization__districts"
        )

    def in_districts(self, *codes: str) -> Self:
        """Of one of these districts, or of the whole city."""
        return self.filter(Q(districts__code__in=codes) | Q(districts=None)).distinct()

    def newest_first(self) -> Self:
        return self.order_by("-opened_at", "-pk")


class Exchange(OnBehalf, Personal):
    """What needs and offers share: they are the two sides of one sheet."""

    PURPOSE: ClassVar[Purpose] = Purpose(
        title=_("Needs and offers, and bringing their owners together"),
        sentence=_("Your words are used to find you a partner; a year after the last day they are deleted."),
        readers=_("everybody or coordinators only, as chosen"),
        kept=_("a year after the last day; then only what can be counted stays"),
        items=("title", "text", "reason", "on_behalf_of"),
        found_by={"name": ("on_behalf_of", "organization__name")},
        row_stays=True,
        afterwards={"delete_after": None},
    )

    class Confidentiality(models.TextChoices):
        OPEN = "open", _("On the public board")
        COORDINATOR_ONLY = "coordinator_only", _("Coordinators only")

    MOVES = {
        ExchangeStatus.DRAFT: (ExchangeStatus.OPEN, ExchangeStatus.WITHDRAWN),
        ExchangeStatus.OPEN: (
            ExchangeStatus.PAUSED,
            ExchangeStatus.IN_INTRODUCTION,
            ExchangeStatus.MET,
            ExchangeStatus.PARTLY_MET,
            ExchangeStatus.UNMET,
            ExchangeStatus.WITHDRAWN,
            ExchangeStatus.EXPIRED,
        ),
        ExchangeStatus.PAUSED: (ExchangeStatus.OPEN, ExchangeStatus.WITHDRAWN, ExchangeStatus.EXPIRED),
        ExchangeStatus.IN_INTRODUCTION: (
            ExchangeStatus.OPEN,
            ExchangeStatus.MET,
            ExchangeStatus.PARTLY_MET,
            ExchangeStatus.UNMET,
            ExchangeStatus.WITHDRAWN,
        ),
        ExchangeStatus.PARTLY_MET: (ExchangeStatus.OPEN, ExchangeStatus.MET),
        ExchangeStatus.EXPIRED: (ExchangeStatus.OPEN,),
        ExchangeStatus.MET: (),
        ExchangeStatus.UNMET: (),
        ExchangeStatus.WITHDRAWN: (),
    }

    title = models.CharField(_("title"), max_length=100)
    text = models.TextField(_("text"), max_length=2000)
    resource = models.CharField(_("kind of help"), max_length=12, choices=Resource.choices)
    quantity = models.PositiveIntegerField(_("how many"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    partial_ok = models.BooleanField(_("a part is welcome too"), default=True)
    age_from_months = models.PositiveSmallIntegerField(_("age from (months)"), null=True, blank=True)
    age_to_months = models.PositiveSmallIntegerField(_("age to (months)"), null=True, blank=True)
    weekdays = models.JSONField(_("weekdays"), default=list, blank=True)
    dayparts = models.JSONField(_("times of day"), default=list, blank=True)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)
    confidentiality = models.CharField(
        _("who may read it"), max_length=16, choices=Confidentiality.choices, default=Confidentiality.OPEN
    )
    status = models.CharField(_("status"), max_length=15, choices=ExchangeStatus.choices, default=ExchangeStatus.DRAFT)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    reason_code = models.CharField(_("why not met"), max_length=9, choices=UnmetReason.choices, blank=True)
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ExchangeQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        return self.status in (ExchangeStatus.OPEN, ExchangeStatus.IN_INTRODUCTION)

    @property
    def may_open(self) -> bool:
        return ExchangeStatus.OPEN in self.MOVES[ExchangeStatus(self.status)] and not self.is_open

    @property
    def may_pause(self) -> bool:
        return ExchangeStatus.PAUSED in self.MOVES[ExchangeStatus(self.status)]

    @property
    def may_withdraw(self) -> bool:
        return ExchangeStatus.WITHDRAWN in self.MOVES[ExchangeStatus(self.status)]

    def __str__(self) -> str:
        return self.title


class Need(Exchange):
    """お願い: what somebody around children is missing."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="needs")
    districts = models.ManyToManyField(District, verbose_name=_("districts"), blank=True, related_name="needs")
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="needs")
    only_there = models.BooleanField(_("only in these districts"), default=False)
    tags = TaggableManager(verbose_name=_("tags"), blank=True)

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        indexes = [models.Index(fields=["status", "valid_until"], name="need_open")]

    def get_absolute_url(self) -> str:
        return reverse("need", args=[self.pk])


class Offer(Exchange):
    """できること: what somebody around children can give or lend."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="offers")
    districts = models.ManyToManyField(District, verbose_name=_("districts"), blank=True, related_name="offers")
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="offers")
    tags = TaggableManager(verbose_name=_("tags"), blank=True)

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        indexes = [models.Index(fields=["status", "valid_until"], name="offer_open")]

    def get_absolute_url(self) -> str:
        return reverse("offer", args=[self.pk])


class NeedText(Text):
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="texts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["need", "language"], name="need_text_once")]


class OfferText(Text):
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="texts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["offer", "language"], name="offer_text_once")]
