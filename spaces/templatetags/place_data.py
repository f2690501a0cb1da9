"""Places described for search engines."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString

from organizations.templatetags.linked_data import linked_data
from spaces.models import OpeningHours, Space

register = template.Library()
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "PublicHolidays")


@register.simple_tag
def space_json(space: Space, hours: Iterable[OpeningHours], address: str) -> SafeString:
    """Describe a space with its weekly hours; hours of certain weeks only cannot be said there and are left out."""
    facility = space.facility
    said: dict[str, Any] = {
        "@type": "Place",
        "name": str(space),
        "description": space.summary,
        "url": address,
        "address": facility.address,
        "telephone": facility.phone,
        "maximumAttendeeCapacity": space.capacity,
        "openingHoursSpecification": [_span(row) for row in hours if not row.weeks and not row.rests],
    }
    if facility.latitude is not None and facility.longitude is not None:
        said["geo"] = {"@type": "GeoCoordinates", "latitude": facility.latitude, "longitude": facility.longitude}
    return linked_data({name: value for name, value in said.items() if value})


def _span(row: OpeningHours) -> dict[str, str]:
    said = {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": f"https://schema.org/{DAYS[row.weekday]}",
        "opens": _clock(row.opens_minute),
        "closes": _clock(row.closes_minute),
    }
    if row.valid_from:
        said["validFrom"] = row.valid_from.isoformat()
    if row.valid_through:
        said["validThrough"] = row.valid_through.isoformat()
    return said


def _clock(minute: int) -> str:
    """Say minutes from midnight as schema.org does: midnight at the end is 23:59, the night goes on after it."""
    return "23:59" if minute == 1440 else f"{minute // 60 % 24:02d}:{minute % 60:02d}"
