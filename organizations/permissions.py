"""Who may do what on the ground floor. Querysets carry the same truth as ``visible_to`` and ``editable_by``."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from organizations.models import (
    COORDINATION,
    INTAKE,
    Anyone,
    Membership,
    Organization,
    Project,
    StaffRole,
    User,
    Visibility,
    has_role,
    roles_of,
)

__all__ = ["COORDINATION", "INTAKE", "Anyone", "has_role", "roles_of"]


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


def contact_levels(user: Anyone, organization: Organization) -> tuple[str, ...]:
    """List the visibilities of contacts the user may read: each contact is shown to those its owner agreed to."""
    if may_enter_for_others(user) or manages(user, organization):
        return tuple(Visibility)
    today = timezone.localdate()
    if roles_of(user) or Organization.objects.of_member(user, today).filter(status__in=Organization.LISTED).exists():
        return (Visibility.PUBLIC, Visibility.NETWORK)
    return (Visibility.PUBLIC,)


def acting(user: Anyone) -> User:
    """Return the person who has signed in, for a service's ``by``; nobody else acts behind a closed door."""
    if not isinstance(user, User):
        raise PermissionDenied
    return user


def can_start_projects(user: Anyone) -> bool:
    """Coordinators and the plan office start projects; their leading groups then work on them too."""
    return has_role(user, *Project.KEEPERS)


def can_reorganize(user: Anyone) -> bool:
    """System administrators let one department follow on another."""
    return has_role(user, StaffRole.ADMINISTRATOR)
