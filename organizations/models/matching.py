"""紹介: a need and an offer, or two organizations, brought together by a coordinator."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organizations.models.exchange import Need, Offer
from organizations.models.memberships import Membership
from organizations.models.registry import Organization
from organizations.models.roles import COORDINATION, Anyone, has_role


class IntroductionQuerySet(models.QuerySet["Introduction"]):
    def alive(self) -> Self:
        return self.filter(status__in=Introduction.ALIVE)

    def between(self, first: Organization, second: Organization) -> Self:
        return self.filter(Q(asking=first, answering=second) | Q(asking=second, answering=first))

    def managed_by(self, user: Anyone, day: date) -> Self:
        """Of the groups somebody represents or edits, on either side."""
        if not user.is_authenticated:
            return self.none()
        mine = Membership.objects.current(day).managing().filter(user=user).values("organization")
        return self.filter(Q(asking__in=mine) | Q(answering__in=mine))

    def visible_to(self, user: Anyone, day: date) -> Self:
        return self.all() if has_role(user, *COORDINATION) else self.managed_by(user, day)

    def editable_by(self, user: Anyone, day: date) -> Self:
        """Coordinators lead an introduction; the two sides only answer it."""
        return self.all() if has_role(user, *COORDINATION) else self.none()

    def with_side_in(self, statuses: Sequence[str]) -> Self:
        """Those with a side that is in one of these states."""
        return self.filter(Q(asking__status__in=statuses) | Q(answering__status__in=statuses))

    def with_sides(self) -> Self:
        return self.select_related("need", "offer", "asking", "answering", "coordinator")

    def silent_since(self, moment: datetime) -> Self:
        return self.filter(status=Introduction.Status.ASKED, asked_at__lt=moment)

    def to_follow_up(self, day: date) -> Self:
        return self.filter(status__in=Introduction.IN_TOUCH, follow_up_on__lte=day)


class Introduction(models.Model):
    """Two sides are asked in private; contacts open only when both have said yes."""

    PURPOSE = replace(
        Need.PURPOSE,
        items=("message", "private_reason", "outcome_note"),
        found_by={"name": ("asking__name", "answering__name")},
        afterwards={},
    )

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        ASKED = "asked", _("Both sides asked")
        BOTH_OK = "both_ok", _("Both said yes")
        CONTACT_OPENED = "contact_opened", _("Contacts opened")
        TALKED = "talked", _("They have talked")
        SETTLED = "settled", _("Settled")
        DECLINED = "declined", _("Declined")
        LAPSED = "lapsed", _("Lapsed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Answer(models.TextChoices):
        NONE = "", _("No answer yet")
        YES = "yes", _("Yes")
        NO = "no", _("No")
        LATER = "later", _("Not yet")

    class Outcome(models.TextChoices):
        NONE = "", _("Open")
        DONE = "done", _("It worked out")
        PARTLY = "partly", _("It worked out in part")
        NOT = "not", _("It did not work out")

    ALIVE = (Status.PROPOSED, Status.ASKED, Status.BOTH_OK, Status.CONTACT_OPENED, Status.TALKED)
    IN_TOUCH = (Status.CONTACT_OPENED, Status.TALKED)
    MOVES = {
        Status.PROPOSED: (Status.ASKED, Status.WITHDRAWN),
        Status.ASKED: (Status.BOTH_OK, Status.DECLINED, Status.LAPSED, Status.WITHDRAWN),
        Status.BOTH_OK: (Status.CONTACT_OPENED,),
        Status.CONTACT_OPENED: (Status.TALKED, Status.SETTLED, Status.LAPSED),
        Status.TALKED: (Status.SETTLED, Status.LAPSED),
        Status.SETTLED: (),
        Status.DECLINED: (),
        Status.LAPSED: (),
        Status.WITHDRAWN: (),
    }

    need = models.ForeignKey(Need, null=True, blank=True, on_delete=models.CASCADE, related_name="introductions")
    offer = models.ForeignKey(Offer, null=True, blank=True, on_delete=models.CASCADE, related_name="introductions")
    asking = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="introductions_asked")
    answering = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="introductions_answered")
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="introductions"
    )
    message = models.TextField(_("message to both"), max_length=1000, blank=True)
    score = models.FloatField(_("score"), null=True, blank=True)
    reasons = models.JSONField(_("reasons as shown"), default=list, blank=True)
    status = models.CharField(_("status"), max_length=14, choices=Status.choices, default=Status.PROPOSED)
    asking_answer = models.CharField(max_length=5, choices=Answer.choices, blank=True)
    answering_answer = models.CharField(max_length=5, choices=Answer.choices, blank=True)
    outcome = models.CharField(_("outcome"), max_length=6, choices=Outcome.choices, blank=True)
    outcome_note = models.CharField(_("note"), max_length=400, blank=True)
    private_reason = models.CharField(_("reason, for the coordinator only"), max_length=400, blank=True)
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    opened_at = models.DateTimeField(_("contacts opened at"), null=True, blank=True)
    follow_up_on = models.DateField(_("follow up on"), null=True, blank=True, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")
        constraints = [
            models.UniqueConstraint(
                fields=["need", "offer"],
                condition=Q(status__in=("proposed", "asked", "both_ok", "contact_opened", "talked")),
                name="introduction_alive_once",
            ),
            models.CheckConstraint(condition=~Q(asking=F("answering")), name="introduction_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.asking} — {self.answering}"

    def get_absolute_url(self) -> str:
        return reverse("introduction", args=[self.pk])

    @property
    def contacts_are_open(self) -> bool:
        return self.status in (*self.IN_TOUCH, self.Status.SETTLED)

    def party_answer(self, organization: Organization) -> str:
        return self.asking_answer if organization.pk == self.asking_id else self.answering_answer
