"""Setting a city up: its settings, lists, departments and first administrators, each kept by its own code."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from organizations.language import reading
from organizations.models import (
    ContactPoint,
    District,
    Organization,
    StaffRole,
    Text,
    User,
    Visibility,
)
from portal.models import CitySettings

Row = TypeVar("Row", bound=models.Model)


class Outcome(StrEnum):
    """What the keeping of one row did."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@transaction.atomic
def keep_row(*, model: type[Row], known_by: Mapping[str, Any], values: Mapping[str, Any]) -> tuple[Row, Outcome]:
    """Create the row known by these values, or change what differs. Raises ValidationError by field."""
    row = model._default_manager.filter(**known_by).first()
    fresh = row or model(**known_by)
    changed = {name: value for name, value in values.items() if getattr(fresh, name) != value}
    for name, value in changed.items():
        setattr(fresh, name, value)
    if row is not None and not changed:
        return row, Outcome.UNCHANGED
    fresh.full_clean()
    fresh.save()
    return fresh, Outcome.CREATED if row is None else Outcome.UPDATED


@transaction.atomic
def keep_settings(*, values: Mapping[str, Any]) -> Outcome:
    """Change the city's own settings."""
    settings = CitySettings.objects.first()
    known_by = {"pk": settings.pk} if settings else {}
    if settings is None and not values:
        return Outcome.UNCHANGED
    return keep_row(model=CitySettings, known_by=known_by or {"pk": 1}, values=values)[1]


@transaction.atomic
def keep_english(*, texts: type[Text], owner: Mapping[str, models.Model], title: str) -> bool:
    """Keep a row's English name beside it; an empty one takes it away. Returns whether anything changed."""
    known = texts._default_manager.filter(**owner, language="en")
    if not title:
        return bool(known.delete()[0])
    return keep_row(model=texts, known_by={**owner, "language": "en"}, values={"title": title})[1] != Outcome.UNCHANGED


@transaction.atomic
def link_districts(*, district: District, parents: Iterable[str], neighbours: Iterable[str]) -> None:
    """Say by their codes which districts this one lies in and beside. Raises ValidationError by field."""
    for field, codes in (("parents", set(parents)), ("neighbours", set(neighbours))):
        found = list(District.objects.filter(code__in=codes - {district.code}))
        if missing := codes - {one.code for one in found}:
            told = _("There is no other district with the code %(code)s.") % {"code": ", ".join(sorted(missing))}
            raise ValidationError({field: told})
        getattr(district, field).set(found)


@transaction.atomic
def keep_department(*, slug: str, values: Mapping[str, Any], phone: str, email: str, now: datetime) -> Outcome:
    """Keep a department of the city, with the telephone and mail address that everybody may see."""
    fixed = {"kind": Organization.Kind.DEPARTMENT, "status": Organization.Status.ACTIVE}
    named = {
        **values,
        "kana": values["kana"] or reading(values["name"]),
        "summary": values["summary"] or values["name"],
    }
    other = Organization.objects.filter(slug=slug).exclude(kind=Organization.Kind.DEPARTMENT)
    if other.exists():
        raise ValidationError({"slug": _("This code belongs to an organization that is not a department.")})
    department, outcome = keep_row(model=Organization, known_by={"slug": slug}, values={**named, **fixed})
    reached = [
        _keep_contact(department, kind, value, now)
        for kind, value in ((ContactPoint.Kind.PHONE, phone), (ContactPoint.Kind.MAIL, email))
    ]
    return Outcome.UPDATED if outcome == Outcome.UNCHANGED and any(reached) else outcome


def _keep_contact(department: Organization, kind: str, value: str, now: datetime) -> bool:
    shown = ContactPoint.objects.filter(organization=department, kind=kind, visibility=Visibility.PUBLIC)
    if list(shown.values_list("value", flat=True)) == ([value] if value else []):
        return False
    shown.delete()
    if value:
        ContactPoint.objects.create(
            organization=department, kind=kind, value=value, visibility=Visibility.PUBLIC, consented_at=now
        )
    return True


@transaction.atomic
def link_successors(*, slug: str, successors: Iterable[str]) -> None:
    """Say by their codes which departments follow on this one. Raises ValidationError by field."""
    wanted = set(successors)
    departments = Organization.objects.of_kind(Organization.Kind.DEPARTMENT)
    found = list(departments.filter(slug__in=wanted - {slug}))
    if missing := wanted - {one.slug for one in found}:
        told = _("There is no other department with the code %(code)s.") % {"code": ", ".join(sorted(missing))}
        raise ValidationError({"successors": told})
    departments.get(slug=slug).successors.set(found)


@transaction.atomic
def keep_administrator(*, email: str, staff_number: str, values: Mapping[str, Any]) -> Outcome:
    """Keep a person who may set everything up; known by staff number, else by mail address."""
    if not email and not staff_number:
        raise ValidationError({"email": _("Give a mail address or a staff number to sign in with.")})
    keys = {"email": email.lower() or None, "staff_number": staff_number or None, "is_superuser": True}
    existing = _find_person(email.lower(), staff_number)
    person = existing or User()
    if existing is None:
        person.set_unusable_password()
    changed = {name: value for name, value in {**keys, **values}.items() if getattr(person, name) != value}
    for name, value in changed.items():
        setattr(person, name, value)
    person.full_clean(exclude=["password"])
    person.save()
    role = Group.objects.get_or_create(name=StaffRole.ADMINISTRATOR)[0]
    joined = not person.groups.filter(pk=role.pk).exists()
    person.groups.add(role)
    return Outcome.CREATED if existing is None else Outcome.UPDATED if changed or joined else Outcome.UNCHANGED


def _find_person(email: str, staff_number: str) -> User | None:
    by_number = User.objects.filter(staff_number=staff_number).first() if staff_number else None
    return by_number or (User.objects.filter(email=email).first() if email else None)
