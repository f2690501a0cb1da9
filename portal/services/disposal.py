"""Time is over: what is kept for people goes by itself, what is official goes when somebody has approved it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from organizations.models import Purpose, User
from organizations.services.moves import move
from portal.models import Disposal
from portal.services import endings, personal
from portal.services.personal import Found, Model


def over(model: Model, why: Purpose, day: date) -> models.QuerySet[Any]:
    """Give the rows whose time was over before ``day``; a model may say so itself, by ``to_forget``."""
    rows: Any = personal.rows_of(model, why)
    found: models.QuerySet[Any] = (
        rows.to_forget(day) if hasattr(rows, "to_forget") else rows.filter(delete_after__lt=day)
    )
    return found


def _with_term(*, official: bool) -> list[tuple[Model, Purpose]]:
    """List the models whose rows say until when they are kept."""
    return [
        (model, why)
        for model, why in personal.registered()
        if why.is_official == official and "delete_after" in {field.name for field in model._meta.fields}
    ]


@transaction.atomic
def forget_due(*, day: date) -> int:
    """Let everything go whose time is over and which is not official; return how many rows. Safe to run twice."""
    found = [
        Found(row=row, purpose=why, is_sure=True)
        for model, why in _with_term(official=False)
        for row in over(model, why, day)
    ]
    return endings.end(found, by=None)


def proposed(day: date) -> list[Found]:
    """List the official records whose time is over and which nobody has approved yet."""
    approved = set(
        Disposal.objects.filter(status=Disposal.Status.APPROVED).values_list("model", "object_id").iterator()
    )
    return [
        Found(row=row, purpose=why, is_sure=True)
        for model, why in _with_term(official=True)
        for row in over(model, why, day).order_by("delete_after", "pk")
        if (model._meta.label_lower, row.pk) not in approved
    ]


@transaction.atomic
def approve(*, keys: Iterable[personal.Key], day: date, by: User) -> list[Disposal]:
    """Agree that these official records go tonight. Raises ValidationError (code: not_due) for any other."""
    due = {one.key: one for one in proposed(day)}
    if not (wanted := list(keys)) or not set(wanted) <= set(due):
        raise ValidationError(_("Please choose from the records whose time is over."), code="not_due")
    rows = []
    for one in (due[key] for key in wanted):
        term = getattr(one.row, "delete_after", day)
        row = Disposal.objects.create(
            model=one.row._meta.label_lower, object_id=one.row.pk, due_on=term, approved_by=by
        )
        log(row, "portal.disposal.approve", user=by)
        rows.append(row)
    return rows


@transaction.atomic
def keep(*, row: Disposal, by: User) -> Disposal:
    """Take one record off tonight's list. Raises ValidationError (code: moved_on) when it is gone."""
    return move(row, Disposal.Status.KEPT, action="portal.disposal.keep", by=by)


@transaction.atomic
def carry_out(*, now: datetime) -> int:
    """Let go what was approved, with a line in the log; return how many. Safe to run twice."""
    rows = list(Disposal.objects.filter(status=Disposal.Status.APPROVED).select_related("approved_by"))
    for row in rows:
        endings.end(personal.chosen([str(row)]), by=row.approved_by)
        move(row, Disposal.Status.DONE, action="portal.disposal.carry_out", by=row.approved_by, done_at=now)
    return len(rows)
