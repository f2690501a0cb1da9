"""Forms read back from what was kept while somebody typed."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from django import forms
from django.http import QueryDict

from events.forms.dates import DatesForm
from events.forms.events import EventForm, ForSomebodyForm

Shown = TypeVar("Shown", bound=forms.BaseForm)
KNOWN = frozenset({*EventForm.base_fields, *DatesForm.base_fields, *ForSomebodyForm.base_fields}) - {"sent"}


def answers_of(data: QueryDict) -> dict[str, list[str]]:
    """Take the answers to our own questions, as they were typed, right or wrong."""
    return {name: found for name, found in data.lists() if name in KNOWN}


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
