"""How what we keep of people is put right, and how it ends: on every floor alike."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from events.models import Registration
from events.services.registrations import cancel_registration
from organizations.models import Attachment, Delivery, Need, Offer, Organization, Purpose, Text, User
from organizations.services import exchange
from organizations.services.content_versions import bump
from organizations.services.index import index_organization
from organizations.services.memberships import end_all_memberships
from organizations.services.pictures import forget_pictures
from portal.services.personal import NOBODY, Found, Model, Person, field_of, squeeze, squeezed
from spaces.models import Booking, Loan
from spaces.services.bookings import cancel_booking
from spaces.services.loans import cancel_loan


def correct(found: Iterable[Found], *, who: Person, said: Mapping[str, str]) -> int:
    """Put what is right wherever the wrong stood: name, mail, telephone, and the reading. Return how many rows."""
    count = 0
    for one in found:
        rows = type(one.row)._default_manager.filter(pk=one.row.pk)
        changed = [
            rows.alias(old=squeezed(lookup)).filter(old__iexact=squeeze(old)).update(**{lookup: said[kind]})
            for kind, lookups in one.purpose.found_by.items()
            for lookup in lookups
            if lookup in one.purpose.items and lookup != "kana" and said.get(kind) and (old := getattr(who, kind))
        ]
        if said.get("kana") and "kana" in one.purpose.items:
            changed.append(rows.update(kana=said["kana"]))
        count += any(changed)
    return count


def _empty(field: Any) -> Any:
    """Say what a field holds when it says nothing of anybody."""
    if isinstance(field, models.JSONField):
        return field.get_default()
    return None if field.null else "" if field.blank else NOBODY


def _leave_event(row: Registration, by: User | None) -> None:
    if row.status not in Registration.ENDED and row.occurrence.ends_at > timezone.now():
        cancel_registration(registration=row, by=by)


def _leave_room(row: Booking, by: User | None) -> None:
    if Booking.Status.CANCELLED in Booking.MOVES[Booking.Status(row.status)] and row.ends_at > timezone.now():
        cancel_booking(booking=row, by=by)


def _leave_thing(row: Loan, by: User | None) -> None:
    if Loan.Status.CANCELLED in Loan.MOVES[Loan.Status(row.status)]:
        cancel_loan(loan=row, by=by)


def _leave_board(row: Need | Offer, by: User | None) -> None:
    if row.may_withdraw:
        exchange.withdraw(row=row, by=by)


def _leave_groups(row: User, by: User | None) -> None:
    end_all_memberships(user=row, by=by)


# What has to be given back before its holder is forgotten.
LEAVE: dict[Model, Callable[[Any, User | None], None]] = {
    Booking: _leave_room,
    Loan: _leave_thing,
    Need: _leave_board,
    Offer: _leave_board,
    Registration: _leave_event,
    User: _leave_groups,
}


def end(found: Iterable[Found], *, by: User | None) -> int:
    """Let rows about people go: delete them, or empty what is personal in them. Return how many."""
    grouped: dict[Model, list[Found]] = {}
    for one in found:
        if leave := LEAVE.get(type(one.row)):
            leave(one.row, by)
        grouped.setdefault(type(one.row), []).append(one)
    for model, ones in grouped.items():
        _end_rows(model, ones[0].purpose, [one.row.pk for one in ones])
    return sum(map(len, grouped.values()))


def _end_rows(model: Model, why: Purpose, pks: list[int]) -> None:
    keys = [f"{model._meta.label_lower}:{pk}" for pk in pks]
    rows = model._default_manager.filter(pk__in=pks)
    Delivery.objects.filter(about__in=keys).delete()
    ModelLogEntry.objects.filter(
        content_type__app_label=model._meta.app_label,
        content_type__model=model._meta.model_name,
        object_id__in=[str(pk) for pk in pks],
    ).update(label=NOBODY)
    _forget_translations(model, pks)
    papers, shown = _papers(rows, why), _pictures(rows, why)
    if why.row_stays:
        rows.update(**{name: _empty(field_of(model, name)) for name in why.items} | dict(why.afterwards))
    else:
        rows.delete()
    for paper in papers:
        transaction.on_commit(partial(paper.file.delete, save=False))
        paper.delete()
    forget_pictures(shown)
    if model is Organization:
        for organization in Organization.objects.filter(pk__in=pks):
            index_organization(organization)
    bump("organizations", "spaces", "events")


def _forget_translations(model: Model, pks: list[int]) -> None:
    for relation in model._meta.related_objects:
        if issubclass(relation.related_model, Text):
            relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": pks}).delete()


def _pictures(rows: models.QuerySet[Any], why: Purpose) -> set[int]:
    """List the pictures that were handed in with rows that go altogether."""
    names = {field.name for field in rows.model._meta.concrete_fields}
    if why.row_stays or "picture" not in names:
        return set()
    return set(rows.exclude(picture=None).values_list("picture", flat=True))


def _papers(rows: models.QuerySet[Any], why: Purpose) -> list[Attachment]:
    """List the papers that belong to these rows alone."""
    names = [name for name in why.items if field_of(rows.model, name).related_model is Attachment]
    return list(Attachment.objects.filter(pk__in=[pk for name in names for pk in rows.values_list(name, flat=True)]))
