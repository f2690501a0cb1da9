"""A draw that anybody can check: the list is closed and its fingerprint published before the number is known.

A sheet holds what is drawn from: ``date`` (the number of the date), ``people`` and ``parties`` (places, None where
there is no limit) and ``tickets``, pairs of a ticket's number and its people, by number. Its fingerprint is the
SHA-256 of its JSON: keys sorted, no spaces, ASCII. Tickets are put in order by the SHA-256 of
"fingerprint/seed/ticket" in hexadecimal; in that order each party that is small enough for what is left has places,
whole or not at all. The others wait in the same order. Where a sheet names pairs of tickets that stand ``apart``, a
ticket wins nothing once the other of its pair has won.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

Sheet = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Result:
    """All tickets as they were drawn, and those of them that have places, in the same order."""

    order: list[int]
    won: list[int]


def make_sheet(
    *,
    date: int,
    people: int | None,
    parties: int | None,
    tickets: Iterable[tuple[int, int]],
    apart: Iterable[tuple[int, int]] = (),
) -> Sheet:
    """Write the list down in its one lasting form. Raises ValueError when a ticket is there twice, or for nobody.

    ``apart`` are pairs of tickets that cannot both win; a list without any says nothing of them.
    """
    listed = [list(ticket) for ticket in sorted(tickets)]
    if len({number for number, _people in listed}) < len(listed):
        raise ValueError("twice")
    if any(size < 1 for _number, size in listed):
        raise ValueError("nobody")
    pairs = sorted(sorted(pair) for pair in apart)
    sheet = {"date": date, "people": people, "parties": parties, "tickets": listed}
    return sheet | {"apart": pairs} if pairs else sheet


def fingerprint(sheet: Sheet) -> str:
    text = json.dumps(sheet, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode("ascii")).hexdigest()


def draw(sheet: Sheet, seed: str) -> Result:
    """Put the tickets in order and give out the places."""
    mark = fingerprint(sheet)
    sizes = dict(sheet["tickets"])
    order = sorted(sizes, key=lambda ticket: (sha256(f"{mark}/{seed}/{ticket}".encode()).hexdigest(), ticket))
    people, parties = _limit(sheet["people"]), _limit(sheet["parties"])
    won: list[int] = []
    for ticket in order:
        rivals = {other for pair in sheet.get("apart", ()) if ticket in pair for other in pair}
        if sizes[ticket] <= people and parties >= 1 and rivals.isdisjoint(won):
            won.append(ticket)
            people -= sizes[ticket]
            parties -= 1
    return Result(order, won)


def _limit(number: int | None) -> float:
    return float("inf") if number is None else number


def problems(page: Mapping[str, Any]) -> list[str]:
    """Recompute a published draw; list what does not agree: fingerprint, order, won. Empty when all of it does."""
    sheet = page["sheet"]
    found = [] if fingerprint(sheet) == page["fingerprint"] else ["fingerprint"]
    if page.get("seed"):
        result = draw(sheet, page["seed"])
        found += [] if result.order == page.get("order") else ["order"]
        found += [] if result.won == page.get("won") else ["won"]
    return found
