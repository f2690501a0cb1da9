"""申込: whole parties, counted by the database, told of everything."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from events.models import Event, Occurrence, Registration
from events.services.parties import Entry, Party
from events.services.places import Full
from events.services.registrations import cancel_registration, next_open_date, register
from organizations.models import Channel, Delivery
from spaces.periods import TOKYO
from tests.factories.events import EventFactory, OccurrenceFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=TOKYO)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def date_here(capacity=10, event=None, **fields):
    event = {"apply": Event.Apply.PORTAL, "capacity": capacity} | (event or {})
    starts_at = datetime(2026, 12, 5, 10, tzinfo=TOKYO)
    return OccurrenceFactory(event=EventFactory(**event), **({"starts_at": starts_at} | fields))


def sign_up(occurrence, *, channel=Channel.WEB, by=None, on_behalf_of="", **party):
    party = {"name": "山田花子", "email": "Hanako@example.jp"} | party
    entry = Entry(channel=channel, on_behalf_of=on_behalf_of, by=by)
    return register(occurrence=occurrence, party=Party(**party), entry=entry)


def taken(occurrence):
    return Occurrence.objects.get(pk=occurrence.pk).taken


def test_register_when_places_are_free_then_family_is_one_party():
    row = date_here()

    registration = sign_up(row, adults=2, children=[8, 50], stroller=True)

    assert (registration.seats, registration.children, registration.stroller) == (4, [8, 50], True)
    assert (registration.email, registration.delete_after) == ("hanako@example.jp", date(2027, 3, 5))
    assert (len(registration.reference), taken(row)) == (8, 4)
    assert ModelLogEntry.objects.get().action == "events.registration.create"


def test_register_when_done_then_the_mail_names_date_number_and_way_back():
    registration = sign_up(date_here())

    delivery = Delivery.objects.get()
    assert delivery.recipient == "hanako@example.jp"
    assert registration.reference in delivery.body
    assert registration.get_absolute_url() in delivery.body


def test_register_when_no_mail_address_then_stands_on_the_call_list(place_staff):
    registration = sign_up(
        date_here(), email="", phone="048-111-2222", channel=Channel.PHONE, on_behalf_of="山田花子", by=place_staff
    )

    call = Delivery.objects.get()
    assert call.channel == Delivery.Channel.CALL
    assert registration.reference in call.body
    assert "http" not in call.body
    assert (registration.entered_by, registration.on_behalf_of) == (place_staff, "山田花子")


@pytest.mark.parametrize("attendance", [Event.Attendance.ONLINE, Event.Attendance.OFFLINE])
def test_register_when_it_is_online_then_who_has_a_place_is_told_where_and_nobody_else(client, attendance):
    row = date_here(capacity=1, event={"attendance": attendance, "online_url": "https://meet.example/a"})
    inside, waiting = sign_up(row), RegistrationFactory(occurrence=row, status=Registration.Status.WAITING, line=1)

    pages = [inside.get_absolute_url(), waiting.get_absolute_url(), row.get_absolute_url()]
    told = ["meet.example" in client.get(page).content.decode() for page in pages]

    assert told == [attendance == Event.Attendance.ONLINE, False, False]
    assert ("meet.example" in Delivery.objects.get(about__endswith=f":{inside.pk}").body) is told[0]


@pytest.mark.parametrize(("capacity", "left"), [(3, "2"), (1, "0")])
def test_register_when_party_does_not_fit_then_nobody_of_it_gets_in(capacity, left):
    row = date_here(capacity=capacity, taken=1)

    with pytest.raises(Full) as refused:
        sign_up(row, adults=3)

    assert (taken(row), Registration.objects.count(), Delivery.objects.count()) == (1, 0, 0)
    assert (left in refused.value.messages[0]) is (left != "0")


def test_register_when_it_fits_exactly_then_date_is_full():
    row = date_here(capacity=3, taken=1)

    sign_up(row, adults=1, children=[30])

    assert Occurrence.objects.get(pk=row.pk).is_full


def test_register_when_no_capacity_is_stated_then_everybody_fits():
    row = date_here(capacity=None)

    sign_up(row, adults=60)

    assert taken(row) == 60


def test_capacity_when_anything_else_writes_then_the_database_refuses():
    row = date_here(capacity=2)

    with pytest.raises(IntegrityError), transaction.atomic():
        Occurrence.objects.filter(pk=row.pk).update(taken=3)


@pytest.mark.parametrize(
    ("party", "code"),
    [
        ({"adults": 0}, "nobody"),
        ({"adults": 61}, "too_many"),
        ({"email": "", "phone": ""}, "no_way_back"),
    ],
)
def test_register_when_party_is_impossible_then_refuses(party, code):
    with pytest.raises(ValidationError) as refused:
        sign_up(date_here(), **party)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("event", "fields", "code"),
    [
        ({"apply": Event.Apply.PHONE}, {}, "not_here"),
        ({"status": Event.Status.DRAFT}, {}, "not_public"),
        ({"status": Event.Status.ARCHIVED}, {}, "not_public"),
        ({}, {"status": Occurrence.Status.CANCELLED}, "cancelled"),
        ({}, {"status": Occurrence.Status.POSTPONED}, "cancelled"),
        ({}, {"starts_at": NOW - timedelta(hours=3)}, "over"),
        ({"apply_opens_at": NOW + timedelta(minutes=1)}, {}, "not_open_yet"),
        ({"apply_closes_at": NOW}, {}, "closed"),
    ],
)
def test_register_when_date_takes_none_then_says_why(event, fields, code):
    row = date_here(event=event, **fields)

    with pytest.raises(ValidationError) as refused:
        sign_up(row)

    assert (refused.value.code, taken(row)) == (code, 0)


def test_register_when_telephoned_before_it_opens_then_staff_may_enter_it(place_staff):
    row = date_here(event={"apply_opens_at": NOW + timedelta(days=1)})

    sign_up(row, channel=Channel.PHONE, by=place_staff)

    assert taken(row) == 1


def test_cancel_when_coming_then_places_are_free_again_and_it_is_told():
    row = date_here()
    registration = sign_up(row, adults=3)

    registration = cancel_registration(registration=registration, by=None)

    assert (registration.status, registration.cancelled_at, taken(row)) == (Registration.Status.CANCELLED, NOW, 0)
    assert list(Delivery.objects.order_by("pk").values_list("purpose", flat=True)) == [
        "registered",
        "registration_withdrawn",
    ]


def test_cancel_when_waiting_then_no_place_is_freed():
    row = date_here(taken=5)
    waiting = RegistrationFactory(occurrence=row, status=Registration.Status.WAITING, seats=2)

    cancel_registration(registration=waiting, by=None)

    assert taken(row) == 5


def test_cancel_when_cancelled_already_then_frees_nothing_twice():
    row = date_here()
    registration = cancel_registration(registration=sign_up(row), by=None)

    with pytest.raises(ValidationError) as refused:
        cancel_registration(registration=registration, by=None)

    assert (refused.value.code, taken(row)) == ("moved_on", 0)


def test_cancel_when_date_is_over_then_refuses():
    past = date_here(starts_at=NOW - timedelta(days=1), taken=1)

    with pytest.raises(ValidationError) as refused:
        cancel_registration(registration=RegistrationFactory(occurrence=past), by=None)

    assert refused.value.code == "over"


def test_next_open_date_when_first_is_full_or_off_then_names_the_next():
    full = date_here(capacity=5, taken=5)
    for days, fields in ((1, {"status": "cancelled"}), (2, {"taken": 4}), (3, {})):
        starts_at = full.starts_at + timedelta(days=days)
        OccurrenceFactory(event=full.event, starts_at=starts_at, **fields)

    found = next_open_date(full.event, now=NOW, seats=2)

    assert found.starts_at == full.starts_at + timedelta(days=3)
