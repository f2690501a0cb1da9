"""What a posting is about: the themes of the field, and which theme answers which."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from organizations.scoring.postings import Posting
from organizations.scoring.texts import KEPT, rows_of, statements

TITLE = 3.0
NOT = "ない"


@dataclass(frozen=True, slots=True)
class Theme:
    """A subject of needs and offers. `demand`: only ever asked for; `required`: no substitute will do."""

    code: str
    ja: str
    en: str
    words: tuple[tuple[str, ...], ...]
    denials: re.Pattern[str] | None
    answered_by: Mapping[str, float]
    demand: bool = False
    required: bool = False


@lru_cache(maxsize=1)
def known_themes() -> Mapping[str, Theme]:
    """Read the themes that ship with the portal."""
    rows = tomllib.loads(files("organizations.scoring").joinpath("themes.toml").read_text(encoding="utf-8"))
    return {code: _theme(code, row) for code, row in rows.items()}


def _theme(code: str, row: Mapping[str, Any]) -> Theme:
    denied = [text for text in row["words"] if text.endswith(NOT)]
    words = {form for text in row["words"] if text not in denied for form in rows_of(text)}
    answers = ({} if row.get("demand") else {code: 1.0}) | dict(row.get("answered_by", {}))
    return Theme(
        code=code,
        ja=row["ja"],
        en=row["en"],
        words=tuple(sorted(words - {()})),
        denials=_denials(denied),
        answered_by=answers,
        demand="demand" in row,
        required="required" in row,
    )


def _denials(texts: list[str]) -> re.Pattern[str] | None:
    """Find what cannot be or is not, in every form: 通えない is 通えません and 通えず too.

    Normal forms know no "not": 来られない would be found in every text that comes.
    """
    stems = "|".join(re.escape(text.removesuffix(NOT)) for text in texts)
    return re.compile(f"(?:{stems})(?:ない|なく|なかっ|ませ|ず)") if stems else None


@lru_cache(maxsize=1)
def _by_first_word() -> Mapping[str, list[tuple[tuple[str, ...], str]]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for theme in known_themes().values():
        for words in theme.words:
            found[words[0]].append((words, theme.code))
    return found


def _codes_in(rows: frozenset[tuple[str, ...]]) -> Iterator[str]:
    """Name the themes of a statement; the longest phrase wins: who reads books aloud is not giving books away."""
    for row in rows:
        found = _phrases_in(row)
        for start, end, code in found:
            if not any(s <= start and end <= e and e - s > end - start for s, e, _code in found):
                yield code


def _phrases_in(row: tuple[str, ...]) -> list[tuple[int, int, str]]:
    index = _by_first_word()
    return [
        (place, place + len(words), code)
        for place, word in enumerate(row)
        for words, code in index.get(word, ())
        if row[place : place + len(words)] == words
    ]


@lru_cache(maxsize=KEPT)
def themes_of(posting: Posting) -> Mapping[str, float]:
    """Say how strongly a posting is about each theme, from 0 to 1 (1: its title says so)."""
    weights: dict[str, float] = defaultdict(float)
    for weight, rows, text in statements(posting):
        denied = {theme.code for theme in known_themes().values() if theme.denials and theme.denials.search(text)}
        for code in {*_codes_in(rows), *denied}:
            weights[code] += weight
    return {code: round(min(weight / TITLE, 1.0), 2) for code, weight in weights.items()}


def answers(need: Posting, offer: Posting) -> list[tuple[str, str, float]]:
    """Pair each theme of a need with the offer's theme that answers it best: (asked, given, strength)."""
    given = themes_of(offer)
    pairs = []
    for code, asked in themes_of(need).items():
        ways = [
            (given[other] * share, other) for other, share in known_themes()[code].answered_by.items() if other in given
        ]
        if ways:
            strength, other = max(ways)
            pairs.append((code, other, round(asked * strength, 3)))
    return sorted(pairs, key=lambda pair: (-pair[2], pair[0]))
