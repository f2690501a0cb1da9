"""Who may do what on the top floor."""

from organizations.models import Anyone, StaffRole, has_role

KEEPERS_OF_DATA = (StaffRole.PLAN_OFFICE, StaffRole.LEAD_COORDINATOR)


def can_answer_for_data(user: Anyone) -> bool:
    """The plan office and the lead coordinator decide on requests about personal data, and on what is let go."""
    return has_role(user, *KEEPERS_OF_DATA)


def can_read_register(user: Anyone) -> bool:
    """System administrators too may read what is kept and why: the register names no person."""
    return has_role(user, *KEEPERS_OF_DATA, StaffRole.ADMINISTRATOR)
