"""Staff come by the personnel list, hold the roles of their posts, and are gone the night their posts end."""

from datetime import date

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet
from wagtail.log_actions import log

from organizations.models import Appointment, Membership, Organization, StaffRole, User

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"


@transaction.atomic
def keep_staff(*, staff_number: str, name: str, kana: str = "", email: str = "") -> tuple[User, str]:
    """Keep a person of the personnel list, known by staff number; an address may be missing or a department's.

    Raises ValidationError by field, for instance when another person has the address.
    """
    user = User.objects.filter(staff_number=staff_number).first()
    fresh = user or User(staff_number=staff_number, is_active=False)
    values = {"name": name, "kana": kana or fresh.kana, "email": email.lower() or None}
    changed = [field for field, value in values.items() if getattr(fresh, field) != value]
    if user and not changed:
        return user, UNCHANGED
    for field in changed:
        setattr(fresh, field, values[field])
    fresh.full_clean(exclude=["password"])
    fresh.save()
    return fresh, UPDATED if user else CREATED


@transaction.atomic
def appoint(
    *,
    user: User,
    organization: Organization,
    role: str,
    valid_from: date,
    valid_through: date | None = None,
    is_concurrent: bool = False,
) -> tuple[Appointment, str]:
    """Keep one post of a person: where, as what, from and through which day."""
    group = Group.objects.get(name=role)
    appointment, new = Appointment.objects.get_or_create(
        user=user,
        organization=organization,
        role=group,
        valid_from=valid_from,
        defaults={"valid_through": valid_through, "is_concurrent": is_concurrent},
    )
    if new:
        return appointment, CREATED
    if (appointment.valid_through, appointment.is_concurrent) == (valid_through, is_concurrent):
        return appointment, UNCHANGED
    appointment.valid_through, appointment.is_concurrent = valid_through, is_concurrent
    appointment.save(update_fields=["valid_through", "is_concurrent"])
    return appointment, UPDATED


@transaction.atomic
def bring_roles_up_to_date(*, user: User, day: date) -> bool:
    """Give a person exactly the roles of her posts on ``day``; return whether anything changed.

    Who has no post any more may sign in only if she also belongs to a group as a resident.
    """
    due = set(Appointment.objects.current(day).filter(user=user).values_list("role__name", flat=True))
    held = set(user.groups.filter(name__in=StaffRole.values).values_list("name", flat=True))
    user.groups.add(*Group.objects.filter(name__in=due - held))
    user.groups.remove(*Group.objects.filter(name__in=held - due))
    may_sign_in = bool(due) or Membership.objects.current(day).filter(user=user).exists()
    changed = due != held or user.is_active != may_sign_in
    if user.is_active != may_sign_in:
        user.is_active = may_sign_in
        user.save(update_fields=["is_active"])
    return changed


def appointed() -> QuerySet[User]:
    """List everybody who ever had a post; administrators of the installation stay as they are."""
    return User.objects.filter(appointments__isnull=False, is_superuser=False).distinct()


def end_appointments(*, day: date) -> int:
    """Bring everybody's roles up to date with the posts of ``day``; return how many people changed."""
    return sum(bring_roles_up_to_date(user=user, day=day) for user in appointed().order_by("pk").iterator())


@transaction.atomic
def forget_second_factor(*, user: User, by: User) -> User:
    """Forget the lost telephone or key of a person; at her next sign-in she sets up a new one."""
    Authenticator.objects.filter(user=user).delete()
    log(instance=user, action="organizations.second_factor", user=by)
    return user
