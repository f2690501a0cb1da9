"""Many dates of one series at once: Django asks each of 25 columns of each row, here only the five that differ are."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection

from events.models import Occurrence
from events.services.recurrences import set_time
from spaces.periods import Period

FIELDS = [field for field in Occurrence._meta.concrete_fields if not field.primary_key]
TIMES = ("rule_start", "starts_at", "ends_at", "held_on", "ends_on")
OWN = [place for place, field in enumerate(FIELDS) if field.name in TIMES]


def insert_rows(rows: Iterable[Sequence[Any]]) -> None:
    """Write prepared rows down; in a transaction, as every service."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in FIELDS)
    marks = ", ".join(["%s"] * len(FIELDS))
    words = ("INSERT INTO", quote(Occurrence._meta.db_table), f"({columns})", "VALUES", f"({marks})")
    with connection.cursor() as cursor:
        cursor.executemany(" ".join(words), list(rows))


def prepared(row: Occurrence, periods: Iterable[Period]) -> Iterator[list[Any]]:
    """Give the columns of dates that are like ``row`` but for their times."""
    alike = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in FIELDS]
    for period in periods:
        row.rule_start = period.start
        set_time(row, period)
        values = alike.copy()
        for place in OWN:
            values[place] = FIELDS[place].get_db_prep_save(getattr(row, FIELDS[place].attname), connection)
        yield values
