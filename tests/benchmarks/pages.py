"""Ask each page in this very process and count: CPU milliseconds (median) and queries."""

import statistics
import time
from datetime import timedelta

import django
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.benchmarks.lines import say

WARM, TIMED = 5, 41
WAYS = ("new", "kept", "unchanged")


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
        ".ics of all, 1,000 events": "/events/feed.ics",
        "search of events": "/events/?q=絵本",
        "search of events, filters": "/events/?q=絵本&free=1&day=sat",
        "search of events, words as wishes": "/events/?q=土曜 2歳 絵本",
        "search of everything": "/search/?q=子育て",
    }


def ask(client: Client, address: str, etag: str = "") -> tuple[float, int, str, int]:
    """Return CPU milliseconds, status, ETag and bytes of one request."""
    headers = {"If-None-Match": etag} if etag else {}
    start = time.process_time()
    response = client.get(address, secure=True, headers=headers)
    body = response.getvalue() if response.streaming else response.content
    spent = (time.process_time() - start) * 1000
    return spent, response.status_code, response.headers.get("ETag", ""), len(body)


def measured(address: str, way: str) -> dict[str, object]:
    """Ask again and again: ``new`` made each time, ``kept`` from memory, ``unchanged`` for who holds it."""
    settings.KEEP_PAGES = way != "new"
    client = Client(SERVER_NAME="bench.example.jp")
    etag = ask(client, address)[2] if way == "unchanged" else ""
    times = []
    for turn in range(WARM + TIMED):
        if way == "new":
            cache.clear()
        spent, status, _etag, size = ask(client, address, etag)
        if turn >= WARM:
            times.append(spent)
    if way == "new":
        cache.clear()
    with CaptureQueriesContext(connection) as queries:
        ask(client, address, etag)
    return {
        "address": address,
        "way": way,
        "status": status,
        "cpu_ms": round(statistics.median(times), 2),
        "cpu_ms_p95": round(statistics.quantiles(times, n=20)[-1], 2),
        "queries": len(queries),
        "bytes": size,
    }


def main() -> None:
    django.setup()
    for name, address in addresses().items():
        for way in WAYS:
            say(name, **measured(address, way))


if __name__ == "__main__":
    main()
