"""What the columns of a table mean: profiles as files, and the names that cities use, in any mix."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from portal.opendata.tables import squash

DEFINITIONS = Path(__file__).parent / "definitions"
SHARED = {"columns", "kinds", "other_tables"}
SAME_TABLE = 0.75
LONGEST_NAME = 20


class UnknownProfile(ValueError):
    """No profile has this name."""


@dataclass(frozen=True)
class Publisher:
    """Whose file it is when the file itself does not say so: told by the addresses in it."""

    address: str
    name: str
    attribution: str
    licence: str
    url: str = ""


@dataclass(frozen=True)
class Profile:
    """One known shape of table: its column names, what they mean, and what is known of its publisher."""

    name: str
    title: str = ""
    dataset: str = ""
    header: tuple[str, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    publishers: tuple[Publisher, ...] = ()

    def field_of(self, column: str) -> str:
        """Our field for a column's name; '' for a column we do not keep."""
        name = squash(column)
        return self.fields[name] if name in self.fields else shared_field(name)

    def remark_of(self, column: str) -> str:
        """The word that stands before a column's value in the note; '' for most columns."""
        name = squash(column)
        return self.remarks.get(name) or ("" if name in self.fields else _shared_remarks().get(name, ""))


BY_NAMES = Profile(name="names")


@cache
def profiles() -> dict[str, Profile]:
    """All profiles of the files in ``definitions``, by name."""
    paths = sorted(path for path in DEFINITIONS.glob("*.toml") if path.stem not in SHARED)
    return {path.stem: _profile(path.stem, _load(path.stem)) for path in paths}


def choose_profile(header: Iterable[str], name: str = "") -> Profile:
    """The profile called ``name``, or the one whose header is most like this one; BY_NAMES when none is.

    Raises UnknownProfile.
    """
    if name:
        return _by_name(name)
    columns = {squash(column) for column in header if column}
    likeness = {profile.name: _likeness(columns, profile) for profile in profiles().values()}
    best = max(likeness, key=lambda name: likeness[name])
    return profiles()[best] if likeness[best] >= SAME_TABLE else BY_NAMES


def _by_name(name: str) -> Profile:
    if name == BY_NAMES.name:
        return BY_NAMES
    if name not in profiles():
        raise UnknownProfile(name)
    return profiles()[name]


def _likeness(columns: set[str], profile: Profile) -> float:
    known = {squash(column) for column in profile.header}
    return len(columns & known) / len(columns | known)


def is_column_name(cell: str) -> bool:
    """Tell whether any profile, or the common list of names, knows a column of this name."""
    name = squash(cell)
    return name in _all_names() or (len(name) <= LONGEST_NAME and bool(shared_field(name)))


def shared_field(name: str) -> str:
    """Our field for a squashed name that cities use, or that at least ends like one of those; '' for others."""
    names = _shared_names()
    return names.get(name) or next((field for ending, field in _endings() if name.endswith(ending)), "")


def is_date_column(column: str) -> bool:
    """Tell whether a column makes its table one of events, should its cells hold dates."""
    return squash(column) in {squash(name) for name in _load("other_tables")["dates"]["columns"]}


def other_table(header: Iterable[str]) -> str:
    """What a table is when its columns stand only in tables of something else; '' for a table of places."""
    columns = {squash(column) for column in header if column}
    marks: dict[str, list[str]] = _load("other_tables")["tables"]
    return next((title for title, names in marks.items() if columns & set(map(squash, names))), "")


@cache
def kind_words() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Our kinds of places with the words that tell them, in the order in which they are tried."""
    return tuple((kind, tuple(words)) for kind, words in _load("kinds")["kinds"].items())


@cache
def _all_names() -> frozenset[str]:
    own = {name for profile in profiles().values() for name in (*map(squash, profile.header), *profile.fields)}
    others = {squash(name) for names in _load("other_tables")["tables"].values() for name in names}
    return frozenset(own | set(_shared_names()) | set(_shared_remarks()) | others) - {""}


@cache
def _shared_names() -> dict[str, str]:
    return {squash(name): field for field, names in _load("columns")["columns"].items() for name in names}


@cache
def _endings() -> tuple[tuple[str, str], ...]:
    return tuple(
        (squash(ending), field) for field, endings in _load("columns")["endings"].items() for ending in endings
    )


@cache
def _shared_remarks() -> dict[str, str]:
    return _words(_load("columns")["remarks"])


def _words(remarks: dict[str, list[str]]) -> dict[str, str]:
    return {squash(name): word for word, names in remarks.items() for name in names}


def _profile(name: str, data: dict[str, Any]) -> Profile:
    return Profile(
        name=name,
        title=data["title"],
        dataset=data["dataset"],
        header=tuple(data["header"].split(",")),
        fields={squash(column): field for column, field in data.get("columns", {}).items()},
        remarks=_words(data.get("remarks", {})),
        publishers=tuple(Publisher(**publisher) for publisher in data.get("publisher", [])),
    )


@cache
def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((DEFINITIONS / f"{name}.toml").read_text(encoding="utf-8"))
