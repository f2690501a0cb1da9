"""The addends of a score: each part gives the numbers it rests on or None, and a formula turns them into points."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from organizations.scoring import clock
from organizations.scoring.limits import Facts, share
from organizations.scoring.postings import Need, Offer, Situation
from organizations.scoring.texts import Rarity, refused_terms, shared_terms, terms
from organizations.scoring.themes import answers, known_themes, themes_of

SUITS = {  # need's resource → offer's resource → how well the one can stand for the other
    "people": {"people": 1.0, "skill": 0.8, "participants": 0.4, "knowledge": 0.4, "publicity": 0.2, "goods": 0.1},
    "skill": {"skill": 1.0, "people": 0.9, "knowledge": 0.7, "goods": 0.1},
    "knowledge": {"knowledge": 1.0, "skill": 0.8, "people": 0.7, "publicity": 0.2},
    "place": {"place": 1.0, "goods": 0.1, "people": 0.1},
    "goods": {"goods": 1.0, "funding": 0.4, "people": 0.4, "place": 0.2, "skill": 0.2},
    "funding": {"funding": 1.0, "goods": 0.2},
    "participants": {"participants": 1.0, "people": 0.6, "publicity": 0.6, "skill": 0.4, "knowledge": 0.2},
    "publicity": {"publicity": 1.0, "people": 0.4, "participants": 0.4, "skill": 0.3, "place": 0.2},
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One addend: a code, and the numbers from which its points can be computed again."""

    code: str
    numbers: Mapping[str, object]

    @property
    def points(self) -> float:
        return round(FORMULAS[self.code](self.numbers), 2)


def words(need: Need, offer: Offer, here: Situation, rarity: Rarity) -> Facts | None:
    shared = shared_terms(need, offer, rarity)
    strongest = sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:12]
    return {"words": dict(strongest)} if strongest else None


def theme(need: Need, offer: Offer, here: Situation, rarity: Rarity) -> Facts | None:
    pairs = answers(need, offer)
    return {"pairs": [list(pair) for pair in pairs[:4]]} if pairs else None


def topics(need: Need, offer: Offer, here: Situation, rarity: Rarity) -> Facts | None:
    both = need.topics & offer.topics
    return {"topics": sorted(both)} if both else None


def unrelated(need: Need, offer: Offer, here: Situation, rarity: Rarity) -> Facts | None:
    related = shared_terms(need, offer, rarity) or answers(need, offer)
    return None if related else {}


def resource(need: Need, offer: Offer, here: Situation, rarity: Rarity) -> Facts | None:
    suits = SUITS.get(need.resource, {}).get(offer.resource, 0.0)
    return {"asked": need.resource, "given": offer.resource, "suits": suits} if suits else None


def ages(need: Need, offer: Offer, here: Situation, rarity: Rarity) -> Facts | None:
    if need.ages is None or offer.ages is None:
        return None
    first, last = max(need.ages[0], offer.ages[0]), min(need.ages[1], offer.ages[1])
    covered = (last - first + 1) / (need.ages[1] - need.ages[0] + 1)
    return {"first": first, "last": last, "covered": round(covered, 2)}


def district(need: Need, offer: Offer, here: Situation, rarity: Rarity) -> Facts | None:
    asked = need.districts or ({need.home} if need.home else set())
    if not need.districts or not offer.districts:
        return {"distance": "anywhere"}
    if asked & offer.districts:
        return {"distance": "same", "districts": sorted(asked & offer.districts)}
    near = here.around(frozenset(asked)) & offer.districts
    return {"distance": "near", "districts": sorted(near)} if near else {"distance": "far"}


def weekdays(need: Need, offer: Offer, here: Situation, rarity: Rarity) -> Facts | None:
    both = need.weekdays & offer.weekdays
    return {"days": sorted(both), "covered": round(len(both) / len(need.weekdays), 2)} if both else None


def dayparts(need: Need, offer: Offer, here: Situation, rarity: Rarity) -> Facts | None:
    both = need.dayparts & offer.dayparts
    return {"parts": sorted(both), "covered": round(len(both) / len(need.dayparts), 2)} if both else None


def quantity(need: Need, offer: Offer, here: Situation, rarity: Rarity) -> Facts | None:
    covered = share(need, offer)
    if covered is None:
        return None
    return {"asked": need.quantity, "given": offer.quantity, "unit": need.unit, "covered": round(min(covered, 1.0), 2)}


def hours(need: Need, offer: Offer, here: Situation, rarity: Rarity) -> Facts | None:
    return {} if clock.hours_apart(need, offer) else None


def busy(need: Need, offer: Offer, here: Situation, rarity: Rarity) -> Facts | None:
    clash = clock.event_days(need, here.as_of) & clock.busy_days(offer, here.as_of)
    return {"days": [day.isoformat() for day in sorted(clash)]} if clash else None


def notice(need: Need, offer: Offer, here: Situation, rarity: Rarity) -> Facts | None:
    days, wanted = clock.notice_days(offer), clock.event_days(need, here.as_of)
    left = (max(wanted) - here.as_of).days if wanted else None
    return {"needed": days, "left": left} if left is not None and left < days else None


def refused(need: Need, offer: Offer, here: Situation, rarity: Rarity) -> Facts | None:
    asked = {term for term, weight in terms(need).items() if weight >= 2.0}
    clash = sorted(asked & refused_terms(offer) - terms(offer).keys())
    return {"words": clash} if clash else None


def lacking(need: Need, offer: Offer, here: Situation, rarity: Rarity) -> Facts | None:
    asked = [code for code, weight in themes_of(need).items() if known_themes()[code].required and weight >= 0.5]
    missing = [code for code in asked if code not in themes_of(offer)]
    return {"themes": missing} if missing else None


def freshness(need: Need, offer: Offer, here: Situation, rarity: Rarity) -> Facts | None:
    return {"days": (here.as_of - offer.valid_from).days} if offer.valid_from else None


def history(need: Need, offer: Offer, here: Situation, rarity: Rarity) -> Facts | None:
    past = here.histories.get(offer.id)
    return {"succeeded": past.succeeded, "declined": past.declined} if past else None


def exposure(need: Need, offer: Offer, here: Situation, rarity: Rarity) -> Facts | None:
    return {"times": offer.shown_lately} if offer.shown_lately else None


Part = Callable[[Need, Offer, Situation, Rarity], Facts | None]
PARTS: Mapping[str, Part] = {
    "words": words,
    "theme": theme,
    "topics": topics,
    "unrelated": unrelated,
    "resource": resource,
    "ages": ages,
    "district": district,
    "weekdays": weekdays,
    "dayparts": dayparts,
    "quantity": quantity,
    "hours": hours,
    "busy": busy,
    "notice": notice,
    "refused": refused,
    "lacking": lacking,
    "freshness": freshness,
    "history": history,
    "exposure": exposure,
}


def saturated(amount: float, half: float) -> float:
    return amount / (amount + half)


FORMULAS: Mapping[str, Callable[[Facts], float]] = {
    "words": lambda n: 30 * saturated(sum(n["words"].values()), 20.0),
    "theme": lambda n: 40 * saturated(sum(strength for _asked, _given, strength in n["pairs"]), 1.0),
    "topics": lambda n: 2.0 + min(len(n["topics"]), 2),
    "unrelated": lambda n: -10.0,
    "resource": lambda n: 12 * n["suits"],
    "ages": lambda n: 3 * n["covered"],
    "district": lambda n: {"same": 4.0, "near": 1.0, "anywhere": 2.0, "far": -6.0}[n["distance"]],
    "weekdays": lambda n: 2 + 2 * n["covered"],
    "dayparts": lambda n: 1 + 1 * n["covered"],
    "quantity": lambda n: 4 * n["covered"] - 2,
    "hours": lambda n: -12.0,
    "busy": lambda n: -15.0,
    "notice": lambda n: -10.0,
    "refused": lambda n: -15.0,
    "lacking": lambda n: -25.0 * len(n["themes"]),
    "freshness": lambda n: 1.0 if n["days"] <= 60 else 0.0,
    "history": lambda n: 3.0 * min(n["succeeded"], 2) - 6.0 * min(n["declined"], 2),
    "exposure": lambda n: -0.5 * min(n["times"], 4),
}
