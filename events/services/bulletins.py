"""One date in at most 500 letters to paste: for LINE, a circular, a neighbour's mail. Cut at a sentence."""

import re
from datetime import datetime

from django.utils.translation import gettext as _

from events.models import Event, Occurrence
from events.services import words
from events.services.facts import when_words
from organizations.services.addresses import site_address

MOST = 500
SENTENCE = re.compile(r"[^。！？!?\n]*(?:[。！？!?]+[」』）)]*|\n|$)")


def cut_at_sentence(text: str, most: int) -> str:
    """Keep whole sentences up to ``most`` letters; of a single longer one its beginning, with an ellipsis."""
    kept = ""
    for sentence in SENTENCE.findall(text.strip()):
        if len((kept + sentence).rstrip()) > most:
            break
        kept += sentence
    kept = kept.strip()
    return kept or (text.strip()[: max(most - 1, 0)] + "…" if text.strip() and most > 0 else "")


def line_text(occurrence: Occurrence, address: str, now: datetime) -> str:
    """Say one date in at most 500 letters, its state first and its address last."""
    event = occurrence.event
    head = [state_words(occurrence) + event.title, "", *_facts(event, occurrence, now)]
    if occurrence.note:
        head.insert(1, occurrence.note)
    foot = f"\n\n{address}"
    top = cut_at_sentence("\n".join(head), MOST - len(foot))
    room = MOST - len(top) - len(foot) - 2
    body = cut_at_sentence(event.description or event.summary, room) if room > 20 else ""
    return top + (f"\n\n{body}" if body else "") + foot


def state_words(occurrence: Occurrence) -> str:
    """Say before anything else what has changed: 【中止】."""
    said = {
        Occurrence.Status.CANCELLED: _("【Called off】 "),
        Occurrence.Status.POSTPONED: _("【Postponed】 "),
        Occurrence.Status.RESCHEDULED: _("【New time】 "),
    }
    going = _("【Takes place as planned】 ") if occurrence.goes_ahead_at else ""
    return said.get(Occurrence.Status(occurrence.status), "") or going


def _facts(event: Event, occurrence: Occurrence, now: datetime) -> list[str]:
    facts = words.facts_of(event)
    space = occurrence.space
    place = words.place_words(facts, space.name if space else None, space.facility.name if space else None)
    lines = [_("When: %(when)s") % {"when": when_words(occurrence)}]
    if place:
        lines.append(_("Where: %(place)s") % {"place": place})
    if event.age_from_months is not None or event.age_to_months is not None:
        lines.append(_("For: %(ages)s") % {"ages": words.age_words(facts)})
    if price := words.price_words(facts):
        lines.append(_("Price: %(price)s") % {"price": price})
    lines.append(_("Taking part: %(way)s") % {"way": words.apply_words(facts, now)})
    if event.apply_phone:
        lines.append(_("Telephone: %(phone)s") % {"phone": event.apply_phone})
    return lines


def address_of(occurrence: Occurrence) -> str:
    """Give the public address of a date."""
    return site_address(occurrence.get_absolute_url())
