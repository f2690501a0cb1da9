"""The city's own roles, and which of them somebody holds."""

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models.people import User

Anyone = User | AnonymousUser


class StaffRole(models.TextChoices):
    """The city's own roles; each is a named group of this name."""

    PLACE_STAFF = "place_staff", _("Place staff")
    COORDINATOR = "coordinator", _("Coordinator")
    LEAD_COORDINATOR = "lead_coordinator", _("Lead coordinator")
    DEPARTMENT = "department", _("Department staff")
    APPROVER = "approver", _("Approver")
    PLAN_OFFICE = "plan_office", _("Plan office")
    HEARING = "hearing", _("Public hearing desk")
    PRESS = "press", _("Public relations")
    COUNCIL = "council", _("Council member")
    EDITOR = "editor", _("Editor")
    ADMINISTRATOR = "administrator", _("System administrator")


COORDINATION = (StaffRole.COORDINATOR, StaffRole.LEAD_COORDINATOR)
INTAKE = (StaffRole.PLACE_STAFF, *COORDINATION)


def roles_of(user: Anyone) -> frozenset[str]:
    """Return the user's staff roles; asked once for each request's user object."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    kept = vars(user).setdefault("_staff_roles", None)
    if kept is None:
        kept = vars(user)["_staff_roles"] = frozenset(user.groups.values_list("name", flat=True))
    return kept


def has_role(user: Anyone, *roles: str) -> bool:
    return not roles_of(user).isdisjoint(roles)
