"""Rows as bodies: each list is one query over ``values``, in an order in which a page can go on after a row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from msgspec import Struct

from events import models as events
from events.forms.search import OccurrenceSearchForm, QuestionForm, cursor_of
from events.services.search import find_occurrences
from organizations import models as organizations
from portal.api import bodies
from portal.api.asking import find_groups, find_spaces
from portal.forms.questions import OrganizationQuestion, SpaceQuestion
from spaces import models as spaces
from spaces.periods import TOKYO

Row = dict[str, Any]
BUILDING = "space__facility__"
DATE = ("pk", "event_id", "starts_at", "ends_at", "held_on", "ends_on", "is_all_day", "status", "note")
OF_EVENT = ("title", "summary", "attendance", "age_from_months", "age_to_months", "is_free", "languages", "apply")
PLACED = ("place_name", "place_address", "district__code", "latitude", "longitude")
EVENT = tuple(name for name in bodies.Event.__struct_fields__ if name not in ("id", "url"))
ORGANIZATION = tuple(name for name in bodies.Organization.__struct_fields__ if name not in ("id", "url"))
SPACE = ("slug", "name", "facility__name", "kind", "lending", "summary", "capacity")
SPACE_AT = ("facility__address", "facility__district__code", "facility__latitude", "facility__longitude")


@dataclass(frozen=True)
class Listing:
    """One list of the API: what it can be asked, its rows, what is read of each, and how one is said.

    ``public`` gives all that anybody may see, each by its number; ``mark`` that after which the next page begins:
    the number of a row, unless the list has an order of its own.
    """

    body: type[Struct]
    question: type[QuestionForm]
    rows: Callable[[Mapping[str, Any], datetime], QuerySet[Any]]
    public: Callable[[], QuerySet[Any]]
    fields: tuple[str, ...]
    say: Callable[[Row, str], Struct]
    mark: Callable[[Row], str] | None = None


def _occurrences(asked: Mapping[str, Any], now: datetime) -> QuerySet[Any]:
    return find_occurrences(asked, now=now)


def _events(asked: Mapping[str, Any], now: datetime) -> QuerySet[Any]:
    found = find_occurrences({**asked, "after": None}, now=now).order_by()
    return _after(events.Event.objects.public().filter(pk__in=found.values("event")), asked)


def _organizations(asked: Mapping[str, Any], _now: datetime) -> QuerySet[Any]:
    return _after(find_groups(asked), asked)


def _spaces(asked: Mapping[str, Any], _now: datetime) -> QuerySet[Any]:
    return _after(find_spaces(asked), asked)


def _after(rows: QuerySet[Any], asked: Mapping[str, Any]) -> QuerySet[Any]:
    rows = rows.order_by("pk")
    return rows.filter(pk__gt=asked["after"]) if asked.get("after") else rows


def _occurrence(row: Row, base: str) -> bodies.Occurrence:
    facts = {name: row[f"event__{name}"] for name in OF_EVENT}
    return bodies.Occurrence(
        id=row["pk"],
        event=row["event_id"],
        starts_at=row["starts_at"].astimezone(TOKYO),
        ends_at=row["ends_at"].astimezone(TOKYO),
        place=_place(row),
        url=f"{base}/events/{row['event_id']}/{row['pk']}/",
        **{name: row[name] for name in DATE[4:]},
        **facts,
    )


def _place(row: Row) -> bodies.Place:
    """Name the city's space, or the place that the hosts named for this date or for all."""
    if row["space__slug"]:
        building, name = row[f"{BUILDING}name"], row["space__name"]
        return bodies.Place(
            name=building if building == name else f"{building} {name}",
            address=row[f"{BUILDING}address"],
            district=row[f"{BUILDING}district__code"],
            latitude=row[f"{BUILDING}latitude"],
            longitude=row[f"{BUILDING}longitude"],
            space=row["space__slug"],
        )
    name, address, district, latitude, longitude = (row[f"event__{field}"] for field in PLACED)
    if row["place_name"]:
        return bodies.Place(row["place_name"], "", None, None, None, None)
    return bodies.Place(name, address, district, latitude, longitude, None)


def _event(row: Row, base: str) -> bodies.Event:
    said = {name: row[name] for name in EVENT} | {"updated_at": row["updated_at"].astimezone(TOKYO)}
    return bodies.Event(id=row["pk"], url=f"{base}/events/{row['pk']}/", **said)


def _organization(row: Row, base: str) -> bodies.Organization:
    said = {name: row[name] for name in ORGANIZATION} | {"updated_at": row["updated_at"].astimezone(TOKYO)}
    return bodies.Organization(id=row["pk"], url=f"{base}/organizations/{row['slug']}/", **said)


def _space(row: Row, base: str) -> bodies.Space:
    values = (row[field] for field in ("pk", *SPACE, *SPACE_AT))
    names = (name for name in bodies.Space.__struct_fields__ if name != "url")
    return bodies.Space(**dict(zip(names, values, strict=True)), url=f"{base}/spaces/{row['slug']}/")


LISTINGS: dict[str, Listing] = {
    "occurrences": Listing(
        bodies.Occurrence,
        OccurrenceSearchForm,
        _occurrences,
        events.Occurrence.objects.public,
        (
            *DATE,
            "place_name",
            *(f"event__{name}" for name in (*OF_EVENT, *PLACED)),
            "space__slug",
            "space__name",
            *(f"{BUILDING}{name}" for name in ("name", "address", "district__code", "latitude", "longitude")),
        ),
        _occurrence,
        lambda row: cursor_of(row["starts_at"], row["pk"]),
    ),
    "events": Listing(bodies.Event, OccurrenceSearchForm, _events, events.Event.objects.public, ("pk", *EVENT), _event),
    "organizations": Listing(
        bodies.Organization,
        OrganizationQuestion,
        _organizations,
        organizations.Organization.objects.listed,
        ("pk", *ORGANIZATION),
        _organization,
    ),
    "spaces": Listing(
        bodies.Space, SpaceQuestion, _spaces, spaces.Space.objects.listed, ("pk", *SPACE, *SPACE_AT), _space
    ),
}


def one_of(listing: Listing, pk: int, *, base: str) -> Struct | None:
    """Say the public row of this number, if there is one."""
    row = listing.public().filter(pk=pk).values(*listing.fields).first()
    return listing.say(row, base) if row else None


def _number_of(row: Row) -> str:
    return str(row["pk"])


def page_of(listing: Listing, rows: QuerySet[Any], *, limit: int, base: str) -> tuple[list[Struct], str | None]:
    """Say the first ``limit`` rows, and give the mark of the last one where more follow."""
    found = list(rows.values(*listing.fields)[: limit + 1])
    mark = (listing.mark or _number_of)(found[limit - 1]) if len(found) > limit else None
    return [listing.say(row, base) for row in found[:limit]], mark
