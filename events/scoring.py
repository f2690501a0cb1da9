"""How much an event says of what families ask, and what would help most to add. Pure: codes and numbers, no words."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

Facts = Mapping[str, Any]
MOST_HINTS = 3


class Wish(NamedTuple):
    """Something families ask for: what it is worth, whether it is asked of this event, whether the event says it."""

    code: str
    worth: int
    asked: Callable[[Facts], bool]
    said: Callable[[Facts], bool]


class Completeness(NamedTuple):
    """``percent`` of what is asked is said; ``hints`` are the codes of what to add first, at most three."""

    percent: int
    hints: tuple[str, ...]


def _always(_facts: Facts) -> bool:
    return True


def _on_site(facts: Facts) -> bool:
    return bool(facts["attendance"] != "online")


def _outdoors(facts: Facts) -> bool:
    return facts["setting"] in ("outdoor", "both")


def _has(*names: str) -> Callable[[Facts], bool]:
    return lambda facts: any(facts[name] not in (None, "", False, []) for name in names)


def _stated(*names: str) -> Callable[[Facts], bool]:
    return lambda facts: any(facts[name] is not None for name in names)


WISHES = (
    Wish("ages", 20, _always, _stated("age_from_months", "age_to_months")),
    Wish("price", 16, _always, _stated("is_free", "adult_price", "child_price")),
    Wish("picture", 14, _always, _has("picture")),
    Wish("summary", 12, _always, _has("summary")),
    Wish("weather", 11, _outdoors, _has("weather_note")),
    Wish("address", 10, lambda facts: _on_site(facts) and not facts["space"], _has("place_address", "district")),
    Wish("capacity", 9, lambda facts: facts["apply"] == "portal", _stated("capacity")),
    Wish("description", 8, _always, _has("description")),
    Wish("setting", 7, _on_site, _has("setting")),
    Wish("contact", 6, lambda facts: facts["apply"] != "phone", _has("contact")),
    Wish("topics", 5, _always, _has("topics")),
    Wish("access", 4, _on_site, _has("is_accessible", "has_childcare")),
    Wish("belongings", 3, _on_site, _has("belongings")),
    Wish("languages", 2, _always, _has("languages", "easy_for_newcomers")),
)


def completeness(facts: Facts) -> Completeness:
    """Weigh what an event says against what is asked of one like it; ``facts`` are fields of Event, and ``topics``."""
    asked = [wish for wish in WISHES if wish.asked(facts)]
    missing = [wish for wish in asked if not wish.said(facts)]
    whole = sum(wish.worth for wish in asked)
    open_worth = sum(wish.worth for wish in missing)
    best_first = sorted(missing, key=lambda wish: -wish.worth)
    return Completeness(round(100 * (whole - open_worth) / whole), tuple(w.code for w in best_first[:MOST_HINTS]))
