"""The desk pages of a group's own calendar."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from events.models import CalendarSource, Event
from events.tasks import read_due_calendars
from tests.events.test_sources import calendar, event
from tests.factories.organizations import MembershipFactory, OrganizationFactory

pytestmark = pytest.mark.django_db
DESK = "/desk/calendars/"


@pytest.fixture
def head():
    return MembershipFactory(organization=OrganizationFactory(slug="hidamari", publishes_at_once=True)).user


def upload(*events):
    return SimpleUploadedFile("a.ics", calendar(*events), "text/calendar")


def test_file_when_given_then_is_shown_first_and_comes_in_once_taken_on(client, head):
    client.force_login(head)
    private = event("CLASS:PRIVATE", uid="b", title="役員会")

    preview = client.post(DESK, {"file": upload(event(title="おはなし会"), private)}, follow=True)
    before = Event.objects.count()
    source = CalendarSource.objects.get()
    client.post(reverse("calendar_move", args=[source.pk]), {"deed": "take_on"})
    read_due_calendars(now=timezone.now())
    after = client.get(source.get_absolute_url()).content.decode()

    page = preview.content.decode()
    assert ("おはなし会" in page, "「非公開」" in page, "役員会" in page, before) == (True, True, False, 0)
    assert Event.objects.get().title == "おはなし会"
    assert "おはなし会" in after


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({"address": ""}, "address"),
        ({"address": "http://127.0.0.1/a.ics"}, "address"),
        ({"address": "webcal://127.0.0.1/a.ics"}, "address"),
        ({"address": "file:///etc/passwd"}, "address"),
        ({"file": SimpleUploadedFile("a.ics", b"<html>")}, "file"),
    ],
)
def test_calendar_when_it_cannot_be_read_then_the_reason_stands_at_its_field(client, head, said, place):
    client.force_login(head)

    response = client.post(DESK, said)

    assert list(response.context["form"].errors) == [place]
    assert not CalendarSource.objects.exists()


def test_calendar_of_another_group_when_asked_for_then_is_not_there(client, head):
    source = CalendarSource.objects.create(organization=OrganizationFactory(), file_name="b.ics")
    client.force_login(head)

    answers = [client.get(source.get_absolute_url()), client.post(f"{DESK}{source.pk}/move/", {"deed": "end"})]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_address_when_shown_then_only_its_host(client, head):
    group = head.memberships.get().organization
    source = CalendarSource.objects.create(organization=group, address="https://a.example/secret-token/basic.ics")
    client.force_login(head)

    pages = client.get(DESK).content.decode() + client.get(source.get_absolute_url()).content.decode()

    assert "a.example" in pages
    assert "secret-token" not in pages


@pytest.mark.parametrize("count", [1, 3])
def test_list_when_longer_then_asks_the_database_as_often(client, head, django_assert_num_queries, count):
    group = head.memberships.get().organization
    for number in range(count):
        CalendarSource.objects.create(organization=group, file_name=f"{number}.ics")
    client.force_login(head)
    client.get(DESK)

    with django_assert_num_queries(7):
        client.get(DESK)
