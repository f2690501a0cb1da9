"""Places that are open every day from nine to nine, so that a test only says what differs."""

from datetime import date, datetime, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from spaces.models import Booking, Facility, Notice, OpeningHours, Part, SeasonRound, Space, Thing, Wish
from spaces.periods import TOKYO
from tests.factories.organizations import DistrictFactory, OrganizationFactory


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


class SeasonRoundFactory(DjangoModelFactory):
    """A spring that is being settled: thirteen Saturdays of 2027, wished for in February."""

    class Meta:
        model = SeasonRound
        skip_postgeneration_save = True

    name = factory.Sequence("2027年度 春{}".format)
    first = date(2027, 4, 1)
    last = date(2027, 6, 30)
    opens_at = datetime(2026, 11, 1, 9, tzinfo=TOKYO)
    closes_at = datetime(2026, 11, 20, 17, tzinfo=TOKYO)
    status = SeasonRound.Status.SETTLING

    @factory.post_generation
    def spaces(round, create, spaces, **kwargs):
        round.spaces.set(spaces or [SpaceFactory()])


class WishFactory(DjangoModelFactory):
    """Every Saturday from ten to twelve, in the first space of the round."""

    class Meta:
        model = Wish

    round = factory.SubFactory(SeasonRoundFactory)
    organization = factory.SubFactory(OrganizationFactory, door="enrolled")
    space = factory.LazyAttribute(lambda wish: wish.round.spaces.order_by("pk").first())
    weekday = 5
    start_minute = 600
    end_minute = 720
    head_count = 10
    purpose = "読み聞かせの練習"
    name = "松永 千代"
    email = factory.Sequence("group{}@example.jp".format)


class ThingFactory(DjangoModelFactory):
    """Lent to anybody at once."""

    class Meta:
        model = Thing

    facility = factory.SubFactory(FacilityFactory)
    slug = factory.Sequence("mono{}".format)
    name = factory.Sequence("印刷機{}".format)
    kana = factory.Sequence("いんさつき{:03d}".format)
    needs_approval = False


class NoticeFactory(DjangoModelFactory):
    """A sheet that hangs on the board for a month."""

    class Meta:
        model = Notice

    facility = factory.SubFactory(FacilityFactory)
    title = "絵本を読む仲間募集"
    text = "毎週火曜に集まります。"
    contact = "カウンターまで"
    name = "佐藤花子"
    shown_until = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))
    status = Notice.Status.SHOWN
