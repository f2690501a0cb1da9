"""What stands on a desk: items under headings, and where they come from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise

from organizations.models import User
from organizations.templatetags.words import day_words

MOST = 20
AT_ONCE = 5
LATE_DAYS = 3
Words = str | Promise


@dataclass(frozen=True)
class Item:
    """One thing that waits; ``pk`` and the code of its source name it for ever."""

    pk: int
    title: str
    href: str
    meta: str = ""
    badge: Words = ""
    late: bool = False
    code: str = ""

    @property
    def key(self) -> str:
        return f"{self.code}:{self.pk}"


@dataclass(frozen=True)
class Reader:
    """Whose desk it is, and when."""

    user: User
    now: datetime

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)


Find = Callable[[Reader, int], Iterable[Item]]


@dataclass(frozen=True)
class Source:
    """Something that may wait: one small function, oldest first, and who sees it.

    ``rests``: for so many days an item is done when it is ticked off; 0 for what only its own page can settle.
    """

    code: str
    title: Words
    find: Find
    may: Callable[[User], bool]
    href: Words = ""
    rests: int = 0


@dataclass(frozen=True)
class Section:
    """What one source has for one reader."""

    source: Source
    items: list[Item]

    @property
    def title(self) -> Words:
        return self.source.title

    @property
    def href(self) -> Words:
        return self.source.href

    @property
    def first(self) -> list[Item]:
        return self.items[:AT_ONCE]

    @property
    def rest(self) -> list[Item]:
        return self.items[AT_ONCE:]

    @property
    def is_cut(self) -> bool:
        return len(self.items) >= MOST


def section(source: Source, reader: Reader, hidden: frozenset[int], late: bool = False) -> Section:
    """Ask a source; what the reader has put aside does not show, and takes nobody's place."""
    found = [replace(item, code=source.code) for item in source.find(reader, MOST + len(hidden))]
    shown = [item for item in found if item.pk not in hidden and (item.late or not late)]
    return Section(source, shown[:MOST])


def since(moment: datetime | None, now: datetime) -> dict[str, Any]:
    """Say since when something waits, and whether that is long."""
    if moment is None:
        return {}
    return {"meta": day_words(moment), "late": (now - moment).days >= LATE_DAYS}
