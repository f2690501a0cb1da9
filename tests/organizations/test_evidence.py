"""Signs of life are kept apart from what groups say."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from organizations.models import Delivery, Evidence
from organizations.services import evidence
from organizations.services.outside import Answer, Refused
from organizations.tasks import look_at_next_link
from portal.services import signs
from tests.factories.events import EventFactory, OccurrenceFactory
from tests.factories.organizations import ContactPointFactory, MembershipFactory, OrganizationFactory
from tests.factories.spaces import BookingFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


def refusing(code, value=""):
    def read(address, **kwargs):
        raise Refused(code, value)

    return read


@pytest.mark.parametrize(
    ("read", "times"),
    [
        pytest.param(lambda address, **kwargs: Answer(), 0, id="there"),
        pytest.param(refusing("status", "404"), 3, id="gone"),
        pytest.param(refusing("unknown_host"), 3, id="no such name"),
        pytest.param(refusing("status", "403"), 0, id="will not speak with us"),
        pytest.param(refusing("private"), 0, id="a private address is not asked"),
    ],
)
def test_check_link_when_asked_on_three_days_then_failures_in_a_row_count(read, times):
    group = OrganizationFactory(website="https://example.jp/")

    for number in range(3):
        row = evidence.check_link(organization=group, day=DAY + timedelta(days=number), read=read)

    assert (row.times, row.is_warning) == (times, times == 3)
    assert Evidence.objects.count() == 1


def test_next_link_when_asked_then_monthly_but_daily_while_it_is_not_there():
    group = OrganizationFactory(website="https://example.jp/")
    evidence.check_link(organization=group, day=DAY, read=refusing("unknown_host"))
    missing = [evidence.next_link(DAY), evidence.next_link(DAY + timedelta(days=1))]
    evidence.check_link(organization=group, day=DAY, read=lambda address, **kwargs: Answer())

    assert missing == [None, group]
    assert evidence.next_link(DAY + timedelta(days=29)) is None
    assert evidence.next_link(DAY + timedelta(days=30)) == group


def test_look_at_next_link_when_switched_off_then_nothing_is_asked_of_the_web(settings):
    settings.LOOKS_AT_LINKS = False
    OrganizationFactory(website="https://example.jp/")

    assert look_at_next_link(now=timezone.now()) is False


def test_look_at_next_link_when_a_site_stands_on_our_own_machine_then_it_is_not_read(settings):
    settings.LOOKS_AT_LINKS = True
    OrganizationFactory(website="http://127.0.0.1/")

    assert look_at_next_link(now=timezone.now()) is True
    assert Evidence.objects.get().times == 0


def test_note_bounces_when_mails_failed_then_their_groups_are_marked_until_one_arrives():
    contact = ContactPointFactory(kind="mail", value="Gone@example.jp").organization
    head = MembershipFactory(user__email="head@example.jp").organization
    for number, address in enumerate(("gone@example.jp", "head@example.jp")):
        Delivery.objects.create(
            purpose="x", recipient=address, about=f"x:{number}", status="failed", due_at=timezone.now(), body=""
        )
    contact.contacts.update(value="gone@example.jp")
    evidence.note_bounces(day=timezone.localdate())
    marked = set(Evidence.objects.values_list("organization", flat=True))
    Delivery.objects.create(
        purpose="y",
        recipient="gone@example.jp",
        about="x:9",
        status="sent",
        due_at=timezone.now(),
        done_at=timezone.now(),
        body="",
    )

    evidence.note_bounces(day=timezone.localdate())

    assert marked == {contact.pk, head.pk}
    assert [row.organization for row in Evidence.objects.all()] == [head]


def test_gather_when_an_event_was_held_and_a_place_used_then_the_latest_days_are_kept():
    now = timezone.now()
    event = EventFactory()
    lead = event.hosts.get().organization
    for days in (10, 3, -5):
        OccurrenceFactory(
            event=event, starts_at=now - timedelta(days=days), ends_at=now - timedelta(days=days, hours=-1)
        )
    booking = BookingFactory(
        organization=OrganizationFactory(), status="done", starts_at=now - timedelta(days=2), ends_at=now
    )

    signs.gather(day=timezone.localdate(now))
    signs.gather(day=timezone.localdate(now))

    kept = {(row.organization, row.kind, row.seen_on) for row in Evidence.objects.all()}
    assert kept == {
        (lead, "event", timezone.localdate(now - timedelta(days=3))),
        (booking.organization, "place", timezone.localdate(now - timedelta(days=2))),
    }
