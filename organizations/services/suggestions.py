"""Which offers may answer a need, best first, each with its reasons."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from organizations import scoring
from organizations.models import District, ExchangeStatus, Introduction, Need, Offer, Organization
from organizations.scoring import History, Match, Reason, Situation
from organizations.services.shelf import Shelf

Status, Outcome = Introduction.Status, Introduction.Outcome

EXPOSURE_DAYS = 30
WORTH_A_LOOK = 15.0  # below it, an offer shares little more with a need than a day and a district
MOST = 50
FEW = 300  # so many offers are compared one by one; of more, only the likely ones
LIKELY = 60
OPEN = (ExchangeStatus.OPEN, ExchangeStatus.IN_INTRODUCTION)
Rows = Mapping[str, Offer]


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


def _situation(need: Need, offers: Sequence[scoring.Offer], now: datetime) -> Situation:
    """Gather the map of the city and what the need's group and the offering groups have been through."""
    districts = District.objects.prefetch_related("neighbours")
    neighbours = {row.code: frozenset(other.code for other in row.neighbours.all()) for row in districts}
    past = Introduction.objects.filter(Q(asking=need.organization) | Q(answering=need.organization))
    succeeded: Counter[str] = Counter()
    declined: Counter[str] = Counter()
    for row in past.filter(status__in=(Status.SETTLED, Status.DECLINED)):
        other = row.answering_id if row.asking_id == need.organization_id else row.asking_id
        worked = row.outcome in (Outcome.DONE, Outcome.PARTLY)
        (succeeded if worked else declined)[str(other)] += 1
    histories = {
        offer.id: History(succeeded[offer.organization], declined[offer.organization])
        for offer in offers
        if succeeded[offer.organization] or declined[offer.organization]
    }
    return Situation(timezone.localdate(now), neighbours, histories)


def rank_offers(need: Need, now: datetime, at_most: int = MOST) -> list[Suggestion]:
    """Order the open offers worth a look for a need, best first; those being introduced to it already are left out."""
    matches, rows = _matches(need, now)
    return _shown([match for match in matches if match.score >= WORTH_A_LOOK][:at_most], rows)


def suggestion_for(need: Need, offer: Offer, now: datetime) -> Suggestion | None:
    """Score one offer for a need as the desk would show it; None when it may not be proposed."""
    matches, rows = _matches(need, now, only=offer)
    return next(iter(_shown([match for match in matches if match.offer.id == str(offer.pk)], rows)), None)


def _matches(need: Need, now: datetime, only: Offer | None = None) -> tuple[list[Match], Rows]:
    """Compare a need with every open offer or, in a large city, with the likely ones (and ``only``, if named)."""
    rows = _open_offers(need, now)
    if Offer.objects.count() <= FEW:
        found = {str(row.pk): row for row in rows.with_sheet()}
        offers = [as_offer(row, row.shown_lately) for row in found.values()]
        return scoring.rank(as_need(need), offers, _situation(need, offers, now)), found
    index = SHELF.current()
    likely = index.candidates(as_need(need), LIKELY) if only is None else [index.offers[str(only.pk)]]
    shown = dict(rows.filter(pk__in=[int(offer.id) for offer in likely]).values_list("pk", "shown_lately"))
    offers = [replace(offer, shown_lately=shown[int(offer.id)]) for offer in likely if int(offer.id) in shown]
    return scoring.rank(as_need(need), offers, _situation(need, offers, now), rarity=index.rarity), {}


def _open_offers(need: Need, now: datetime) -> Any:
    """The offers that may be proposed for a need today, with how often each was shown lately."""
    since = now - timedelta(days=EXPOSURE_DAYS)
    shown = Count("introductions", filter=Q(introductions__asked_at__gte=since))
    rows = Offer.objects.open(timezone.localdate(now)).filter(organization__status__in=Organization.LISTED)
    return rows.exclude(introductions__in=need.introductions.alive()).annotate(shown_lately=shown)


def _shown(matches: list[Match], rows: Rows) -> list[Suggestion]:
    """Put the rows to what was matched."""
    if not rows and matches:
        keys = [int(match.offer.id) for match in matches]
        rows = {str(row.pk): row for row in Offer.objects.filter(pk__in=keys).with_sheet()}
    return [Suggestion(rows[match.offer.id], match.score, match.reasons) for match in matches]


SHELF = Shelf(as_offer, lambda row: row.status in OPEN)
