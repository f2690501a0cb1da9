"""What stands on the call list never asks anybody to sign in: it is said by whoever rings."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from organizations.models import ContactPoint, Delivery, Organization
from organizations.services import enrolments, exchange, letters, registry
from tests.factories.organizations import ConsentFactory, IntroductionFactory, NeedFactory, OrganizationFactory

pytestmark = pytest.mark.django_db
SIGNING_IN = re.compile("ログイン|サインイン|マイページ|メールアドレス|リンク|ボタン")


def group(**fields):
    organization = OrganizationFactory(**fields)
    organization.contacts.all().delete()
    ContactPoint.objects.create(organization=organization, kind="phone", value="048-111-2222", visibility="staff")
    return organization


def open_it(coordinator):
    registry.approve(organization=group(status=Organization.Status.PENDING), by=coordinator)


def begin_and_hand_in(coordinator):
    enrolment = enrolments.start_enrolment(organization=group(), channel="phone", on_behalf_of="松永", by=coordinator)
    for step, fields in {
        1: {"representative": "松永", "members": 8},
        2: {"activity": "歌"},
        4: {"declares": True},
    }.items():
        enrolments.save_step(enrolment=enrolment, step=step, fields=fields, by=coordinator)
    enrolments.submit_enrolment(enrolment=enrolment, by=coordinator)


def introduce(coordinator):
    introduction = IntroductionFactory(need=NeedFactory(organization=group()))
    letters.ask(ConsentFactory(introduction=introduction, organization=introduction.asking))
    letters.open_both(introduction)


def remind(coordinator):
    today = timezone.localdate()
    NeedFactory(organization=group(), valid_until=today + timedelta(days=3))
    exchange.remind_of_end(day=today)


@pytest.mark.parametrize(
    ("deed", "calls"),
    [
        pytest.param(open_it, 1, id="opened"),
        pytest.param(begin_and_hand_in, 2, id="registration"),
        pytest.param(introduce, 2, id="introduction"),
        pytest.param(remind, 1, id="end of a need"),
    ],
)
def test_call_when_a_group_has_no_mail_then_its_words_ask_for_no_signing_in(coordinator, deed, calls):
    deed(coordinator)

    words = list(Delivery.objects.filter(phone="048-111-2222").values_list("body", flat=True))
    assert len(words) == calls
    assert [body for body in words if SIGNING_IN.search(body)] == []
