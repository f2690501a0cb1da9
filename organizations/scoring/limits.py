"""What rules an offer out for a need, however well the words agree: each limit gives its numbers or None."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from organizations.scoring.postings import Need, Offer, Situation

Facts = Mapping[str, Any]
ONLY_HERE = re.compile(
    r"(に|で)?限(ります|る|定)|歩いて(行|い)ける|徒歩圏|だけです|の中で|地区内(のみ|で)|近くでないと|歩ける(距離|範囲)"
)
STAIRS_ONLY = re.compile(
    r"階段のみ|階段だけ|エレベーター(は|が)?(あり|ござい)ません|エレベーターなし|車いす(の方)?は[^。]*(申し訳|不可|無理)"
)
STEP_FREE = re.compile(
    r"段差(なし|の?ない)|車いす|車椅子|バギー|バリアフリー|エレベーターのない[^。]*(無理|困)|ストレッチャー"
)
AMOUNTS = frozenset({"place", "goods", "people", "skill", "participants"})
SEATS = frozenset({"人", "名", "席", "人分"})
HOPELESS = 0.25
CROWDED = 0.8


def is_only_here(need: Need) -> bool:
    """Tell whether a need says that nothing outside its districts will do; for a place its text may say so."""
    said = need.resource == "place" and bool(ONLY_HERE.search(need.title + need.body))
    return bool(need.districts) and (need.only_there or said)


def not_open(need: Need, offer: Offer, here: Situation) -> Facts | None:
    return {"status": offer.status} if offer.status != "open" else None


def same_organization(need: Need, offer: Offer, here: Situation) -> Facts | None:
    return {} if need.organization == offer.organization else None


def expired(need: Need, offer: Offer, here: Situation) -> Facts | None:
    return {"until": str(offer.valid_until)} if (offer.valid_until or date.max) < here.as_of else None


def not_yet(need: Need, offer: Offer, here: Situation) -> Facts | None:
    return {"since": str(offer.valid_from)} if (offer.valid_from or date.min) > here.as_of else None


def weekdays_apart(need: Need, offer: Offer, here: Situation) -> Facts | None:
    return _apart(need.weekdays, offer.weekdays)


def dayparts_apart(need: Need, offer: Offer, here: Situation) -> Facts | None:
    return _apart(need.dayparts, offer.dayparts)


def _apart(asked: frozenset[str], given: frozenset[str]) -> Facts | None:
    apart = asked and given and not asked & given
    return {"asked": sorted(asked), "given": sorted(given)} if apart else None


def ages_apart(need: Need, offer: Offer, here: Situation) -> Facts | None:
    if need.ages is None or offer.ages is None:
        return None
    apart = need.ages[1] < offer.ages[0] or offer.ages[1] < need.ages[0]
    return {"asked": list(need.ages), "given": list(offer.ages)} if apart else None


def share(need: Need, offer: Offer) -> float | None:
    """Give how much of the quantity asked for an offer covers; None when the two cannot be compared."""
    if not need.quantity or not offer.quantity or need.resource != offer.resource:
        return None
    same = need.unit == offer.unit or {need.unit, offer.unit} <= SEATS
    return offer.quantity / need.quantity if same else None


def too_small(need: Need, offer: Offer, here: Situation) -> Facts | None:
    covered = share(need, offer)
    if covered is None or need.resource not in AMOUNTS:
        return None
    least = CROWDED if need.resource == "place" else HOPELESS if need.partial_ok else 1.0
    return {"asked": need.quantity, "given": offer.quantity, "unit": need.unit} if covered < least else None


def too_far(need: Need, offer: Offer, here: Situation) -> Facts | None:
    far = is_only_here(need) and bool(offer.districts) and not need.districts & offer.districts
    return {"asked": sorted(need.districts), "given": sorted(offer.districts)} if far else None


def stairs_only(need: Need, offer: Offer, here: Situation) -> Facts | None:
    wanted = STEP_FREE.search(need.title + need.body)
    return {} if wanted and STAIRS_ONLY.search(offer.title + offer.body) else None


Limit = Callable[[Need, Offer, Situation], Facts | None]
LIMITS: Mapping[str, Limit] = {
    "not_open": not_open,
    "same_organization": same_organization,
    "expired": expired,
    "not_yet": not_yet,
    "weekdays_apart": weekdays_apart,
    "dayparts_apart": dayparts_apart,
    "ages_apart": ages_apart,
    "too_small": too_small,
    "too_far": too_far,
    "stairs_only": stairs_only,
}
