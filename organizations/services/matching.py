"""紹介: two sides are asked in private, and contacts open when both have said yes."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from organizations.models import Consent, ExchangeStatus, Introduction, Need, Offer, Organization, User
from organizations.services import letters
from organizations.services.moves import move
from organizations.services.suggestions import OPEN, suggestion_for

Status, Answer, Outcome = Introduction.Status, Introduction.Answer, Introduction.Outcome

FOLLOW_UP_DAYS = (14, 90)
PATIENCE_DAYS = 21
GONE = (Organization.Status.SUSPENDED, Organization.Status.DISSOLVED, Organization.Status.MERGED)


@transaction.atomic
def introduce(*, need: Need, offer: Offer, message: str = "", by: User) -> Introduction:
    """Ask both sides in private whether they would like to meet; keeps the score and its reasons as shown.

    Raises ValidationError (code: same_organization, not_open, already, unfit).
    """
    if need.organization_id == offer.organization_id:
        raise ValidationError(_("Both are of the same group."), code="same_organization")
    if need.status not in OPEN or offer.status not in OPEN or need.organization.status in GONE:
        raise ValidationError(_("One of the two is no longer open."), code="not_open")
    if Introduction.objects.alive().filter(need=need, offer=offer).exists():
        raise ValidationError(_("These two are being introduced already."), code="already")
    found = suggestion_for(need, offer, timezone.now())
    if found is None:
        raise ValidationError(_("This offer cannot answer this need: days, ages or places do not meet."), code="unfit")
    introduction = _propose(
        need=need,
        offer=offer,
        asking=need.organization,
        answering=offer.organization,
        message=message,
        score=found.score,
        reasons=[{"code": r.code, "points": r.points, "numbers": dict(r.numbers)} for r in found.reasons],
        coordinator=by,
    )
    if need.status == ExchangeStatus.OPEN:
        move(need, ExchangeStatus.IN_INTRODUCTION, action="organizations.exchange.introduce", by=by)
    return _ask(introduction, by)


@transaction.atomic
def introduce_organizations(
    *, asking: Organization, answering: Organization, message: str = "", by: User
) -> Introduction:
    """Ask two groups whether they would like to meet, without a need or an offer.

    Raises ValidationError (code: same_organization, already).
    """
    if asking == answering:
        raise ValidationError(_("Both are of the same group."), code="same_organization")
    if Introduction.objects.alive().between(asking, answering).filter(need=None).exists():
        raise ValidationError(_("These two are being introduced already."), code="already")
    return _ask(_propose(asking=asking, answering=answering, message=message, coordinator=by), by)


def _propose(**fields: object) -> Introduction:
    try:
        with transaction.atomic():
            return Introduction.objects.create(**fields)
    except IntegrityError:
        raise ValidationError(_("These two are being introduced already."), code="already") from None


def _ask(introduction: Introduction, by: User) -> Introduction:
    move(introduction, Status.ASKED, action="organizations.introduction.ask", by=by, asked_at=timezone.now())
    until = timezone.now() + timedelta(days=PATIENCE_DAYS)
    for side in (introduction.asking, introduction.answering):
        consent, _new = Consent.objects.get_or_create(
            introduction=introduction, organization=side, defaults={"expires_at": until}
        )
        letters.ask(consent)
    return introduction


@transaction.atomic
def answer(
    *, introduction: Introduction, side: Organization, answer: str, reason: str = "", by: User | None
) -> Introduction:
    """One side says yes, no or not yet. Two times yes opens the contacts; a no ends it, its reason for staff alone.

    Raises ValidationError (code: moved_on, not_a_side).
    """
    if side.pk not in (introduction.asking_id, introduction.answering_id):
        raise ValidationError(_("This group is not a part of the introduction."), code="not_a_side")
    introduction = Introduction.objects.select_for_update().get(pk=introduction.pk)
    if introduction.status != Status.ASKED or {introduction.asking.status, introduction.answering.status} & {*GONE}:
        raise ValidationError(_("This introduction no longer waits for an answer."), code="moved_on")
    field = "asking_answer" if side.pk == introduction.asking_id else "answering_answer"
    setattr(introduction, field, answer)
    introduction.save(update_fields=[field, "updated_at"])
    log(
        instance=introduction,
        action="organizations.introduction.answer",
        user=by,
        data={"answer": answer, "side": side.pk},
    )
    if answer == Answer.NO:
        return _decline(introduction, side, reason, by)
    if {introduction.asking_answer, introduction.answering_answer} == {Answer.YES}:
        move(introduction, Status.BOTH_OK, action="organizations.introduction.both_ok", by=by)
        return open_contacts(introduction=introduction, by=by)
    return introduction


def _decline(introduction: Introduction, side: Organization, reason: str, by: User | None) -> Introduction:
    move(introduction, Status.DECLINED, action="organizations.introduction.decline", by=by, private_reason=reason)
    other = introduction.answering if side.pk == introduction.asking_id else introduction.asking
    letters.say_it_ended(introduction, other)
    letters.tell_coordinator(introduction)
    _reopen_need(introduction, by)
    return introduction


def _reopen_need(introduction: Introduction, by: User | None) -> None:
    """Put a need back on the board when nothing is being introduced to it any more."""
    need = introduction.need
    if need and need.status == ExchangeStatus.IN_INTRODUCTION and not need.introductions.alive().exists():
        move(need, ExchangeStatus.OPEN, action="organizations.exchange.open", by=by)


@transaction.atomic
def open_contacts(*, introduction: Introduction, by: User | None) -> Introduction:
    """Show each side how to reach the other. Raises ValidationError (code: moved_on) unless both have said yes."""
    now = timezone.now()
    move(
        introduction,
        Status.CONTACT_OPENED,
        action="organizations.introduction.open",
        by=by,
        opened_at=now,
        follow_up_on=timezone.localdate(now) + timedelta(days=FOLLOW_UP_DAYS[0]),
    )
    letters.open_both(introduction)
    return introduction


@transaction.atomic
def note_talk(*, introduction: Introduction, by: User | None) -> Introduction:
    """Write down that the two have talked; asked again later. Raises ValidationError (code: moved_on)."""
    later = timezone.localdate() + timedelta(days=FOLLOW_UP_DAYS[1] - FOLLOW_UP_DAYS[0])
    return move(introduction, Status.TALKED, action="organizations.introduction.talk", by=by, follow_up_on=later)


@transaction.atomic
def settle(*, introduction: Introduction, outcome: str, note: str = "", by: User | None) -> Introduction:
    """Say what became of it; the need is met, met in part, or open again.

    Raises ValidationError (code: moved_on, reason).
    """
    if outcome == Outcome.NOT and not note.strip():
        raise ValidationError(_("Please say in a few words why it did not work out."), code="reason")
    move(
        introduction,
        Status.SETTLED,
        action="organizations.introduction.settle",
        by=by,
        data={"outcome": outcome},
        outcome=outcome,
        outcome_note=note,
        follow_up_on=None,
    )
    ends = {Outcome.DONE: ExchangeStatus.MET, Outcome.PARTLY: ExchangeStatus.PARTLY_MET}
    need = introduction.need
    if need and outcome in ends and ends[Outcome(outcome)] in need.MOVES[ExchangeStatus(need.status)]:
        move(need, ends[Outcome(outcome)], action="organizations.exchange.close", by=by)
    else:
        _reopen_need(introduction, by)
    return introduction


@transaction.atomic
def withdraw(*, introduction: Introduction, by: User | None) -> Introduction:
    """Call an introduction off before both have answered. Raises ValidationError (code: moved_on)."""
    move(introduction, Status.WITHDRAWN, action="organizations.introduction.withdraw", by=by)
    for side in (introduction.asking, introduction.answering):
        letters.say_it_ended(introduction, side)
    _reopen_need(introduction, by)
    return introduction


@transaction.atomic
def lapse_silent(*, now: datetime) -> int:
    """End the introductions that nobody has answered for three weeks; return how many. Safe to run twice."""
    rows = list(Introduction.objects.silent_since(now - timedelta(days=PATIENCE_DAYS)).with_sides())
    for row in rows:
        move(row, Status.LAPSED, action="organizations.introduction.lapse", by=None)
        letters.tell_coordinator(row)
        _reopen_need(row, None)
    return len(rows)


@transaction.atomic
def end_with_groups_gone() -> int:
    """End what was being introduced to a group that is there no more; return how many. Safe to run twice."""
    rows = list(Introduction.objects.alive().with_side_in(GONE).with_sides())
    for row in rows:
        over = Status.LAPSED if row.status in Introduction.IN_TOUCH else Status.WITHDRAWN
        move(row, over, action="organizations.introduction.lapse", by=None, follow_up_on=None)
        for side in (row.asking, row.answering):
            if side.status not in GONE:
                letters.say_it_ended(row, side)
        letters.tell_coordinator(row)
        _reopen_need(row, None)
    return len(rows)
