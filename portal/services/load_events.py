"""A synthetic city's events and their dates, in bulk."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone

from events.models import Event, Host, Occurrence
from organizations.models import District, Organization, Topic
from portal.services.load_words import ACTIVITIES, BELONGINGS, INVITATIONS, MANNERS, Activity
from spaces.models import Space
from spaces.periods import midnight

DAYS = 730
LENGTHS = (1, 9, 4, 6, 5)
STEPS = (7, 7, 14, 28)
BATCH = 2000


def series_lengths(occurrences: int) -> list[int]:
    """How many dates each event has: a fifth as many events as dates, some with one date, some with many."""
    events = -(-occurrences // 5) if occurrences < 5 else occurrences // 5
    lengths = [LENGTHS[number % len(LENGTHS)] for number in range(events)]
    missing = occurrences - sum(lengths)
    for number in reversed(range(events)):
        change = max(missing, 1 - lengths[number])
        lengths[number] += change
        missing -= change
    return lengths


def make_events(
    *,
    occurrences: int,
    organizations: Sequence[Organization],
    spaces: Sequence[Space],
    districts: Sequence[District],
    topics: dict[str, Topic],
    today: date,
    rng: Random,
) -> list[Event]:
    """Make published events with ``occurrences`` dates in all, spread over two years from ``today``."""
    lengths = series_lengths(occurrences)
    activities = [rng.choice(ACTIVITIES) for _length in lengths]
    places = [rng.choice(spaces) if spaces and rng.random() < 0.8 else None for _length in lengths]
    now = timezone.now()
    events = Event.objects.bulk_create(
        (
            _event(number, activity, place, rng.choice(districts), now, rng)
            for number, (activity, place) in enumerate(zip(activities, places, strict=True))
        ),
        batch_size=BATCH,
    )
    _connect(events, activities, organizations, topics, now, rng)
    dates = (one for event, length in zip(events, lengths, strict=True) for one in _dates(event, length, today, rng))
    Occurrence.objects.bulk_create(dates, batch_size=BATCH)
    return events


def _event(
    number: int, activity: Activity, place: Space | None, district: District, now: datetime, rng: Random
) -> Event:
    manner, manner_kana = rng.choice(MANNERS)
    apply = rng.choices((Event.Apply.NONE, Event.Apply.PHONE, Event.Apply.PORTAL), (50, 25, 25))[0]
    is_free = rng.random() < 0.7
    return Event(
        title=f"{manner}{activity.name} {district.name}",
        kana=f"{manner_kana}{activity.kana}{district.kana}"[:150],
        summary=activity.what,
        description=_description(number, activity, district, rng),
        status=Event.Status.PUBLISHED,
        published_at=now,
        age_from_months=activity.from_months,
        age_to_months=activity.to_months,
        is_free=is_free,
        child_price=None if is_free else rng.choice((100, 300, 500)),
        setting=rng.choice((Event.Setting.INDOOR, Event.Setting.OUTDOOR, Event.Setting.UNKNOWN)),
        is_accessible=rng.random() < 0.4,
        has_childcare=rng.random() < 0.1,
        belongings=rng.choice(BELONGINGS),
        space=place,
        place_name="" if place else f"{district.name}公園",
        district=district,
        apply=apply,
        apply_phone="000-000-0000" if apply == Event.Apply.PHONE else "",
        capacity=rng.choice((10, 15, 20, 30)) if apply == Event.Apply.PORTAL else None,
    )


def _description(number: int, activity: Activity, district: District, rng: Random) -> str:
    first, second = rng.sample(INVITATIONS, 2)
    return (
        f"{activity.what}\n{first}{second}\n"
        f"{district.name}で続けて{number % 12 + 1}年目になります。"
        f"次は「{rng.choice(ACTIVITIES).name}」にもつなげていきます。"
    )


def _connect(
    events: Sequence[Event],
    activities: Sequence[Activity],
    organizations: Sequence[Organization],
    topics: dict[str, Topic],
    now: datetime,
    rng: Random,
) -> None:
    """Give every event its host, now and then a co-host, and its topic."""
    through = Event.topics.through
    through.objects.bulk_create(
        (
            through(event_id=event.pk, topic_id=topics[activity.topic].pk)
            for event, activity in zip(events, activities, strict=True)
        ),
        batch_size=BATCH,
    )
    if organizations:
        Host.objects.bulk_create(
            (host for event in events for host in _hosts(event, organizations, now, rng)), batch_size=BATCH
        )


def _hosts(event: Event, organizations: Sequence[Organization], now: datetime, rng: Random) -> Iterator[Host]:
    hosts = rng.sample(organizations, min(len(organizations), 2 if rng.random() < 0.1 else 1))
    for role, organization in zip((Host.Role.LEAD, Host.Role.CO_HOST), hosts, strict=False):
        yield Host(event=event, organization=organization, role=role, accepted_at=now)


def _dates(event: Event, length: int, today: date, rng: Random) -> Iterator[Occurrence]:
    """One event's dates: the same time of day, a fixed number of days apart where two years are long enough."""
    step = min(rng.choice(STEPS), DAYS // length) or 1
    first = rng.randrange(max(1, DAYS - step * (length - 1)))
    minutes, lasting = rng.randrange(18, 39) * 30, rng.choice((60, 90, 120, 180))
    for number in range(length):
        held_on = today + timedelta(days=(first + number * step) % DAYS)
        starts_at = midnight(held_on) + timedelta(minutes=minutes)
        yield Occurrence(
            event=event,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=lasting),
            held_on=held_on,
            ends_on=held_on,
            status=Occurrence.Status.CANCELLED if rng.random() < 0.02 else Occurrence.Status.SCHEDULED,
            is_public=True,
            space_id=event.space_id,
            capacity=event.capacity,
        )
