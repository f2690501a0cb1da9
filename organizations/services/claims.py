"""「うちの団体です」: somebody wishes to look after a page; a coordinator knows, or asks."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from organizations.models import Claim, Membership, Organization, User
from organizations.services.addresses import site_address
from organizations.services.deliveries import tell

Status = Claim.Status


@transaction.atomic
def ask(*, organization: Organization, words: str, by: User) -> Claim:
    """Write down that somebody says a group is hers; asking twice is asking once."""
    if Membership.objects.current(timezone.localdate()).filter(organization=organization, user=by).exists():
        raise ValidationError(_("You are a member of this group already."), code="member")
    waiting = {"organization": organization, "user": by, "status": Status.WAITING}
    claim, new = Claim.objects.get_or_create(**waiting, defaults={"words": words})
    if new:
        log(instance=organization, action="organizations.claim_asked", user=by)
    return claim


def _decide(claim: Claim, status: str, by: User) -> None:
    """Decide once; of two coordinators the second is refused."""
    decided = Claim.objects.waiting().filter(pk=claim.pk)
    if not decided.update(status=status, decided_at=timezone.now(), decided_by=by):
        raise ValidationError(_("This has been decided already."), code="decided")
    claim.refresh_from_db()


@transaction.atomic
def approve(*, claim: Claim, role: str = Membership.Role.EDITOR, by: User) -> Membership:
    """Let her in, as editor or as the representative."""
    _decide(claim, Status.APPROVED, by)
    membership, _new = Membership.objects.update_or_create(
        user=claim.user,
        organization=claim.organization,
        valid_through=None,
        defaults={"role": role},
        create_defaults={"role": role, "valid_from": timezone.localdate()},
    )
    log(instance=claim.organization, action="organizations.come_in", user=by, data={"role": role})
    link = site_address(f"/organizations/{claim.organization.slug}/home/")
    _tell(claim, _("You may look after the page of your group now"), link)
    return membership


@transaction.atomic
def refuse(*, claim: Claim, reason: str, by: User) -> Claim:
    """Leave the group's people as they are, and say why."""
    _decide(claim, Status.REFUSED, by)
    log(instance=claim.organization, action="organizations.claim_refused", user=by, data={"reason": reason})
    _tell(claim, _("About the group that you said is yours"), reason)
    return claim


def _tell(claim: Claim, subject: object, words: str) -> None:
    user = claim.user
    tell(
        purpose="claim_decided",
        about=claim,
        subject=format_lazy("{}", subject),
        body=f"{claim.organization.name}\n\n{words}",
        name=user.name,
        email=user.email,
        phone=user.phone,
        language=user.language,
    )
