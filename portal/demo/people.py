"""Staff, groups and residents of the demo city."""

from datetime import date
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.models import Group

from organizations.models import (
    Appointment,
    ContactPoint,
    District,
    Enrolment,
    Membership,
    Organization,
    Topic,
    User,
    Visibility,
)
from organizations.services import registry
from portal.demo.words import words

MAIL = "{}@demo.example.jp"
SINCE = date(2020, 4, 1)


def coordinator() -> User:
    return User.objects.get(email=MAIL.format("coordinator"))


def group(key: str) -> Organization:
    """Find one of the demo groups by its key in the files."""
    name = next(row["row"][0] for row in words("groups")["groups"] if row["key"] == key)
    return Organization.objects.get(name=name)


def make_staff() -> None:
    for slug, name, kana, summary in words("network")["departments"]:
        values = {"name": name, "kana": kana, "summary": summary, "kind": Organization.Kind.DEPARTMENT}
        values |= {"status": Organization.Status.ACTIVE, "valid_from": SINCE}
        Organization.objects.get_or_create(slug=slug, defaults=values)
    for row in words("network")["staff"]:
        _staff(*row["who"])


def _staff(mail: str, name: str, kana: str, roles: list[str], department: str, number: str) -> None:
    values = {"name": name, "kana": kana, "staff_number": number, "is_superuser": "administrator" in roles}
    user, _new = User.objects.get_or_create(email=MAIL.format(mail), defaults=values)
    office = Organization.objects.get(slug=department)
    for role in Group.objects.filter(name__in=roles):
        Appointment.objects.get_or_create(user=user, organization=office, role=role, valid_from=SINCE)
        user.groups.add(role)
    if not is_mfa_enabled(user):
        TOTP.activate(user, generate_totp_secret())


def make_groups(today: date) -> None:
    for row in words("groups")["groups"]:
        if not Organization.objects.filter(name=row["row"][0]).exists():
            _group(row["key"], row["row"], today)


def _group(key: str, row: list[Any], today: date) -> None:
    name, kana, kind, district, door, summary, purpose, meeting, joining, fee, topics, ages, tags, phone = row
    head = User.objects.get_or_create(email=MAIL.format(key), defaults={"name": f"{name} 代表"})[0]
    made = registry.join_network(
        name=name,
        kana=kana,
        kind=kind,
        summary=summary,
        contact_kind=ContactPoint.Kind.PHONE,
        contact_value=phone,
        contact_visibility=Visibility.PUBLIC,
        by=head,
    )
    registry.approve(organization=made, by=coordinator())
    registry.update_organization(
        organization=made,
        fields={
            "purpose": purpose,
            "meeting": meeting,
            "joining": joining,
            "fee": fee,
            "age_from_months": ages[0],
            "age_to_months": ages[1],
        },
        topics=Topic.objects.filter(slug__in=topics),
        districts=District.objects.filter(code=district),
        tags=tags,
        by=head,
    )
    if door == Organization.Door.ENROLLED:
        _enrol(made, head, today)


def _enrol(organization: Organization, head: User, today: date) -> None:
    """Registered groups of a city that has used the portal for years: approved before this year began."""
    year = today.year - (today.month < 4)
    Enrolment.objects.create(
        organization=organization,
        fiscal_year=year,
        status=Enrolment.Status.APPROVED,
        representative=head.name,
        members=12,
        declares=True,
        decided_by=coordinator(),
        entered_by=head,
        decision_number=f"{year}-こ-{head.pk:03d}",
    )
    Organization.objects.filter(pk=organization.pk).update(door=Organization.Door.ENROLLED, publishes_at_once=True)


def make_residents() -> None:
    """A family with an address, and the leader of わらべうたの会, who is 72 and has none."""
    User.objects.get_or_create(email=MAIL.format("family"), defaults={"name": "小林 あおい", "kana": "こばやし あおい"})
    head = User.objects.get(email=MAIL.format("warabe")) if _has_mail("warabe") else None
    if head:
        head.email, head.name, head.phone = None, "松永 千代", "000-201-0002"
        head.save(update_fields=["email", "name", "phone"])


def _has_mail(key: str) -> bool:
    return User.objects.filter(email=MAIL.format(key)).exists()


def members_of(organization: Organization) -> User:
    """The one who speaks for a group."""
    return Membership.objects.filter(organization=organization).earliest("pk").user
