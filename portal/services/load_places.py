"""A synthetic city's buildings, rooms, opening hours and bookings, in bulk."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from organizations.models import District, Organization
from portal.services.load_words import AGES, FACILITY_KINDS, FAMILY_NAMES, PURPOSES, ROOMS
from spaces.models import Booking, Facility, Occupancy, OpeningHours, Part, Space
from spaces.models.bookings import LETTERS
from spaces.periods import midnight

BACK, DAYS = 365, 730  # bookings lie a year to both sides of today
ROOMS_EACH = 4
SLOTS = tuple(range(9, 21, 2))
STATES_BEFORE = (Booking.Status.DONE, Booking.Status.NO_SHOW, Booking.Status.CANCELLED)
STATES_AHEAD = (Booking.Status.CONFIRMED, Booking.Status.REQUESTED, Booking.Status.CANCELLED)
BATCH = 2000


def make_spaces(*, count: int, prefix: str, districts: Sequence[District], rng: Random) -> list[Space]:
    """Make ``count`` rooms, four to a building, each building open from nine to nine every day."""
    buildings = Facility.objects.bulk_create(
        _facility(number, prefix, districts[number % len(districts)], rng) for number in range(-(-count // ROOMS_EACH))
    )
    OpeningHours.objects.bulk_create(
        OpeningHours(facility=building, weekday=weekday, opens_minute=540, closes_minute=1260)
        for building in buildings
        for weekday in range(7)
    )
    spaces = Space.objects.bulk_create(
        _space(number, prefix, buildings[number // ROOMS_EACH]) for number in range(count)
    )
    parts = Part.objects.bulk_create(Part(facility=space.facility, name=space.name) for space in spaces)
    through = Space.parts.through
    through.objects.bulk_create(
        through(space_id=space.pk, part_id=part.pk) for space, part in zip(spaces, parts, strict=True)
    )
    return spaces


def _facility(number: int, prefix: str, district: District, rng: Random) -> Facility:
    kind, name, kana = FACILITY_KINDS[number % len(FACILITY_KINDS)]
    mark = number // len(FACILITY_KINDS) + 1
    return Facility(
        slug=f"{prefix}-kan-{number}",
        name=f"{district.name}{name}" + (f" 第{mark}" if mark > 1 else ""),
        kana=f"{district.kana}{kana}{mark}",
        kind=kind,
        district=district,
        address=f"{district.name}{number % 5 + 1}丁目{rng.randint(1, 30)}-{rng.randint(1, 20)}",
        latitude=35 + rng.random() / 10,
        longitude=139 + rng.random() / 10,
        phone=f"000-{number:03d}-0000"[:12],
        nursing_room=rng.random() < 0.5,
        step_free=rng.random() < 0.7,
    )


def _space(number: int, prefix: str, building: Facility) -> Space:
    name, kana, capacity = ROOMS[(number + number // ROOMS_EACH) % len(ROOMS)]
    return Space(
        facility=building,
        slug=f"{prefix}-heya-{number}",
        name=f"{name}{number % ROOMS_EACH + 1}",
        kana=f"{kana}{number % ROOMS_EACH + 1}",
        capacity=capacity,
        needs_approval=number % 3 == 0,
    )


def make_bookings(
    *, count: int, prefix: str, spaces: Sequence[Space], organizations: Sequence[Organization], today: date, rng: Random
) -> int:
    """Book ``count`` different turns of two hours, so that no two can meet; ValidationError for more than there are."""
    turns = len(spaces) * DAYS * len(SLOTS)
    if count > turns:
        raise ValidationError(
            _("%(spaces)d spaces have only %(turns)d turns of two hours to book in two years."),
            code="too_many_bookings",
            params={"spaces": len(spaces), "turns": turns},
        )
    part_of = dict(Space.parts.through.objects.filter(space__in=spaces).values_list("space_id", "part_id"))
    opening = midnight(today - timedelta(days=BACK))
    # the latest first: SQLite's wall looks through all that begins earlier in the room
    chosen = sorted(rng.sample(range(turns), count), reverse=True)
    bookings = list(_bookings(chosen, prefix, spaces, organizations, opening, rng))
    Booking.objects.bulk_create(bookings, batch_size=BATCH)
    Occupancy.objects.bulk_create(
        (
            Occupancy(
                booking=booking,
                part_id=part_of[booking.space_id],
                blocked_from=booking.starts_at,
                blocked_until=booking.ends_at,
                holds=booking.status in Booking.HOLDING,
            )
            for booking in bookings
        ),
        batch_size=BATCH,
    )
    return len(bookings)


def _bookings(
    turns: Sequence[int],
    prefix: str,
    spaces: Sequence[Space],
    organizations: Sequence[Organization],
    opening: datetime,
    rng: Random,
) -> Iterator[Booking]:
    for number, turn in enumerate(turns):
        day, slot = divmod(turn // len(spaces), len(SLOTS))
        starts_at = opening + timedelta(days=day, hours=SLOTS[slot])
        family = rng.choice(FAMILY_NAMES)
        yield Booking(
            token=f"{prefix}-{number}-{rng.getrandbits(64):x}"[:32],
            reference="".join(rng.choices(LETTERS, k=8)),
            space=spaces[turn % len(spaces)],
            organization=organizations[number % len(organizations)] if organizations else None,
            name=family,
            email=f"{prefix}-{number}@example.org",
            purpose=rng.choice(PURPOSES),
            ages=rng.choice(AGES),
            head_count=rng.randint(3, 15),
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=rng.choice((60, 90, 120))),
            status=rng.choices(STATES_BEFORE if day < BACK else STATES_AHEAD, (80, 12, 8))[0],
        )
