"""Addresses → the city's own districts, by its table of towns and blocks; only where the table leaves no doubt."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from organizations.models import AddressRange, District
from portal.models import CitySettings
from portal.opendata.texts import folded

NUMERALS = {sign: str(value) for value, sign in enumerate("一二三四五六七八九", start=1)}
CHOME = re.compile(r"(?:([二三])?十)?([一二三四五六七八九])?丁目")
BETWEEN = re.compile(r"^(?:大字|字)")
BLOCK = re.compile(r"^(?:大字|字)?(\d+)")


def comparable(address: str) -> str:
    """An address without blanks, with half-width digits and 丁目 counted in digits."""
    text = re.sub(r"\s", "", folded(address))
    return CHOME.sub(lambda found: f"{_number(found)}丁目" if found.group(1) or found.group(2) else found.group(), text)


def _number(found: re.Match[str]) -> int:
    tens = 10 * int(NUMERALS.get(found[1] or "", "1")) if "十" in found.group() else 0
    return tens + int(NUMERALS.get(found[2] or "", "0"))


@dataclass(frozen=True)
class DistrictFinder:
    """The city's name and code, and its table of addresses, longest town first."""

    city_name: str
    city_code: str
    ranges: tuple[AddressRange, ...]

    @classmethod
    def on(cls, day: date) -> "DistrictFinder":
        """The finder with the table that is valid on ``day``."""
        settings = CitySettings.current()
        ranges = AddressRange.objects.valid_on(day).select_related("district")
        in_order = sorted(ranges, key=lambda one: -len(comparable(one.town)))
        return cls(comparable(settings.city_name), settings.city_code, tuple(in_order))

    def find(self, address: str, *, code: str = "") -> District | None:
        """The one district of an address in this city, or None."""
        text = comparable(address)
        if not self.city_name or (code and code != self.city_code) or (not code and self.city_name not in text):
            return None
        rest = BETWEEN.sub("", text.split(self.city_name, 1)[-1])
        towns = [one for one in self.ranges if rest.startswith(comparable(one.town))]
        longest = [one for one in towns if one.town == towns[0].town]
        return _only(longest, rest[len(comparable(longest[0].town)) :]) if longest else None


def _only(ranges: Iterable[AddressRange], behind: str) -> District | None:
    found = BLOCK.match(behind)
    block = int(found[1]) if found and len(found[1]) < 7 else None
    districts = {one.district for one in ranges if _holds(one, block)}
    return districts.pop() if len(districts) == 1 else None


def _holds(one: AddressRange, block: int | None) -> bool:
    if one.block_from is None and one.block_to is None:
        return True
    return block is None or (one.block_from or 0) <= block <= (one.block_to or block)
