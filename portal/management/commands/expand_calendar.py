"""Answers, a line of JSON for a file, on which dates the events of a calendar file fall."""

import json
import re
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from events.ical import Expansion, Found, expand_calendar
from events.ical.text import MAX_BYTES

_FORM = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", re.ASCII)


class Command(BaseCommand):
    """Reads calendar files; writes {"file", "occurrences", "problems"} for each. Touches no database."""

    help = "Expand calendar files in a window of local time."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take one file with its window, or a file of jobs."""
        parser.add_argument("file", nargs="?")
        parser.add_argument("--from", dest="begin", type=_moment, metavar="YYYY-MM-DDTHH:MM:SS")
        parser.add_argument("--to", dest="end", type=_moment, metavar="YYYY-MM-DDTHH:MM:SS")
        parser.add_argument("--jobs", metavar="JOBS.jsonl")

    def handle(self, *args: object, **options: object) -> None:
        """Answer every file in order; jobs that cannot be read at all end the command with a sentence."""
        try:
            self._write(self._answers(options))
        except OSError as error:
            self._write([{"detail": f"The jobs cannot be read: {error.strerror}."}])
            sys.exit(1)

    def _write(self, answers: Iterable[dict[str, object]]) -> None:
        for answer in answers:
            self.stdout.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace").decode())

    def _answers(self, options: dict[str, object]) -> Iterator[dict[str, object]]:
        file, begin, end, jobs = options["file"], options["begin"], options["end"], options["jobs"]
        if jobs and not (file or begin or end):
            yield from map(_job, _job_lines(Path(str(jobs))))
        elif file and not jobs and isinstance(begin, datetime) and isinstance(end, datetime):
            yield expand_file(str(file), begin, end)
        else:
            raise CommandError("Give FILE --from T --to T, or --jobs JOBS.jsonl alone.", returncode=2)


def expand_file(name: str, begin: datetime, end: datetime) -> dict[str, object]:
    """Expand one file; one that cannot be opened is an answer with a problem, too."""
    try:
        with Path(name).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        return _failed(name, f"The file cannot be opened: {getattr(error, 'strerror', None) or 'not a file name'}.")
    return _answer(name, expand_calendar(data, begin=begin, end=end))


def _moment(text: str) -> datetime:
    """Read a naive time in the form of the command."""
    if not _FORM.fullmatch(text):
        raise ValueError(text)
    return datetime.fromisoformat(text)


def _job_lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from (line for line in file if line.strip())


def _job(line: bytes) -> dict[str, object]:
    """Do one job; a job that cannot be understood is answered, too."""
    name = None
    try:
        job = json.loads(line.decode("utf-8-sig"))
        name = str(job["file"])
        begin, end = _moment(job["from"]), _moment(job["to"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return _failed(name, 'The job is not {"file", "from", "to"} with times as YYYY-MM-DDTHH:MM:SS.')
    return expand_file(name, begin, end)


def _failed(name: str | None, sentence: str) -> dict[str, object]:
    return {"file": name, "occurrences": [], "problems": [{"component": None, "problem": sentence}]}


def _answer(name: str, expansion: Expansion) -> dict[str, object]:
    problems = [{"component": item.component, "problem": item.sentence} for item in expansion.problems]
    return {"file": name, "occurrences": [_occurrence(item) for item in expansion.found], "problems": problems}


def _occurrence(found: Found) -> dict[str, object]:
    return {
        "uid": found.uid,
        "start": found.start.written,
        "end": found.end.written,
        "all_day": found.start.all_day,
        "floating": found.start.floating,
        "status": found.status,
        "summary": found.summary,
    }
