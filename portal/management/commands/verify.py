"""Everything the test command runs, each step with its name and its time."""

import argparse
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

BIN = Path(sys.executable).parent
MANAGE = (sys.executable, "manage.py")
PYTEST = (sys.executable, "-m", "pytest", "-n", "2", "--dist", "worksteal", "--durations=20")
SKIPPED = 77


@dataclass
class Step:
    name: str
    command: tuple[str, ...]
    outcome: str = "not run"
    seconds: float = 0.0
    closing: str = field(default="", repr=False)


def templates() -> list[str]:
    return sorted(str(path) for path in Path("templates").rglob("*.html"))


def steps() -> list[Step]:
    """List the checks, quickest first."""
    return [
        Step("ruff", (str(BIN / "ruff"), "check", ".")),
        Step("ruff format", (str(BIN / "ruff"), "format", "--check", ".")),
        Step("templates", (str(BIN / "djade"), "--check", "--target-version", "5.2", *templates())),
        Step("imports", (str(BIN / "lint-imports"), "--no-cache")),
        Step("types", (str(BIN / "mypy"), ".")),
        Step("django", (*MANAGE, "check", "--fail-level", "WARNING")),
        Step("migrations", (*MANAGE, "makemigrations", "--check", "--dry-run")),
        Step("translations", (*MANAGE, "messages", "--check")),
        Step("tests on SQLite", (*PYTEST, "--ignore=tests/journeys")),
        Step("tests on PostgreSQL", (sys.executable, "-m", "tests.postgres", *PYTEST, "--ignore=tests/journeys")),
        Step("journeys in Chromium", (*PYTEST, "tests/journeys")),
    ]


class Command(BaseCommand):
    help = "Run every check of the project."
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--only", action="append", metavar="NAME", help="run the steps whose name starts so")

    def handle(self, *, only: list[str] | None = None, **options: object) -> None:
        os.chdir(settings.BASE_DIR)
        chosen = [s for s in steps() if not only or s.name.startswith(tuple(only))]
        if not chosen:
            raise CommandError(f"No step is called {only}. Steps: {', '.join(s.name for s in steps())}")
        for step in chosen:
            self.run(step)
        self.stdout.write(json.dumps({s.name: s.outcome for s in chosen}, ensure_ascii=False))
        self.stdout.flush()
        for step in chosen:
            self.stderr.write(f"{step.outcome:8} {step.seconds:6.1f} s  {step.name:22} {step.closing}")
        if any(s.outcome == "failed" for s in chosen):
            raise CommandError("Not everything is in order; see above.")

    def run(self, step: Step) -> None:
        """Run one check, passing its words on as they come; its last line is kept for the summary."""
        self.stderr.write(f"\n── {step.name}")
        start = time.monotonic()
        environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        process = subprocess.Popen(
            step.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
        )
        for line in process.stdout or ():
            self.stderr.write(line.rstrip("\n"))
            step.closing = line.strip(" =\n") or step.closing
        code = process.wait()
        step.seconds = time.monotonic() - start
        skipped = code == SKIPPED and os.environ.get("CI") != "true"
        step.outcome = "skipped" if skipped else "failed" if code else "ok"
