"""紹介: offers ranked for a need, two sides asked in private, contacts opened when both have said yes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from organizations import scoring
from organizations.models import District, ExchangeStatus, Introduction, Need, Offer, Organization, User
from organizations.scoring import History, Reason, Situation
from organizations.services import letters
from organizations.services.moves import move

Status, Answer, Outcome = Introduction.Status, Introduction.Answer, Introduction.Outcome

FOLLOW_UP_DAYS = (14, 90)
PATIENCE_DAYS = 21
EXPOSURE_DAYS = 30
WORTH_A_LOOK = 15.0  # below it, an offer shares little more with a need than a day and a district
OPEN = (ExchangeStatus.OPEN, ExchangeStatus.IN_INTRODUCTION)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An offer for a need, with its score and the reasons for it."""

    offer: Offer
    score: float
    reasons: tuple[Reason, ...]


def _shared(row: Need | Offer) -> dict[str, Any]:
    """Give what the score reads of a need or an offer alike."""
    homes = row.organization.districts.all()
    has_ages = row.age_from_months is not None or row.age_to_months is not None
    return {
        "id": str(row.pk),
        "organization": str(row.organization_id),
        "resource": row.resource,
        "title": row.title,
        "body": row.text,
        "tags": tuple(sorted(tag.name for tag in row.tags.all())),
        "topics": frozenset(topic.name for topic in row.topics.all()),
        "districts": frozenset(district.code for district in row.districts.all()),
        "home": homes[0].code if homes else "",
        "ages": (row.age_from_months or 0, row.age_to_months or 1200) if has_ages else None,
        "weekdays": frozenset(row.weekdays),
        "dayparts": frozenset(row.dayparts),
        "quantity": row.quantity,
        "unit": row.unit,
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
        "status": "open" if row.status in OPEN else row.status,
    }


def as_need(row: Need) -> scoring.Need:
    return scoring.Need(**_shared(row), partial_ok=row.partial_ok, only_there=row.only_there)


def as_offer(row: Offer, shown_lately: int = 0) -> scoring.Offer:
    return scoring.Offer(**_shared(row), shown_lately=shown_lately)


def _situation(need: Need, offers: Sequence[Offer], now: datetime) -> Situation:
    """Gather the map of the city and what the need's group and the offering groups have been through."""
    districts = District.objects.prefetch_related("neighbours")
    neighbours = {row.code: frozenset(other.code for other in row.neighbours.all()) for row in districts}
    past = Introduction.objects.filter(Q(asking=need.organization) | Q(answering=need.organization))
    succeeded: Counter[int] = Counter()
    declined: Counter[int] = Counter()
    for row in past.filter(status__in=(Status.SETTLED, Status.DECLINED)):
        other = row.answering_id if row.asking_id == need.organization_id else row.asking_id
        worked = row.outcome in (Outcome.DONE, Outcome.PARTLY)
        (succeeded if worked else declined)[other] += 1
    histories = {
        str(offer.pk): History(succeeded[offer.organization_id], declined[offer.organization_id])
        for offer in offers
        if succeeded[offer.organization_id] or declined[offer.organization_id]
    }
    return Situation(timezone.localdate(now), neighbours, histories)


def rank_offers(need: Need, now: datetime) -> list[Suggestion]:
    """Order the open offers worth a look for a need, best first; those being introduced to it already are left out."""
    return [found for found in _scored(need, now) if found.score >= WORTH_A_LOOK]


def _scored(need: Need, now: datetime) -> list[Suggestion]:
    today = timezone.localdate(now)
    since = now - timedelta(days=EXPOSURE_DAYS)
    shown = Count("introductions", filter=Q(introductions__asked_at__gte=since))
    rows = Offer.objects.open(today).filter(organization__status__in=Organization.LISTED)
    rows = rows.exclude(introductions__in=need.introductions.alive()).annotate(shown_lately=shown).with_sheet()
    offers = list(rows)
    matches = scoring.rank(
        as_need(need), [as_offer(row, row.shown_lately) for row in offers], _situation(need, offers, now)
    )
    by_id = {str(row.pk): row for row in offers}
    return [Suggestion(by_id[match.offer.id], match.score, match.reasons) for match in matches]


def suggestion_for(need: Need, offer: Offer, now: datetime) -> Suggestion | None:
    """Score one offer for a need as the desk would show it; None when it may not be proposed."""
    return next((found for found in _scored(need, now) if found.offer.pk == offer.pk), None)


@transaction.atomic
def introduce(*, need: Need, offer: Offer, message: str = "", by: User) -> Introduction:
    """Ask both sides in private whether they would like to meet; keeps the score and its reasons as shown.

    Raises ValidationError (code: same_organization, not_open, already, unfit).
    """
    if need.organization_id == offer.organization_id:
        raise ValidationError(_("Both are of the same group."), code="same_organization")
    if need.status not in OPEN or offer.status not in OPEN:
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
    letters.ask_both(introduction)
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
    if introduction.status != Status.ASKED:
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
