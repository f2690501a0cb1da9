"""`python -m tests.benchmarks.series`: how long a night takes to write 10,000 weekly series down for 400 days.

A fresh database under production's settings; one JSON object on stdout, machine facts included.
"""

import json
import os
import resource
import shutil
import time
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

import django
from django.apps import apps
from django.utils import timezone

from tests.benchmarks.__main__ import CACHE, environment, facts, manage

NUMBER, AT_ONCE = 10_000, 2000


def many(name: str, make: Callable[[int], dict[str, Any]]) -> list[Any]:
    model = apps.get_model("events", name)
    return list(model.objects.bulk_create((model(**make(number)) for number in range(NUMBER)), batch_size=AT_ONCE))


def build() -> None:
    """Make events whose weekly series are not written down yet; half of them leave holidays out."""
    group, now = (
        apps.get_model("organizations", "Organization").objects.create(name="絵本の会", slug="ehon"),
        timezone.now(),
    )
    events = many("Event", lambda one: {"title": f"おはなし会 {one}", "status": "published", "published_at": now})
    many("Host", lambda one: {"event": events[one], "organization": group, "role": "lead", "accepted_at": now})
    starts = [now + timedelta(days=one % 7, minutes=one % 600) for one in range(NUMBER)]
    many(
        "Series",
        lambda one: {
            "event": events[one],
            "starts_at": starts[one],
            "ends_at": starts[one] + timedelta(minutes=90),
            "rule": "FREQ=WEEKLY",
            "skip_holidays": bool(one % 2),
            "written_until": now,
        },
    )


def night(now: Any) -> dict[str, object]:
    """Let one night write, and say what it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    added = import_module("events.services.series").extend_all(now=now)
    return {
        "rows": added,
        "seconds": round(time.perf_counter() - wall, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),
    }


def main() -> None:
    folder = CACHE / "bench-series"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ.update(environment(folder))
    manage("migrate", "--verbosity", "0")
    django.setup()
    build()
    now = timezone.now()
    first, again, next_night = night(now), night(now), night(now + timedelta(days=1))
    shutil.rmtree(folder)
    print(
        json.dumps(
            {
                "benchmark": "series written down for 400 days",
                "series": NUMBER,
                "first_night": first,
                "again": again,
                "next_night": next_night,
                "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                **facts(),
            }
        )
    )


if __name__ == "__main__":
    main()
