"""One date for search engines: schema.org's Event as JSON-LD."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from events.models import Event, Occurrence
from organizations.services.addresses import site_address
from organizations.templatetags.linked_data import linked_data
from spaces.periods import TOKYO

register = template.Library()

SCHEMA = "https://schema.org/"
STATUS = {"cancelled": "EventCancelled", "postponed": "EventPostponed", "rescheduled": "EventRescheduled"}
ATTENDANCE = {
    "offline": "OfflineEventAttendanceMode",
    "online": "OnlineEventAttendanceMode",
    "mixed": "MixedEventAttendanceMode",
}


@register.simple_tag
def event_json(event: Event, occurrence: Occurrence | None, hosts: list[dict[str, Any]], address: str) -> SafeString:
    """Write the data block of a page; a data block runs nothing, and nothing in it can end it."""
    if occurrence is None or not event.is_public:
        return SafeString("")
    return linked_data(described(event, occurrence, hosts, address))


def described(event: Event, occurrence: Occurrence, hosts: list[dict[str, Any]], address: str) -> dict[str, Any]:
    """Say one date in the words of schema.org; what is not known is left out."""
    said: dict[str, Any] = {
        "@type": "Event",
        "name": event.title,
        "description": event.summary or event.description[:300],
        "startDate": _moment(occurrence, "starts_at"),
        "endDate": _moment(occurrence, "ends_at"),
        "previousStartDate": occurrence.moved_from and occurrence.moved_from.astimezone(TOKYO).isoformat(),
        "eventStatus": f"{SCHEMA}{STATUS.get(occurrence.status, 'EventScheduled')}",
        "eventAttendanceMode": f"{SCHEMA}{ATTENDANCE[event.attendance]}",
        "location": _location(event, occurrence),
        "organizer": [_organizer(host) for host in hosts],
        "typicalAgeRange": age_range(event.age_from_months, event.age_to_months),
        "inLanguage": [code for code in event.languages if isinstance(code, str)] or ["ja"],
        "isAccessibleForFree": event.is_free,
        "offers": _offers(event, occurrence, address),
        "maximumAttendeeCapacity": occurrence.capacity,
        "url": address,
    }
    return {name: value for name, value in said.items() if value not in (None, "", [])}


def age_range(first: int | None, last: int | None) -> str:
    """Say an age range in years as schema.org wants it: 7-9, 11-, or nothing where none is stated."""
    if first is None and last is None:
        return ""
    return f"{(first or 0) // 12}-{'' if last is None else last // 12}"


def _moment(occurrence: Occurrence, name: str) -> str:
    moment = getattr(occurrence, name).astimezone(TOKYO)
    if not occurrence.is_all_day:
        return str(moment.isoformat())
    return (occurrence.held_on if name == "starts_at" else occurrence.ends_on).isoformat()


def _location(event: Event, occurrence: Occurrence) -> dict[str, Any] | list[dict[str, Any]]:
    page = site_address(event.get_absolute_url())
    virtual = {"@type": "VirtualLocation", "url": page}  # the room itself is for those who come, not for all the web
    if event.attendance == Event.Attendance.ONLINE:
        return virtual
    place = _place(event, occurrence)
    return [place, virtual] if event.attendance == Event.Attendance.MIXED else place


def _place(event: Event, occurrence: Occurrence) -> dict[str, Any]:
    """Name the place, with its address and position where they are known."""
    if occurrence.space is not None:
        building = occurrence.space.facility
        name, address, position = str(occurrence.space), building.address, (building.latitude, building.longitude)
    else:
        name, address = occurrence.place_name or event.place_name, event.place_address
        position = (event.latitude, event.longitude)
    place: dict[str, Any] = {"@type": "Place", "name": name or address, "address": address or name}
    if None not in position and not occurrence.place_name:
        place["geo"] = {"@type": "GeoCoordinates", "latitude": position[0], "longitude": position[1]}
    return place


def _organizer(host: dict[str, Any]) -> dict[str, str]:
    said = {"@type": "Organization", "name": host["name"]}
    return said | ({"url": site_address(host["href"])} if host.get("href") else {})


def _offers(event: Event, occurrence: Occurrence, address: str) -> list[dict[str, Any]]:
    """Give the prices that are stated, each with whom it is for."""
    prices = [("大人", event.adult_price), ("こども", event.child_price)]
    stated = [("", 0)] if event.is_free else [(name, price) for name, price in prices if price is not None]
    state = "SoldOut" if occurrence.is_full else "InStock"
    return [
        {"@type": "Offer", "price": price, "priceCurrency": "JPY", "availability": f"{SCHEMA}{state}", "url": address}
        | ({"name": name} if name else {})
        for name, price in stated
    ]
