"""相談記録: who was led to whom, in the custody of one coordinator. Never a page, a feed, a search or an export."""

from dataclasses import replace
from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.constraints import WrittenOnce
from organizations.models.records import Channel, Personal, Purpose
from organizations.models.roles import COORDINATION, Anyone, StaffRole, has_role


class CaseQuerySet(models.QuerySet["Case"]):
    def readable_by(self, user: Anyone, day: date) -> Self:
        """The coordinator's own, and those she was let into until some day. No other role opens any, none whatever."""
        if not has_role(user, *COORDINATION):
            return self.none()
        let_in = CaseAccess.objects.filter(user=user.pk, until__gte=day).values("case")
        return self.filter(Q(owner=user.pk) | Q(pk__in=let_in))

    def kept_by(self, user: Anyone) -> Self:
        """Whose custody may be handed on: one's own; by the lead coordinator, everybody's (by number alone)."""
        if has_role(user, StaffRole.LEAD_COORDINATOR):
            return self.all()
        return self.filter(owner=user.pk) if has_role(user, *COORDINATION) else self.none()

    def alive(self) -> Self:
        return self.filter(status__in=Case.ALIVE)

    def containing(self, words: str) -> Self:
        """Look into what they say; ask only of cases the reader may open."""
        for word in words.split():
            said = Note.objects.filter(text__icontains=word).values("case")
            self = self.filter(Q(title__icontains=word) | Q(who__icontains=word) | Q(number=word) | Q(pk__in=said))
        return self


class Case(Personal):
    """One matter of one person or group. Its name everywhere is its number; what it says, its readers alone see."""

    PURPOSE = Purpose(
        title=_("Going with somebody’s matter until help is found"),
        sentence=_("What you tell us is read by the coordinator in charge and whom she names; each reading is noted."),
        readers=_("the coordinator in charge and whom she lets in; asked for by its number at the coordinators’ desk"),
        kept=_("five years after it was closed"),
        items=("title", "who", "contact"),
        found_by={},
        row_stays=True,
        afterwards={"status": "sealed"},
        is_official=True,
    )

    class Kind(models.TextChoices):
        CONSULTATION = "consultation", _("Consultation")
        INTRODUCTION = "introduction", _("Leading to somebody")
        TOGETHER = "together", _("Working together")
        BALANCE = "balance", _("Balancing interests")

    class Level(models.IntegerChoices):
        """Named persons (L2 and above) are kept by the offices in charge, not here."""

        OPEN = 0, _("L0: nothing confidential")
        LED = 1, _("L1: who was led to whom")

    class Status(models.TextChoices):
        OPEN = "open", _("New")
        ACTIVE = "active", _("In hand")
        WAITING = "waiting", _("Waiting for somebody")
        CLOSED = "closed", pgettext_lazy("case", "Closed")
        SEALED = "sealed", _("Sealed")

    ALIVE = (Status.OPEN, Status.ACTIVE, Status.WAITING)
    MOVES = {
        Status.OPEN: (Status.ACTIVE, Status.WAITING, Status.CLOSED),
        Status.ACTIVE: (Status.WAITING, Status.CLOSED),
        Status.WAITING: (Status.ACTIVE, Status.CLOSED),
        Status.CLOSED: (Status.ACTIVE,),
        Status.SEALED: (),
    }

    number = models.CharField(_("number"), max_length=12, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices, default=Level.LED)
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.OPEN)
    title = models.CharField(_("what it is about"), max_length=120)
    who = models.CharField(_("who came"), max_length=80, blank=True)
    contact = models.CharField(_("how to reach them"), max_length=120, blank=True)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices, default=Channel.PHONE)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cases")
    due_on = models.DateField(_("to do by"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [models.CheckConstraint(condition=Q(level__lte=1), name="case_level_kept_here")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("case", args=[self.pk])

    @property
    def next_statuses(self) -> list[tuple[str, Any]]:
        return [(status.value, status.label) for status in self.MOVES[self.Status(self.status)]]


class Note(models.Model):
    """What happened, as written that day. Nobody changes one, the database least of all; a correction is another."""

    PURPOSE = replace(Case.PURPOSE, items=("text",), afterwards={}, row_stays=False)

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("written at"))
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices, default=Channel.PHONE)
    text = models.TextField(_("what was said or done"), max_length=4000)
    for_successor = models.BooleanField(_("whoever takes over may read it"), default=True)

    class Meta:
        ordering = ["written_at", "pk"]
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints = [WrittenOnce(name="note_written_once", fields=["text", "case", "author", "written_at"])]

    def __str__(self) -> str:
        return str(self.case)


class CaseAccess(models.Model):
    """A colleague let into a case until some day; or one who let herself in, with a reason and a notice to others."""

    PURPOSE = replace(Case.PURPOSE, items=("reason",), afterwards={}, row_stays=False)

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="accesses")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=200)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-until", "pk"]
        verbose_name = _("access to a case")
        verbose_name_plural = _("accesses to cases")

    def __str__(self) -> str:
        return str(self.case)

    @property
    def was_taken(self) -> bool:
        """Nobody granted it: she opened the case herself."""
        return self.granted_by_id == self.user_id


class ReadLog(models.Model):
    """Who opened a case, when and why. Written for every reading; the person concerned may be shown it."""

    PURPOSE = replace(Case.PURPOSE, items=("purpose",), afterwards={}, row_stays=False)

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="readings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(_("purpose"), max_length=200)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [WrittenOnce(name="reading_written_once", fields=["case", "user", "purpose", "at"])]
        verbose_name = _("reading of a case")
        verbose_name_plural = _("readings of cases")

    def __str__(self) -> str:
        return str(self.case)


class HandoverQuerySet(models.QuerySet["Handover"]):
    def of(self, user: Anyone) -> Self:
        """Those one gives or takes."""
        return self.filter(Q(giver=user.pk) | Q(taker=user.pk)) if has_role(user, *COORDINATION) else self.none()

    def open(self) -> Self:
        return self.filter(done_at=None)


class Handover(models.Model):
    """One coordinator's work given to another, for a time or for good, acknowledged item by item."""

    giver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="handovers_given")
    taker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="handovers_taken")
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("Empty: for good."))
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(_("all taken at"), null=True, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        constraints = [models.CheckConstraint(condition=~Q(giver=F("taker")), name="handover_of_two")]

    def __str__(self) -> str:
        return f"{self.giver} → {self.taker}"

    def get_absolute_url(self) -> str:
        return reverse("handover", args=[self.pk])


class HandoverItem(models.Model):
    """One thing to take over: a case, an introduction, or a promise in words."""

    PURPOSE = replace(Case.PURPOSE, items=("promise",), afterwards={})

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="items")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    introduction = models.ForeignKey(
        "organizations.Introduction", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    promise = models.CharField(_("promise"), max_length=200, blank=True)
    due_on = models.DateField(_("to do by"), null=True, blank=True)
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True)

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "pk"]
        verbose_name = _("item of a handover")
        verbose_name_plural = _("items of a handover")

    def __str__(self) -> str:
        return str(self.case or self.introduction or self.pk)
