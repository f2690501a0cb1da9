"""Notices on the board of a place: brought, looked at by its keeper, taken down when their day is over."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.log_actions import log

from organizations.models import Organization, User
from organizations.services.addresses import site_address
from organizations.services.content_versions import bump
from organizations.services.deliveries import tell
from organizations.services.moves import move
from spaces.models import Facility, Notice

LONGEST = timedelta(days=92)  # three months
KEPT = timedelta(days=90)
STANDS = {  # what its author is told once a notice stands so
    Notice.Status.REQUESTED: (
        _("We have received your notice"),
        _("The place looks at your notice and tells you. With this link you can take it down at any time:"),
    ),
    Notice.Status.SHOWN: (
        _("Your notice hangs on the board"),
        _("It hangs on the board until the day you chose. With this link you can take it down:"),
    ),
    Notice.Status.DECLINED: (_("Your notice was not put up"), _("The reason:")),
    Notice.Status.TAKEN_DOWN: (_("Your notice was taken down"), _("The reason:")),
}


@transaction.atomic
def bring_notice(
    *, facility: Facility, facts: Mapping[str, Any], organization: Organization | None = None, by: User | None
) -> Notice:
    """Hand in a notice; its keeper looks at it first. Raises ValidationError (code: past, too_long)."""
    today, last = timezone.localdate(), facts["shown_until"]
    if last < today:
        raise ValidationError(_("This day is over already."), code="past")
    if last > today + LONGEST:
        raise ValidationError(_("A notice hangs for three months at most."), code="too_long")
    notice = Notice(facility=facility, organization=organization, entered_by=by, delete_after=last + KEPT)
    for name, value in facts.items():
        setattr(notice, name, value)
    notice.save()
    log(notice, "spaces.notice.bring", user=by)
    _tell_author(notice)
    return notice


@transaction.atomic
def put_up(*, notice: Notice, by: User) -> Notice:
    """Hang it on the board. Raises ValidationError (code: moved_on)."""
    notice = _move(notice, Notice.Status.SHOWN, by=by)
    _tell_author(notice)
    return notice


@transaction.atomic
def decline_notice(*, notice: Notice, reason: str, by: User) -> Notice:
    """Say no, with the reason its author reads. Raises ValidationError (code: reason, moved_on)."""
    notice = _move(notice, Notice.Status.DECLINED, by=by, reason=_given(reason))
    _tell_author(notice)
    return notice


@transaction.atomic
def remove_notice(*, notice: Notice, reason: str, by: User) -> Notice:
    """Take somebody's notice off the board, with the reason its author reads."""
    notice = _move(notice, Notice.Status.TAKEN_DOWN, by=by, reason=_given(reason))
    _tell_author(notice)
    return notice


@transaction.atomic
def withdraw_notice(*, notice: Notice, by: User | None) -> Notice:
    """Take one's own notice down. Raises ValidationError (code: moved_on)."""
    return _move(notice, Notice.Status.TAKEN_DOWN, by=by)


@transaction.atomic
def doubt_notice(*, notice: Notice, words: str, by: User | None) -> Notice:
    """Note that somebody finds something wrong with a notice; its keeper sees it first."""
    Notice.objects.filter(pk=notice.pk).update(doubts=F("doubts") + 1, doubt=words)
    log(notice, "spaces.notice.doubt", user=by)
    return notice


@transaction.atomic
def clear_doubts(*, notice: Notice, by: User) -> Notice:
    """Say that the notice is all right."""
    Notice.objects.filter(pk=notice.pk).update(doubts=0, doubt="")
    log(notice, "spaces.notice.cleared", user=by)
    return notice


def take_down_overdue(*, day: date) -> int:
    """Take down what was to hang until before ``day``; return how many. Safe to run twice."""
    rows = list(Notice.objects.overdue(day))
    for notice in rows:
        _move(notice, Notice.Status.EXPIRED, by=None)
    return len(rows)


def _given(reason: str) -> str:
    if not reason.strip():
        raise ValidationError(_("Please give a reason; its author will read it."), code="reason")
    return reason.strip()


def _move(notice: Notice, status: str, *, by: User | None, **fields: Any) -> Notice:
    action = f"spaces.notice.{status}"
    moved = move(notice, status, action=action, by=by, decided_at=timezone.now(), **fields)
    bump("spaces")
    return moved


def _tell_author(notice: Notice) -> None:
    """Tell the author how the notice stands now, with the reason or with the link that takes it down."""
    subject, opening = STANDS[Notice.Status(notice.status)]
    with override(notice.language):
        last = notice.reason or site_address(notice.get_absolute_url())
        body = "\n\n".join([f"{notice.facility.name} 「{notice.title}」", str(opening), last])
    tell(
        purpose=f"notice_{notice.status}",
        about=notice,
        subject=subject,
        body=body,
        name=notice.name,
        email=notice.email,
        phone=notice.phone,
        language=notice.language,
    )
