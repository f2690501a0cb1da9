"""The power goes in the middle of a season's publication: started again, everything is booked and told once."""

import pytest
from django.db.models import Count

from organizations.models import Delivery
from spaces.models import Booking, Occupancy, SeasonRound, Wish
from tests.factories.organizations import UserFactory
from tests.factories.spaces import SeasonRoundFactory, SpaceFactory, WishFactory

pytestmark = pytest.mark.race
GROUPS = 30
PUBLISH = (
    "from organizations.models import User; from spaces.models import SeasonRound; "
    "from spaces.services.publishing import publish_round; "
    "publish_round(round=SeasonRound.objects.get(), by=User.objects.get(name='職員'))"
)


@pytest.fixture
def round(portal):
    """Thirty groups, two of a weekday in each of three rooms; none is in another's way."""
    UserFactory(name="職員")
    rooms = SpaceFactory.create_batch(3)
    found = SeasonRoundFactory(spaces=rooms)
    for number in range(GROUPS):
        start = 600 if number % 2 else 840
        WishFactory(
            round=found, space=rooms[number % 3], weekday=number // 6, start_minute=start, end_minute=start + 120
        )
    return found


def publish(portal, settings):
    portal.environment["DJANGO_SETTINGS_MODULE"] = settings
    portal.start("publish", "shell", "-c", PUBLISH)
    return portal.running["publish"].wait(90)


def written():
    return Booking.objects.count(), Occupancy.objects.count(), Delivery.objects.count()


def test_publication_when_the_power_goes_in_its_middle_then_nothing_is_booked_and_again_everything_once(portal, round):
    assert publish(portal, "tests.faults.dying") == -9
    assert written() == (0, 0, 0)
    assert SeasonRound.objects.get().status == SeasonRound.Status.SETTLING
    assert set(Wish.objects.values_list("status", "series")) == {("open", None)}

    assert publish(portal, "portal.settings.test") == 0, portal.log("publish")
    dates = written()[0]
    assert written() == (dates, dates, GROUPS)
    per_wish = Wish.objects.granted().annotate(dates=Count("series__bookings")).values_list("dates", flat=True)
    assert (len(per_wish), set(per_wish), sum(per_wish)) == (GROUPS, {13}, dates)

    assert publish(portal, "portal.settings.test") == 1
    assert written() == (dates, dates, GROUPS)
    assert "moved_on" in portal.log("publish") or "先に進んで" in portal.log("publish")
