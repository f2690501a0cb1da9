"""Things lent by number and by day: a printing machine, big picture books, a machine for candy floss."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.models import OnBehalf, Organization, Personal, Picture, Purpose, User, new_token
from spaces.models.bookings import Booking, new_reference
from spaces.models.places import Facility


class ThingQuerySet(models.QuerySet["Thing"]):
    def listed(self) -> Self:
        return self.filter(is_listed=True, facility__is_listed=True)

    def with_rooms(self) -> Self:
        """What may be asked for together with a room of its house."""
        return self.filter(is_lent_with_rooms=True)

    def by_kana(self) -> Self:
        return self.order_by("kana", "pk")


class Thing(models.Model):
    """Something a facility lends, of which there are so many."""

    facility = models.ForeignKey(
        Facility, verbose_name=_("where it is fetched"), on_delete=models.CASCADE, related_name="things"
    )
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=80)
    kana = models.CharField(_("reading"), max_length=120, blank=True)
    count = models.PositiveSmallIntegerField(_("how many there are"), default=1)
    summary = models.CharField(_("in one sentence"), max_length=200, blank=True)
    rules = models.TextField(_("rules"), blank=True)
    price_note = models.CharField(_("price"), max_length=200, blank=True)
    picture = models.ForeignKey(
        Picture, verbose_name=_("picture"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    max_days = models.PositiveSmallIntegerField(_("at most (days)"), default=7)
    opens_days_ahead = models.PositiveSmallIntegerField(_("earliest (days ahead)"), default=90)
    individuals_welcome = models.BooleanField(_("individuals may borrow"), default=True)
    needs_approval = models.BooleanField(_("staff confirm each wish"), default=True)
    is_lent_with_rooms = models.BooleanField(_("also offered to those who book a room here"), default=False)
    is_listed = models.BooleanField(_("listed"), default=True)

    objects = ThingQuerySet.as_manager()

    class Meta:
        verbose_name = _("thing to lend")
        verbose_name_plural = _("things to lend")
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=1), name="thing_is_there"),
            models.CheckConstraint(condition=Q(max_days__range=(1, 92)), name="thing_for_some_days"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("thing", args=[self.slug])


class LoanQuerySet(models.QuerySet["Loan"]):
    def waiting(self) -> Self:
        return self.filter(status=Loan.Status.REQUESTED)

    def to_fetch(self) -> Self:
        return self.filter(status=Loan.Status.CONFIRMED)

    def out(self) -> Self:
        return self.filter(status=Loan.Status.OUT)

    def overdue(self, day: date) -> Self:
        return self.out().filter(last_on__lt=day)

    def alive(self) -> Self:
        return self.filter(status__in=Loan.HOLDING)

    def of_user(self, user: User) -> Self:
        return self.filter(person=user)


class Loan(OnBehalf, Personal):
    """So many of one thing, from one day to another, both included, for a group or a person."""

    PURPOSE: ClassVar[Purpose] = Purpose(
        title=_("Things lent"),
        sentence=_("Name and telephone are used for this loan only and are deleted after a year."),
        readers=_("the borrower, place staff and coordinators"),
        kept=_("a year after the last day; then only what can be counted stays"),
        items=("name", "email", "phone", "purpose", "reason", "person", "on_behalf_of"),
        found_by={"email": ("email", "person__email"), "phone": ("phone",), "name": ("name", "on_behalf_of")},
        row_stays=True,
        afterwards={"delete_after": None},
    )

    class Status(models.TextChoices):
        REQUESTED = "requested", pgettext_lazy("loan", "Requested")
        CONFIRMED = "confirmed", pgettext_lazy("loan", "To be fetched")
        OUT = "out", pgettext_lazy("loan", "Lent out")
        RETURNED = "returned", pgettext_lazy("loan", "Returned")
        CANCELLED = "cancelled", pgettext_lazy("loan", "Cancelled")
        DECLINED = "declined", pgettext_lazy("loan", "Declined")

    HOLDING = (Status.REQUESTED, Status.CONFIRMED, Status.OUT)
    MOVES = {
        Status.REQUESTED: (Status.CONFIRMED, Status.DECLINED, Status.CANCELLED),
        Status.CONFIRMED: (Status.OUT, Status.CANCELLED),
        Status.OUT: (Status.RETURNED,),
        Status.RETURNED: (),
        Status.CANCELLED: (),
        Status.DECLINED: (),
    }

    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    reference = models.CharField(
        _("reference number"), max_length=8, unique=True, default=new_reference, editable=False
    )
    thing = models.ForeignKey(Thing, verbose_name=_("thing"), on_delete=models.PROTECT, related_name="loans")
    booking = models.ForeignKey(
        Booking, verbose_name=_("with the room"), null=True, blank=True, on_delete=models.SET_NULL, related_name="loans"
    )
    count = models.PositiveSmallIntegerField(_("how many pieces"), default=1)
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("until"))
    organization = models.ForeignKey(
        Organization, verbose_name=_("group"), null=True, blank=True, on_delete=models.PROTECT, related_name="loans"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="loans",
    )
    name = models.CharField(_("your name"), max_length=80)
    email = models.EmailField(_("mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    purpose = models.CharField(_("what for"), max_length=120, blank=True)
    status = models.CharField(_("status"), max_length=9, choices=Status.choices, default=Status.REQUESTED)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    out_at = models.DateTimeField(_("fetched at"), null=True, blank=True)
    returned_at = models.DateTimeField(_("returned at"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=12, default="ja")

    objects = LoanQuerySet.as_manager()

    class Meta:
        verbose_name = _("loan")
        verbose_name_plural = _("loans")
        constraints = [
            models.CheckConstraint(condition=Q(first_on__lte=F("last_on")), name="loan_days_in_order"),
            models.CheckConstraint(condition=Q(count__gte=1), name="loan_of_something"),
        ]
        indexes = [models.Index(fields=["status", "last_on"], name="loan_due")]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("loan", args=[self.token])


class LoanDay(models.Model):
    """One piece, by its number, on one day. A piece is there once a day, and no number above how many there are."""

    loan = models.ForeignKey(Loan, on_delete=models.CASCADE, related_name="days")
    thing = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    number = models.PositiveSmallIntegerField()
    out_of = models.PositiveSmallIntegerField()
    holds = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["thing", "day", "number"], condition=Q(holds=True), name="loan_day_piece_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=F("out_of")), name="loan_day_piece_there"),
        ]

    def __str__(self) -> str:
        return f"{self.thing_id} {self.day} {self.number}"
