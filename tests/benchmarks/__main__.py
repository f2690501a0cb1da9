"""`make bench`: what one request costs, in a city of 10,000 dates, under production's settings.

One JSON object a line on stdout, nothing else. `BENCH_OCCURRENCES=100000 make bench` measures a larger city,
`.venv/bin/python -m tests.postgres .venv/bin/python -m tests.benchmarks` the other database, and
`.venv/bin/python -m tests.benchmarks memory` only what is named. A new kind of benchmark is a module beside this
one that prints its lines with `tests.benchmarks.lines.say`, and its name in BENCHMARKS.
"""

import json
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache"
BENCHMARKS = ("pages", "memory", "matching")
OCCURRENCES = os.environ.get("BENCH_OCCURRENCES", "10000")
SIZES = {"occurrences": OCCURRENCES, "organizations": "500", "spaces": "100", "bookings": "5000"}
HOST = "bench.example.jp"


def environment(folder: Path) -> dict[str, str]:
    """Return production's settings over a folder of our own, with nothing cached between requests."""
    return {
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "SECRET_KEY": "a benchmark's key, which guards nothing but is long enough",
        "ALLOWED_HOSTS": HOST,
        "BASE_URL": f"https://{HOST}",
        "EMAIL_URL": "smtp://127.0.0.1:25",
        "DATABASE_URL": os.environ.get("DATABASE_URL") or f"sqlite:///{folder / 'portal.sqlite3'}",
        "CACHE_URL": f"filecache://{folder / 'cache'}",
        "VAR_DIR": str(folder),
        "STATIC_ROOT": str(folder / "static"),
        "LOG_LEVEL": "WARNING",
    }


def manage(*command: str) -> None:
    subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def build(folder: Path) -> None:
    """Make the synthetic city and the static files."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    manage("messages", "--compile")
    manage("migrate", "--verbosity", "0")
    manage("collectstatic", "--noinput", "--verbosity", "0")
    manage("seed_load", *(part for name, size in SIZES.items() for part in (f"--{name}", size)), "--seed", "1")
    (folder / "complete").touch()


def commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip()


def processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def yardstick() -> float:
    """Return the CPU milliseconds of a fixed sum: what a millisecond is worth on this machine, at this hour."""
    start = time.process_time()
    sum(number * number for number in range(1_000_000))
    return round((time.process_time() - start) * 1000, 1)


def facts() -> dict[str, object]:
    return {
        "cpu": processor(),
        "cores": os.cpu_count(),
        "sum_of_a_million_squares_ms": yardstick(),
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "database": os.environ["DATABASE_URL"].partition(":")[0],
        "sqlite": sqlite3.sqlite_version,
        "commit": commit(),
    }


def main(chosen: list[str]) -> None:
    on_postgres = os.environ.get("DATABASE_URL", "").startswith("postgres")
    folder = CACHE / f"bench-{commit()}-{time.strftime('%Y-%m-%d')}-{OCCURRENCES}{'-postgres' if on_postgres else ''}"
    os.environ.update(environment(folder))
    if on_postgres or not (folder / "complete").exists():
        print(f"Making a city of {OCCURRENCES} dates …", file=sys.stderr)
        build(folder)
    # Django is loaded only now, over the city that was just made; each kind in a process of its own.
    os.environ["BENCH_FACTS"] = json.dumps(facts())
    for name in chosen or BENCHMARKS:
        subprocess.run([sys.executable, "-m", f"tests.benchmarks.{name}"], cwd=ROOT, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
