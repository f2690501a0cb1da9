"""Changes of a group's name or contacts wait for a coordinator; the last approved version stays public meanwhile."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from organizations.models import ChangeRequest, Channel, ContactPoint, Membership, Organization, User, Visibility
from organizations.services.content_versions import bump
from organizations.services.index import index_organization
from organizations.services.memberships import invite
from organizations.services.registry import add_contact, attest, people_to_tell, reading_of, tell_organization

Status = ChangeRequest.Status


def waiting_changes() -> QuerySet[ChangeRequest]:
    """List what waits for a coordinator, oldest first."""
    kind = ContentType.objects.get_for_model(Organization)
    return ChangeRequest.objects.filter(content_type=kind, status=Status.WAITING).order_by("entered_at", "pk")


def waiting_for(organization: Organization) -> ChangeRequest | None:
    return waiting_changes().filter(object_id=organization.pk).first()


def as_it_is(organization: Organization) -> dict[str, str]:
    """Say what a form for a change begins with."""
    contact = organization.contacts.order_by("pk").first()
    known = {"name": organization.name, "kana": organization.kana}
    if contact is None:
        return known
    return known | {
        "contact_kind": contact.kind,
        "contact_value": contact.value,
        "contact_visibility": contact.visibility,
    }


def lines(request: ChangeRequest) -> list[tuple[Any, str, str]]:
    """List what would change: what it is called, what it is, what it is to become."""
    names = {"name": _("name"), "kana": _("reading"), "contact": _("contact"), "representative": _("representative")}
    said = []
    for field, (old, new) in request.diff.items():
        if field == "contact":
            kinds, levels = dict(ContactPoint.Kind.choices), dict(Visibility.choices)
            new = f"{kinds[new['kind']]} {new['value']} ({levels[new['visibility']]})"
        said.append((names[field], old or "", new))
    return said


@transaction.atomic
def propose_change(
    *,
    organization: Organization,
    name: str,
    kana: str,
    contact: dict[str, str] | None = None,
    representative: str = "",
    channel: str = Channel.WEB,
    on_behalf_of: str = "",
    by: User | None,
) -> ChangeRequest | None:
    """Write down what should become different; a newer wish takes the place of one that still waits.

    ``contact`` (kind, value, visibility) is to become the group's contact of that kind; a new ``representative`` with
    a mail address is invited when somebody has looked. None if all is as it is.
    """
    diff: dict[str, Any] = {}
    for field, new in (("name", name), ("kana", reading_of(name, kana))):
        if new != getattr(organization, field):
            diff[field] = [getattr(organization, field), new]
    if contact and not organization.contacts.filter(**contact).exists():
        diff["contact"] = [None, contact]
    if representative:
        diff["representative"] = ["、".join(person["name"] for person in people_to_tell(organization)), representative]
    if not diff:
        return None
    waiting_changes().filter(object_id=organization.pk).delete()
    request = ChangeRequest.objects.create(
        target=organization, diff=diff, channel=channel, on_behalf_of=on_behalf_of, entered_by=by
    )
    log(instance=organization, action="organizations.change_asked", user=by, data={"fields": sorted(diff)})
    return request


def _decide(request: ChangeRequest, status: str, by: User, reason: str = "") -> None:
    """Close a request once; of two coordinators the second is refused."""
    decided = ChangeRequest.objects.filter(pk=request.pk, status=Status.WAITING).update(
        status=status, decided_at=timezone.now(), decided_by=by, reason=reason
    )
    if not decided:
        raise ValidationError(_("This has been decided already."), code="decided")
    request.refresh_from_db()


@transaction.atomic
def approve_change(*, request: ChangeRequest, by: User) -> Organization:
    """Make the change true. The address stays as it was made: it stands on paper."""
    _decide(request, Status.APPROVED, by)
    organization = Organization.objects.get(pk=request.object_id)
    for field in ("name", "kana"):
        if field in request.diff:
            setattr(organization, field, request.diff[field][1])
    organization.save()
    if "contact" in request.diff:
        contact = request.diff["contact"][1]
        organization.contacts.filter(kind=contact["kind"]).delete()
        add_contact(organization=organization, **contact)
        if "representative" in request.diff and contact["kind"] == ContactPoint.Kind.MAIL:
            _invite_head(organization, contact["value"], by)
    attest(
        organization=organization,
        fields=request.diff,
        channel=request.channel,
        on_behalf_of=request.on_behalf_of,
        by=request.entered_by,
    )
    index_organization(organization)
    bump("organizations")
    log(instance=organization, action="organizations.change_approved", user=by)
    tell_organization(
        organization=organization,
        purpose="change_approved",
        about=request,
        subject=_("Your change is public now"),
        body=_("We have looked at the change you asked for. It is public now."),
    )
    return organization


def _invite_head(organization: Organization, email: str, by: User) -> None:
    """Invite the new representative, unless she is in the group already."""
    if not organization.memberships.current(timezone.localdate()).filter(user__email=email.lower()).exists():
        invite(organization=organization, email=email, role=Membership.Role.REPRESENTATIVE, by=by)


@transaction.atomic
def refuse_change(*, request: ChangeRequest, reason: str, by: User) -> ChangeRequest:
    """Leave everything as it is, and say why."""
    _decide(request, Status.REFUSED, by, reason)
    organization = Organization.objects.get(pk=request.object_id)
    log(instance=organization, action="organizations.change_refused", user=by, data={"reason": reason})
    tell_organization(
        organization=organization,
        purpose="change_refused",
        about=request,
        subject=_("About the change you asked for"),
        body=reason,
    )
    return request
