"""Which offers may answer a need, best first, each with its reasons."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from organizations import scoring
from organizations.models import District, ExchangeStatus, Introduction, Need, Offer, Organization, Project, Resource
from organizations.scoring import History, Match, Reason, Situation
from organizations.scoring.texts import Rarity
from organizations.services.shelf import Shelf

Status, Outcome = Introduction.Status, Introduction.Outcome

EXPOSURE_DAYS = 30
WORTH_A_LOOK = 15.0  # below it, an offer shares little more with a need than a day and a district
MOST = 50
FEW = 300  # so many offers are compared one by one; of more, only the likely ones
LIKELY = 60
OPEN = (ExchangeStatus.OPEN, ExchangeStatus.IN_INTRODUCTION)
NONE: frozenset[str] = frozenset()
WIDER: Mapping[str, Mapping[str, Any]] = {  # a need without one of its limits
    "weekdays": {"weekdays": NONE},
    "dayparts": {"dayparts": NONE},
    "ages": {"ages": None},
    "quantity": {"quantity": None},
    "districts": {"districts": NONE, "only_there": False},
}
Rows = Mapping[str, Offer]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An offer for a need, with its score and the reasons for it."""

    offer: Offer
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Comparison:
    """The offers at hand, and what they are compared in; ``rows`` holds those that were read."""

    offers: list[scoring.Offer]
    here: Situation
    rarity: Rarity | None
    rows: Rows

    def matches(self, asked: scoring.Need) -> list[Match]:
        return scoring.rank(asked, self.offers, self.here, rarity=self.rarity)

    def worth_a_look(self, asked: scoring.Need) -> list[Match]:
        return [match for match in self.matches(asked) if match.score >= WORTH_A_LOOK]


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


def as_twin(row: Need) -> scoring.Offer:
    """Read a need as if it were offered, to find who asks for the same."""
    return scoring.Offer(**_shared(row))


def neighbourhood() -> dict[str, frozenset[str]]:
    """Give the map of the city: each district's neighbours, by code."""
    districts = District.objects.prefetch_related("neighbours")
    return {row.code: frozenset(other.code for other in row.neighbours.all()) for row in districts}


def _situation(asked: scoring.Need, offers: Sequence[scoring.Offer], now: datetime) -> Situation:
    """Gather the map of the city and what the asking group and the offering groups have been through."""
    mine = int(asked.organization)
    past = Introduction.objects.filter(Q(asking=mine) | Q(answering=mine))
    succeeded: Counter[str] = Counter()
    declined: Counter[str] = Counter()
    for row in past.filter(status__in=(Status.SETTLED, Status.DECLINED)):
        other = row.answering_id if row.asking_id == mine else row.asking_id
        worked = row.outcome in (Outcome.DONE, Outcome.PARTLY)
        (succeeded if worked else declined)[str(other)] += 1
    histories = {
        offer.id: History(succeeded[offer.organization], declined[offer.organization])
        for offer in offers
        if succeeded[offer.organization] or declined[offer.organization]
    }
    return Situation(timezone.localdate(now), neighbourhood(), histories)


def rank_offers(need: Need, now: datetime, at_most: int = MOST) -> list[Suggestion]:
    """Order the open offers worth a look for a need, best first; those being introduced to it already are left out."""
    asked = as_need(need)
    return _best(asked, _compare(asked, now, need.introductions.alive()), at_most)


def suggestion_for(need: Need, offer: Offer, now: datetime) -> Suggestion | None:
    """Score one offer for a need as the desk would show it; None when it may not be proposed."""
    asked = as_need(need)
    found = _compare(asked, now, need.introductions.alive(), only=offer)
    matches = [match for match in found.matches(asked) if match.offer.id == str(offer.pk)]
    return next(iter(_shown(matches, found.rows)), None)


def helpers_of(project: Project, now: datetime, at_most: int = 10) -> list[Suggestion]:
    """Order the open offers that could help a project, best first; its own partners' are left out."""
    partners = [partner.organization_id for partner in project.partners.all()]
    asked = scoring.Need(
        id=f"project-{project.pk}",
        organization=str(partners[0] if partners else 0),
        resource=Resource.PEOPLE,
        title=project.title,
        body=f"{project.summary}。{project.purpose}",
        tags=tuple(sorted(tag.name for tag in project.tags.all())),
        topics=frozenset(topic.name for topic in project.topics.all()),
        districts=frozenset(district.code for district in project.districts.all()),
    )
    found = _best(asked, _compare(asked, now, Introduction.objects.none()), at_most + len(partners))
    return [one for one in found if one.offer.organization_id not in partners][:at_most]


def widenings(need: Need, now: datetime) -> list[tuple[str, int]]:
    """Say how many more offers would be worth a look without each of the limits that a need sets, the most first."""
    asked = as_need(need)
    found = _compare(asked, now, need.introductions.alive())
    before = len(found.worth_a_look(asked))
    more = {code: len(found.worth_a_look(replace(asked, **wide))) - before for code, wide in WIDER.items()}
    return sorted(((code, count) for code, count in more.items() if count > 0), key=lambda pair: (-pair[1], pair[0]))


def _best(asked: scoring.Need, found: Comparison, at_most: int) -> list[Suggestion]:
    return _shown(found.worth_a_look(asked)[:at_most], found.rows)


def _compare(asked: scoring.Need, now: datetime, met: QuerySet[Introduction], only: Offer | None = None) -> Comparison:
    """Take every open offer or, in a large city, the likely ones (or ``only``); not those ``met`` already."""
    rows = _open_offers(now, met)
    if Offer.objects.count() <= FEW:
        found = {str(row.pk): row for row in rows.with_sheet()}
        offers = [as_offer(row, row.shown_lately) for row in found.values()]
        return Comparison(offers, _situation(asked, offers, now), None, found)
    index = SHELF.current()
    likely = index.candidates(asked, LIKELY) if only is None else [index.offers[str(only.pk)]]
    shown = dict(rows.filter(pk__in=[int(offer.id) for offer in likely]).values_list("pk", "shown_lately"))
    offers = [replace(offer, shown_lately=shown[int(offer.id)]) for offer in likely if int(offer.id) in shown]
    return Comparison(offers, _situation(asked, offers, now), index.rarity, {})


def _open_offers(now: datetime, met: QuerySet[Introduction]) -> Any:
    """The offers that may be proposed today, with how often each was shown lately."""
    since = now - timedelta(days=EXPOSURE_DAYS)
    shown = Count("introductions", filter=Q(introductions__asked_at__gte=since))
    rows = Offer.objects.open(timezone.localdate(now)).filter(organization__status__in=Organization.LISTED)
    return rows.exclude(introductions__in=met).annotate(shown_lately=shown)


def _shown(matches: list[Match], rows: Rows) -> list[Suggestion]:
    """Put the rows to what was matched."""
    if not rows and matches:
        keys = [int(match.offer.id) for match in matches]
        rows = {str(row.pk): row for row in Offer.objects.filter(pk__in=keys).with_sheet()}
    return [Suggestion(rows[match.offer.id], match.score, match.reasons) for match in matches]


SHELF = Shelf(as_offer, lambda row: row.status in OPEN)
