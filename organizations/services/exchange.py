"""Needs and offers: written down, shown on the board, answered, and gone when their time is over."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from organizations.models import (
    Channel,
    District,
    ExchangeStatus,
    Introduction,
    Need,
    NeedText,
    Offer,
    OfferText,
    Organization,
    Topic,
    UnmetReason,
    User,
)
from organizations.services.moves import move
from organizations.services.registry import tell_organization

Sheet = TypeVar("Sheet", bound=Need | Offer)
Words = Mapping[str, Any]

NEED_DAYS = 60
KEPT_DAYS = 365  # for the year's statistics and questions; the words are deleted after
REMINDERS = (14, 3, 0)
FORGOTTEN = {"title": "—", "text": "", "reason": "", "on_behalf_of": "", "delete_after": None}
ENDS = (ExchangeStatus.MET, ExchangeStatus.PARTLY_MET, ExchangeStatus.UNMET)


def fiscal_year_end(day: date) -> date:
    return date(day.year + (day.month > 3), 3, 31)


def last_day(sheet: type[models.Model], today: date) -> date:
    """Say until when a need (60 days) or an offer (the fiscal year) stands when nobody says otherwise."""
    return today + timedelta(days=NEED_DAYS) if sheet is Need else fiscal_year_end(today)


@transaction.atomic
def keep_draft(
    *,
    sheet: type[Sheet],
    organization: Organization,
    words: Words,
    districts: Iterable[District] = (),
    topics: Iterable[Topic] = (),
    tags: Iterable[str] = (),
    channel: str = Channel.WEB,
    on_behalf_of: str = "",
    by: User | None,
) -> Sheet:
    """Write down a need or an offer that nobody sees yet. With ``on_behalf_of``, ``by`` writes for somebody else."""
    today = timezone.localdate()
    row = sheet(**words, organization=organization, channel=channel, on_behalf_of=on_behalf_of, entered_by=by)
    row.valid_until = row.valid_until or last_day(sheet, max(today, row.valid_from or today))
    row.delete_after = row.valid_until + timedelta(days=KEPT_DAYS)
    row.save()
    _connect(row, districts, topics, tags)
    log(instance=row, action="organizations.exchange.write", user=by, data={"channel": channel})
    return row


def _connect(row: Need | Offer, districts: Iterable[District], topics: Iterable[Topic], tags: Iterable[str]) -> None:
    row.districts.set(districts)
    row.topics.set(topics)
    row.tags.set(list(tags))


@transaction.atomic
def post(
    *,
    sheet: type[Sheet],
    organization: Organization,
    words: Words,
    districts: Iterable[District] = (),
    topics: Iterable[Topic] = (),
    tags: Iterable[str] = (),
    channel: str = Channel.WEB,
    on_behalf_of: str = "",
    by: User | None,
) -> Sheet:
    """Write down a need or an offer and show it. Raises ValidationError (code: not_listed, over)."""
    row = keep_draft(
        sheet=sheet,
        organization=organization,
        words=words,
        districts=districts,
        topics=topics,
        tags=tags,
        channel=channel,
        on_behalf_of=on_behalf_of,
        by=by,
    )
    return show(row=row, by=by)


@transaction.atomic
def edit(
    *,
    row: Sheet,
    words: Words,
    districts: Iterable[District],
    topics: Iterable[Topic],
    tags: Iterable[str],
    by: User | None,
) -> Sheet:
    """Change what a need or an offer says. Raises ValidationError (code: moved_on) when it is over."""
    if not row.MOVES[ExchangeStatus(row.status)]:
        raise ValidationError(_("This is over and cannot be changed any more."), code="moved_on")
    for name, value in words.items():
        setattr(row, name, value)
    if row.valid_until:
        row.delete_after = row.valid_until + timedelta(days=KEPT_DAYS)
    row.save()
    _connect(row, districts, topics, tags)
    log(instance=row, action="organizations.exchange.edit", user=by, data={"fields": sorted(words)})
    return row


@transaction.atomic
def show(*, row: Sheet, by: User | None) -> Sheet:
    """Open a draft, or one that rested or ran out. Raises ValidationError (code: moved_on, not_listed, over)."""
    today = timezone.localdate()
    if row.organization.status not in Organization.LISTED:
        raise ValidationError(_("Your group is not in the network yet; we will look at it soon."), code="not_listed")
    if row.valid_until and row.valid_until < today:
        raise ValidationError(_("Its last day is over. Please choose a later day first."), code="over")
    return move(
        row,
        ExchangeStatus.OPEN,
        action="organizations.exchange.open",
        by=by,
        opened_at=timezone.now(),
        reason="",
        reason_code="",
    )


@transaction.atomic
def pause(*, row: Sheet, by: User | None) -> Sheet:
    """Take a need or an offer off the board for a while. Raises ValidationError (code: moved_on)."""
    return move(row, ExchangeStatus.PAUSED, action="organizations.exchange.pause", by=by)


@transaction.atomic
def withdraw(*, row: Sheet, by: User | None) -> Sheet:
    """Take a need or an offer back for good; what was being introduced is called off with it.

    Raises ValidationError (code: moved_on).
    """
    move(row, ExchangeStatus.WITHDRAWN, action="organizations.exchange.withdraw", by=by)
    waiting = row.introductions.filter(status__in=(Introduction.Status.PROPOSED, Introduction.Status.ASKED))
    for introduction in waiting:
        move(introduction, Introduction.Status.WITHDRAWN, action="organizations.introduction.withdraw", by=by)
    return row


@transaction.atomic
def close(*, row: Sheet, status: str, reason_code: str = "", reason: str = "", by: User | None) -> Sheet:
    """Say how it ended: met, partly met, or not met and why.

    Raises ValidationError (code: moved_on, reason_code, reason).
    """
    if status not in ENDS:
        raise ValueError(f"not an end: {status}")
    code = reason_code if status == ExchangeStatus.UNMET else ""
    if status == ExchangeStatus.UNMET and code not in UnmetReason.values:
        raise ValidationError(_("Please choose why; it shows us what the city lacks."), code="reason_code")
    if code == UnmetReason.OTHER and not reason.strip():
        raise ValidationError(_("Please say in a few words why; it shows us what the city lacks."), code="reason")
    data = {"status": status, "reason_code": code}
    action = "organizations.exchange.close"
    return move(row, status, action=action, by=by, reason=reason, reason_code=code, data=data)


@transaction.atomic
def expire_overdue(*, day: date) -> int:
    """End every need and offer whose last day is over; return how many. Safe to run twice."""
    rows = [*Need.objects.overdue(day), *Offer.objects.overdue(day)]
    for row in rows:
        move(row, ExchangeStatus.EXPIRED, action="organizations.exchange.expire", by=None)
    return len(rows)


@transaction.atomic
def forget_old(*, day: date) -> int:
    """Take the words out of what is long over and out of its introductions; only what can be counted stays.

    Returns how many needs and offers were emptied. Safe to run twice.
    """
    needs, offers = (list(sheet.objects.to_forget(day).values_list("pk", flat=True)) for sheet in (Need, Offer))
    introductions = Introduction.objects.filter(Q(need__in=needs) | Q(offer__in=offers))
    introductions.update(message="", private_reason="", outcome_note="", reasons=[])
    NeedText.objects.filter(need__in=needs).delete()
    OfferText.objects.filter(offer__in=offers).delete()
    for sheet, rows in ((Need, needs), (Offer, offers)):
        sheet.objects.filter(pk__in=rows).update(**FORGOTTEN)
    return len(needs) + len(offers)


@transaction.atomic
def remind_of_end(*, day: date) -> int:
    """Tell the groups whose need or offer ends in 14 days, in 3 days, today; return how many. Safe to run twice."""
    count = 0
    for left in REMINDERS:
        for sheet in (Need, Offer):
            for row in sheet.objects.ending_on(day + timedelta(days=left)).select_related("organization"):
                _tell_of_end(row, left)
                count += 1
    return count


def _tell_of_end(row: Need | Offer, left: int) -> None:
    tell_organization(
        organization=row.organization,
        purpose=f"exchange_ends_{left}",
        about=row,
        subject=_("Your posting on the board ends soon"),
        body=_("It ends by itself. If it still holds, open it and choose a later day."),
        spoken=_("It ends by itself. If it still holds, tell us, and we choose a later day with you."),
    )
