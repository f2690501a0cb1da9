"""Who may do what on the ground floor. Querysets carry the same truth as ``visible_to`` and ``editable_by``."""

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from organizations.models import Membership, Organization, StaffRole, User

Anyone = User | AnonymousUser

COORDINATION = (StaffRole.COORDINATOR, StaffRole.LEAD_COORDINATOR)
INTAKE = (StaffRole.PLACE_STAFF, *COORDINATION)


def roles_of(user: Anyone) -> frozenset[str]:
    """Return the user's staff roles; asked once for each request's user object."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    if not hasattr(user, "_staff_roles"):
        user._staff_roles = frozenset(user.groups.values_list("name", flat=True))  # type: ignore[union-attr]  # a memo
    return user._staff_roles  # type: ignore[union-attr]  # a memo


def has_role(user: Anyone, *roles: str) -> bool:
    return not roles_of(user).isdisjoint(roles)


def is_staff(user: Anyone) -> bool:
    return bool(roles_of(user))


def is_coordinator(user: Anyone) -> bool:
    return has_role(user, *COORDINATION)


def may_enter_for_others(user: Anyone) -> bool:
    """Place staff and coordinators may fill in any form for somebody at the counter or on the telephone."""
    return has_role(user, *INTAKE)


def manages(user: Anyone, organization: Organization) -> bool:
    """Representatives and editors of the organization, today."""
    if not user.is_authenticated:
        return False
    mine = Membership.objects.current(timezone.localdate()).managing()
    return mine.filter(user=user, organization=organization).exists()


def can_edit_organization(user: Anyone, organization: Organization) -> bool:
    return may_enter_for_others(user) or manages(user, organization)
