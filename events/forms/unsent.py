"""Forms read back from what was kept while somebody typed."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from django import forms
from django.http import QueryDict

from events.forms.dates import DatesForm
from events.forms.events import EventForm, ForSomebodyForm

TAPPED = frozenset({"instead", "look"})  # buttons that show the form again instead of sending it
Shown = TypeVar("Shown", bound=forms.BaseForm)
KNOWN = frozenset({*EventForm.base_fields, *DatesForm.base_fields, *ForSomebodyForm.base_fields}) - {"sent"}


def answers_of(data: QueryDict) -> dict[str, list[str]]:
    """Take the answers to our own questions, as they were typed, right or wrong."""
    return {name: found for name, found in data.lists() if name in KNOWN}


def with_way_out(data: QueryDict) -> QueryDict:
    """Take the room that was tapped after a refusal, or another time of the same room."""
    found = data.get("instead", "").split()
    if len(found) not in (1, 3):
        return data
    taken = data.copy()
    for name, value in zip(("space", "start", "end"), found, strict=False):
        taken[name] = value
    return taken


def as_sent(answers: Mapping[str, Sequence[str]], token: str) -> QueryDict:
    """Give kept answers the shape in which a browser sends them."""
    data = QueryDict(mutable=True)
    for name, found in answers.items():
        data.setlist(name, list(found))
    data["sent"] = token
    return data


def shown_again(form: Shown) -> Shown:
    """Show a form that is not finished without a word about what is missing."""
    form.errors.clear()
    return form
