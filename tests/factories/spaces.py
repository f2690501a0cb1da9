"""Places that are open every day from nine to nine, so that a test only says what differs."""

import factory
from factory.django import DjangoModelFactory

from spaces.models import Booking, Facility, OpeningHours, Part, Space
from tests.factories.organizations import DistrictFactory


class FacilityFactory(DjangoModelFactory):
    class Meta:
        model = Facility
        skip_postgeneration_save = True

    slug = factory.Sequence("kan{}".format)
    name = factory.Sequence("第{}児童館".format)
    kana = factory.Sequence("だい{:03d}じどうかん".format)
    kind = Facility.Kind.CHILDRENS_HALL
    district = factory.SubFactory(DistrictFactory)

    @factory.post_generation
    def hours(facility, create, weekdays, **kwargs):
        for weekday in range(7) if weekdays is None else weekdays:
            OpeningHours.objects.create(facility=facility, weekday=weekday, opens_minute=540, closes_minute=1260)


class SpaceFactory(DjangoModelFactory):
    class Meta:
        model = Space
        skip_postgeneration_save = True

    facility = factory.SubFactory(FacilityFactory)
    slug = factory.Sequence("heya{}".format)
    name = factory.Sequence("集会室{}".format)
    kana = factory.Sequence("しゅうかいしつ{}".format)
    capacity = 30

    @factory.post_generation
    def parts(space, create, parts, **kwargs):
        space.parts.set(parts or [Part.objects.create(facility=space.facility, name=space.name)])


class BookingFactory(DjangoModelFactory):
    """A bare row; it holds nothing. Bookings that hold come from the service."""

    class Meta:
        model = Booking

    space = factory.SubFactory(SpaceFactory)
    name = "予約の人"
    purpose = "読み聞かせの練習"
    head_count = 10
