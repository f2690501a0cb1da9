"""Whose table it is, under which licence, and what names the dataset when its next edition comes."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from portal.opendata.codes import repair
from portal.opendata.profiles import Profile, Publisher
from portal.opendata.tables import Table, squash
from portal.opendata.texts import folded, plain

CREATIVE_COMMONS = re.compile(r"creativecommons\.org/(?:licenses/([a-z-]+)/(\d\.\d)|publicdomain/zero/(\d\.\d))")
NAMED_LICENCE = re.compile(
    r"(CC[ -]?BY(?:-(?:SA|ND|NC))*|クリエイティブ・?コモンズ・?(?:・?ライセンス)?\s*表示)\s*(\d\.\d)?", re.IGNORECASE
)
ORIGIN = re.compile(r"(?:出典|作成|提供|公開者|発行)(?:元|者)?\s*[:：]\s*([^\s、。,]+)")
FILE_CODE = re.compile(r"^(\d{5,6})_([A-Za-z0-9_]+)")


@dataclass(frozen=True)
class Source:
    """Where a table is from. ``dataset`` names it for good; ``is_named`` tells that the file itself names it."""

    dataset: str
    attribution: str = ""
    licence: str = ""
    url: str = ""
    is_named: bool = False
    subject: str = ""


def find_source(table: Table, profile: Profile, *, file_name: str, attribution: str = "", licence: str = "") -> Source:
    """Read a table's origin from its preamble, notes, columns, addresses and file name; what is given wins."""
    told = table.properties
    publisher = _publisher(table, profile)
    whose = plain(told.get("attribution_name", "")) or _common(table, profile, "publisher") or _origin(table.notes)
    whose = whose or (publisher.name if publisher else "") or _common(table, profile, "city_name")
    coded = FILE_CODE.match(file_name)
    code = _code(table, profile) or (repair(coded[1]) if coded else None) or ""
    page = told.get("download_from", "")
    named = told.get("file_name", "") or (coded[2].split(".")[0] if coded else "")
    subject = named or profile.dataset
    dataset = "/".join(part for part in (code or whose, subject) if part) if code or whose else _fingerprint(table)
    return Source(
        dataset=dataset[:120],
        attribution=(attribution or (publisher.attribution if publisher else "") or whose)[:120],
        licence=(licence or _licence(table) or (publisher.licence if publisher else ""))[:120],
        url=page if page.startswith(("http://", "https://")) else publisher.url if publisher else "",
        is_named=bool(told.get("file_name")),
        subject=" ".join((page.rsplit("/", 1)[-1], subject, file_name)),
    )


def licence_name(text: str) -> str:
    """Write a licence as people know it: 「CC BY 3.0」 for its address or its long name; other texts stay."""
    if found := CREATIVE_COMMONS.search(text):
        return f"CC {found[1].upper()} {found[2]}" if found[1] else f"CC0 {found[3]}"
    if found := NAMED_LICENCE.search(folded(text)):
        name = re.sub(r"^CC[ -]?", "CC ", found[1].upper()) if found[1].upper().startswith("CC") else "CC BY"
        return " ".join(part for part in (name, found[2]) if part)
    return plain(text)


def _licence(table: Table) -> str:
    told = table.properties.get("license") or table.properties.get("licence")
    if told:
        return licence_name(told)
    known = (CREATIVE_COMMONS, NAMED_LICENCE)
    return next((licence_name(note) for note in table.notes if any(p.search(folded(note)) for p in known)), "")


def _origin(notes: Iterable[str]) -> str:
    return next((found[1] for note in notes if (found := ORIGIN.search(note))), "")


def _cells(table: Table, profile: Profile, field: str) -> Iterable[str]:
    for row in table.rows:
        for column, cell in zip(row.header, row.cells, strict=False):
            if cell.strip() and profile.field_of(column) == field:
                yield plain(cell)
                break


def _common(table: Table, profile: Profile, field: str) -> str:
    """The value that all rows share; '' when they differ."""
    values = set(_cells(table, profile, field))
    return values.pop() if len(values) == 1 else ""


def _code(table: Table, profile: Profile) -> str | None:
    codes = Counter(code for cell in _cells(table, profile, "city_code") if (code := repair(cell)))
    return codes.most_common(1)[0][0] if codes else None


def _publisher(table: Table, profile: Profile) -> Publisher | None:
    addresses = list(_cells(table, profile, "address"))
    for publisher in profile.publishers:
        if addresses and sum(publisher.address in address for address in addresses) > 0.9 * len(addresses):
            return publisher
    return None


def _fingerprint(table: Table) -> str:
    """A name for the dataset of a file that says nothing of its origin: the same columns are the same dataset."""
    columns = "\n".join(squash(column) for column in table.header if column)
    return f"unknown/{sha256(columns.encode()).hexdigest()[:12]}"
