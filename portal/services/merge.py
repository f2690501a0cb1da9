"""Two records that were one group all along: everything of the one moves to the other, and can move back."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from organizations.models import (
    Attestation,
    Evidence,
    FormerSlug,
    MergeRecord,
    Organization,
    OrganizationText,
    User,
)
from organizations.services.changes import waiting_for
from organizations.services.content_versions import bump
from organizations.services.index import index_organization
from organizations.services.moves import move

Status = Organization.Status
Kind = Organization.Kind
# What speaks of one record itself stays with it: its words, who confirmed them, what was seen of it.
STAYS = (OrganizationText, Attestation, Evidence, MergeRecord)
FIRST_ROLES = ("lead", "representative")
Line = tuple[str, str, int, Any]  # model, field, row, the value before


@dataclass
class Plan:
    """What moves and what stays, row by row; counted in words for those who look at it first."""

    moved: list[Line] = field(default_factory=list)
    stays: list[Line] = field(default_factory=list)

    def counts(self) -> list[tuple[str, int, int]]:
        """List each kind of record with how many of it move, and how many stay because the other has the same."""
        moved, stays = (Counter(line[0] for line in lines if line[1] != "role") for lines in (self.moved, self.stays))
        labels = list(dict.fromkeys([*moved, *stays]))
        return [(name_of(apps.get_model(label)), moved[label], stays[label]) for label in labels]


def name_of(model: type[models.Model]) -> str:
    """Name a kind of record; a bare tie by what it ties to."""
    owner: Any = model._meta.auto_created
    if not owner:
        return str(model._meta.verbose_name_plural)
    return str(next(tie for tie in owner._meta.many_to_many if tie.remote_field.through is model).verbose_name)


def relations() -> Iterator[tuple[type[models.Model], str]]:
    """Give every field on any floor that points at an organization and moves with it."""
    for model in apps.get_models(include_auto_created=True):
        for one in model._meta.concrete_fields:
            if one.related_model is Organization and model not in STAYS:
                yield model, one.name


def _refuse(merged: Organization, kept: Organization) -> None:
    if merged.pk == kept.pk:
        raise ValidationError(_("This is the same record."), code="same")
    if {merged.status, kept.status} & {Status.MERGED, Status.DISSOLVED} or Kind.DEPARTMENT in (merged.kind, kept.kind):
        raise ValidationError(_("These two cannot be merged: one has ended, or is a department."), code="ended")
    if waiting_for(merged) or waiting_for(kept):
        raise ValidationError(_("A change of one of them waits. Please decide on it first."), code="waiting")


def _locked(merged: Organization, kept: Organization) -> tuple[Organization, Organization]:
    """Take both as they are now: of two who merge them at once, in one direction or both, the second is refused."""
    pair = Organization.objects.select_for_update().filter(pk__in=(merged.pk, kept.pk)).order_by("pk")
    rows = {row.pk: row for row in pair}
    return rows[merged.pk], rows[kept.pk]


@transaction.atomic
def merge(*, merged: Organization, kept: Organization, by: User) -> MergeRecord:
    """Move everything of ``merged`` to ``kept``; its old address leads there from now on."""
    merged, kept = _locked(merged, kept)
    _refuse(merged, kept)
    record = MergeRecord(merged=merged, kept=kept, status_before=merged.status, merged_by=by)
    record.moved = _move_all(merged, kept).moved
    record.save()
    move(merged, Status.MERGED, action="organizations.merge", by=by, data={"into": kept.slug})
    FormerSlug.objects.create(slug=merged.slug, organization=kept, merged_at=timezone.now())
    log(instance=kept, action="organizations.take_in", user=by, data={"from": merged.slug})
    _show(merged, kept)
    return record


def rehearse(*, merged: Organization, kept: Organization) -> Plan:
    """Do it and take it back at once: what it says is what would happen."""
    _refuse(merged, kept)
    with transaction.atomic():
        plan = _move_all(merged, kept)
        transaction.set_rollback(True)
    return plan


def _move_all(merged: Organization, kept: Organization) -> Plan:
    plan = Plan()
    for model, name in relations():
        _move(plan, model, name, merged, kept)
    return plan


def _move(plan: Plan, model: type[models.Model], name: str, merged: Organization, kept: Organization) -> None:
    """Move the rows of one kind at once; where some cannot, one by one."""
    rows = model._base_manager.filter(**{name: merged})
    numbers = list(rows.order_by("pk").values_list("pk", flat=True))
    lines: list[Line] = [(model._meta.label, name, pk, merged.pk) for pk in numbers]
    if not lines or _update(model, numbers, {name: kept}):
        plan.moved += lines
        return
    for line in lines:
        if _update(model, [line[2]], {name: kept}):
            plan.moved.append(line)
        else:
            plan.stays.append(line)
            plan.moved += _hand_over_role(model, name, line[2], kept)


def _update(model: type[models.Model], numbers: list[int], values: dict[str, Any]) -> bool:
    """Change rows whatever their number; False when the database knows a reason against it."""
    try:
        with transaction.atomic():
            model._base_manager.filter(pk__in=numbers).update(**values)
    except IntegrityError:
        return False
    return True


def _hand_over_role(model: type[models.Model], name: str, pk: int, kept: Organization) -> list[Line]:
    """Where both stand, the one that stays behind gives its leading part to the other."""
    row: Any = model._base_manager.get(pk=pk)
    if getattr(row, "role", "") not in FIRST_ROLES:
        return []
    others = {one.name for one in model._meta.concrete_fields if one.is_relation} & {"event", "project", "user"}
    same = {other: getattr(row, f"{other}_id") for other in others}
    twin: Any = model._base_manager.filter(**{name: kept, **same}).order_by("pk").last()
    if twin is None or twin.role == row.role:
        return []
    before = [(model._meta.label, "role", row.pk, row.role), (model._meta.label, "role", twin.pk, twin.role)]
    given = row.role
    _update(model, [row.pk], {"role": twin.role})
    _update(model, [twin.pk], {"role": given})
    return before


@transaction.atomic
def undo_merge(*, record: MergeRecord, by: User) -> Organization:
    """Move everything back that moved and is still there, and let the old record stand again as it did."""
    record = MergeRecord.objects.select_for_update().get(pk=record.pk)
    record.merged, record.kept = _locked(record.merged, record.kept)
    if not record.may_be_undone(timezone.now()):
        raise ValidationError(_("This merging can no longer be taken back."), code="too_late")
    _move_back(record)
    record.undone_at = timezone.now()
    record.save(update_fields=["undone_at"])
    FormerSlug.objects.filter(slug=record.merged.slug, organization=record.kept).delete()
    move(record.merged, record.status_before, action="organizations.merge_undone", by=by)
    _show(record.merged, record.kept)
    return record.merged


def _move_back(record: MergeRecord) -> None:
    for (label, name, value), lines in groupby(reversed(record.moved), key=lambda line: (line[0], line[1], line[3])):
        model = apps.get_model(label)
        column = name if name == "role" else f"{name}_id"
        rows = model._base_manager.filter(pk__in=[line[2] for line in lines])
        if name != "role":  # what has gone on to a third group since is that group's
            rows = rows.filter(**{name: record.kept})
        numbers = list(rows.values_list("pk", flat=True))
        if not _update(model, numbers, {column: value}):
            for number in numbers:
                _update(model, [number], {column: value})


def _show(*organizations: Organization) -> None:
    for organization in organizations:
        index_organization(organization)
    bump("organizations")
    bump("events")
