"""Ask each page in this very process and count: CPU milliseconds (median) and queries."""

import json
import statistics
import sys
import time
from datetime import timedelta

import django
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

WARM, TIMED = 5, 41


def addresses() -> dict[str, str]:
    """Name what is measured; ids and names are those of the synthetic city."""
    date = (
        apps.get_model("events", "Occurrence")
        .objects.filter(is_public=True, starts_at__gt=timezone.now())
        .order_by("starts_at")
        .first()
    )
    group = apps.get_model("organizations", "Organization").objects.exclude(slug="").order_by("pk").first()
    today = timezone.localdate()
    month = today.strftime("%Y-%m")
    next_month = (today.replace(day=1) + timedelta(days=31)).strftime("%Y-%m")
    return {
        "home": "/",
        "event list": "/events/",
        "event list, one month": f"/events/?month={month}",
        "event list, filters": "/events/?day=sat&age=2y&free=1",
        "event month": f"/events/?view=calendar&month={next_month}",
        "event map": "/events/?view=map",
        "event page": reverse("event", args=[date.event_id]),
        "organization list": "/organizations/",
        "organization page": f"/organizations/{group.slug}/",
        "space list": "/spaces/",
        ".ics of an event": f"/events/{date.event_id}.ics",
        ".ics of a query": f"/events/feed.ics?month={month}",
        "search of events": "/events/?q=絵本",
        "search of events, filters": "/events/?q=絵本&free=1&day=sat",
        "search of events, words as wishes": "/events/?q=土曜 2歳 絵本",
        "search of everything": "/search/?q=子育て",
    }


def ask(client: Client, address: str, etag: str = "") -> tuple[float, int, str, int]:
    """Return CPU milliseconds, status, ETag and bytes of one request that finds no cached answer."""
    headers = {"If-None-Match": etag} if etag else {}
    start = time.process_time()
    response = client.get(address, secure=True, headers=headers)
    body = response.getvalue() if response.streaming else response.content
    spent = (time.process_time() - start) * 1000
    return spent, response.status_code, response.headers.get("ETag", ""), len(body)


def measured(name: str, address: str, *, cached: bool) -> dict[str, object]:
    client = Client(SERVER_NAME="bench.example.jp")
    times = []
    for turn in range(WARM + TIMED):
        if not cached:
            cache.clear()
        spent, status, etag, size = ask(client, address)
        if turn >= WARM:
            times.append(spent)
    if not cached:
        cache.clear()
    with CaptureQueriesContext(connection) as queries:
        ask(client, address)
    return {
        "benchmark": name,
        "address": address,
        "cached": cached,
        "status": status,
        "cpu_ms": round(statistics.median(times), 2),
        "cpu_ms_p95": round(statistics.quantiles(times, n=20)[-1], 2),
        "queries": len(queries),
        "bytes": size,
        "etag": bool(etag),
    }


def main(facts: dict[str, object]) -> None:
    django.setup()
    rows = {table: count(table) for table in ("events_occurrence", "events_event", "organizations_organization")}
    for name, address in addresses().items():
        for cached in (False, True):
            line = measured(name, address, cached=cached) | {"rows": rows, "machine": facts}
            print(json.dumps(line, ensure_ascii=False), flush=True)


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
