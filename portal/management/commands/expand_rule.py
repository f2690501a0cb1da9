"""Answers, a line of JSON for a line of JSON, on which dates a recurrence rule falls."""

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import BinaryIO, NoReturn

from django.core.management.base import BaseCommand

from events.recurrence import Budget, Rule, RuleRefused, Stamp, parse_rule, parse_stamp, starts

MAX_LINE = 1_000_000
MAX_STARTS = 100_000
MAX_STEPS = 600_000


class Command(BaseCommand):
    """Reads {"id", "rrule", "dtstart", "count"} from stdin; writes {"id", "starts"} or {"id", "refused"}."""

    help = "Expand recurrence rules given as JSON lines on standard input."
    requires_system_checks: list[str] = []
    stdin: BinaryIO | None = None

    def handle(self, *args: object, **options: object) -> None:
        """Answer every line in order."""
        with open(0, "rb", closefd=False) as standard_input:
            for line in _lines(self.stdin or standard_input):
                self.stdout.write(json.dumps(answer(line)))
                self.stdout.flush()


def answer(line: bytes) -> dict[str, object]:
    """Expand the rule of one line, or name what cannot be kept."""
    try:
        question = _question(line)
    except RuleRefused as refusal:
        return {"id": None, "refused": refusal.part}
    name = question.get("id")
    try:
        return {"id": name, "starts": _starts(question)}
    except RuleRefused as refusal:
        return {"id": name, "refused": refusal.part}


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the lines; of one that is too long only so much as shows that it is."""
    while line := stream.readline(MAX_LINE + 1):
        rest = line
        while len(rest) > MAX_LINE and not rest.endswith(b"\n"):
            rest = stream.readline(MAX_LINE + 1)
        yield line


def _question(line: bytes) -> dict[str, object]:
    if len(line) > MAX_LINE:
        raise RuleRefused("line longer than 1 MB")
    try:
        question = json.loads(line.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise RuleRefused("line is not JSON") from None
    if not isinstance(question, dict):
        raise RuleRefused("line is not an object")
    return question


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _starts(question: dict[str, object]) -> list[str]:
    count, text = question.get("count"), question.get("rrule")
    if not isinstance(count, int) or isinstance(count, bool) or count < 0:
        raise RuleRefused("count")
    if not isinstance(text, str):
        raise RuleRefused("rrule")
    first, rule = _dtstart(question.get("dtstart")), parse_rule(text)
    found = list(islice(_expand(rule, first), min(count, MAX_STARTS + 1)))
    if len(found) > MAX_STARTS:
        raise RuleRefused("count above 100000")
    if first.clock is not None and found and rule.leaves_open(found[-1]):
        raise RuleRefused("UNTIL without a time")
    return [str(Stamp(moment.date(), first.clock, first.utc)) for moment in found]


def _dtstart(text: object) -> Stamp:
    try:
        return parse_stamp(text if isinstance(text, str) else "")
    except ValueError:
        raise RuleRefused("dtstart") from None


def _expand(rule: Rule, first: Stamp) -> Iterator[datetime]:
    last = None if rule.until is None else rule.until.latest()
    if last is not None and first.clock is None:
        last = datetime.combine(last.date(), datetime.max.time())
    return starts(rule, first.wall, last=last, budget=Budget(MAX_STEPS))
