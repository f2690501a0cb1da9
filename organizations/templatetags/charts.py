"""Charts drawn by the server as SVG, without a script; the same figures always stand in a table beside them."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.translation import gettext as _

register = template.Library()

WIDTH, HEIGHT = 320, 176
BASE, TOP = 152, 20  # of the columns: where they stand, and how far up the highest goes
ROW = 40  # the height of one bar with its words
LONGEST = 18  # signs of a label; the table has the whole
Mark = tuple[str, float, str]


@register.inclusion_tag("components/chart.html")
def chart(key: str, caption: str, shape: str, marks: Sequence[Mark]) -> dict[str, Any]:
    """Draw ``marks`` (label, height, figure in words) as columns or bars; nothing where all are nought."""
    highest = max((height for _label, height, _said in marks), default=0)
    if not shape or not highest:
        return {}
    draw = _columns if shape == "columns" else _bars
    most = max(marks, key=lambda mark: mark[1])
    words = {"caption": caption, "label": most[0], "figure": most[2]}
    return {
        "key": key,
        "title": _("Chart: %(caption)s. The most: %(label)s, %(figure)s. All figures stand in the table.") % words,
        "shape": shape,
        "width": WIDTH,
        "height": HEIGHT if shape == "columns" else ROW * len(marks),
        "base": BASE,
        "marks": draw(marks, highest),
        "is_dense": shape == "columns" and len(marks) > 8,
    }


def _columns(marks: Sequence[Mark], highest: float) -> list[dict[str, Any]]:
    slot = WIDTH / len(marks)
    drawn = []
    for number, (label, height, said) in enumerate(marks):
        tall = round((BASE - TOP) * height / highest, 1)
        drawn.append(
            {
                "x": round(slot * (number + 0.18), 1),
                "y": BASE - tall,
                "width": round(slot * 0.64, 1),
                "height": tall,
                "middle": round(slot * (number + 0.5), 1),
                "above": BASE - tall - 5,
                "below": BASE + 16,
                "label": label.removesuffix(":00"),
                "said": said,
            }
        )
    return drawn


def _bars(marks: Sequence[Mark], highest: float) -> list[dict[str, Any]]:
    return [
        {
            "y": ROW * number + 20,
            "width": round(WIDTH * height / highest, 1),
            "above": ROW * number + 14,
            "label": label if len(label) <= LONGEST else f"{label[: LONGEST - 1]}…",
            "said": said,
        }
        for number, (label, height, said) in enumerate(marks)
    ]
