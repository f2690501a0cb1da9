"""Which offers may answer a need, best first, each with its reasons."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from organizations import scoring
from organizations.models import District, ExchangeStatus, Introduction, Need, Offer, Organization
from organizations.scoring import History, Reason, Situation

Status, Outcome = Introduction.Status, Introduction.Outcome

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
