"""Sixteen processes register families for one date until it is full, and go on asking: how many a second, how exactly?

``python -m tests.benchmarks.registrations`` (SQLite), or over PostgreSQL:
``python -m tests.postgres .venv/bin/python -m tests.benchmarks.registrations``. One JSON object on stdout.
"""

import json
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from contextlib import suppress
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

PROCESSES, PLACES, ASKED = 16, 800, 960


def prepare() -> int:
    """Build the database and one date of so many places, and load all that a registration needs."""
    import_module("django").setup()
    connection = import_module("django.db").connection
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{connection.settings_dict["NAME"]}"')
    if not import_module("portal.services.fresh").load():
        import_module("django.core.management").call_command("migrate", verbosity=0)
    register(new_date(1), "first")
    return int(new_date(PLACES).pk)


def new_date(places: int) -> Any:
    timezone, events = import_module("django.utils.timezone"), import_module("events.models")
    event = events.Event.objects.create(title="測る日", status="published", apply="portal", capacity=places)
    day, at = (now() + timedelta(days=9) for now in (timezone.localdate, timezone.now))
    return event.occurrences.create(starts_at=at, ends_at=at, held_on=day, ends_on=day, capacity=places)


def register(date: Any, name: str) -> None:
    """Register one family; a full date is an answer too."""
    deeds, places = import_module("events.services.registrations"), import_module("events.services.places")
    party = import_module("events.services.parties").Party(name="山田花子", email=f"{name}@example.jp")
    with suppress(places.Full):
        deeds.register(occurrence=date, party=party)


def ask(pk: int, number: int, gate: Any, done: Any) -> None:
    date = import_module("events.models").Occurrence.objects.select_related("event").get(pk=pk)
    gate.wait()
    for turn in range(ASKED // PROCESSES):
        register(date, f"a{number}.{turn}")
    done.put(time.monotonic())


def fsync_ms(folder: Path) -> float:
    """What one durable write costs on this disk: no database can promise more of them a second."""
    with (folder / "probe").open("wb") as file:
        start = time.monotonic()
        for _turn in range(50):
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
    return round((time.monotonic() - start) * 20, 2)


def cpu_seconds() -> float:
    """What the sixteen worked, the database's own server not counted: beside the clock it shows who had to wait."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="registrations-"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    os.environ["VAR_DIR"] = str(folder)
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder / 'portal.sqlite3'}")
    date = prepare()
    import_module("django.db").connections.close_all()
    fork = multiprocessing.get_context("fork")  # each opens a connection of its own
    gate, done = fork.Barrier(PROCESSES + 1), fork.Queue()
    workers = [fork.Process(target=ask, args=(date, number, gate, done)) for number in range(PROCESSES)]
    for worker in workers:
        worker.start()
    gate.wait()
    start = time.monotonic()
    seconds = max(done.get(timeout=600) for _worker in workers) - start
    for worker in workers:
        worker.join()
    print(json.dumps(result(date, seconds) | {"fsync_ms": fsync_ms(folder)}))


def result(date: int, seconds: float) -> dict[str, object]:
    models, facts = import_module("events.models"), import_module("tests.benchmarks.__main__").facts()
    row = models.Occurrence.objects.get(pk=date)
    return {
        "benchmark": "registrations for one date",
        "database": import_module("django.db").connection.vendor,
        "processes": PROCESSES,
        "places": PLACES,
        "asked": ASKED,
        "registered": row.registrations.count(),
        "taken": row.taken,
        "seconds": round(seconds, 2),
        "registered_per_second": round(row.taken / seconds, 1),
        "answered_per_second": round(ASKED / seconds, 1),
        "cpu_ms_each": round(cpu_seconds() * 1000 / ASKED, 2),
        "machine": facts,
    }


if __name__ == "__main__":
    sys.exit(main())
