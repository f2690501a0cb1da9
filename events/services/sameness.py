"""Applications for one draw that may be one family's: marked for the hosts, never left out by a machine."""

import re
from collections.abc import Iterable, Iterator
from itertools import combinations
from unicodedata import normalize

from django.db import transaction
from wagtail.log_actions import log

from events.models import Registration
from organizations.models import User

SHORTEST = 9  # digits of a telephone number


def likely_same(rows: Iterable[Registration]) -> dict[int, Registration]:
    """Give for each later application the earlier one that may be the same family's, by its key.

    The same telephone, or the same family name and children of the same ages; what the hosts have told apart is not.
    """
    found: dict[int, Registration] = {}
    for first, second in combinations(sorted(rows, key=lambda row: (row.ticket or 0, row.pk)), 2):
        if not second.is_other_family and signs(first) & signs(second):
            found.setdefault(second.pk, first)
    return found


def signs(row: Registration) -> set[tuple[object, ...]]:
    return set(_signs(row))


def _signs(row: Registration) -> Iterator[tuple[object, ...]]:
    digits = re.sub(r"\D", "", normalize("NFKC", row.phone))
    if len(digits) >= SHORTEST:
        yield "phone", digits
    if row.children:
        yield "children", family_name(row.name), tuple(sorted(row.children))


def family_name(name: str) -> str:
    """Read the family name: the first word; of a name written in one, the first two letters."""
    words = normalize("NFKC", name).split()
    if not words:
        return ""
    return words[0].casefold() if len(words) > 1 else words[0][:2].casefold()


@transaction.atomic
def tell_apart(*, registration: Registration, by: User | None) -> Registration:
    """Note that an application is another family's than it seems."""
    registration.is_other_family = True
    registration.save(update_fields=["is_other_family"])
    log(registration, "events.registration.tell_apart", user=by)
    return registration
