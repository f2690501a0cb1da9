"""Who belongs to which organization, and who works for the city in which part."""

from dataclasses import replace
from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from organizations.models.people import User, new_token
from organizations.models.records import Personal, Purpose
from organizations.models.registry import Organization

OF_USER = {"email": ("user__email",), "phone": ("user__phone",), "name": ("user__name",)}


def hashed_pin(*, organization_id: int, pin: str) -> str:
    """Hash a child's secret number with the site's key: without the key, six digits cannot be guessed from it."""
    return salted_hmac("organizations.pin", f"{organization_id}:{pin}", algorithm="sha256").hexdigest()


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, day: date) -> Self:
        return self.filter(valid_from__lte=day).filter(Q(valid_through__isnull=True) | Q(valid_through__gte=day))

    def managing(self) -> Self:
        return self.filter(role__in=(Membership.Role.REPRESENTATIVE, Membership.Role.EDITOR))


class Membership(models.Model):
    """A person in an organization. The last representative's leaving is a task for staff, never an orphan."""

    PURPOSE: ClassVar[Purpose] = replace(
        User.PURPOSE, items=("role",), found_by=OF_USER, row_stays=False, afterwards={}
    )

    class Role(models.TextChoices):
        REPRESENTATIVE = "representative", _("Representative")
        EDITOR = "editor", _("Editor")
        MEMBER = "member", _("Member")
        CHILD = "child", _("Child member")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=14, choices=Role.choices, default=Role.MEMBER)
    valid_from = models.DateField(_("from"))
    valid_through = models.DateField(_("through"), null=True, blank=True)
    pin = models.CharField(_("secret number (hashed)"), max_length=128, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organization"], condition=Q(valid_through__isnull=True), name="membership_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.organization}"

    @property
    def is_managing(self) -> bool:
        return self.role in (self.Role.REPRESENTATIVE, self.Role.EDITOR)


class Invitation(Personal):
    """A mailed link that makes its reader a member, once and for a fortnight."""

    PURPOSE: ClassVar[Purpose] = Purpose(
        title=_("Inviting members"),
        sentence=_("We mail the invitation to this address, use it for nothing else, and delete it after a fortnight."),
        readers=_("the group’s managers"),
        kept=_("a fortnight"),
        items=("email",),
        found_by={"email": ("email",)},
    )

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("mail address"))
    role = models.CharField(_("role"), max_length=14, choices=Membership.Role.choices, default=Membership.Role.EDITOR)
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    expires_at = models.DateTimeField(_("expires at"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return f"{self.email} → {self.organization}"


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def current(self, day: date) -> Self:
        return self.filter(valid_from__lte=day).filter(Q(valid_through__isnull=True) | Q(valid_through__gte=day))


class Appointment(models.Model):
    """辞令: a person works in a department or place, in one staff role, from and through a day.

    The staff role is a named group made by a migration; one person may hold several (兼務).
    """

    PURPOSE: ClassVar[Purpose] = replace(
        User.PURPOSE, items=("role",), found_by=OF_USER, row_stays=False, afterwards={}
    )

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="appointments")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="appointments")
    role = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="appointments")
    is_concurrent = models.BooleanField(_("concurrent post"), default=False)
    valid_from = models.DateField(_("from"))
    valid_through = models.DateField(_("through"), null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("staff appointment")
        verbose_name_plural = _("staff appointments")
        constraints = [
            models.UniqueConstraint(fields=["user", "organization", "role", "valid_from"], name="appointment_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.organization}"
