"""Everything one must know to decide about an event, in pairs, for the page of the event."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from events.models import Draw, Event, Host, Occurrence
from events.services import words
from events.services.rule_words import rule_words
from organizations.forms.search import LANGUAGES
from organizations.templatetags.words import long_day_words, time_range

NAMES = {"ja": gettext_lazy("Japanese"), **dict(LANGUAGES)}
HOST = ("event", "role", *(f"organization__{name}" for name in ("name", "slug", "status", "visibility")))
Pair = dict[str, Any]


def first_facts(event: Event, occurrence: Occurrence | None, now: datetime) -> list[Pair]:
    """List what decides: when, where, for whom, what it costs, how to apply."""
    facts = words.facts_of(event)
    return [
        _pair(_("When"), when_words(occurrence) if occurrence else ""),
        _pair(_("How often"), rule_words(occurrence.series if occurrence else None)),
        place_pair(event, occurrence),
        _pair(_("Ages"), words.age_words(facts)),
        _pair(_("Price"), words.price_words(facts)),
        _pair(_("Taking part"), words.apply_words(facts, now)),
        _pair(_("Number of places"), places_words(event, occurrence)),
        *_draw_pairs(event, occurrence),
    ]


def _draw_pairs(event: Event, occurrence: Occurrence | None) -> list[Pair]:
    """Lead to the page of the draw, once its list is closed."""
    if event.allotment != Event.Allotment.DRAW or occurrence is None:
        return []
    draw = Draw.objects.filter(occurrence=occurrence).first()
    path = reverse("draw", args=[event.pk, occurrence.pk]) if draw else ""
    return [_pair(_("Draw"), _("See the draw and check it") if draw else _("Places are given by lot"), href=path)]


def more_facts(event: Event) -> list[Pair]:
    """List the rest: what to bring, languages, access, weather, whom to ask."""
    return [
        _pair(_("Who may come"), event.get_eligible_display() if event.eligible != Event.Eligible.ANYONE else ""),
        _pair(_("Note on the price"), event.price_note, local=True),
        _pair(_("What to bring"), event.belongings, local=True),
        _pair(_("Indoors or outdoors"), event.get_setting_display() if event.setting else ""),
        _pair(_("Languages"), language_words(event)),
        _pair(_("Good to know"), " · ".join(_comforts(event))),
        _pair(_("If the weather is bad"), event.weather_note, local=True),
        _pair(_("Decision on the weather"), words.decision_rule(event)),
        _pair(_("Questions"), event.contact, local=True),
    ]


def _pair(term: str, value: str, *, href: str = "", local: bool = False) -> Pair:
    """Pair a term with its value; ``local`` marks words the hosts wrote in Japanese."""
    foreign = local and not (get_language() or "ja").startswith("ja")
    return {"term": term, "value": value, "href": href, "language": "ja" if foreign else ""}


def when_words(occurrence: Occurrence) -> str:
    """Say the date in full, with its year."""
    if occurrence.is_all_day and occurrence.held_on == occurrence.ends_on:
        return str(long_day_words(occurrence.held_on))
    if occurrence.is_all_day:
        return f"{long_day_words(occurrence.held_on)}–{long_day_words(occurrence.ends_on)}"
    return str(time_range(occurrence.starts_at, occurrence.ends_at))


def place_pair(event: Event, occurrence: Occurrence | None) -> Pair:
    """Name the place; a space of the city leads to its page."""
    if occurrence and occurrence.place_name:
        return _pair(_("Where"), occurrence.place_name, local=True)
    space = occurrence.space if occurrence else event.space
    if space is not None:
        name = words.place_words(words.facts_of(event), space.name, space.facility.name)
        lines = [name, space.facility.address]
        return _pair(_("Where"), "\n".join(filter(None, lines)), href=space.get_absolute_url(), local=True)
    lines = [event.place_name, event.place_address]
    if event.attendance != Event.Attendance.OFFLINE:
        lines.append(event.get_attendance_display())
    return _pair(_("Where"), "\n".join(filter(None, lines)), local=bool(event.place_name))


def places_words(event: Event, occurrence: Occurrence | None) -> str:
    capacity = occurrence.capacity if occurrence else event.capacity
    if capacity is None:
        return _("%(count)d parties") % {"count": event.capacity_parties} if event.capacity_parties else ""
    if occurrence is None or event.apply != Event.Apply.PORTAL:
        return _("%(count)d people") % {"count": capacity}
    if occurrence.is_full:
        return _("%(count)d people: full") % {"count": capacity}
    return _("%(count)d people, %(left)d places left") % {"count": capacity, "left": occurrence.places_left}


def language_words(event: Event) -> str:
    spoken = [str(NAMES.get(code, code)) for code in event.languages if isinstance(code, str)]
    if event.easy_for_newcomers:
        spoken.append(_("Fine if you do not speak Japanese"))
    return " · ".join(spoken)


def _comforts(event: Event) -> list[str]:
    comforts = []
    if event.is_accessible:
        comforts.append(_("Step-free"))
    if event.has_childcare:
        comforts.append(_("With childcare"))
    return comforts


def hosts_of(event: Event) -> list[Pair]:
    """List who stands on the flyer, in its order; who has not accepted does not stand there."""
    rows = event.hosts.filter(accepted_at__isnull=False).select_related("organization").only(*HOST)
    order = list(Host.Role.values)
    return [
        {
            "role": host.get_role_display(),
            "name": host.organization.name,
            "href": host.organization.get_absolute_url() if host.organization.is_listed else "",
        }
        for host in sorted(rows, key=lambda host: (order.index(host.role), host.pk))
    ]
