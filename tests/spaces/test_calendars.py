"""Bookings read in calendar programs: a group's under a secret address, a space's without a word about anybody."""

import icalendar
import pytest
import time_machine
from django.urls import reverse

from spaces.models import CalendarKey
from spaces.services.bookings import cancel_booking
from tests.factories.organizations import MembershipFactory, OrganizationFactory, UserFactory
from tests.factories.spaces import SpaceFactory
from tests.spaces.test_bookings import NOW, at, book

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def entries(client, address):
    found = icalendar.Calendar.from_ical(client.get(address).content).walk("VEVENT")
    return [(str(entry["SUMMARY"]), entry["DTSTART"].dt, str(entry["STATUS"])) for entry in found]


def test_group_calendar_when_read_then_it_says_what_stands_and_what_was_cancelled(client):
    group = OrganizationFactory()
    key = CalendarKey.objects.create(organization=group)
    space = SpaceFactory(needs_approval=False)
    book(space, organization=group)
    cancel_booking(booking=book(space, at(14), at(16), organization=group), by=None)
    book(space, at(17), at(18))
    address = reverse("booking_calendar", args=[key.token])

    assert entries(client, address) == [
        ("読み聞かせの練習", at(10), "CONFIRMED"),
        ("取り消し: 読み聞かせの練習", at(14), "CANCELLED"),
    ]
    assert client.get(address)["Cache-Control"] == "private, no-store"


def test_group_calendar_when_passed_on_then_no_room_can_be_given_back_with_it(client):
    group = OrganizationFactory()
    key = CalendarKey.objects.create(organization=group)
    booking = book(SpaceFactory(needs_approval=False), organization=group)

    said = client.get(reverse("booking_calendar", args=[key.token])).content.decode().replace("\r\n ", "")

    assert booking.reference in said
    assert booking.token not in said


def test_space_calendar_when_read_then_nobody_is_named(client):
    space = SpaceFactory(needs_approval=False)
    book(space)
    address = reverse("space_use", args=[space.slug])

    assert entries(client, address) == [("使用中", at(10), "CONFIRMED")]
    assert "佐藤" not in client.get(address).content.decode()
    assert "読み聞かせ" not in client.get(address).content.decode()


def test_calendar_keys_when_made_anew_and_revoked_then_the_old_address_leads_nowhere(client):
    member = MembershipFactory(role="representative")
    other = OrganizationFactory()
    client.force_login(member.user)
    address = reverse("booking_calendars")

    tokens = []
    for _time in range(2):
        client.post(address, {"group": member.organization.slug})
        tokens.append(CalendarKey.objects.get().token)
    shown = client.get(address).content.decode()
    foreign = client.post(address, {"group": other.slug}).status_code
    client.post(address, {"group": member.organization.slug, "deed": "revoke"})

    assert tokens[1] in shown
    assert client.get(reverse("booking_calendar", args=[tokens[0]])).status_code == 404
    assert client.get(reverse("booking_calendar", args=[tokens[1]])).status_code == 404
    assert (foreign, CalendarKey.objects.count()) == (404, 0)


@pytest.mark.parametrize("number", [1, 3])
def test_group_calendar_when_there_are_more_then_the_queries_stay(client, number, django_assert_num_queries):
    key = CalendarKey.objects.create(organization=OrganizationFactory())
    for _one in range(number):
        book(SpaceFactory(), organization=key.organization)
    address = reverse("booking_calendar", args=[key.token])
    client.get(address)

    with django_assert_num_queries(2):
        client.get(address)


def test_calendar_keys_when_somebody_looks_after_no_group_then_it_is_said(client):
    client.force_login(UserFactory())

    assert "お世話をしている団体がありません" in client.get(reverse("booking_calendars")).content.decode()
