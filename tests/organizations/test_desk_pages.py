import pytest

from organizations.models import Delivery, Organization
from organizations.services.deliveries import tell
from tests.factories.organizations import ContactPointFactory, OrganizationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(db):
    organization = OrganizationFactory(slug="hidamari", status=Organization.Status.PENDING)
    ContactPointFactory(organization=organization, value="000-111-1111")
    return organization


def call(name="田中"):
    tell(purpose="x", about=OrganizationFactory(), subject="お知らせ", body="本文", name=name, phone="000-1")
    return Delivery.objects.latest("pk")


def test_look_shows_the_contact_and_opens_with_one_tap(waiting, coordinator, as_user):
    desk = as_user(coordinator)

    shown = desk.get("/desk/groups/hidamari/").content.decode()
    desk.post("/desk/groups/hidamari/", {"open": "1"})

    waiting.refresh_from_db()
    assert "000-111-1111" in shown
    assert waiting.status == Organization.Status.ACTIVE


def test_look_declines_only_with_a_reason(waiting, coordinator, as_user):
    desk = as_user(coordinator)

    without = desk.post("/desk/groups/hidamari/", {"decline": "1", "reason": ""})
    desk.post("/desk/groups/hidamari/", {"decline": "1", "reason": "市外のため"})

    waiting.refresh_from_db()
    assert list(without.context["form"].errors) == ["reason"]
    assert waiting.status == Organization.Status.SUSPENDED


def test_look_by_the_second_coordinator_says_it_is_done(coordinator, as_user):
    OrganizationFactory(slug="done")

    page = as_user(coordinator).post("/desk/groups/done/", {"open": "1"}, follow=True).content.decode()

    assert "もう済んでいます" in page


@pytest.mark.parametrize("who", ["resident", "place_staff", "department"])
def test_look_is_for_coordinators(request, waiting, as_user, who):
    assert as_user(request.getfixturevalue(who)).get("/desk/groups/hidamari/").status_code == 404


def test_calls_are_ticked_off(place_staff, as_user):
    delivery = call()

    as_user(place_staff).post("/desk/calls/", {"done": delivery.pk})

    delivery.refresh_from_db()
    assert (delivery.status, delivery.done_by) == (Delivery.Status.SENT, place_staff)


def test_calls_ticked_off_by_mistake_come_back(place_staff, as_user):
    delivery = call()
    desk = as_user(place_staff)
    desk.post("/desk/calls/", {"done": delivery.pk})

    page = desk.get("/desk/calls/").content.decode()
    desk.post("/desk/calls/", {"again": delivery.pk})

    delivery.refresh_from_db()
    assert "リストに戻す: 田中" in page
    assert (delivery.status, delivery.done_by) == (Delivery.Status.WAITING, None)


def test_calls_not_ticked_off_cannot_come_back(place_staff, as_user):
    assert as_user(place_staff).post("/desk/calls/", {"again": call().pk}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_calls_ask_the_same_number_of_queries(place_staff, as_user, count, django_assert_num_queries):
    for number in range(count):
        call(f"田中{number}")
    desk = as_user(place_staff)

    with django_assert_num_queries(6):
        desk.get("/desk/calls/")


@pytest.mark.parametrize("done", ["", "x", "９", "0", "9" * 30, "\0", "9" * 5000])
def test_calls_ticked_off_strangely_are_not_there(place_staff, as_user, done):
    assert as_user(place_staff).post("/desk/calls/", {"done": done}).status_code == 404


@pytest.mark.parametrize("who", ["resident", "department", "administrator"])
def test_calls_are_for_the_intake(request, as_user, who):
    assert as_user(request.getfixturevalue(who)).get("/desk/calls/").status_code == 404
