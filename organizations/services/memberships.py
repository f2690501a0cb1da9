"""People come into a group, change their part in it, and leave; somebody always represents it."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from organizations.models import Invitation, Membership, Organization, StaffRole, User
from organizations.services.addresses import site_address
from organizations.services.deliveries import tell

INVITATION_DAYS = 14
Role = Membership.Role


def open_invitations(organization: Organization) -> QuerySet[Invitation]:
    """List the invitations that may still be accepted."""
    return Invitation.objects.filter(
        organization=organization,
        accepted_at__isnull=True,
        withdrawn_at__isnull=True,
        expires_at__gt=timezone.now(),
    )


@transaction.atomic
def invite(*, organization: Organization, email: str, role: str, by: User) -> Invitation:
    """Mail somebody a link that makes her a member, once and for a fortnight; a newer link replaces an older one."""
    email = email.lower()
    current = Membership.objects.current(timezone.localdate())
    if current.filter(organization=organization, user__email=email).exists():
        raise ValidationError(_("This person is a member already."), code="member")
    open_invitations(organization).filter(email=email).update(withdrawn_at=timezone.now())
    expires_at = timezone.now() + timedelta(days=INVITATION_DAYS)
    invitation = Invitation.objects.create(
        organization=organization,
        email=email,
        role=role,
        invited_by=by,
        expires_at=expires_at,
        delete_after=timezone.localdate(expires_at),
    )
    log(instance=organization, action="organizations.invite", user=by)
    tell(
        purpose="invitation",
        about=invitation,
        email=email,
        subject=_("You are invited to a group of the children’s network"),
        body=format_lazy(
            "{}\n\n{}\n\n{}",
            _("Somebody has invited you. Open this link within two weeks to come in:"),
            f"{organization.name} ({by.name})",
            site_address(f"/invitations/{invitation.token}/"),
        ),
    )
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """Take an invitation back; its link leads nowhere from now on."""
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    log(instance=invitation.organization, action="organizations.invite_back", user=by)
    return invitation


@transaction.atomic
def accept_invitation(*, invitation: Invitation, by: User) -> Membership:
    """Make the reader of the link a member. The link counts, not the address: mail is passed on in families."""
    taken = open_invitations(invitation.organization).filter(pk=invitation.pk).update(accepted_at=timezone.now())
    if not taken:
        raise ValidationError(_("This invitation has been used or has run out. Please ask for a new one."), code="used")
    membership, _new = Membership.objects.get_or_create(
        user=by,
        organization=invitation.organization,
        valid_through=None,
        defaults={"role": invitation.role, "valid_from": timezone.localdate()},
    )
    log(instance=invitation.organization, action="organizations.come_in", user=by)
    return membership


def _refuse_to_orphan(membership: Membership) -> None:
    """Keep the last representative until somebody else represents the group."""
    if membership.role != Role.REPRESENTATIVE:
        return
    others = Membership.objects.current(timezone.localdate()).filter(
        organization=membership.organization, role=Role.REPRESENTATIVE
    )
    if not others.exclude(pk=membership.pk).exists():
        message = _("A group needs a representative. Please name another one first, or ask the coordinators’ desk.")
        raise ValidationError(message, code="last_representative")


@transaction.atomic
def change_role(*, membership: Membership, role: str, by: User) -> Membership:
    """Give a member another part in the group."""
    if role != Role.REPRESENTATIVE:
        _refuse_to_orphan(membership)
    membership.role = role
    membership.save(update_fields=["role"])
    log(instance=membership.organization, action="organizations.role", user=by, data={"role": role})
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, by: User) -> Membership:
    """Let a member leave as of today."""
    _refuse_to_orphan(membership)
    _end(membership, by)
    return membership


def _end(membership: Membership, by: User | None) -> None:
    membership.valid_through = timezone.localdate() - timedelta(days=1)
    membership.valid_from = min(membership.valid_from, membership.valid_through)
    membership.save(update_fields=["valid_from", "valid_through"])
    log(instance=membership.organization, action="organizations.leave", user=by)


@transaction.atomic
def end_all_memberships(*, user: User, by: User | None) -> list[Organization]:
    """Let a person leave every group, also as the last representative: then the coordinators are told to find another.

    Returns the groups that nobody represents now.
    """
    orphans = []
    for membership in Membership.objects.current(timezone.localdate()).filter(user=user).select_related("organization"):
        try:
            _refuse_to_orphan(membership)
        except ValidationError:
            orphans.append(membership.organization)
        _end(membership, by)
    for organization in orphans:
        _tell_coordinators(organization, user)
    return orphans


def _tell_coordinators(organization: Organization, leaver: User) -> None:
    """Make it every coordinator's task that a group has lost its last representative."""
    coordinators = User.objects.filter(groups__name=StaffRole.COORDINATOR, is_active=True)
    for coordinator in coordinators:
        tell(
            purpose="no_representative",
            about=organization,
            name=coordinator.name,
            email=coordinator.email,
            phone=coordinator.phone,
            language=coordinator.language,
            subject=_("A group has no representative any more"),
            body=format_lazy(
                "{}\n\n{} ({})", _("Please find somebody who represents it:"), organization.name, leaver.name
            ),
        )
