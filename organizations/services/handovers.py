"""引き継ぎ: cases, introductions and promises go from one coordinator to another, each acknowledged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from organizations.models import Case, CaseAccess, Handover, HandoverItem, Introduction, Note, User
from organizations.services.casework import LONGEST, entrust, note_reading
from organizations.services.deliveries import tell


@dataclass(frozen=True, kw_only=True)
class Opened:
    """One item as its reader sees it: a case is open, with the notes left for whoever takes over, or only a number."""

    item: HandoverItem
    is_open: bool
    notes: list[Note]


@transaction.atomic
def prepare_handover(
    *, giver: User, taker: User, until: date | None, promises: Iterable[str] = (), day: date, by: User
) -> Handover:
    """Gather all that is in one coordinator's hands for another. Raises ValidationError (code: same, until)."""
    if giver.pk == taker.pk:
        raise ValidationError(_("Please choose somebody else."), code="same")
    if until and not day <= until <= day + LONGEST:
        raise ValidationError(_("Please choose a day within a year."), code="until")
    pack = Handover.objects.create(giver=giver, taker=taker, until=until)
    cases = Case.objects.alive().filter(owner=giver)
    items = [HandoverItem(handover=pack, case=row, due_on=row.due_on) for row in cases]
    talks = Introduction.objects.alive().filter(coordinator=giver)
    items += [HandoverItem(handover=pack, introduction=row, due_on=row.follow_up_on) for row in talks]
    items += [HandoverItem(handover=pack, promise=text) for text in promises]
    HandoverItem.objects.bulk_create(items)
    log(pack, "organizations.handover.prepare", user=by, data={"items": len(items)})
    tell(
        purpose="handover",
        about=pack,
        subject=format_lazy(_("{who} hands work over to you"), who=giver.name),
        body=_("Please look through the list at the coordinators’ desk and take each item over."),
        name=taker.name,
        email=taker.email,
        phone=taker.phone,
    )
    return pack


@transaction.atomic
def opened(*, pack: Handover, by: User, day: date) -> list[Opened]:
    """Give the items as one of the two sides may read them, and note each case read."""
    rows = pack.items.select_related("case", "introduction__asking", "introduction__answering")
    cases = [item.case_id for item in rows if item.case_id]
    readable = set(Case.objects.readable_by(by, day).filter(pk__in=cases).values_list("pk", flat=True))
    left: dict[int, list[Note]] = {}
    for note in Note.objects.filter(case__in=cases, for_successor=True).select_related("author"):
        left.setdefault(note.case_id, []).append(note)
    found = []
    for item in rows:
        is_offered = pack.taker_id == by.pk and item.taken_at is None and _is_givers(item, pack)
        is_open = item.case is not None and (is_offered or item.case_id in readable)
        if item.case and is_open:
            note_reading(case=item.case, purpose=str(_("handover")), by=by)
        found.append(Opened(item=item, is_open=is_open, notes=left.get(item.case_id or 0, []) if is_open else []))
    return found


@transaction.atomic
def take_item(*, item: HandoverItem, now: datetime, by: User) -> HandoverItem:
    """Take one thing over; taken twice it stays taken. With the last one the handover is done.

    Raises ValidationError (code: moved_on) for what is no longer the giver's to give.
    """
    pack = Handover.objects.select_for_update().get(pk=item.handover_id)
    item = HandoverItem.objects.select_related("case", "introduction").get(pk=item.pk)
    if item.taken_at:
        return item
    if not _is_givers(item, pack):
        raise ValidationError(_("This is in other hands by now. Please ask your colleague."), code="moved_on")
    _pass_on(item, pack, by)
    item.taken_at = now
    item.save(update_fields=["taken_at"])
    if not pack.items.filter(taken_at=None).exists():
        pack.done_at = now
        pack.save(update_fields=["done_at"])
    log(pack, "organizations.handover.take", user=by, data={"item": item.pk})
    return item


@transaction.atomic
def withdraw_handover(*, pack: Handover, now: datetime, by: User) -> None:
    """Take back what nobody has taken over yet."""
    pack = Handover.objects.select_for_update().get(pk=pack.pk)
    log(pack, "organizations.handover.withdraw", user=by)
    pack.items.filter(taken_at=None).delete()
    if pack.items.exists():
        pack.done_at = now
        pack.save(update_fields=["done_at"])
    else:
        pack.delete()


def _is_givers(item: HandoverItem, pack: Handover) -> bool:
    """Tell whether a thing is still in the giver's hands: what somebody else has by now is not offered."""
    if item.case:
        return item.case.owner_id == pack.giver_id
    return item.introduction is None or item.introduction.coordinator_id == pack.giver_id


def _pass_on(item: HandoverItem, pack: Handover, by: User) -> None:
    """For good a thing changes hands; for a time the taker is let in beside the giver."""
    if item.introduction and not pack.until:
        item.introduction.coordinator = pack.taker
        item.introduction.save(update_fields=["coordinator"])
    if item.case and pack.until:
        reason = str(_("stands in for %(who)s") % {"who": pack.giver.name})
        CaseAccess.objects.create(
            case=item.case, user=pack.taker, until=pack.until, reason=reason, granted_by=pack.giver
        )
    elif item.case:
        entrust(case=item.case, to=pack.taker, by=by)
