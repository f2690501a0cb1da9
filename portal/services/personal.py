"""The register of personal data: what every floor keeps of people, and where one person's rows are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Replace

from organizations.models import Purpose, User, purpose_of

Model = type[models.Model]
Key = str  # "organizations.user:5"
NOBODY = "—"
KINDS = ("email", "phone", "name")
IGNORED = " 　-‐－ー()（）"  # people and forms write these in numbers and names as they like
OF_USER = {"email": ("user__email",), "phone": ("user__phone",), "name": ("user__name",)}
# What other programs keep for us about the same people.
OTHERS: dict[Model, Purpose] = {
    EmailAddress: replace(
        User.PURPOSE, items=("email",), found_by={"email": ("email",)}, row_stays=False, afterwards={}
    ),
    Authenticator: replace(User.PURPOSE, items=("type",), found_by=OF_USER, row_stays=False, afterwards={}),
}


@dataclass(frozen=True, kw_only=True)
class Person:
    """Whom to look for."""

    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the register: a purpose and all that is kept for it."""

    purpose: Purpose
    items: list[str]
    persons: int

    @property
    def needs_notice(self) -> bool:
        """Above this number the city has to publish the file (個人情報ファイル簿, 個人情報保護法75条)."""
        limit: int = settings.PERSONAL_FILE_PERSONS
        return self.persons >= limit


@dataclass(frozen=True, kw_only=True)
class Found:
    """One row about a person. It is ``sure`` when the mail agrees, or telephone and name; else a guess.

    A telephone alone may be shared by a household or an office.
    """

    row: models.Model
    purpose: Purpose
    is_sure: bool

    @property
    def key(self) -> Key:
        return key_of(self.row)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """List what the row says: the name of each item, and its value in words."""
        said = [(field_of(type(self.row), name), _in_words(self.row, name)) for name in self.purpose.items]
        return [(str(field.verbose_name), value) for field, value in said if value]


def registered() -> Iterator[tuple[Model, Purpose]]:
    """Give every model that holds personal data, with its purpose."""
    for model in apps.get_models():
        if why := OTHERS.get(model) or purpose_of(model):
            yield model, why


def field_of(model: Model, name: str) -> Any:
    return model._meta.get_field(name)


def key_of(row: models.Model) -> Key:
    return f"{row._meta.label_lower}:{row.pk}"


def _in_words(row: models.Model, name: str) -> str:
    said = getattr(row, f"get_{name}_display", None)
    value = said() if said else getattr(row, name)
    return "" if value in (None, "", [], {}) else str(value)


def rows_of(model: Model, why: Purpose) -> models.QuerySet[Any]:
    return model._default_manager.filter(**why.among)


def persons_in(model: Model, why: Purpose) -> set[str]:
    """Collect by what each person is known there: the mail address, else the number, else the name."""
    lookups = [first for first, *_rest in why.found_by.values()]
    known = rows_of(model, why).order_by().values_list(*lookups).distinct()
    return {str(next((said for said in row if said), "")).lower() for row in known} - {"", NOBODY}


def register() -> list[Entry]:
    """List every purpose once, with the items and the persons of all its models."""
    grouped: dict[str, list[tuple[Model, Purpose]]] = {}
    for model, why in registered():
        grouped.setdefault(str(why.title), []).append((model, why))
    return [_entry(parts) for parts in grouped.values()]


def _entry(parts: list[tuple[Model, Purpose]]) -> Entry:
    fields = {name: field_of(model, name) for model, why in parts for name in why.items}
    items = dict.fromkeys(str(field.verbose_name) for name, field in fields.items() if field.verbose_name != name)
    known = set().union(*(persons_in(model, why) for model, why in parts))
    return Entry(purpose=parts[0][1], items=list(items), persons=len(known))


def squeezed(lookup: str) -> Any:
    """Say a column without spaces, hyphens and brackets."""
    plain: Any = models.F(lookup)
    return reduce(lambda said, sign: Replace(said, Value(sign), Value("")), IGNORED, plain)


def squeeze(said: str) -> str:
    return said.translate({ord(sign): None for sign in IGNORED})


def _about(model: Model, why: Purpose, who: Person, kinds: Iterable[str]) -> models.QuerySet[Any]:
    """Give the rows in which one of these kinds of sign agrees."""
    rows, agrees = rows_of(model, why), Q(pk__in=[])
    for kind in kinds:
        wanted = squeeze(getattr(who, kind))
        for number, lookup in enumerate(why.found_by.get(kind, ()) if wanted else ()):
            rows = rows.alias(**{f"{kind}_{number}": squeezed(lookup)})
            agrees |= Q(**{f"{kind}_{number}__iexact": wanted})
    return rows.filter(agrees).order_by("pk")


def find(who: Person) -> list[Found]:
    """Find every row about a person on every floor; those sure first."""
    found = []
    for model, why in registered():
        by = {kind: set(_about(model, why, who, (kind,)).values_list("pk", flat=True)) for kind in KINDS}
        sure = by["email"] | by["phone"] & by["name"]
        rows = _about(model, why, who, KINDS)
        found += [Found(row=row, purpose=why, is_sure=row.pk in sure) for row in rows]
    return sorted(found, key=lambda one: not one.is_sure)


def chosen(keys: Iterable[Key]) -> list[Found]:
    """Read rows again by their keys; those gone meanwhile are left out."""
    wanted: dict[str, list[int]] = {}
    for label, _colon, pk in (key.rpartition(":") for key in keys):
        wanted.setdefault(label, []).append(int(pk))
    return [
        Found(row=row, purpose=why, is_sure=True)
        for model, why in registered()
        for row in rows_of(model, why).filter(pk__in=wanted.get(model._meta.label_lower, ())).order_by("pk")
    ]


def account_of(user: User) -> list[Found]:
    """List the rows that let a person sign in."""
    parts = [
        (OTHERS[EmailAddress], EmailAddress.objects.filter(user=user)),
        (OTHERS[Authenticator], Authenticator.objects.filter(user=user)),
        (User.PURPOSE, User.objects.filter(pk=user.pk)),
    ]
    return [Found(row=row, purpose=why, is_sure=True) for why, rows in parts for row in rows]
