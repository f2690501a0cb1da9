"""The bodies of the public API. Only what is named here leaves the house; instants carry Tokyo's offset."""

from datetime import date, datetime

from msgspec import Struct


class Place(Struct):
    """Where something is: a space of the city (``space`` is its slug), or a name."""

    name: str
    address: str
    district: str | None
    latitude: float | None
    longitude: float | None
    space: str | None


class Occurrence(Struct):
    """One date of one event. ``status`` is scheduled, cancelled, postponed or rescheduled."""

    id: int
    event: int
    title: str
    summary: str
    starts_at: datetime
    ends_at: datetime
    held_on: date
    ends_on: date
    is_all_day: bool
    status: str
    note: str
    place: Place
    attendance: str
    age_from_months: int | None
    age_to_months: int | None
    is_free: bool | None
    languages: list[str]
    apply: str
    url: str


class Event(Struct):
    """What happens, once or again and again."""

    id: int
    title: str
    summary: str
    description: str
    age_from_months: int | None
    age_to_months: int | None
    is_free: bool | None
    adult_price: int | None
    child_price: int | None
    price_note: str
    languages: list[str]
    setting: str
    attendance: str
    is_accessible: bool
    has_childcare: bool
    apply: str
    updated_at: datetime
    url: str


class Organization(Struct):
    """A group, a department, an institution around children."""

    id: int
    slug: str
    name: str
    kana: str
    kind: str
    summary: str
    website: str
    age_from_months: int | None
    age_to_months: int | None
    languages: list[str]
    updated_at: datetime
    url: str


class Space(Struct):
    """A room or a drop-in place."""

    id: int
    slug: str
    name: str
    facility: str
    kind: str
    lending: str
    summary: str
    capacity: int | None
    address: str
    district: str | None
    latitude: float | None
    longitude: float | None
    url: str


class Page(Struct):
    """Part of a list; ``next`` is the address of the following part, or null."""

    results: list[Occurrence] | list[Event] | list[Organization] | list[Space]
    next: str | None


class Problem(Struct):
    """Why a question was not answered, in a sentence a person can act on."""

    detail: str
