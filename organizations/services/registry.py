"""A group or a person joins the network, is looked at, and keeps its own page true."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from organizations.language import hiragana, is_kana, key, reading, slug_from_reading
from organizations.models import (
    Attestation,
    Channel,
    ContactPoint,
    District,
    FormerSlug,
    Guardian,
    Membership,
    Organization,
    Topic,
    User,
    Visibility,
)
from organizations.services.content_versions import bump
from organizations.services.deliveries import tell
from organizations.services.index import index_organization
from organizations.services.memberships import invite

RESERVED = {"join", "enrol", "new", "kana"}
ASK_AGAIN_DAYS = 365


def free_slug(name: str, kana: str = "") -> str:
    """Make an address from the reading that no group has or ever had."""
    stem = slug_from_reading(name, kana) or "group"
    taken = set(Organization.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    taken |= set(FormerSlug.objects.filter(slug__startswith=stem).values_list("slug", flat=True)) | RESERVED
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def reading_of(name: str, kana: str = "") -> str:
    """Say how a name is read: as given, as written if in kana or Latin letters, else as the dictionary reads it."""
    if kana:
        return hiragana(key(kana))[:120]
    written = hiragana(key(name)) if is_kana(name) or name.isascii() else reading(name)
    return (written or key(name))[:120]


def attest(
    *,
    organization: Organization,
    fields: Iterable[str],
    channel: str = Channel.WEB,
    on_behalf_of: str = "",
    by: User | None,
) -> Attestation:
    """Write down who said, today and how, that these fields are true."""
    today = timezone.localdate()
    return Attestation.objects.create(
        organization=organization,
        fields=sorted(fields),
        channel=channel,
        on_behalf_of=on_behalf_of,
        entered_by=by,
        attested_on=today,
        next_due=today + timedelta(days=ASK_AGAIN_DAYS),
    )


def add_contact(
    *, organization: Organization, kind: str, value: str, visibility: str = Visibility.STAFF, note: str = ""
) -> ContactPoint:
    """Keep one way to reach a group; whoever names it for more eyes than staff's agrees by doing so."""
    consented = None if visibility == Visibility.STAFF else timezone.now()
    return ContactPoint.objects.create(
        organization=organization, kind=kind, value=value, note=note, visibility=visibility, consented_at=consented
    )


@transaction.atomic
def join_network(
    *,
    name: str,
    summary: str,
    contact_kind: str,
    contact_value: str,
    contact_visibility: str = Visibility.STAFF,
    kind: str = Organization.Kind.CIRCLE,
    kana: str = "",
    slug: str = "",
    visibility: str = "",
    channel: str = Channel.WEB,
    on_behalf_of: str = "",
    by: User | None,
) -> Organization:
    """つながり登録: a group or a person is written down, and waits for a coordinator's look.

    Who joins for herself while signed in becomes the representative; with ``on_behalf_of``, ``by`` is staff and does
    not. One person is seen by coordinators only unless ``visibility`` says otherwise.
    """
    is_person = kind == Organization.Kind.PERSON
    organization = Organization.objects.create(
        slug=slug or free_slug(name, kana),
        name=name,
        kana=reading_of(name, kana),
        kind=kind,
        summary=summary,
        visibility=visibility or (Visibility.STAFF if is_person else Visibility.PUBLIC),
    )
    add_contact(organization=organization, kind=contact_kind, value=contact_value, visibility=contact_visibility)
    said = ("name", "summary", "contacts")
    attest(organization=organization, fields=said, channel=channel, on_behalf_of=on_behalf_of, by=by)
    if by is not None and not on_behalf_of:
        head = Membership.Role.REPRESENTATIVE
        Membership.objects.create(user=by, organization=organization, role=head, valid_from=timezone.localdate())
    log(instance=organization, action="organizations.join", user=by, data={"channel": channel})
    return organization


def people_to_tell(organization: Organization) -> list[dict[str, str]]:
    """List whom to tell about a group: its representatives, or else the first contact that can be told something.

    For a children's own group that is its guardian, and the coordinator in charge.
    """
    if guardian := Guardian.objects.filter(organization=organization).select_related("coordinator").first():
        return _adults(guardian)
    today = timezone.localdate()
    heads = Membership.objects.current(today).filter(organization=organization, role=Membership.Role.REPRESENTATIVE)
    people = [
        {"name": row.user.name, "email": row.user.email or "", "phone": row.user.phone, "language": row.user.language}
        for row in heads.select_related("user").order_by("pk")
    ]
    reachable = [person for person in people if person["email"] or person["phone"]]
    return reachable or [_contact_to_tell(organization)]


def _adults(guardian: Guardian) -> list[dict[str, str]]:
    """Name the adults who hear what is meant for children."""
    person = {"name": guardian.name, "email": guardian.email, "phone": guardian.phone, "language": "ja"}
    staff = guardian.coordinator
    if staff is None:
        return [person]
    return [person, {"name": staff.name, "email": staff.email or "", "phone": staff.phone, "language": staff.language}]


def _contact_to_tell(organization: Organization) -> dict[str, str]:
    """Pick the mail address of a group, else its telephone, else only its name (to be printed)."""
    ways = {contact.kind: contact.value for contact in organization.contacts.order_by("-pk")}
    email, phone = ways.get(ContactPoint.Kind.MAIL, ""), ways.get(ContactPoint.Kind.PHONE, "")
    return {"name": organization.name, "email": email, "phone": phone, "language": "ja"}


def tell_organization(
    *, organization: Organization, purpose: str, about: Any, subject: Any, body: Any, spoken: Any = ""
) -> None:
    """Tell everybody who speaks for a group, by mail or, in the words of ``spoken``, on the call list."""
    for person in people_to_tell(organization):
        tell(
            purpose=purpose,
            about=about,
            subject=subject,
            body=body,
            spoken=spoken,
            name=person["name"],
            email=person["email"],
            phone=person["phone"],
            language=person["language"],
        )


@transaction.atomic
def approve(*, organization: Organization, by: User | None) -> Organization:
    """A coordinator has looked: the group is in the network from now on, and is told so."""
    if organization.status != Organization.Status.PENDING:
        raise ValidationError(_("This group has been looked at already."), code="not_pending")
    organization.status = Organization.Status.ACTIVE
    organization.save(update_fields=["status", "updated_at"])
    log(instance=organization, action="organizations.open", user=by)
    index_organization(organization)
    bump("organizations")
    if by is not None:
        _hand_over(organization, by)
    tell_organization(
        organization=organization,
        purpose="organization_open",
        about=organization,
        subject=_("You are part of the children’s network"),
        body=_("Your page is open. Sign in with your mail address to add to it, or call us and we will do it for you."),
        spoken=_("Your page is open. Whatever you would like to add or change: tell us, and we do it for you."),
    )
    return organization


def _hand_over(organization: Organization, by: User) -> None:
    """Invite whoever gave a mail address to look after the page, if nobody represents the group yet."""
    mail = organization.contacts.filter(kind=ContactPoint.Kind.MAIL).order_by("pk").first()
    if mail and not organization.memberships.exists():
        invite(organization=organization, email=mail.value, role=Membership.Role.REPRESENTATIVE, by=by)


@transaction.atomic
def decline(*, organization: Organization, reason: str, by: User | None) -> Organization:
    """A coordinator does not open the group, and says why."""
    if organization.status != Organization.Status.PENDING:
        raise ValidationError(_("This group has been looked at already."), code="not_pending")
    organization.status = Organization.Status.SUSPENDED
    organization.save(update_fields=["status", "updated_at"])
    log(instance=organization, action="organizations.decline", user=by, data={"reason": reason})
    tell_organization(
        organization=organization,
        purpose="organization_declined",
        about=organization,
        subject=_("About your registration with the children’s network"),
        body=reason,
    )
    return organization


LOW_RISK = (
    "summary",
    "purpose",
    "joining",
    "meeting",
    "fee",
    "aliases",
    "age_from_months",
    "age_to_months",
    "languages",
    "picture",
    "founded_on",
    "size",
    "website",
    "visibility",
)


@transaction.atomic
def let_publish_at_once(*, organization: Organization, by: User) -> Organization:
    """Trust a group: its events show at once, and are looked at afterwards. Saying it twice changes nothing."""
    if organization.publishes_at_once:
        return organization
    organization.publishes_at_once = True
    organization.save(update_fields=["publishes_at_once", "updated_at"])
    log(instance=organization, action="organizations.trust", user=by)
    tell_organization(
        organization=organization,
        purpose="organization_trusted",
        about=organization,
        subject=_("Your events show at once from now on"),
        body=_("Thank you for your good events. From now on they are public as soon as you publish them."),
    )
    return organization


@transaction.atomic
def update_organization(
    *,
    organization: Organization,
    fields: Mapping[str, Any],
    topics: Iterable[Topic] | None = None,
    districts: Iterable[District] | None = None,
    tags: Iterable[str] | None = None,
    channel: str = Channel.WEB,
    on_behalf_of: str = "",
    by: User | None,
) -> Organization:
    """Change what a group says about itself; it shows at once and counts as confirmed today.

    ``fields`` may name those in LOW_RISK only: name, kana, kind and contacts go through ``changes.propose_change``.
    """
    if strange := set(fields) - set(LOW_RISK):
        raise ValueError(f"not open to a direct edit: {sorted(strange)}")
    for field, value in fields.items():
        setattr(organization, field, value)
    organization.save()
    sets = {"topics": topics, "districts": districts}
    for name, rows in sets.items():
        if rows is not None:
            getattr(organization, name).set(rows)
    if tags is not None:
        organization.tags.set(list(tags))
    named = [*fields, *(name for name, rows in (*sets.items(), ("tags", tags)) if rows is not None)]
    attest(organization=organization, fields=named, channel=channel, on_behalf_of=on_behalf_of, by=by)
    log(instance=organization, action="organizations.edit", user=by, data={"fields": sorted(named)})
    index_organization(organization)
    bump("organizations")
    return organization
