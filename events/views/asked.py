"""What was asked, as chips: each is the address of the question without it."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from events.forms.search import OccurrenceSearchForm
from events.views.names import FLAGS, OTHER_FLAGS, age_name
from organizations.conditions import Piece
from organizations.services.questions import Meaning, without_piece
from organizations.templatetags.words import WEEKDAYS, age_range, day_words, month_words, weekday_words
from organizations.views.lists import address, without

QUIET = ("view", "after", "q")
Chip = dict[str, Any]


def chips_of(form: OccurrenceSearchForm, data: QueryDict, names: Mapping[str, Mapping[str, str]]) -> list[Chip]:
    """List what was ticked and understood."""
    found = []
    for name, value in _asked(form, data):
        label = _say(form, name, value, names)
        if label:
            found.append({"label": label, "href": without(data, name, value), "name": name, "value": value})
    return found


def _asked(form: OccurrenceSearchForm, data: QueryDict) -> Iterator[tuple[str, str]]:
    for name in form.fields:
        if name not in QUIET and form.cleaned_data.get(name):
            yield from ((name, value) for value in data.getlist(name) if value)


def _say(form: OccurrenceSearchForm, name: str, value: str, names: Mapping[str, Mapping[str, str]]) -> str:
    understood = form.cleaned_data[name]
    if name in FLAGS or name in OTHER_FLAGS:
        return str((FLAGS | OTHER_FLAGS)[name])
    match name:
        case "from":
            return _("from %(day)s") % {"day": day_words(understood)}
        case "to":
            return _("until %(day)s") % {"day": day_words(understood)}
        case "month":
            return month_words(understood[0])
        case "near":
            return _("Near %(place)s") % {"place": names["district"].get(value, _("where I am"))}
        case "organization" | "space" | "project":
            return str(understood)
        case "age":
            return age_name(value)
        case "tag":
            return _("“%(text)s”") % {"text": value[:40]}
        case _:
            return names[name].get(value, "")


def chips_of_words(meaning: Meaning, data: QueryDict) -> list[Chip]:
    """List what the words in the box were taken for, and the words that remain."""
    text = data.get("q", "")
    chips = [
        _chip(say_piece(piece), piece.words, address(data, q=without_piece(text, piece)), piece)
        for piece in meaning.pieces
    ]
    rest = meaning.query.text.strip() or ("" if meaning.pieces else text)
    if rest:
        kept = " ".join(piece.words for piece in meaning.pieces) or None
        label = _("“%(text)s”") % {"text": rest[:40]}
        chips.append(_chip(label, rest[:40], address(data, q=kept, literal=None)))
    return chips


def _chip(label: str, words: str, href: str, piece: Piece | None = None) -> Chip:
    return {"label": label, "words": words, "href": href, "name": "q", "piece": piece}


def say_piece(piece: Piece) -> str:
    """Say what some words were taken for, with the words where they differ."""
    match piece.what:
        case "age":
            return str(age_range(*piece.value))
        case "day":
            return weekday_words([code for number, code in enumerate(WEEKDAYS) if number in piece.value])
        case "dates":
            first, last = piece.value
            days = day_words(first) if first == last else f"{day_words(first)}–{day_words(last)}"
            return _("“%(words)s” is %(meaning)s") % {"words": piece.words, "meaning": days}
        case "indoor" | "free":
            return str(FLAGS[piece.what])
        case "district":
            return str(piece.value)
        case _:
            return piece.words
