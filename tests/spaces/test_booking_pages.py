"""Booking a space and answering requests, through the pages."""

import html
import re

import pytest
import time_machine
from django.urls import reverse

from organizations.models import Delivery, StaffRole
from spaces.models import Booking, BookingSeries
from tests.factories.organizations import MembershipFactory, OrganizationFactory, UserFactory
from tests.factories.spaces import SpaceFactory
from tests.spaces.test_bookings import NOW, at, book

pytestmark = pytest.mark.django_db
WISH = {
    "day": "2026-12-01",
    "start": "10:00",
    "end": "12:00",
    "purpose": "読み聞かせの練習",
    "head_count": "10",
    "name": "佐藤花子",
    "phone": "072-000-0000",
    "email": "hanako@example.jp",
    "agrees": "on",
}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def post(client, space, **changes):
    return client.post(reverse("space_book", args=[space.slug]), WISH | changes)


def test_book_when_all_is_given_then_the_receipt_stands_on_the_screen(client):
    response = post(client, SpaceFactory())

    booking = Booking.objects.get()
    assert response.url == booking.get_absolute_url()
    assert booking.reference in client.get(response.url).content.decode()


def test_book_when_the_same_form_is_sent_again_then_the_first_booking_is_shown(client):
    space = SpaceFactory()
    first = post(client, space, form_token="t")

    again = post(client, space, form_token="t")

    assert again.url == first.url
    assert (Booking.objects.count(), Delivery.objects.count()) == (1, 1)


def test_book_when_another_time_is_chosen_then_what_was_asked_comes_along_and_nobody_is_named(client):
    space = SpaceFactory()
    book(space)
    page = post(client, space, purpose="歌 & 踊り").content.decode()

    address = html.unescape(re.search(r'<li><a href="([^"]*start=[^"]*)"', page)[1])
    form = client.get(address).context["form"]

    assert (form["purpose"].value(), form["head_count"].value(), form["name"].value()) == ("歌 & 踊り", "10", None)
    assert "072" not in address


def test_book_when_the_time_is_taken_then_everything_is_kept_and_others_offered(client):
    space = SpaceFactory()
    book(space)

    response = post(client, space)

    page = response.content.decode()
    assert (response.status_code, "読み聞かせの練習" in page, Booking.objects.count()) == (200, True, 1)
    assert f"{reverse('space_book', args=[space.slug])}?day=2026-12-01&amp;start=12:00&amp;end=14:00" in page


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"day": "2026-11-01"}, "day"),
        ({"day": "2026-13-01"}, "day"),
        ({"start": "10:10"}, "start"),
        ({"end": "9:00"}, "end"),
        ({"end": "10:15"}, "end"),
        ({"head_count": "31"}, "head_count"),
        ({"head_count": "-1"}, "head_count"),
        ({"name": ""}, "name"),
        ({"name": "あ" * 81}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"email": "x\r\nBcc: y@example.jp"}, "email"),
        ({"agrees": ""}, "agrees"),
    ],
)
def test_book_when_one_answer_is_wrong_then_the_sentence_stands_at_its_field(client, changes, field):
    response = post(client, SpaceFactory(), **changes)

    assert list(response.context["form"].errors) == [field]
    assert not Booking.objects.exists()


@pytest.mark.parametrize("name", ["𠮷田", "葛󠄀城", "😀", "‮שלום", "<script>alert(1)</script>", "O'Neill & Söhne"])
def test_book_when_a_name_is_unusual_then_it_is_kept_sign_for_sign(client, name):
    response = post(client, SpaceFactory(), name=name)

    assert Booking.objects.get().name == name
    assert "<script>alert" not in client.get(response.url).content.decode()


def test_book_when_signed_in_for_ones_group_then_the_group_is_the_guest(client):
    membership = MembershipFactory()
    client.force_login(membership.user)

    post(client, SpaceFactory(), organization=membership.organization.pk)

    booking = Booking.objects.get()
    assert (booking.organization, booking.person) == (membership.organization, membership.user)


def test_book_when_a_strangers_group_is_named_then_it_is_refused(client):
    stranger = OrganizationFactory()
    client.force_login(MembershipFactory().user)

    response = post(client, SpaceFactory(), organization=stranger.pk)

    assert list(response.context["form"].errors) == ["organization"]


def test_book_when_staff_type_for_a_caller_then_the_row_says_so(client):
    staff = UserFactory(roles=[StaffRole.PLACE_STAFF])
    client.force_login(staff)

    post(client, SpaceFactory(), channel="phone", email="")

    booking = Booking.objects.get()
    assert (booking.channel, booking.on_behalf_of, booking.entered_by, booking.person) == (
        "phone",
        "佐藤花子",
        staff,
        None,
    )
    assert Delivery.objects.get().channel == Delivery.Channel.CALL


def test_cancel_when_the_link_is_known_then_the_space_is_free_again(client):
    booking = book(SpaceFactory())

    client.post(reverse("booking_cancel", args=[booking.token]), {"reason": "風邪をひきました"})

    booking.refresh_from_db()
    assert (booking.status, booking.reason) == (Booking.Status.CANCELLED, "風邪をひきました")


def test_cancel_when_only_looked_at_then_nothing_changes(client):
    booking = book(SpaceFactory())

    response = client.get(reverse("booking_cancel", args=[booking.token]))

    assert response.status_code == 405


def test_booking_when_the_token_is_wrong_then_it_is_not_there(client):
    book(SpaceFactory())

    assert client.get(reverse("booking", args=["x" * 22])).status_code == 404


def test_desk_when_staff_look_then_what_waits_is_listed(client):
    booking = book(SpaceFactory())
    client.force_login(UserFactory(roles=[StaffRole.PLACE_STAFF]))

    assert client.get(reverse("booking_desk")).context["waiting"] == [booking]


def test_desk_when_a_member_looks_then_only_the_groups_bookings_stand_there(client):
    membership = MembershipFactory()
    mine = book(SpaceFactory(), organization=membership.organization)
    book(SpaceFactory())
    client.force_login(membership.user)

    response = client.get(reverse("booking_desk"))

    assert (response.context["waiting"], response.context["coming"]) == ([], [mine])


def test_decide_when_staff_confirm_then_the_guest_is_told(client):
    booking = book(SpaceFactory())
    client.force_login(UserFactory(roles=[StaffRole.COORDINATOR]))

    client.post(reverse("booking_decide", args=[booking.token]), {"answer": "confirm"})

    booking.refresh_from_db()
    assert booking.status == Booking.Status.CONFIRMED
    assert Delivery.objects.filter(purpose="booking_confirmed").count() == 1


def a_series(*days):
    series = BookingSeries.objects.create()
    rows = [book(SpaceFactory(), at(10, day=day), at(12, day=day)) for day in days]
    Booking.objects.filter(pk__in=[row.pk for row in rows]).update(series=series)
    return rows


def test_desk_when_a_series_waits_then_it_is_one_line(client):
    first, *_later = a_series(1, 2, 3)
    client.force_login(UserFactory(roles=[StaffRole.PLACE_STAFF]))

    assert client.get(reverse("booking_desk")).context["waiting"] == [first]


def test_decide_when_staff_confirm_the_series_then_every_date_is_theirs(client):
    first, *_later = a_series(1, 2)
    client.force_login(UserFactory(roles=[StaffRole.PLACE_STAFF]))

    client.post(reverse("booking_decide", args=[first.token]), {"answer": "confirm_series"})

    assert Booking.objects.confirmed().count() == 2


def test_decide_when_declined_without_a_reason_then_the_field_says_so(client):
    booking = book(SpaceFactory())
    client.force_login(UserFactory(roles=[StaffRole.PLACE_STAFF]))

    response = client.post(reverse("booking_decide", args=[booking.token]), {"answer": "decline", "reason": ""})

    assert list(response.context["form"].errors) == ["reason"]


def test_decide_when_a_member_tries_then_it_is_not_there(client):
    booking = book(SpaceFactory())
    client.force_login(UserFactory())

    response = client.post(reverse("booking_decide", args=[booking.token]), {"answer": "confirm"})

    booking.refresh_from_db()
    assert (response.status_code, booking.status) == (404, Booking.Status.REQUESTED)


def test_room_of_an_event_when_given_back_by_its_link_then_stays_and_the_page_says_what_to_do(client):
    booking = book(SpaceFactory())
    Booking.objects.filter(pk=booking.pk).update(is_for_event=True)

    client.post(reverse("booking_cancel", args=[booking.token]))
    page = client.get(booking.get_absolute_url()).content.decode()

    assert Booking.objects.get(pk=booking.pk).status == booking.status
    assert "催しの日にちのためのものです" in page
    assert reverse("booking_cancel", args=[booking.token]) not in page
