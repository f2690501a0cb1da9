"""Once a year each group is asked whether all is still true: when, by which link, and what came of it."""

from datetime import date
from typing import ClassVar, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from organizations.models.memberships import Membership
from organizations.models.people import new_token
from organizations.models.records import OnBehalf, Personal, Purpose
from organizations.models.registry import Organization

DAY_OF_YEAR = RegexValidator(
    r"^(0[13578]|1[02])-(0[1-9]|[12]\d|3[01])$|^(0[469]|11)-(0[1-9]|[12]\d|30)$|^02-(0[1-9]|1\d|2[0-8])$",
    message=_("Write month and day like 04-01."),
)


def next_day(after: date, month_day: str) -> date:
    """Give the first day of that month and day after ``after``."""
    this_year = date.fromisoformat(f"{after.year}-{month_day}")
    return this_year if this_year > after else this_year.replace(year=after.year + 1)


class RenewalWindow(models.Model):
    """When a kind of group is asked, from when it counts as not renewed, and when it goes to rest."""

    kind = models.CharField(_("kind"), max_length=13, choices=Organization.Kind.choices, unique=True)
    is_asked = models.BooleanField(_("is asked every year"), default=True)
    opens_on = models.CharField(_("asked from"), max_length=5, default="02-01", validators=[DAY_OF_YEAR])
    due_on = models.CharField(_("not renewed from"), max_length=5, default="04-01", validators=[DAY_OF_YEAR])
    rests_on = models.CharField(_("resting from"), max_length=5, default="06-30", validators=[DAY_OF_YEAR])

    class Meta:
        verbose_name = _("time of renewal")
        verbose_name_plural = _("times of renewal")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.opens_on}"

    def opened(self, day: date) -> date:
        """Give the day on which the latest round by ``day`` opened."""
        this_year = date.fromisoformat(f"{day.year}-{self.opens_on}")
        return this_year if this_year <= day else this_year.replace(year=day.year - 1)


class RenewalQuerySet(models.QuerySet["Renewal"]):
    def open(self) -> Self:
        return self.filter(status__in=(Renewal.Status.ASKED, Renewal.Status.RETURNING))

    def last_of_each(self) -> Self:
        """Each group's last question only."""
        newer = Renewal.objects.filter(organization=OuterRef("organization"), fiscal_year__gt=OuterRef("fiscal_year"))
        return self.filter(~Exists(newer))

    def without_mail(self, day: date) -> Self:
        """Those whose group nobody can mail: neither a contact nor a representative has an address."""
        return self.exclude(organization__contacts__kind="mail").exclude(
            organization__in=Membership.objects.current(day)
            .filter(role=Membership.Role.REPRESENTATIVE, user__email__isnull=False)
            .values("organization")
        )

    def with_contacts(self) -> Self:
        return self.select_related("organization").prefetch_related("organization__contacts")

    def unanswered(self) -> Self:
        """Those asked that count: a group which renewed by another way, or ended, is not asked on."""
        waiting = (Organization.Status.RENEWAL_DUE, Organization.Status.GRACE)
        return self.filter(status=Renewal.Status.ASKED, organization__status__in=waiting)


class Renewal(OnBehalf, Personal):
    """One group, asked for one fiscal year: "is all still true?". Its link needs no sign-in."""

    PURPOSE: ClassVar[Purpose] = Purpose(
        title=_("Yearly renewal of groups"),
        sentence=_("We note who told us that the page is still true, and how, and keep it for two years."),
        readers=_("coordinators and place staff"),
        kept=_("two years"),
        items=("on_behalf_of", "remark"),
        found_by={"name": ("on_behalf_of",)},
        row_stays=True,
        afterwards={"delete_after": None},
    )

    class Status(models.TextChoices):
        ASKED = "asked", _("Asked")
        RETURNING = "returning", _("Asked again when the representative has changed")
        CONFIRMED = "confirmed", _("Renewed")
        ENDED = "ended", _("The group has ended")

    MOVES = {
        Status.ASKED: (Status.CONFIRMED, Status.RETURNING, Status.ENDED),
        Status.RETURNING: (Status.CONFIRMED, Status.ENDED),
        Status.CONFIRMED: (),
        Status.ENDED: (),
    }

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="renewals")
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"))
    status = models.CharField(_("status"), max_length=9, choices=Status.choices, default=Status.ASKED)
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    asked_on = models.DateField(_("asked on"))
    due_on = models.DateField(_("not renewed from"))
    rests_on = models.DateField(_("resting from"))
    returns_on = models.DateField(_("asked again on"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    remark = models.CharField(_("what they told"), max_length=400, blank=True)

    objects = RenewalQuerySet.as_manager()

    class Meta:
        verbose_name = _("renewal")
        verbose_name_plural = _("renewals")
        constraints = [models.UniqueConstraint(fields=["organization", "fiscal_year"], name="renewal_once_a_year")]

    def __str__(self) -> str:
        return f"{self.organization} {self.fiscal_year}"
