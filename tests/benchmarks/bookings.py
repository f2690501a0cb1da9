"""`python -m tests.benchmarks.bookings`: eight processes ask for the same slots, beside 200,000 bookings.

Through the service, letters and log included; each slot is asked for eight times, so most attempts are refused.
Over PostgreSQL: `.venv/bin/python -m tests.postgres .venv/bin/python -m tests.benchmarks.bookings`.
"""

import json
import multiprocessing
import time
from collections import Counter
from datetime import timedelta
from importlib import import_module
from typing import Any

from tests.benchmarks.__main__ import facts
from tests.benchmarks.spaces import city

PROCESSES, SPACES, DAYS, HOURS = 8, 5, 40, (9, 13, 17)
OVERLAPS = """
SELECT COUNT(*) FROM spaces_occupancy a JOIN spaces_occupancy b ON a.part_id = b.part_id AND a.id < b.id
WHERE a.holds AND b.holds AND a.blocked_from < b.blocked_until AND b.blocked_from < a.blocked_until
AND a.booking_id > %s
"""


def slots() -> list[tuple[Any, Any]]:
    """The same rooms and times for every process, in the same order."""
    timezone, period = import_module("django.utils.timezone"), import_module("spaces.periods").Period
    rooms = list(import_module("spaces.models").Space.objects.order_by("pk")[:SPACES])
    day = timezone.localtime().replace(minute=0, second=0, microsecond=0) + timedelta(days=20)
    starts = [(day + timedelta(days=number)).replace(hour=hour) for number in range(DAYS) for hour in HOURS]
    return [(room, period(start, start + timedelta(hours=2))) for start in starts for room in rooms]


def ask(number: int, gate: Any, answers: Any) -> None:
    """Ask for every slot once; say what came of it, and what it cost."""
    booking, rules = import_module("spaces.services.bookings"), import_module("spaces.services.rules")
    refused, guest = import_module("django.core.exceptions").ValidationError, f"guest{number}@example.jp"
    wanted, found = slots(), Counter[str]()
    import_module("django.db").connection.ensure_connection()
    gate.wait()
    cpu = time.process_time()
    for room, period in wanted:
        who, use = rules.Guest(name="山田花子", email=guest), rules.Use(purpose="練習", head_count=5)
        try:
            booking.request_booking(space=room, period=period, guest=who, use=use, by=None)
            found["booked"] += 1
        except refused as error:
            found[str(error.code)] += 1
        except Exception as error:  # whatever else happens is what is counted here
            found[type(error).__name__] += 1
    answers.put((time.monotonic(), time.process_time() - cpu, found))


def main() -> None:
    city("200000")
    import_module("django").setup()
    connection = import_module("django.db").connection
    booking = import_module("spaces.models").Booking
    before = booking.objects.latest("pk").pk
    slots()
    connection.close()
    fork = multiprocessing.get_context("fork")  # each opens a connection of its own
    gate, answers = fork.Barrier(PROCESSES + 1), fork.Queue()
    workers = [fork.Process(target=ask, args=(number, gate, answers)) for number in range(PROCESSES)]
    for worker in workers:
        worker.start()
    gate.wait()
    start = time.monotonic()
    said = [answers.get(timeout=600) for _worker in workers]
    seconds = max(end for end, _cpu, _found in said) - start
    found = sum((one for _end, _cpu, one in said), Counter[str]())
    with connection.cursor() as cursor:
        cursor.execute(OVERLAPS, [before])
        overlaps = int(cursor.fetchone()[0])
    booking.objects.filter(pk__gt=before).delete()
    print(
        json.dumps(
            {
                "benchmark": "booking attempts, contended",
                "processes": PROCESSES,
                "attempts": found.total(),
                "answers": found,
                "overlaps": overlaps,
                "seconds": round(seconds, 2),
                "attempts_per_second": round(found.total() / seconds, 1),
                "cpu_ms_an_attempt": round(sum(cpu for _end, cpu, _found in said) * 1000 / found.total(), 2),
                "machine": facts(),
            }
        )
    )


if __name__ == "__main__":
    main()
