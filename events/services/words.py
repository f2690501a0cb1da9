"""What an event costs, where it is and how to apply, said in one line in the language of the page."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.models import Event, Occurrence
from organizations.forms.search import LANGUAGES
from organizations.templatetags.words import age_range, moment_words

# Fields of Event, so that a row of values() and a loaded event are said alike.
FACTS = (
    "title",
    "age_from_months",
    "age_to_months",
    "is_free",
    "adult_price",
    "child_price",
    "price_note",
    "place_name",
    "attendance",
    "apply",
    "apply_opens_at",
    "apply_closes_at",
    "setting",
    "is_accessible",
    "has_childcare",
    "languages",
    "easy_for_newcomers",
)
Facts = Mapping[str, Any]
FEW_PLACES = 3
TONGUES = dict(LANGUAGES)


def facts_of(event: Event) -> Facts:
    return {name: getattr(event, name) for name in FACTS}


def age_words(facts: Facts) -> str:
    return _age_words(get_language(), facts["age_from_months"], facts["age_to_months"])


# Lists say the same few ages, prices and ways on every page; saying them once saves a third of a page's time.
@lru_cache(maxsize=1024)
def _age_words(_language: str | None, first: int | None, last: int | None) -> str:
    return str(age_range(first, last))


def price_words(facts: Facts) -> str:
    """Say the price for whom; nothing when nobody has said."""
    said = _price_words(get_language(), facts["is_free"], facts["adult_price"], facts["child_price"])
    return said or facts["price_note"]


@lru_cache(maxsize=1024)
def _price_words(_language: str | None, is_free: bool | None, adult: int | None, child: int | None) -> str:
    parts = []
    if adult is not None:
        parts.append(_("adults %(yen)s yen") % {"yen": f"{adult:,}"} if adult else _("adults free"))
    if child is not None:
        parts.append(_("children %(yen)s yen") % {"yen": f"{child:,}"} if child else _("children free"))
    if is_free and not adult and not child:
        parts = [_("No charge")]
    return _(", ").join(parts)


def place_words(facts: Facts, space: str | None, building: str | None) -> str:
    if building:
        return building if building == space else f"{building} {space}"
    if facts["place_name"]:
        return str(facts["place_name"])
    return _("Online") if facts["attendance"] == Event.Attendance.ONLINE else ""


def comfort_words(facts: Facts, *, step_free: bool | None = None, nursing_room: bool | None = None) -> str:
    """Say in a line what makes it easy to come; ``step_free`` and ``nursing_room`` are the building's."""
    spoken = tuple(code for code in facts["languages"] if isinstance(code, str) and code != "ja")
    comforts = (facts["is_accessible"] or bool(step_free), bool(nursing_room), facts["has_childcare"])
    return _comfort_words(get_language(), facts["setting"], comforts, spoken, facts["easy_for_newcomers"])


@lru_cache(maxsize=1024)
def _comfort_words(
    _language: str | None, setting: str, comforts: tuple[bool, ...], spoken: tuple[str, ...], easy: bool
) -> str:
    names = (_("Step-free"), _("Nursing room"), _("With childcare"))
    said = [str(Event.Setting(setting).label)] if setting else []
    said += [name for name, there in zip(names, comforts, strict=True) if there]
    said += [str(TONGUES.get(code, code)) for code in spoken]
    return " · ".join([*said, _("Fine if you do not speak Japanese")] if easy else said)


def distance_words(kilometres: float) -> str:
    """Say how far something is; the position is rounded, so metres would be a pretence."""
    return _("within 1 km") if kilometres < 1 else _("about %(number)d km away") % {"number": round(kilometres)}


WAYS: dict[str, Callable[[], str]] = {
    Event.Apply.PHONE: lambda: _("by telephone"),
    Event.Apply.COUNTER: lambda: _("at the counter"),
    Event.Apply.OTHER_FORM: lambda: _("on the hosts’ form"),
    Event.Apply.PORTAL: lambda: _("here"),
}


def apply_words(facts: Facts, now: datetime) -> str:
    """Say how and when to apply, as on a flyer: 11月1日(日) 9:00 受付開始・電話."""
    opens, closes = facts["apply_opens_at"], facts["apply_closes_at"]
    early, late = bool(opens and opens > now), bool(closes and closes <= now)
    return _apply_words(get_language(), facts["apply"], opens if early else None, closes, late)


@lru_cache(maxsize=1024)
def _apply_words(_language: str | None, apply: str, opens: datetime | None, closes: datetime | None, late: bool) -> str:
    if apply == Event.Apply.NONE:
        return _("Just come along")
    way = {"way": WAYS[apply]()}
    if opens:
        return _("Registration opens %(when)s, %(way)s") % (way | {"when": moment_words(opens)})
    if late:
        return _("Registration is closed")
    if closes:
        return _("Register %(way)s until %(when)s") % (way | {"when": moment_words(closes)})
    return _("Register %(way)s") % way


def decision_rule(event: Event) -> str:
    """Say the rule without a date: 前日の17:00までに決めます."""
    if event.decides_at is None or event.decides_days_before is None:
        return ""
    clock = f"{event.decides_at.hour}:{event.decides_at.minute:02d}"
    if event.decides_days_before == 0:
        return _("Decided on the day by %(clock)s") % {"clock": clock}
    if event.decides_days_before == 1:
        return _("Decided on the day before by %(clock)s") % {"clock": clock}
    return _("Decided %(days)d days before by %(clock)s") % {"days": event.decides_days_before, "clock": clock}


def _places_badges(row: Mapping[str, Any]) -> list[dict[str, str]]:
    """Say that a date is full, in people or in parties, or nearly so."""
    limits = ((row["capacity"], row["taken"]), (row["capacity_parties"], row["parties_taken"]))
    people, parties = (None if limit is None else limit - taken for limit, taken in limits)
    if any(left is not None and left <= 0 for left in (people, parties)):
        return [{"label": _("Full"), "kind": "bad"}]
    if people is not None and people <= FEW_PLACES:
        return [{"label": _("%(count)d places left") % {"count": people}, "kind": "warn"}]
    return []


def state_badges(row: Mapping[str, Any], facts: Facts) -> list[dict[str, str]]:
    """Say in a word what one must know before setting out."""
    if row["status"] == Occurrence.Status.CANCELLED:
        return [{"label": _("Called off"), "kind": "bad"}]
    badges = []
    if row["status"] == Occurrence.Status.POSTPONED:
        badges.append({"label": _("Postponed"), "kind": "bad"})
    if row["status"] == Occurrence.Status.RESCHEDULED:
        badges.append({"label": _("New time"), "kind": "warn"})
    if row["goes_ahead_at"] and row["status"] in Occurrence.STANDING:
        badges.append({"label": _("Takes place as planned"), "kind": "good"})
    if facts["apply"] == Event.Apply.PORTAL:
        badges += _places_badges(row)
    if facts["is_free"]:
        badges.append({"label": _("No charge"), "kind": "good"})
    return badges
