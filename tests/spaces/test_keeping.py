"""Keeping places true: who may, what is saved, what residents see of it."""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from spaces.models import Closure, Facility, Space
from spaces.services.places import close_place
from tests.factories.organizations import UserFactory
from tests.factories.spaces import FacilityFactory, SpaceFactory
from tests.organizations.test_images import drawn
from tests.spaces.test_bookings import NOW, book

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def test_places_when_a_resident_asks_then_they_are_not_there(client):
    client.force_login(UserFactory())

    assert client.get(reverse("places_keep")).status_code == 404


def test_places_when_staff_ask_then_imported_ones_are_left_out(keeper):
    FacilityFactory(name="北町児童館")
    FacilityFactory(name="芳賀保育所", source_dataset="nursery", source_key="1")

    response = keeper.get(reverse("places_keep"))

    assert [facility.name for facility in response.context["facilities"]] == ["北町児童館"]


def test_facility_new_when_only_a_name_is_given_then_reading_and_address_come_from_it(keeper):
    keeper.post(reverse("facility_new"), {"name": "東雲公民館", "kind": "community", "is_listed": "on"})

    facility = Facility.objects.get()
    assert (facility.kana, facility.slug) == ("しののめこうみんかん", "shinonome-kominkan")


def test_facility_edit_when_saved_then_residents_see_it_at_once(keeper):
    facility = FacilityFactory()
    facts = {"name": facility.name, "kind": facility.kind, "summary": "土曜も開いています", "is_listed": "on"}

    keeper.post(reverse("facility_edit", args=[facility.slug]), facts)

    assert "土曜も開いています" in keeper.get(facility.get_absolute_url()).content.decode()


def test_reopen_when_taken_back_then_the_closure_is_gone(keeper):
    closure = close_place(facility=None, first=TUESDAY, last=TUESDAY, reason="台風", by=None)

    response = keeper.post(reverse("place_reopen", args=[closure.pk]))

    assert (response.url, Closure.objects.count()) == (reverse("places_keep"), 0)


SPACE = {
    "name": "和室", "kind": "room", "lending": "portal", "lent_by": "clock", "locals_first_days": "0", "capacity": "20",
    "raster_minutes": "30", "min_minutes": "30", "max_minutes": "240", "buffer_before_minutes": "0",
    "buffer_after_minutes": "0", "opens_days_ahead": "90", "closes_hours_ahead": "24", "is_listed": "on",
    "needs_approval": "on", "individuals_welcome": "on",
}  # fmt: skip


def test_space_new_when_added_then_it_can_be_booked(keeper):
    facility = FacilityFactory(name="北町児童館")

    keeper.post(reverse("space_new", args=[facility.slug]), SPACE)

    space = Space.objects.get()
    assert (space.slug, [part.name for part in space.parts.all()]) == ("kitamachi-jidokan-washitsu", ["和室"])
    assert book(space).pk


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"raster_minutes": "1"}, "raster_minutes"),
        ({"max_minutes": "10"}, "max_minutes"),
        ({"name": ""}, "name"),
        ({"hour_price_yen": "2000000000"}, "hour_price_yen"),
    ],
)
def test_space_edit_when_one_answer_is_wrong_then_the_sentence_stands_at_its_field(keeper, changes, field):
    space = SpaceFactory()

    response = keeper.post(reverse("space_edit", args=[space.slug]), SPACE | changes)

    assert list(response.context["form"].errors) == [field]


def test_space_edit_when_saved_then_bookings_keep_their_times(keeper):
    space = SpaceFactory()
    held = book(space).occupancies.values_list("blocked_from", "blocked_until").get()

    keeper.post(reverse("space_edit", args=[space.slug]), SPACE | {"max_minutes": "60"})

    space.refresh_from_db()
    assert space.max_minutes == 60
    assert list(space.bookings.values_list("occupancies__blocked_from", "occupancies__blocked_until")) == [held]


def test_space_edit_when_a_hall_is_divided_then_its_half_shares_its_part(keeper):
    hall = SpaceFactory(name="ホール")
    half = SpaceFactory(facility=hall.facility, name="ホール東")

    keeper.post(reverse("space_edit", args=[hall.slug]), SPACE | {"name": "ホール", "parts": "東、西、東"})
    keeper.post(reverse("space_edit", args=[half.slug]), SPACE | {"name": "ホール東", "parts": "東"})

    assert [sorted(part.name for part in space.parts.all()) for space in (hall, half)] == [["東", "西"], ["東"]]
    assert set(half.parts.all()) < set(hall.parts.all())


def test_space_edit_when_it_is_booked_then_its_parts_stay_and_the_sentence_stands_there(keeper):
    space = SpaceFactory(name="和室")
    book(space)

    response = keeper.post(reverse("space_edit", args=[space.slug]), SPACE | {"parts": "東"})

    assert list(response.context["form"].errors) == ["parts"]


def test_facility_edit_when_picture_and_position_are_given_then_the_page_shows_them(keeper):
    facility = FacilityFactory()
    facts = {"name": facility.name, "kind": facility.kind, "is_listed": "on", "latitude": "35.1", "longitude": "139.2"}
    shown = {
        "picture_file": SimpleUploadedFile("a.jpg", drawn(), content_type="image/jpeg"),
        "picture_alt": "入口のスロープ",
        "picture_people": "none",
    }
    address = reverse("facility_edit", args=[facility.slug])

    alone = keeper.post(address, facts | {"longitude": ""})
    keeper.post(address, facts | shown)

    facility.refresh_from_db()
    assert list(alone.context["form"].errors) == ["longitude"]
    assert (facility.latitude, facility.picture.alt) == (35.1, "入口のスロープ")
