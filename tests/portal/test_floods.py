"""Forms that anybody may send: many may, one alone not without end."""

import pytest
from django.urls import reverse

from events.models import Registration
from organizations.models import Organization
from tests.factories.events import OccurrenceFactory
from tests.factories.organizations import UserFactory
from tests.organizations.test_pages import JOIN

pytestmark = pytest.mark.django_db
SORRY = "何度も送られています"


@pytest.fixture
def date():
    return OccurrenceFactory(event__apply="portal", capacity=None)


@pytest.fixture
def send(client, date):
    """Register once for the date; the rest of the form is as a family would fill it in."""

    def sent(browser=client, **said):
        address = reverse("register", args=[date.event_id, date.pk])
        form = {"name": "山田花子", "phone": "048-111-2222", "email": "", "adults": "1", "ages": ""}
        return browser.post(address, form | said)

    return sent


def test_form_when_one_person_sends_it_too_often_then_refused_with_everything_typed(send, settings):
    settings.FORM_TRIES_PER_PERSON = 2

    pages = [send(note=f"{number}回目").content.decode() for number in range(3)]

    assert Registration.objects.count() == 2
    assert SORRY in pages[2]
    assert "2回目" in pages[2]
    assert "048-111-2222" in pages[2]


def test_form_when_many_families_share_an_address_then_each_is_served(send, settings):
    settings.FORM_TRIES_PER_PERSON, settings.FORM_TRIES_PER_ADDRESS = 1, 3

    for number in range(4):
        send(phone=f"048-111-000{number}")

    assert Registration.objects.count() == 3


def test_form_when_its_sender_invents_an_address_then_counted_all_the_same(send, client, settings):
    settings.FORM_TRIES_PER_ADDRESS, settings.TRUSTED_PROXIES = 1, 0
    client.defaults["HTTP_X_FORWARDED_FOR"] = "203.0.113.1"
    send(phone="048-111-0001")
    client.defaults["HTTP_X_FORWARDED_FOR"] = "203.0.113.2"

    send(phone="048-111-0002")

    assert Registration.objects.count() == 1


def test_form_when_two_come_through_our_proxy_then_each_has_her_own_count(send, client, settings):
    settings.FORM_TRIES_PER_ADDRESS, settings.TRUSTED_PROXIES = 1, 1
    client.defaults["HTTP_X_FORWARDED_FOR"] = "203.0.113.1"
    send(phone="048-111-0001")
    client.defaults["HTTP_X_FORWARDED_FOR"] = "203.0.113.1, 203.0.113.2"

    send(phone="048-111-0002")

    assert Registration.objects.count() == 2


def test_form_when_its_sender_has_signed_in_then_not_counted(send, as_user, settings):
    settings.FORM_TRIES_PER_ADDRESS = settings.FORM_TRIES_PER_PERSON = 1
    browser = as_user(UserFactory())

    for _time in range(2):
        send(browser)

    assert Registration.objects.count() == 2


def test_join_when_sent_too_often_then_refused_with_everything_typed(client, settings):
    settings.FORM_TRIES_PER_ADDRESS = 1
    client.post(reverse("organization_join"), JOIN | {"name": "はじめの会", "kana": "はじめ"})

    page = client.post(reverse("organization_join"), JOIN | {"name": "つぎの会", "kana": "つぎ"}).content.decode()

    assert [row.name for row in Organization.objects.all()] == ["はじめの会"]
    assert SORRY in page
    assert "つぎの会" in page
