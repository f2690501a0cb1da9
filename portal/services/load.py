"""A large synthetic city, the same for the same seed and day: for measuring, never for showing."""

from collections.abc import Sequence
from datetime import date
from random import Random

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from organizations.models import ContactPoint, District, Organization, Topic, User
from organizations.services.content_versions import bump
from portal.services.index import reindex
from portal.services.load_events import make_events
from portal.services.load_places import make_bookings, make_spaces
from portal.services.load_words import ACTIVITIES, AREAS, GROUP_KINDS, GROUP_NAMES, TOPICS

BATCH = 2000


@transaction.atomic
def load_city(
    *, occurrences: int, organizations: int, spaces: int, bookings: int, seed: int, today: date, by: User | None = None
) -> dict[str, int]:
    """Fill the database with a city of the sizes given, and return how many of each were made.

    Raises ValidationError when this seed's city is there already or has more bookings than turns to book.
    """
    prefix, rng = f"load{seed}", Random(seed)
    if Organization.objects.filter(slug__startswith=f"{prefix}-").exists():
        raise ValidationError(_("The city of this seed is loaded already."), code="loaded_already")
    districts, topics = _districts(), _topics()
    groups = _make_organizations(organizations, prefix, districts, topics, rng)
    rooms = make_spaces(count=spaces, prefix=prefix, districts=districts, rng=rng)
    events = make_events(
        occurrences=occurrences,
        organizations=groups,
        spaces=rooms,
        districts=districts,
        topics=topics,
        today=today,
        rng=rng,
    )
    booked = make_bookings(count=bookings, prefix=prefix, spaces=rooms, organizations=groups, today=today, rng=rng)
    reindex()
    bump("events", "organizations", "spaces")
    return {
        "occurrences": occurrences,
        "events": len(events),
        "organizations": len(groups),
        "spaces": len(rooms),
        "bookings": booked,
        "seed": seed,
    }


def _districts() -> list[District]:
    """The city's own districts, or a dozen of ours where it has none."""
    if not District.objects.exists():
        District.objects.bulk_create(
            District(code=f"load-{number}", name=f"{name}地区", kana=f"{kana}ちく")
            for number, (name, kana) in enumerate(AREAS, start=1)
        )
    return list(District.objects.order_by("code"))


def _topics() -> dict[str, Topic]:
    """The topics of the activities, by slug; those that the city has not are added."""
    Topic.objects.bulk_create(
        (Topic(slug=slug, name=name, kana=kana, position=at) for at, (slug, name, kana) in enumerate(TOPICS)),
        ignore_conflicts=True,
    )
    return {topic.slug: topic for topic in Topic.objects.filter(slug__in=[slug for slug, _name, _kana in TOPICS])}


def _make_organizations(
    count: int, prefix: str, districts: Sequence[District], topics: dict[str, Topic], rng: Random
) -> list[Organization]:
    groups = Organization.objects.bulk_create(
        (_organization(number, prefix, districts[number % len(districts)], rng) for number in range(count)),
        batch_size=BATCH,
    )
    ContactPoint.objects.bulk_create(
        ContactPoint(organization=group, kind=ContactPoint.Kind.MAIL, value=f"{group.slug}@example.org")
        for group in groups
    )
    in_district, about = Organization.districts.through, Organization.topics.through
    in_district.objects.bulk_create(
        in_district(organization_id=group.pk, district_id=districts[number % len(districts)].pk)
        for number, group in enumerate(groups)
    )
    about.objects.bulk_create(
        about(organization_id=group.pk, topic_id=topic.pk)
        for group in groups
        for topic in rng.sample(sorted(topics.values(), key=lambda topic: topic.slug), 2)
    )
    return groups


def _organization(number: int, prefix: str, district: District, rng: Random) -> Organization:
    kind, kind_name, kind_kana = GROUP_KINDS[number % len(GROUP_KINDS)]
    name, kana = GROUP_NAMES[(number // len(GROUP_KINDS)) % len(GROUP_NAMES)]
    mark = number // (len(GROUP_KINDS) * len(GROUP_NAMES)) + 1
    activity = rng.choice(ACTIVITIES)
    return Organization(
        slug=f"{prefix}-dantai-{number}",
        name=f"{district.name} {kind_name}{name}" + (str(mark) if mark > 1 else ""),
        kana=f"{district.kana}{kind_kana}{kana}{mark}",
        kind=kind,
        status=Organization.Status.ACTIVE,
        door=rng.choice(Organization.Door.values),
        summary=f"{district.name}で{activity.name}を開いています。",
        purpose=f"{activity.what}どの子も地域の中で育つように、{rng.randint(2, 30)}年前から続けています。",
        age_from_months=activity.from_months,
        age_to_months=activity.to_months,
        publishes_at_once=True,
    )
