"""Two groups that should know each other: the same worry, or one's strength beside the other's need."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from organizations import scoring
from organizations.models import Need, Offer, Organization
from organizations.scoring import Reason, Situation
from organizations.scoring.texts import Rarity
from organizations.services import suggestions

MOST_READ = 300  # the newest needs of the city
MOST = 5
ALIKE = 35.0  # two needs under this share little more than a word


@dataclass(frozen=True, slots=True)
class Pair:
    """Something of one's own beside something of another group, and why."""

    mine: Need | Offer
    theirs: Need | Offer
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Peers:
    same_worry: list[Pair]
    can_help_us: list[Pair]
    we_can_help: list[Pair]


def peers_of(organization: Organization, now: datetime) -> Peers:
    """Look for others with the same need, for offers that answer one's needs, and for needs one's offers answer."""
    today = timezone.localdate(now)
    mine = list(Need.objects.open(today).filter(organization=organization).with_sheet())
    offers = list(Offer.objects.open(today).filter(organization=organization).with_sheet())
    others = list(_needs_of_others(organization, now))
    here = Situation(today, suggestions.neighbourhood())
    help_found = [_pair(need, one) for need in mine for one in suggestions.rank_offers(need, now, MOST)]
    return Peers(_best(_alike(mine, others, here)), _best(help_found), _best(_answered(others, offers, here)))


def _needs_of_others(organization: Organization, now: datetime) -> list[Need]:
    rows = Need.objects.open(timezone.localdate(now)).filter(organization__status__in=Organization.LISTED)
    return list(rows.exclude(organization=organization).with_sheet().newest_first()[:MOST_READ])


def _alike(mine: list[Need], others: list[Need], here: Situation) -> list[Pair]:
    """Read each need of another as if it were offered: what would answer mine asks for the same."""
    by_id = {str(row.pk): row for row in others}
    read = [suggestions.as_twin(row) for row in others]
    pairs = []
    for need in mine:
        for match in scoring.rank(suggestions.as_need(need), read, here):
            if match.score >= ALIKE:
                pairs.append(Pair(need, by_id[match.offer.id], match.score, match.reasons))
    return pairs


def _answered(others: list[Need], offers: list[Offer], here: Situation) -> list[Pair]:
    by_id = {str(row.pk): row for row in offers}
    read = [suggestions.as_offer(row) for row in offers]
    rarity = Rarity([*map(suggestions.as_need, others), *read])
    pairs = []
    for need in others:
        for match in scoring.rank(suggestions.as_need(need), read, here, rarity=rarity):
            if match.score >= suggestions.WORTH_A_LOOK:
                pairs.append(Pair(by_id[match.offer.id], need, match.score, match.reasons))
    return pairs


def _pair(need: Need, found: suggestions.Suggestion) -> Pair:
    return Pair(need, found.offer, found.score, found.reasons)


def _best(pairs: list[Pair]) -> list[Pair]:
    """Keep the strongest pair of each other group."""
    best: dict[int, Pair] = {}
    for pair in sorted(pairs, key=lambda pair: -pair.score):
        best.setdefault(pair.theirs.organization_id, pair)
    return list(best.values())[:MOST]
