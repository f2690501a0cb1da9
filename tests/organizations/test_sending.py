"""Mails that services have written down go out once each."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from organizations.models import Delivery
from organizations.services import deliveries
from organizations.tasks import send_due_mail
from tests.factories.organizations import UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def write(purpose="welcome", **changes):
    values = {"subject": "ようこそ", "body": "本文", "email": "a@example.jp", "name": "花子", "due_at": NOW}
    deliveries.tell(purpose=purpose, about=UserFactory(), **(values | changes))
    return Delivery.objects.latest("pk")


def send(now=NOW):
    return send_due_mail(lambda: now)


def broken_server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


def claim(now):
    return deliveries.claim_due(now=now, announce=lambda pk, lease: None)


def test_send_when_due_then_one_mail_each_with_its_own_lasting_id():
    first, second = write("a"), write("b")

    assert send() == 2
    assert send() == 0
    ids = [m.extra_headers["Message-ID"] for m in mail.outbox]
    assert ids == [f"<delivery-{d.pk}@127.0.0.1>" for d in (first, second)]
    assert set(Delivery.objects.values_list("status", flat=True)) == {Delivery.Status.SENT}


@pytest.mark.parametrize(
    "changes",
    [{"due_at": NOW + timedelta(minutes=1)}, {"email": "", "phone": "0422-00-0000"}],
    ids=["not yet due", "no address"],
)
def test_send_when_not_for_mail_now_then_waits(changes):
    write(**changes)

    assert send() == 0
    assert mail.outbox == []


def test_claim_when_another_worker_has_it_then_none_until_its_lease_is_over():
    write()

    assert claim(NOW) is not None
    assert claim(NOW) is None
    assert claim(NOW + deliveries.LEASE) is not None


def test_send_when_the_server_is_away_then_tries_later(settings):
    delivery = write()
    broken_server(settings)

    assert send() == 0

    delivery.refresh_from_db()
    assert delivery.status == Delivery.Status.WAITING
    assert delivery.due_at == NOW + timedelta(minutes=2)
    assert delivery.last_error


@pytest.mark.parametrize(
    ("phone", "status", "channel"),
    [
        ("0422-00-0000", Delivery.Status.WAITING, Delivery.Channel.CALL),
        ("", Delivery.Status.FAILED, Delivery.Channel.MAIL),
    ],
    ids=["staff telephone", "nobody could"],
)
def test_send_when_it_failed_too_often_then_people_take_over(settings, phone, status, channel):
    delivery = write(phone=phone)
    Delivery.objects.update(attempts=deliveries.ATTEMPTS - 1)
    broken_server(settings)

    send()

    delivery.refresh_from_db()
    assert (delivery.status, delivery.channel) == (status, channel)


def test_send_when_one_address_is_no_address_then_the_others_go():
    write("bad", email="not\naddress@example.jp")
    write("good")

    assert send() == 1
    assert [m.to for m in mail.outbox] == [["a@example.jp"]]
