"""The city's own list of groups, taken over: what a row says is kept once, however often it comes."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from organizations.models import ContactPoint, District, Organization, Topic, User, Visibility
from organizations.services.index import index_organization
from organizations.services.registry import add_contact, free_slug, reading_of

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"
FACTS = (
    "name",
    "kana",
    "kind",
    "summary",
    "purpose",
    "meeting",
    "joining",
    "fee",
    "age_from_months",
    "age_to_months",
    "website",
)
SETS: dict[str, tuple[type[District] | type[Topic], str]] = {"districts": (District, "code"), "topics": (Topic, "slug")}
WAYS = {"phone": ContactPoint.Kind.PHONE, "email": ContactPoint.Kind.MAIL}
Values = Mapping[str, Any]


def find_listed(values: Values) -> Organization | None:
    """Find the group a row speaks of: by its code, else by its name; a name must be the only one of its kind."""
    groups = Organization.objects.exclude(status=Organization.Status.MERGED)
    if slug := values.get("slug"):
        found = groups.filter(slug=slug).first()
        if found is None:
            raise ValidationError({"slug": _("There is no group with this code. Leave it empty for a new one.")})
        return found
    alike = list(groups.filter(name=values["name"])[:2])
    if len(alike) > 1:
        raise ValidationError({"name": _("There are several groups of this name. Please add the code.")})
    return alike[0] if alike else None


@transaction.atomic
def keep_listed(*, values: Values, by: User | None) -> tuple[Organization, str]:
    """Keep one row; an empty cell changes nothing. It is no attestation: the group has said nothing.

    Raises ValidationError by field.
    """
    known = find_listed(values)
    values = {**values, "kana": reading_of(values["name"], values["kana"]) if values.get("kana") else ""}
    group = known or Organization(status=Organization.Status.ACTIVE, summary="")
    changed = [name for name in FACTS if values.get(name) not in (None, "") and getattr(group, name) != values[name]]
    for name in changed:
        setattr(group, name, values[name])
    if known is None:
        group.kana = group.kana or reading_of(group.name)
        group.slug = free_slug(group.name, group.kana)
    group.full_clean(exclude=["picture"])
    if changed or known is None:
        group.save()
    has_ties = _keep_ties(group, values)
    outcome = CREATED if known is None else UPDATED if changed or has_ties else UNCHANGED
    if outcome != UNCHANGED:
        log(instance=group, action="organizations.listed", user=by, data={"fields": changed})
    return group, outcome


def _keep_ties(group: Organization, values: Values) -> bool:
    """Keep where a group stands and how it is reached; return whether that is new."""
    return any([*[_keep_set(group, name, values.get(name) or ()) for name in SETS], _keep_contacts(group, values)])


def _keep_set(group: Organization, name: str, codes: Sequence[str]) -> bool:
    model, key = SETS[name]
    rows = list(model._default_manager.filter(**{f"{key}__in": codes}))
    if missing := sorted(set(codes) - {getattr(row, key) for row in rows}):
        raise ValidationError({name: _("There is no such code: %(codes)s") % {"codes": " ".join(missing)}})
    ties = getattr(group, name)
    if not codes or set(ties.values_list("pk", flat=True)) == {row.pk for row in rows}:
        return False
    ties.set(rows)
    return True


def _keep_contacts(group: Organization, values: Values) -> bool:
    """Keep a telephone and a mail address; for other eyes than staff's only where the list says that they agreed."""
    said = values.get("visibility") or Visibility.STAFF
    fresh = False
    for name, kind in WAYS.items():
        value = values.get(name)
        if value and not group.contacts.filter(kind=kind, value=value).exists():
            add_contact(organization=group, kind=kind, value=value, visibility=said)
            fresh = True
    return fresh


def show_listed(group: Organization) -> None:
    """Let the search find what was taken over."""
    index_organization(group)
