"""Events, their dates and who comes."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import factory
from django.utils import timezone

from events.models import Event, Host, Occurrence, Reception, Registration, Series, Subscription
from tests.factories.organizations import OrganizationFactory

TOKYO = ZoneInfo("Asia/Tokyo")


class EventFactory(factory.django.DjangoModelFactory):
    """A public event without dates. ``lead`` names its organization; ``lead=None`` leaves it without one."""

    class Meta:
        model = Event
        skip_postgeneration_save = True

    title = factory.Sequence("絵本の時間 {}".format)
    status = Event.Status.PUBLISHED
    place_name = "中央公園"
    published_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def lead(event, create, organization, **kwargs):
        if create and organization is not False:
            HostFactory(event=event, organization=organization or OrganizationFactory())


class HostFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Host

    event = factory.SubFactory(EventFactory, lead=False)
    organization = factory.SubFactory(OrganizationFactory)
    role = Host.Role.LEAD
    accepted_at = factory.LazyFunction(timezone.now)


def in_days(days, hour=10, minute=0):
    """Give an hour in Tokyo so many days from today."""
    return timezone.localtime().replace(hour=hour, minute=minute, second=0, microsecond=0) + timedelta(days=days)


class OccurrenceFactory(factory.django.DjangoModelFactory):
    """A public date, two hours long, three days from now unless ``starts_at`` says otherwise."""

    class Meta:
        model = Occurrence

    event = factory.SubFactory(EventFactory)
    starts_at = factory.LazyFunction(lambda: in_days(3))
    ends_at = factory.LazyAttribute(lambda row: row.starts_at + timedelta(hours=2))
    held_on = factory.LazyAttribute(lambda row: row.starts_at.astimezone(TOKYO).date())
    ends_on = factory.LazyAttribute(lambda row: (row.ends_at - timedelta(seconds=1)).astimezone(TOKYO).date())
    is_public = factory.LazyAttribute(lambda row: row.event.is_public)
    space = factory.LazyAttribute(lambda row: row.event.space)
    capacity = factory.LazyAttribute(lambda row: row.event.capacity)
    taken = 0
    parties_taken = factory.LazyAttribute(lambda row: min(row.taken, 1))


class SeriesFactory(factory.django.DjangoModelFactory):
    """Every week from the day after tomorrow on, two hours long; nothing of it is written down yet."""

    class Meta:
        model = Series

    event = factory.SubFactory(EventFactory)
    starts_at = factory.LazyFunction(lambda: in_days(2))
    ends_at = factory.LazyAttribute(lambda row: row.starts_at + timedelta(hours=2))
    rule = "FREQ=WEEKLY"
    written_until = factory.LazyFunction(timezone.now)


class RegistrationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Registration

    occurrence = factory.SubFactory(OccurrenceFactory)
    name = "山田 花子"
    email = factory.Sequence("hanako{}@example.com".format)
    phone = "048-111-2222"
    adults = 1
    seats = 1


class ReceptionFactory(factory.django.DjangoModelFactory):
    """A published application period, open since yesterday and for five days more."""

    class Meta:
        model = Reception

    title = factory.Sequence("保育所 4月入所の申込 {}".format)
    opens_on = factory.LazyFunction(lambda: in_days(-1).date())
    closes_on = factory.LazyFunction(lambda: in_days(5).date())
    is_published = True


class SubscriptionFactory(factory.django.DjangoModelFactory):
    """Somebody who follows everything, weekly, and whose mail is due."""

    class Meta:
        model = Subscription

    email = factory.Sequence("reader{}@example.jp".format)
    status = Subscription.Status.ACTIVE
    words = "すべて"
    next_at = factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=1))
