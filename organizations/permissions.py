"""Who may do what on the ground floor. Querysets carry the same truth as ``visible_to`` and ``editable_by``."""

from django.utils import timezone

from organizations.models import COORDINATION, INTAKE, Anyone, Membership, Organization, has_role, roles_of

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
