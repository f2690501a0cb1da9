"""`python -m tests.benchmarks.spaces`: what a question about 300 spaces costs beside 20,000 and 200,000 bookings.

Bookings lie a year to both sides of today. CPU milliseconds of the program and, on PostgreSQL, of the database's
process that serves it: the middle and the least of what was measured. Pages are made anew each time. The cities are
made once a day; `BENCH_BOOKINGS=200000` asks one alone. One JSON object a line on stdout.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.benchmarks.__main__ import CACHE, environment, facts, manage
from tests.benchmarks.lines import say
from tests.postgres import programs

WARM, TIMED = 5, 41
SIZES = {"occurrences": "0", "organizations": "500", "spaces": "300"}
BOOKINGS = os.environ.get("BENCH_BOOKINGS", "20000 200000").split()
SERVER = os.environ.get("DATABASE_URL", "").rpartition("/")[0]
POSTGRES = SERVER.startswith("postgres")


def city(bookings: str) -> None:
    """Point this process at a city of so many bookings, made where it is not there yet."""
    name = f"bench-spaces-{time.strftime('%Y-%m-%d')}-{bookings}"
    folder = CACHE / f"{name}{'-postgres' if POSTGRES else ''}"
    os.environ["DATABASE_URL"] = f"{SERVER}/{name}" if POSTGRES else ""
    if POSTGRES:
        host = SERVER.removeprefix("postgres://tests@/")
        subprocess.run([programs() / "createdb", "-h", host, "-U", "tests", name], check=True)
    os.environ.update(environment(folder))
    folder.mkdir(parents=True, exist_ok=True)
    manage("messages", "--compile")
    manage("migrate", "--verbosity", "0")
    manage("collectstatic", "--noinput", "--verbosity", "0")
    if POSTGRES or not (folder / "complete").exists():
        print(f"Making a city of {bookings} bookings …", file=sys.stderr)
        sizes = SIZES | {"bookings": bookings}
        manage("seed_load", *(part for name, size in sizes.items() for part in (f"--{name}", size)))
        (folder / "complete").touch()


def spent() -> float:
    """CPU milliseconds so far of this process and of the database's process that serves it."""
    own = time.process_time() * 1000
    if connection.vendor != "postgresql":
        return own
    pid = connection.connection.info.backend_pid
    return own + int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6


def measured(deed: Callable[[], Any]) -> dict[str, float]:
    """Do it again and again."""
    times = []
    for _turn in range(WARM + TIMED):
        start = spent()
        deed()
        times.append(spent() - start)
    with CaptureQueriesContext(connection) as queries:
        deed()
    times = times[WARM:]
    return {"cpu_ms": round(statistics.median(times), 2), "least": round(min(times), 2), "queries": len(queries)}


def pages() -> dict[str, str]:
    """Name what is asked, about the middle of the bookings' two years."""
    today = timezone.localdate()
    saturday = today + timedelta(days=7 + (5 - today.weekday()) % 7)
    space = apps.get_model("spaces", "Space").objects.order_by("pk").first()
    return {
        "free periods of one space, 14 days": f"/spaces/{space.slug}/free.json?from={today}&to={today + timedelta(14)}",
        "which of 300 spaces is free": f"/spaces/?day={saturday}&start=10:00&end=12:00&people=30",
        "week view of one space": f"/spaces/{space.slug}/?week={saturday}",
    }


def ask(client: Client, address: str) -> None:
    response = client.get(address, secure=True)
    assert response.status_code == 200, address


def deeds() -> dict[str, Callable[[], Any]]:
    """Name what is asked of the service; the series meets dates that are taken."""
    services, rules = import_module("spaces.services"), import_module("spaces.services.rules")
    period, now = (
        import_module("spaces.periods").Period,
        timezone.localtime().replace(minute=0, second=0, microsecond=0),
    )
    space = apps.get_model("spaces", "Space").objects.order_by("pk").first()
    group = apps.get_model("organizations", "Organization").objects.filter(door="enrolled").first()
    who = {
        "guest": rules.Guest(name="山田花子", email="hanako@example.jp", organization=group),
        "use": rules.Use(purpose="練習", head_count=10),
        "by": None,
    }
    evening = now.replace(hour=19) + timedelta(days=30)
    dates = [period(evening + timedelta(weeks=n), evening + timedelta(weeks=n, hours=2)) for n in range(50)]
    free = import_module("spaces.services.availability").free_periods(
        space, first=evening.date(), last=evening.date() + timedelta(days=30)
    )
    one = next(period(found.start, found.start + timedelta(hours=1)) for found in free if found.length.seconds >= 3600)
    return {
        "a booking": lambda: undone(services.bookings.request_booking, space=space, period=one, **who),
        "a weekly series of 50 dates": lambda: undone(
            services.series.request_series, space=space, periods=dates, wait=True, **who
        ),
    }


def undone(deed: Callable[..., Any], **given: Any) -> None:
    """Do it, and take it back before the next turn."""
    with transaction.atomic():
        deed(**given)
        transaction.set_rollback(True)


def measure() -> None:
    django.setup()
    import_module("spaces.services.series")
    settings.KEEP_PAGES = False
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    for name, address in pages().items():
        say(name, **measured(lambda address=address: ask(client, address)))
    for name, deed in deeds().items():
        say(name, **measured(deed))


def main() -> None:
    os.environ["BENCH_FACTS"] = "{}"
    found = {}
    for bookings in BOOKINGS:
        city(bookings)
        os.environ["BENCH_FACTS"] = json.dumps(facts())
        command = [sys.executable, "-m", "tests.benchmarks.spaces", "measure"]
        said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        print(said, end="", flush=True)
        found[bookings] = {line["benchmark"]: line["least"] for line in map(json.loads, said.splitlines())}
    if len(found) == 2:
        few, many = found.values()
        growth = {name: round(many[name] / few[name], 2) for name in few}
        print(json.dumps({"benchmark": f"cost at {BOOKINGS[1]} bookings, beside {BOOKINGS[0]}"} | growth))


if __name__ == "__main__":
    measure() if "measure" in sys.argv else main()
