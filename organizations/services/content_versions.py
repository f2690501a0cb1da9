"""Counters that move with what visitors see: pages make their ETag of them, and kept pages their key."""

from collections.abc import Callable
from functools import wraps
from time import time
from typing import TypeVar

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Sum

from organizations.models import ContentVersion

T = TypeVar("T")


@transaction.atomic
def bump(*names: str) -> None:
    """Move the counters of these kinds of content, in the transaction that changes the content.

    A counter is the sum of its rows. Whoever finds every row held by somebody else's transaction begins one of
    her own, so that two deeds never wait for each other here.
    """
    for name in sorted(names):
        rows = ContentVersion.objects.filter(name=name).select_for_update(skip_locked=True)
        free = rows.values_list("pk", flat=True).first()
        if free is None:
            ContentVersion.objects.create(name=name, number=1)
        else:
            ContentVersion.objects.filter(pk=free).update(number=F("number") + 1)


def current(*names: str) -> str:
    """Return the counters as a short text, in the order asked; 0 for what never changed."""
    rows = ContentVersion.objects.filter(name__in=names).values_list("name").annotate(Sum("number"))
    numbers = dict(rows)
    return "-".join(str(numbers.get(name, 0)) for name in names)


def newest() -> int:
    """Return one number that moves with every counter, in one plain question: every visit asks it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT SUM(number) FROM organizations_contentversion")
        return int(cursor.fetchone()[0] or 0)


def remembered(read: Callable[[], T]) -> Callable[[], T]:
    """Keep what every page reads, such as the city's own lists, until a counter moves or the minute is over."""
    kept: tuple[tuple[int, int], T] | None = None

    @wraps(read)
    def answer() -> T:
        nonlocal kept
        if not settings.KEEP_PAGES:
            return read()
        mark, found = (newest(), int(time()) // 60), kept
        if found is None or found[0] != mark:
            found = kept = (mark, read())
        return found[1]

    return answer
