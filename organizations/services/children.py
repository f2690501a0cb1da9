"""Children in a group: they come in with the group's code and a secret number of their own, without name or mail."""

import secrets

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from organizations.models import Membership, Organization, User, hashed_pin

CODE_SIGNS = "abcdefghkmnprstuvwxyz23456789"  # none that look alike
DIGITS = 6


def _give_code(organization: Organization) -> None:
    """Give a group the code its children type, once."""
    while not organization.child_code:
        code = "".join(secrets.choice(CODE_SIGNS) for _ in range(8))
        try:
            with transaction.atomic():
                Organization.objects.filter(pk=organization.pk).update(child_code=code)
            organization.child_code = code
        except IntegrityError:
            continue


def _fresh_pin(organization: Organization) -> tuple[str, str]:
    """Draw a number that no other child of the group has; return it plain and hashed."""
    taken = set(organization.memberships.exclude(pin="").values_list("pin", flat=True))
    while True:
        pin = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        hashed = hashed_pin(organization_id=organization.pk, pin=pin)
        if hashed not in taken:
            return pin, hashed


@transaction.atomic
def add_child(*, organization: Organization, nickname: str, by: User) -> tuple[Membership, str]:
    """Let a child in under a nickname; returns her membership and the number, which is shown this once only."""
    _give_code(organization)
    pin, hashed = _fresh_pin(organization)
    child = User.objects.create_user(name=nickname)
    membership = Membership.objects.create(
        user=child,
        organization=organization,
        role=Membership.Role.CHILD,
        valid_from=timezone.localdate(),
        pin=hashed,
    )
    log(instance=organization, action="organizations.come_in", user=by)
    return membership, pin


@transaction.atomic
def renew_pin(*, membership: Membership, by: User) -> str:
    """Give a child a new number; the old one opens nothing any more."""
    pin, membership.pin = _fresh_pin(membership.organization)
    membership.save(update_fields=["pin"])
    log(instance=membership.organization, action="organizations.role", user=by)
    return pin
