"""Ask each page in this very process and count: CPU milliseconds (median) and queries."""

import statistics
import time
from datetime import timedelta
from importlib import import_module

from django.apps import apps
from django.db import connection
from django.http import QueryDict
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
        "API, 30 dates": "/api/v1/occurrences?limit=30",
        "API, 100 dates": "/api/v1/occurrences?limit=100",
    }


def ask(client: Client, address: str, headers: dict[str, str]) -> tuple[float, int, str, int]:
    """Return CPU milliseconds, status, ETag and bytes of one request."""
    start = time.process_time()
    response = client.get(address, secure=True, headers=headers)
    body = response.getvalue() if response.streaming else response.content
    spent = (time.process_time() - start) * 1000
    return spent, response.status_code, response.headers.get("ETag", ""), len(body)


def measured(address: str, way: str) -> dict[str, object]:
    """Ask again and again: ``new`` made each time, ``kept`` from memory, ``unchanged`` for who holds it.

    Nothing is kept for who names herself; the menu and foot around a page stand ready, as they do all day.
    """
    client = Client(SERVER_NAME="bench.example.jp")
    headers = {"Authorization": "new"} if way == "new" else {}
    if way == "unchanged":
        headers["If-None-Match"] = ask(client, address, headers)[2]
    asked = [ask(client, address, headers) for _turn in range(WARM + TIMED)][WARM:]
    times = [spent for spent, *_rest in asked]
    with CaptureQueriesContext(connection) as queries:
        _spent, status, _etag, size = ask(client, address, headers)
    return {
        "address": address,
        "way": way,
        "status": status,
        "cpu_ms": round(statistics.median(times), 2),
        "cpu_ms_least": round(min(times), 2),
        "cpu_ms_p95": round(statistics.quantiles(times, n=20)[-1], 2),
        "queries": len(queries),
        "bytes": size,
    }


def counting() -> dict[str, object]:
    """Measure what the counts beside a list's wishes take, a part of each list above."""
    search, filters = import_module("events.forms.search"), import_module("events.views.filters")
    data = QueryDict("day=sat&age=2y&free=1")
    form = search.OccurrenceSearchForm(data)
    form.is_valid()
    times = []
    for _turn in range(WARM + TIMED):
        start = time.process_time()
        assert filters.Filters(form, data, timezone.localtime()).facets.days
        times.append((time.process_time() - start) * 1000)
    return {"cpu_ms": round(statistics.median(times[WARM:]), 2), "cpu_ms_least": round(min(times), 2)}


def main() -> None:
    import_module("portal.wsgi")  # what a server's process does when it starts
    for name, address in addresses().items():
        for way in WAYS:
            say(name, **measured(address, way))
    say("counts beside a list", **counting())


if __name__ == "__main__":
    main()
