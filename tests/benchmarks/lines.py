"""How a benchmark says what it found: one JSON object a line, with what the city and the machine were."""

import json
import os

from django.db import connection

TABLES = ("events_occurrence", "events_event", "organizations_organization", "spaces_space", "spaces_booking")


def rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        return {table: count(cursor, table) for table in TABLES}


def count(cursor, table: str) -> int:
    cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
    return int(cursor.fetchone()[0])


def say(benchmark: str, **found: object) -> None:
    line = {"benchmark": benchmark} | found | {"rows": rows(), "machine": json.loads(os.environ["BENCH_FACTS"])}
    print(json.dumps(line, ensure_ascii=False), flush=True)
