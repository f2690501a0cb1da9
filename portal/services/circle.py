"""A network drawn as a circle. Pure: the same groups and ties always give the same picture; knows no Django."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

SIZE = 1200.0
RADIUS = 290.0
GAP = 14.0  # between the circle and the first letter of a name


@dataclass(frozen=True, slots=True)
class Dot:
    """One group: its place, and its name turned so that it reads outward and never upside down."""

    key: int
    x: float
    y: float
    label_x: float
    label_y: float
    turn: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Line:
    """A tie: a curve between two dots that bends towards the middle."""

    one: int
    other: int
    path: str


@dataclass(frozen=True, slots=True)
class Picture:
    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]


def draw(keys: Sequence[int], ties: Iterable[tuple[int, int]]) -> Picture:
    """Place the groups round a circle, tied ones beside each other, and draw their ties."""
    pairs = sorted({(min(pair), max(pair)) for pair in ties if set(pair) <= set(keys) and pair[0] != pair[1]})
    order = side_by_side(keys, pairs)
    dots = {key: _dot(key, place, len(order)) for place, key in enumerate(order)}
    return Picture(tuple(dots.values()), tuple(Line(a, b, _curve(dots[a], dots[b])) for a, b in pairs))


def side_by_side(keys: Sequence[int], pairs: Iterable[tuple[int, int]]) -> list[int]:
    """Order the groups so that whoever is tied stands near: each is followed by those it is tied to.

    Who stand alone come last. The order of ``keys`` decides wherever nothing else does.
    """
    tied: Mapping[int, set[int]] = {key: set() for key in keys}
    for one, other in pairs:
        tied[one].add(other)
        tied[other].add(one)
    place = {key: at for at, key in enumerate(keys)}
    found: dict[int, None] = {}
    for first in sorted(keys, key=lambda key: (not tied[key], place[key])):
        waiting = [first]
        while waiting:
            key = waiting.pop()
            if key not in found:
                found[key] = None
                waiting += sorted(tied[key] - found.keys(), key=lambda other: (-len(tied[other]), place[other]))[::-1]
    return list(found)


def _dot(key: int, place: int, count: int) -> Dot:
    turn = 360.0 * place / count - 90.0
    angle, far = turn * pi / 180.0, RADIUS + GAP
    is_left = 90.0 < turn % 360.0 < 270.0
    middle = SIZE / 2
    return Dot(
        key=key,
        x=round(middle + RADIUS * cos(angle), 1),
        y=round(middle + RADIUS * sin(angle), 1),
        label_x=round(middle + far * cos(angle), 1),
        label_y=round(middle + far * sin(angle), 1),
        turn=round(turn + 180.0 if is_left else turn, 1),
        anchor="end" if is_left else "start",
    )


def _curve(one: Dot, other: Dot) -> str:
    """Bend the line two thirds of the way to the middle of the circle."""
    middle = SIZE / 2
    bend_x, bend_y = ((mean + 2 * middle) / 3 for mean in ((one.x + other.x) / 2, (one.y + other.y) / 2))
    return f"M{one.x:g} {one.y:g}Q{bend_x:.1f} {bend_y:.1f} {other.x:g} {other.y:g}"
