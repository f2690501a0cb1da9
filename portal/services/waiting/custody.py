"""What waits for a coordinator of the cases in her hands."""

from collections.abc import Iterable
from datetime import timedelta

from organizations.models import Case, Handover
from organizations.templatetags.words import day_words
from portal.models import CitySettings
from portal.services.waiting.items import Item, Reader, since

WEEK = timedelta(days=7)


def handovers_to_take(reader: Reader, most: int) -> Iterable[Item]:
    rows = Handover.objects.open().filter(taker=reader.user).select_related("giver").order_by("created_at", "pk")
    if rows and CitySettings.current().keeps_cases:
        for row in rows[:most]:
            yield Item(row.pk, row.giver.name, row.get_absolute_url(), **since(row.created_at, reader.now))


def cases_due(reader: Reader, most: int) -> Iterable[Item]:
    """One's own cases with something to do within a week, named as everywhere by their numbers."""
    rows = Case.objects.alive().filter(owner=reader.user, due_on__lte=reader.today + WEEK).order_by("due_on", "pk")
    if rows and CitySettings.current().keeps_cases:
        for row in rows[:most]:
            meta, late = day_words(row.due_on), row.due_on is not None and row.due_on < reader.today
            yield Item(row.pk, row.number, row.get_absolute_url(), meta=meta, late=late)
