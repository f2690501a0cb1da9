"""What nobody should ask for, and what happens twice: one clear sentence each, everything kept, nothing doubled."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from organizations.models import Delivery
from spaces.models import Booking, Closure, OpeningHours, Unmet
from tests.factories.spaces import SpaceFactory
from tests.spaces.test_booking_pages import WISH
from tests.spaces.test_bookings import NOW, at

pytestmark = pytest.mark.django_db

ORDER = "おわりは、はじまりより後の時刻にしてください。"
LATER = "最初の日より後の、1年以内の日を選んでください。"
BAD = [
    pytest.param({"start": "12:00", "end": "10:00"}, "end", ORDER, id="end-before-start"),
    pytest.param({"end": "10:00"}, "end", ORDER, id="no-minute"),
    pytest.param({"day": "2026-11-23"}, "day", "この時間はもう過ぎています。", id="past"),
    pytest.param({"start": "21:30", "end": "22:30"}, None, "この時間は開いていません。", id="outside-hours"),
    pytest.param({"start": "20:00", "end": "25:00"}, None, "この時間は開いていません。", id="over-midnight"),
    pytest.param({"start": "22:00", "end": "24:00"}, None, "この時間は開いていません。", id="until-24"),
    pytest.param({"start": "10:00", "end": "31:00"}, "end", "9:30 のように書いてください。", id="no-such-time"),
    pytest.param({"day": "2027-02-29"}, "day", "日付を正しく入力してください。", id="no-such-day"),
    pytest.param({"day": "2028-02-29"}, "day", "予約は 90 日前からです。", id="leap-day-far-away"),
    pytest.param(
        {"repeat": "1", "until": "2034-08-01"},
        "until",
        "最初の日より後の、1年以内の日を選んでください。",
        id="400-dates",
    ),
    pytest.param({"head_count": "31"}, "head_count", "この場所の定員は 30 人です。", id="over-capacity"),
    pytest.param({"head_count": "0"}, "head_count", "この値は 1 以上でなければなりません。", id="nobody"),
    pytest.param({"start": "10:10"}, "start", "はじまりは 30 分きざみです。", id="between-the-marks"),
    pytest.param({"end": "19:00"}, "end", "予約は 480 分までです。", id="too-long"),
]


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def space():
    return SpaceFactory()


def send(client, space, **changes):
    return client.post(reverse("space_book", args=[space.slug]), WISH | changes)


@pytest.mark.parametrize(("changes", "field", "sentence"), BAD)
def test_book_when_it_cannot_be_then_one_sentence_says_why_and_all_is_kept(client, space, changes, field, sentence):
    form = send(client, space, **changes).context["form"]

    assert dict(form.errors) == {field or "__all__": [sentence]}
    assert {name: form.data[name] for name in WISH | changes} == WISH | changes
    assert not Booking.objects.exists()


def test_book_when_the_house_closed_a_second_ago_then_it_is_said_and_counted(client, space):
    client.get(reverse("space_book", args=[space.slug]))
    Closure.objects.create(facility=space.facility, starts_on=at(0).date(), ends_on=at(0).date(), reason="台風")

    form = send(client, space).context["form"]

    assert form.non_field_errors() == ["この時間は開いていません。"]
    assert Unmet.objects.get().code == "closed"


def test_book_when_open_until_24_then_the_last_hour_of_the_day_can_be_had(client, space):
    OpeningHours.objects.update(closes_minute=1440)

    assert send(client, space, start="23:00", end="24:00").status_code == 302
    assert Booking.objects.get().ends_at == at(0, day=2)


def test_book_when_it_is_a_leap_day_then_it_can_be_had(client):
    with time_machine.travel(at(12, day=1, month=2, year=2028), tick=False):
        assert send(client, SpaceFactory(), day="2028-02-29").status_code == 302

    assert Booking.objects.get().starts_at.astimezone(NOW.tzinfo).date() == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("tokens", "bookings"),
    [
        pytest.param(("a", "a"), 1, id="double-click"),
        pytest.param(("a", "b"), 1, id="two-tabs"),
        pytest.param(("a", "a", "a"), 1, id="back-button"),
        pytest.param(("", ""), 1, id="without-a-token"),
    ],
)
def test_book_when_the_same_is_sent_again_then_it_is_booked_once(client, space, tokens, bookings):
    answers = [send(client, space, form_token=token) for token in tokens]

    assert answers[0].status_code == 302
    assert Booking.objects.count() == Delivery.objects.count() == bookings


def test_book_when_a_form_is_mended_after_a_refusal_then_its_token_still_serves(client, space):
    refused = send(client, space, form_token="a", head_count="31")
    booked = send(client, space, form_token="a")

    assert (refused.status_code, booked.status_code, Booking.objects.count()) == (200, 302, 1)
