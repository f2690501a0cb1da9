"""開示・訂正・利用停止: written down, decided in time, carried out on every floor, with a line in the log."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from organizations.models import Channel, User
from organizations.services.moves import move
from portal.models import DataRequest
from portal.services import endings, personal

KEPT_DAYS = 3 * 365
CHANGES = ("name", "kana", "email", "phone")


@transaction.atomic
def record(
    *,
    kind: str,
    who: personal.Person,
    kana: str = "",
    agent: str = "",
    identity: str,
    wish: str = "",
    received_on: date,
    channel: str = Channel.VISIT,
    by: User,
) -> DataRequest:
    """Write a request down; the time to decide it runs from the day it came in."""
    row = DataRequest.objects.create(
        kind=kind,
        name=who.name,
        kana=kana,
        email=who.email.lower(),
        phone=who.phone,
        agent=agent,
        identity=identity,
        wish=wish,
        received_on=received_on,
        due_on=received_on + timedelta(days=settings.DATA_REQUEST_DAYS),
        delete_after=received_on + timedelta(days=KEPT_DAYS),
        channel=channel,
        on_behalf_of=who.name,
        entered_by=by,
    )
    log(row, "portal.data_request.record", user=by)
    return row


def seeker(row: DataRequest) -> personal.Person:
    return personal.Person(name=row.name, email=row.email, phone=row.phone)


def found_for(row: DataRequest) -> list[personal.Found]:
    """List what is kept of the person who asks, but for the request itself."""
    return [one for one in personal.find(seeker(row)) if one.row != row]


@transaction.atomic
def recognise(*, row: DataRequest, identity: str, by: User) -> DataRequest:
    """Note how the person was recognised."""
    row.identity = identity
    row.save(update_fields=["identity"])
    log(row, "portal.data_request.recognise", user=by)
    return row


@transaction.atomic
def decide(
    *,
    row: DataRequest,
    decision: str,
    keys: Sequence[personal.Key] = (),
    corrections: Mapping[str, str] | None = None,
    decision_number: str = "",
    reason: str = "",
    by: User,
) -> DataRequest:
    """Grant a request, in whole or in part, or refuse it. Raises ValidationError.

    Codes: identity (nobody has looked at a paper), reason (less than asked for), corrections (nothing to put right),
    moved_on.
    """
    if decision not in DataRequest.DECISIONS:
        raise ValueError(f"not a decision: {decision}")
    said = {name: value for name, value in (corrections or {}).items() if name in CHANGES and value}
    if decision in DataRequest.YES and row.identity == DataRequest.Identity.NOT_YET:
        raise ValidationError(_("Please first note how the person was recognised."), code="identity")
    if decision != DataRequest.Status.GRANTED and not reason.strip():
        raise ValidationError(_("Please write the reason; the person has a right to it."), code="reason")
    if row.kind == DataRequest.Kind.CORRECTION and decision in DataRequest.YES and not said:
        raise ValidationError(_("Please write what is right."), code="corrections")
    return move(
        row,
        decision,
        action="portal.data_request.decide",
        by=by,
        data={"decision": decision},
        rows=list(keys) if decision in DataRequest.YES else [],
        corrections=said,
        decision_number=decision_number,
        reason=reason,
        decided_at=timezone.now(),
        decided_by=by,
    )


@transaction.atomic
def withdraw(*, row: DataRequest, by: User) -> DataRequest:
    """Note that the person has taken the request back. Raises ValidationError (code: moved_on)."""
    return move(row, DataRequest.Status.WITHDRAWN, action="portal.data_request.withdraw", by=by)


@transaction.atomic
def carry_out(*, row: DataRequest, by: User) -> DataRequest:
    """Do everywhere what was granted; for a disclosure, note that the copy was handed over.

    Raises ValidationError (code: moved_on; taken when somebody else has the corrected mail address).
    """
    now = timezone.now()
    move(row, DataRequest.Status.DONE, action="portal.data_request.carry_out", by=by, done_at=now)
    found = personal.chosen(row.rows)
    if row.kind == DataRequest.Kind.STOP:
        endings.end(found, by=by)
    if row.kind == DataRequest.Kind.CORRECTION:
        _correct(row, found)
    return row


def _correct(row: DataRequest, found: list[personal.Found]) -> None:
    try:
        with transaction.atomic():
            endings.correct(found, who=seeker(row), said=row.corrections)
    except IntegrityError as error:
        raise ValidationError(_("Somebody else has this mail address already."), code="taken") from error
