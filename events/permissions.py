"""Who may do what with events. Querysets carry the same truth as ``visible_to`` and ``editable_by``."""

from django.db.models import QuerySet
from django.utils import timezone

from events.models import CalendarSource, Event, Host
from events.models.events import EventQuerySet
from events.models.sources import CalendarSourceQuerySet
from organizations.models import COORDINATION, Anyone, Organization, StaffRole, has_role
from organizations.models.registry import OrganizationQuerySet
from organizations.permissions import is_coordinator, manages, may_enter_for_others

RECEPTION_KEEPERS = (StaffRole.DEPARTMENT, StaffRole.PLAN_OFFICE, StaffRole.EDITOR, StaffRole.PRESS, *COORDINATION)


def can_edit_event(user: Anyone, event: Event) -> bool:
    """Who manages the leading group; place staff and coordinators for it."""
    if may_enter_for_others(user):
        return True
    lead = event.hosts.filter(role=Host.Role.LEAD).select_related("organization").first()
    return lead is not None and manages(user, lead.organization)


def can_review_events(user: Anyone) -> bool:
    """Coordinators look at what new groups hand in."""
    return is_coordinator(user)


def can_keep_receptions(user: Anyone) -> bool:
    """Departments, editors and coordinators enter the city's application periods."""
    return has_role(user, *RECEPTION_KEEPERS)


def events_visible_to(user: Anyone) -> EventQuerySet:
    return Event.objects.visible_to(user, timezone.localdate())


def events_editable_by(user: Anyone) -> EventQuerySet:
    return Event.objects.editable_by(user, timezone.localdate())


def groups_posting_by(user: Anyone) -> OrganizationQuerySet:
    """Groups in whose name the user may post: any that is known for staff, the managed ones for others."""
    return Organization.objects.editable_by(user, timezone.localdate()).filter(status__in=Organization.LISTED)


def invitations_for(user: Anyone) -> QuerySet[Host]:
    """Events that wait for one's own groups to say yes to standing on the flyer; staff hear any group's answer."""
    asked = Host.objects.filter(accepted_at=None).exclude(event__status=Event.Status.ARCHIVED)
    if may_enter_for_others(user):
        return asked
    mine = Organization.objects.managed_by(user, timezone.localdate())
    return asked.filter(organization__in=mine.values("pk"))


def calendars_editable_by(user: Anyone) -> CalendarSourceQuerySet:
    """The calendars that one's own groups keep elsewhere; all of them for those who take people in."""
    return CalendarSource.objects.editable_by(user, timezone.localdate())
