"""Who may do what with spaces and bookings."""

from django.db.models import QuerySet
from django.utils import timezone

from organizations.models import Membership, Organization, StaffRole
from organizations.permissions import INTAKE, Anyone, has_role
from spaces.models import Booking
from spaces.models.bookings import BookingQuerySet

CONFIRMING = INTAKE
KEEPING = (*INTAKE, StaffRole.DEPARTMENT)


def can_confirm(user: Anyone) -> bool:
    """Place staff and coordinators look at what was requested."""
    return has_role(user, *CONFIRMING)


def can_keep_places(user: Anyone) -> bool:
    """Change hours and closures."""
    return has_role(user, *KEEPING)


def bookings_visible_to(user: Anyone) -> BookingQuerySet:
    """The same truth as a query: everything for staff, one's own and one's groups' for others."""
    if can_confirm(user):
        return Booking.objects.all()
    if not user.is_authenticated:
        return Booking.objects.none()
    mine = Membership.objects.current(timezone.localdate()).managing().filter(user=user)
    return Booking.objects.filter(person=user) | Booking.objects.filter(organization__in=mine.values("organization"))


def groups_bookable_by(user: Anyone) -> QuerySet[Organization]:
    """Groups in whose name the user may book: all that are active for staff, the managed ones for others."""
    listed = Organization.objects.filter(status__in=Organization.LISTED).by_kana()
    if can_confirm(user):
        return listed
    if not user.is_authenticated:
        return listed.none()
    return listed & groups_managed_by(user)


def groups_wishing_by(user: Anyone) -> QuerySet[Organization]:
    """Registered groups whose wishes for a season the user may enter: all for who keeps places, else the managed."""
    enrolled = Organization.objects.filter(status__in=Organization.LISTED, door=Organization.Door.ENROLLED).by_kana()
    if can_keep_places(user):
        return enrolled
    if not user.is_authenticated:
        return enrolled.none()
    mine = Membership.objects.current(timezone.localdate()).managing().filter(user=user)
    return enrolled.filter(pk__in=mine.values("organization"))


def groups_managed_by(user: Anyone) -> QuerySet[Organization]:
    """Groups the user looks after herself."""
    if not user.is_authenticated:
        return Organization.objects.none()
    mine = Membership.objects.current(timezone.localdate()).managing().filter(user=user)
    return Organization.objects.filter(pk__in=mine.values("organization")).by_kana()
