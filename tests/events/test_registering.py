"""申込 as a family and the hosts see it: the form, the receipt, the list, and finding a receipt again."""

from datetime import datetime
from html import unescape

import pytest
import time_machine
from django.urls import reverse

from events.forms.registrations import RegistrationForm, read_phone
from events.models import Event, Occurrence, Registration
from organizations.models import Channel, Delivery
from organizations.validators import likely_address
from spaces.periods import TOKYO
from tests.factories.events import EventFactory, OccurrenceFactory, RegistrationFactory
from tests.factories.organizations import MembershipFactory
from tests.factories.spaces import BookingFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=TOKYO)
FAMILY = {"name": "山田花子", "phone": "048-111-2222", "adults": "1", "child1": "30"}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def date_here(day=28, capacity=10, event=None, **fields):
    event = event or EventFactory(apply=Event.Apply.PORTAL, capacity=capacity)
    return OccurrenceFactory(event=event, starts_at=datetime(2026, 11, day, 10, tzinfo=TOKYO), **fields)


def path_of(row):
    return reverse("register", args=[row.event_id, row.pk])


def text_of(response):
    return unescape(response.content.decode()).replace("<wbr>", "")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("a@gmail.con", "a@gmail.com"),
        ("a@gmai.com", "a@gmail.com"),
        ("a@docomo.co.jp", "a@docomo.ne.jp"),
        ("a@yahoo.co.jo", "a@yahoo.co.jp"),
        ("A@Gmail.com", ""),
        ("a@example.jp", ""),
        ("a@ymail.com", ""),
        ("a@city.shiomi.lg.jp", ""),
        ("nonsense", ""),
    ],
)
def test_likely_address_when_domain_is_a_near_miss_then_names_the_known_one(typed, meant):
    assert likely_address(typed) == meant


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("０４８－１１１－２２２２", "048-111-2222"),
        ("048ー111ー2222", "048-111-2222"),
        (" 090 1111 2222 ", "090 1111 2222"),
    ],
)
def test_read_phone_when_typed_in_full_width_then_is_plain(typed, kept):
    assert read_phone(typed) == kept


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": ""}, "name"),
        ({"name": "長" * 81}, "name"),
        ({"name": "花\x00子"}, "name"),
        ({"phone": ""}, "phone"),
        ({"phone": "なし"}, "phone"),
        ({"email": "not an address"}, "email"),
        ({"adults": "-1"}, "adults"),
        ({"adults": "たくさん"}, "adults"),
        ({"child1": "5000"}, "child1"),
        ({"note": "長" * 301}, "note"),
    ],
)
def test_form_when_something_is_wrong_then_says_it_at_the_field(fields, wrong):
    assert list(RegistrationForm(FAMILY | fields).errors) == [wrong]


def test_sign_up_when_a_family_sends_the_form_then_receipt_shows_its_number(client):
    row = date_here()

    response = client.post(path_of(row), FAMILY, follow=True)

    registration = Registration.objects.get()
    assert response.redirect_chain == [(registration.get_absolute_url(), 302)]
    assert registration.reference in text_of(response)
    assert (registration.seats, registration.children, registration.channel) == (2, [30], Channel.WEB)


def test_sign_up_when_sent_twice_then_registers_once(client):
    row = date_here()
    first, second = (client.post(path_of(row), FAMILY | {"sent": "token"}) for _time in range(2))

    assert (first.url, Registration.objects.count()) == (second.url, 1)


def test_sign_up_when_mail_looks_mistyped_then_asks_once(client):
    row, form = date_here(), FAMILY | {"email": "hanako@gmail.con"}

    asked = client.post(path_of(row), form)
    sure = client.post(path_of(row), form | {"email_seen": "hanako@gmail.con"})

    assert "hanako@gmail.com ではありませんか" in text_of(asked)
    assert 'name="email_seen" value="hanako@gmail.con"' in text_of(asked)
    assert sure.status_code == 302


def test_sign_up_when_party_does_not_fit_then_keeps_the_form_and_offers_another_date(client):
    event = EventFactory(apply=Event.Apply.PORTAL, capacity=3)
    row, other = date_here(event=event, taken=2), date_here(29, event=event)

    page = text_of(client.post(path_of(row), FAMILY))

    assert "この回の残りは1人です。" in page
    assert 'value="山田花子"' in page
    assert path_of(other) in page


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ({"apply": "phone"}, "このサイトでは受け付けていません"),
        ({"apply": "portal", "apply_opens_at": datetime(2026, 11, 25, 9, tzinfo=TOKYO)}, "11/25 9:00に始まります"),
        ({"apply": "portal", "apply_closes_at": datetime(2026, 11, 23, 17, tzinfo=TOKYO)}, "11/23 17:00に終わりました"),
    ],
)
def test_sign_up_when_not_open_then_says_why_and_takes_nothing(client, event, words):
    row = date_here(event=EventFactory(**event))

    assert words in text_of(client.get(path_of(row)))
    assert words in text_of(client.post(path_of(row), FAMILY))
    assert not Registration.objects.exists()


def test_sign_up_when_signed_in_then_is_filled_in(as_user, resident):
    page = text_of(as_user(resident).get(path_of(date_here())))

    assert f'value="{resident.name}"' in page
    assert f'value="{resident.email}"' in page


def test_sign_up_when_event_is_not_public_then_is_not_there(client):
    row = date_here(event=EventFactory(apply="portal", status="review"))

    assert client.get(path_of(row)).status_code == 404
    assert client.post(path_of(row), FAMILY).status_code == 404


def test_sign_up_when_in_english_then_mail_is_too(client):
    client.post("/en" + path_of(date_here()), FAMILY | {"email": "hanako@example.jp"})

    assert Delivery.objects.get().subject == "You are registered"


def test_receipt_when_cancelled_then_places_are_free(client):
    client.post(path_of(date_here()), FAMILY)
    registration = Registration.objects.get()

    response = client.post(reverse("registration_cancel", args=[registration.token]), follow=True)

    assert "申込を取り消しました" in text_of(response)
    assert f'<a href="{path_of(registration.occurrence)}">もう一度申し込む</a>' in text_of(response)
    assert Occurrence.objects.get().taken == 0


def test_receipt_when_opened_by_get_then_nothing_is_cancelled(client):
    registration = RegistrationFactory(occurrence=date_here())

    assert client.get(reverse("registration_cancel", args=[registration.token])).status_code == 200
    assert client.get(registration.get_absolute_url()).status_code == 200
    assert client.get("/registrations/wrong-token/").status_code == 404
    registration.refresh_from_db()
    assert registration.status == Registration.Status.CONFIRMED


@pytest.mark.parametrize(("status", "offered"), [("scheduled", True), ("cancelled", False)])
def test_receipt_when_the_date_stands_then_it_goes_into_the_calendar(client, status, offered):
    row = date_here(status=status)
    registration = RegistrationFactory(occurrence=row)

    page = text_of(client.get(registration.get_absolute_url()))

    assert (f"/events/{row.event_id}/{row.pk}.ics" in page) is offered


def test_receipt_when_date_is_called_off_then_says_so_and_why(client):
    registration = RegistrationFactory(occurrence=date_here(status="cancelled", note="台風のため"))

    page = text_of(client.get(registration.get_absolute_url()))

    assert "台風のため" in page


def hosts_of(row):
    return MembershipFactory(organization=row.event.hosts.get().organization).user


def test_parties_when_families_come_then_hosts_see_them_with_their_numbers(as_user):
    row = date_here()
    party = RegistrationFactory(occurrence=row, children=[30, 60], note="卵アレルギー")
    RegistrationFactory(occurrence=row, name="取消さん", status="cancelled")

    page = text_of(as_user(hosts_of(row)).get(reverse("parties", args=[row.event_id, row.pk])))

    assert party.reference in page
    assert "2歳6か月, 5歳" in page
    assert "卵アレルギー" in page
    assert "取消さん" not in page


def test_parties_when_somebody_telephones_then_hosts_write_her_down(as_user):
    row = date_here()
    host = hosts_of(row)

    as_user(host).post(reverse("parties", args=[row.event_id, row.pk]), FAMILY | {"channel": "phone"})

    registration = Registration.objects.get()
    assert (registration.channel, registration.on_behalf_of, registration.entered_by) == ("phone", "山田花子", host)
    assert Delivery.objects.get().channel == Delivery.Channel.CALL


def test_parties_when_full_then_says_so_at_the_form(as_user, place_staff):
    row = date_here(capacity=1)

    page = text_of(
        as_user(place_staff).post(reverse("parties", args=[row.event_id, row.pk]), FAMILY | {"channel": "visit"})
    )

    assert "この回の残りは1人です。" in page


def test_parties_when_cancelled_by_telephone_then_is_off_the_list(as_user):
    row = date_here(taken=2)
    party = RegistrationFactory(occurrence=row, seats=2)

    as_user(hosts_of(row)).post(reverse("party_cancel", args=[row.event_id, row.pk, party.pk]))

    party.refresh_from_db()
    assert (party.status, Occurrence.objects.get().taken) == (Registration.Status.CANCELLED, 0)


def test_parties_when_number_is_of_another_date_then_is_not_there(as_user):
    row, other = date_here(), RegistrationFactory(occurrence=date_here(29))

    answer = as_user(hosts_of(row)).post(reverse("party_cancel", args=[row.event_id, row.pk, other.pk]))

    assert answer.status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_parties_when_more_come_then_asks_the_database_no_more(as_user, django_assert_num_queries, count):
    row = date_here()
    for _number in range(count):
        RegistrationFactory(occurrence=row)
    browser = as_user(hosts_of(row))

    with django_assert_num_queries(6):
        response = browser.get(reverse("parties", args=[row.event_id, row.pk]))

    assert len(response.context["parties"]) == count


@pytest.mark.parametrize("typed", ["{}", " {} ", "{lower}"])
def test_find_when_number_and_telephone_fit_then_leads_to_the_receipt(client, typed):
    registration = RegistrationFactory(occurrence=date_here(), phone="048-111-2222")
    number = typed.format(registration.reference, lower=registration.reference.lower())

    response = client.post("/receipts/", {"reference": number, "last_four": "２２２２"})

    assert response.url == registration.get_absolute_url()


def test_find_when_number_is_of_a_booking_then_leads_there(client):
    booking = BookingFactory(phone="090-1234-5678", starts_at=NOW, ends_at=NOW.replace(hour=14))

    response = client.post("/receipts/", {"reference": booking.reference, "last_four": "5678"})

    assert response.url == booking.get_absolute_url()


@pytest.mark.parametrize(("last_four", "phone"), [("1111", "048-111-2222"), ("2222", ""), ("0000", "")])
def test_find_when_telephone_does_not_fit_then_answers_as_for_no_such_number(client, last_four, phone):
    registration = RegistrationFactory(occurrence=date_here(), phone=phone)

    wrong = client.post("/receipts/", {"reference": registration.reference, "last_four": last_four})
    missing = client.post("/receipts/", {"reference": "ZZZZZZZZ", "last_four": last_four})

    assert wrong.context["form"].non_field_errors() == missing.context["form"].non_field_errors()


@pytest.mark.parametrize("last_four", ["", "12", "12345", "一二三四", "abcd"])
def test_find_when_digits_are_no_digits_then_says_it_at_the_field(client, last_four):
    response = client.post("/receipts/", {"reference": "ABCDEFGH", "last_four": last_four})

    assert list(response.context["form"].errors) == ["last_four"]


def test_find_when_tried_too_often_then_even_the_right_answer_waits(client):
    registration = RegistrationFactory(occurrence=date_here(), phone="048-111-2222")
    for number in range(10):
        client.post("/receipts/", {"reference": registration.reference, "last_four": f"{number:04d}"})

    response = client.post("/receipts/", {"reference": registration.reference, "last_four": "2222"})

    assert "10分ほどおいて" in text_of(response)
