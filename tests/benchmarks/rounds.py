"""`python -m tests.benchmarks.rounds`: the table of clashes of a season of 100 groups, three wishes each, 40 spaces.

A fresh database under production's settings; one JSON object on stdout, machine facts included. The goal is five
seconds of a processor for the whole table, alternatives included; the publication of the same season is measured too.
"""

import json
import os
import random
import resource
import shutil
import time
from collections.abc import Callable
from datetime import date, timedelta
from importlib import import_module
from typing import Any

import django
from django.apps import apps
from django.utils import timezone

from tests.benchmarks.__main__ import CACHE, environment, facts, manage

GROUPS, WISHES, SPACES = 100, 3, 40
FIRST, LAST = date(2027, 4, 1), date(2027, 9, 30)


def many(app: str, name: str, number: int, make: Callable[[int], dict[str, Any]]) -> list[Any]:
    model = apps.get_model(app, name)
    return list(model.objects.bulk_create(model(**make(one)) for one in range(number)))


def build() -> Any:
    """Make ten buildings with four rooms each, and groups that mostly want the same hours."""
    dice = random.Random(1)
    houses = many("spaces", "Facility", SPACES // 4, lambda one: {"slug": f"kan{one}", "name": f"第{one}公民館"})
    spaces = many(
        "spaces",
        "Space",
        SPACES,
        lambda one: {"facility": houses[one // 4], "slug": f"heya{one}", "name": f"部屋{one}", "capacity": 40},
    )
    parts = many("spaces", "Part", SPACES, lambda one: {"facility": houses[one // 4], "name": f"部屋{one}"})
    for space, part in zip(spaces, parts, strict=True):
        space.parts.add(part)
    many(
        "spaces",
        "OpeningHours",
        len(houses) * 7,
        lambda one: {"facility": houses[one // 7], "weekday": one % 7, "opens_minute": 540, "closes_minute": 1290},
    )
    groups = many("organizations", "Organization", GROUPS, lambda one: {"slug": f"g{one}", "name": f"団体{one}"})
    now = timezone.now()
    times = {"opens_at": now - timedelta(days=20), "closes_at": now, "status": "settling"}
    round = apps.get_model("spaces", "SeasonRound").objects.create(name="前期", first=FIRST, last=LAST, **times)
    round.spaces.set(spaces)
    many("spaces", "Wish", GROUPS * WISHES, lambda one: wish(round, groups, spaces, one, dice))
    return round


def wish(round: Any, groups: list[Any], spaces: list[Any], one: int, dice: random.Random) -> dict[str, Any]:
    start = dice.choice((540, 600, 780, 840, 1080))
    return {
        "round": round,
        "organization": groups[one // WISHES],
        "rank": 1 + one % WISHES,
        "space": spaces[int(abs(dice.gauss(0, 8))) % SPACES],
        "weekday": dice.choice((2, 5, 5, 5, 6, 6)),
        "rhythm": dice.choice(("weekly", "weekly", "weekly", "odd", "13", "24")),
        "start_minute": start,
        "end_minute": start + 120,
        "head_count": 20,
        "purpose": "例会",
        "name": "代表",
        "phone": "000",
    }


def measured(deed: Callable[[], Any]) -> tuple[Any, float]:
    began = time.process_time()
    found = deed()
    return found, round(time.process_time() - began, 2)


def settle(clashes: list[Any], by: Any) -> None:
    """Let the first of each clash have its wish and refuse the others, as a hurried meeting would."""
    wishes = import_module("spaces.services.wishes")
    for clash in clashes:
        for entry in clash.entries[1:]:
            wishes.refuse_wish(wish=entry.wish, reason="調整の結果", by=by)


def main() -> None:
    folder = CACHE / "bench-rounds"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ.update(environment(folder))
    manage("migrate", "--verbosity", "0")
    django.setup()
    made = build()
    board = import_module("spaces.services.clashes").Board
    clashes, seconds = measured(lambda: board(made).clashes())
    entries = [entry for clash in clashes for entry in clash.entries]
    by = apps.get_model("organizations", "User").objects.create(email="a@example.jp", name="職員")
    while rest := board(made).clashes():
        settle(rest, by)
    publish = import_module("spaces.services.publishing").publish_round
    _done, publication = measured(lambda: publish(round=made, by=by))
    told = {
        "benchmark": "table of clashes of a season",
        "groups": GROUPS,
        "wishes": GROUPS * WISHES,
        "spaces": SPACES,
        "clashes": len(clashes),
        "wishes_in_clashes": len(entries),
        "alternatives": sum(len(entry.options) for entry in entries),
        "cpu_seconds": seconds,
        "goal_cpu_seconds": 5,
        "bookings_published": apps.get_model("spaces", "Booking").objects.count(),
        "publication_cpu_seconds": publication,
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    shutil.rmtree(folder)
    print(json.dumps(told | facts()))


if __name__ == "__main__":
    main()
