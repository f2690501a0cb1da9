"""Latitude and longitude, however a table writes them."""

import re
from dataclasses import dataclass

from portal.opendata.texts import folded

LATITUDES = (20.0, 46.0)
LONGITUDES = (122.0, 154.5)
SEXAGESIMAL = re.compile(r"^(\d{2,3})[度°.:/](\d{1,2})[分′'.:/](\d{1,2}(?:\.\d+)?)[秒″\"]?$")


@dataclass(frozen=True)
class Position:
    """A place on the map in degrees, or none; ``problem`` is "", "swapped", "outside", "partial" or "unreadable"."""

    latitude: float | None = None
    longitude: float | None = None
    problem: str = ""


def read_position(latitude: str, longitude: str, pair: str = "") -> Position:
    """Read two cells, or one that holds "lat,lng". Swapped values are put right where only one order lies in Japan."""
    if pair.strip() and not (latitude.strip() or longitude.strip()):
        halves = [half for half in re.split(r"[,、/\s]+", folded(pair).strip("()[] ")) if half]
        if len(halves) != 2:
            return Position(problem="unreadable")
        latitude, longitude = halves
    if not latitude.strip() and not longitude.strip():
        return Position()
    if not latitude.strip() or not longitude.strip():
        return Position(problem="partial")
    first, second = _degrees(latitude), _degrees(longitude)
    if first is None or second is None:
        return Position(problem="unreadable")
    return _in_japan(first, second)


def _in_japan(first: float, second: float) -> Position:
    if _lies(first, LATITUDES) and _lies(second, LONGITUDES):
        return Position(round(first, 7), round(second, 7))
    if _lies(second, LATITUDES) and _lies(first, LONGITUDES):
        return Position(round(second, 7), round(first, 7), problem="swapped")
    return Position(problem="outside")


def _degrees(cell: str) -> float | None:
    text = re.sub(r"^(北緯|東経|[NE])\s*|[度°]$", "", folded(cell).replace(" ", ""))
    if found := SEXAGESIMAL.match(text):
        degrees, minutes, seconds = (float(part) for part in found.groups())
        return degrees + minutes / 60 + seconds / 3600 if minutes < 60 and seconds < 60 else None
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None


def _lies(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]
