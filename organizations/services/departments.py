"""1 April: a department ends, others follow on, and everything open moves with it in one step."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from organizations.models import (
    Appointment,
    ExchangeStatus,
    Introduction,
    Membership,
    Need,
    Offer,
    Organization,
    Partner,
    Project,
    User,
)
from organizations.services.content_versions import bump
from organizations.services.index import index_organization

CLOSED = (Project.Status.PUBLISHED, Project.Status.DECLINED, Project.Status.WITHDRAWN, Project.Status.STOPPED)
OPEN_SHEETS = (
    ExchangeStatus.DRAFT,
    ExchangeStatus.OPEN,
    ExchangeStatus.PAUSED,
    ExchangeStatus.IN_INTRODUCTION,
    ExchangeStatus.PARTLY_MET,
)


@dataclass(frozen=True)
class Moving:
    """One kind of record that moves: its name in words, which rows, and in which field the department stands."""

    name: Any
    rows: QuerySet[Any]
    field: str


def _moving(old: Organization, day: date) -> list[Moving]:
    """List what is open at a department on the last day before ``day``."""
    partners = Partner.objects.filter(organization=old).exclude(project__status__in=CLOSED)
    asking, answering = (Introduction.objects.alive().filter(**{side: old}) for side in ("asking", "answering"))
    return [
        Moving(_("projects"), partners, "organization"),
        Moving(_("needs"), Need.objects.filter(organization=old, status__in=OPEN_SHEETS), "organization"),
        Moving(_("offers"), Offer.objects.filter(organization=old, status__in=OPEN_SHEETS), "organization"),
        Moving(_("introductions for its needs"), asking, "asking"),
        Moving(_("introductions for its offers"), answering, "answering"),
        Moving(_("memberships"), Membership.objects.current(day).filter(organization=old), "organization"),
    ]


def _posts(old: Organization, day: date) -> QuerySet[Appointment]:
    return Appointment.objects.current(day).filter(organization=old)


def preview(*, old: Organization, day: date) -> list[tuple[Any, int]]:
    """Count what would move, kind by kind, and change nothing."""
    counts = [(moving.name, moving.rows.count()) for moving in _moving(old, day)]
    return [*counts, (_("staff appointments"), _posts(old, day).count())]


@transaction.atomic
def succeed(
    *,
    old: Organization,
    new: Organization,
    day: date,
    choose: Callable[[Any], bool] = lambda row: True,
    ends: bool = True,
    by: User | None,
) -> list[tuple[Any, int]]:
    """Move what is open at ``old`` to ``new`` as of ``day``, and say how much of each kind moved.

    With ``choose``, only the rows it keeps: a department that is split is moved in several steps, of which the last
    one ``ends`` it. What is closed stays where it was done.
    """
    if old.pk == new.pk or Organization.Kind.DEPARTMENT not in (old.kind, new.kind) or old.kind != new.kind:
        raise ValidationError(_("A department is followed by another department."), code="not_two_departments")
    moved = [(moving.name, _move(moving, new, choose)) for moving in _moving(old, day)]
    moved.append((_("staff appointments"), _move_posts(old, new, day, choose)))
    old.successors.add(new)
    if ends:
        old.valid_through = day - timedelta(days=1)
        old.valid_from = min(old.valid_from or old.valid_through, old.valid_through)
        old.status = Organization.Status.DISSOLVED
        old.save()
        index_organization(old)
        bump("organizations")
    data = {"to": new.slug, "moved": sum(count for _name, count in moved)}
    log(instance=old, action="organizations.succeed", user=by, data=data)
    return moved


def _move(moving: Moving, new: Organization, choose: Callable[[Any], bool]) -> int:
    """Move the chosen rows; one that the successor already has stands there once."""
    count = 0
    for row in moving.rows.order_by("pk"):
        if not choose(row):
            continue
        if _is_there(row, new):
            row.delete()
        else:
            setattr(row, moving.field, new)
            row.save(update_fields=[moving.field])
        count += 1
    return count


def _is_there(row: Any, new: Organization) -> bool:
    """Tell whether the successor is a partner, or the person a member, already."""
    if isinstance(row, Partner):
        return Partner.objects.filter(project=row.project_id, organization=new).exists()
    if isinstance(row, Membership):
        return Membership.objects.filter(user=row.user_id, organization=new, valid_through=None).exists()
    return False


def _move_posts(old: Organization, new: Organization, day: date, choose: Callable[[Any], bool]) -> int:
    """Let each post end with the old department and go on in the new one, so that the past stays true."""
    count = 0
    for post in _posts(old, day).order_by("pk"):
        if not choose(post):
            continue
        Appointment.objects.get_or_create(
            user=post.user,
            organization=new,
            role=post.role,
            valid_from=max(day, post.valid_from),
            defaults={"valid_through": post.valid_through, "is_concurrent": post.is_concurrent},
        )
        if post.valid_from >= day:
            post.delete()
        else:
            post.valid_through = day - timedelta(days=1)
            post.save(update_fields=["valid_through"])
        count += 1
    return count
