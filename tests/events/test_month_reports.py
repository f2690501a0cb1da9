"""毎月の報告: asked once a month, answered in one line by link, telephone or paper."""

from datetime import date

import pytest
from django.db import IntegrityError
from django.utils import timezone

from events.models import Attendance, MonthReport
from events.services.month_reports import answer, ask, ask_for_month, month_before
from organizations.models import Delivery
from tests.factories.events import TOKYO, EventFactory, OccurrenceFactory
from tests.factories.organizations import MembershipFactory, OrganizationFactory, UserFactory

pytestmark = pytest.mark.django_db
DECEMBER = date(2026, 12, 1)
NOVEMBER = date(2026, 11, 1)


def held(*days, **event):
    found = EventFactory(**event)
    for day in days:
        starts_at = timezone.datetime(2026, 11, day, 10, tzinfo=TOKYO)
        OccurrenceFactory(event=found, starts_at=starts_at)
    return found


def test_month_when_over_then_each_repeating_event_is_asked_once():
    again, once, elsewhere = held(3, 10), held(5), held(30)
    OccurrenceFactory(event=elsewhere, starts_at=timezone.datetime(2026, 12, 7, 10, tzinfo=TOKYO))

    asked = [ask_for_month(day=DECEMBER) for _ in range(2)]

    assert asked == [1, 0]
    assert MonthReport.objects.get().event == again
    assert {once, elsewhere}.isdisjoint({row.event for row in MonthReport.objects.all()})


@pytest.mark.parametrize("status", ["draft", "review"])
def test_month_when_the_event_was_never_shown_then_not_asked(status):
    held(3, 10, status=status)

    assert ask_for_month(day=DECEMBER) == 0


def test_month_when_dates_were_called_off_or_counted_at_the_door_then_not_asked():
    counted, off = held(3, 10), held(4, 11)
    off.occurrences.update(status="cancelled")
    for row in counted.occurrences.all():
        Attendance.objects.create(occurrence=row, band="adult", walked_in=3)

    assert ask_for_month(day=DECEMBER) == 0


def test_asking_when_hosts_have_mail_then_a_link_else_the_call_list():
    mailed = MembershipFactory(role="representative", user__email="head@example.jp").organization
    rung = OrganizationFactory()
    rung.contacts.create(kind="phone", value="048-000-0000")
    report = ask(event=held(3, lead=mailed), month=NOVEMBER)
    ask(event=held(3, lead=rung), month=NOVEMBER)

    assert report.token in Delivery.objects.get(recipient="head@example.jp").body
    assert Delivery.objects.to_call().get().phone == "048-000-0000"


def test_link_when_opened_then_suggests_the_dates_and_takes_one_line(client):
    report = ask(event=held(3, 10), month=NOVEMBER)

    shown = client.get(report.get_absolute_url()).content.decode()
    client.post(report.get_absolute_url(), {"held": "2", "people": "31", "remark": ""})

    report.refresh_from_db()
    assert 'name="held" value="2"' in shown
    assert (report.held, report.people, report.entered_by) == (2, 31, None)
    assert report.answered_at is not None


@pytest.mark.parametrize("typed", [{"held": "-1", "people": "3"}, {"held": "2", "people": ""}, {"held": "x"}], ids=str)
def test_link_when_the_line_makes_no_sense_then_nothing_is_kept(client, typed):
    report = ask(event=held(3, 10), month=NOVEMBER)

    client.post(report.get_absolute_url(), typed)

    assert MonthReport.objects.waiting().get() == report


def test_staff_when_somebody_brings_a_paper_then_the_row_says_so(client):
    report, staff = ask(event=held(3, 10), month=NOVEMBER), UserFactory(roles=["place_staff"])
    client.force_login(staff)

    client.post(f"/desk/reports/{report.pk}/", {"held": 2, "people": 9, "channel": "paper", "on_behalf_of": "田中"})

    report.refresh_from_db()
    assert (report.people, report.channel, report.on_behalf_of, report.entered_by) == (9, "paper", "田中", staff)


def test_answering_when_said_again_then_the_later_line_counts():
    report = ask(event=held(3, 10), month=NOVEMBER)
    answer(report=report, held=2, people=10, by=None)

    answer(report=report, held=1, people=4, by=None)

    assert MonthReport.objects.get().people == 4


@pytest.mark.parametrize("count", [1, 3])
def test_desk_when_more_reports_then_the_same_queries(client, count, django_assert_num_queries):
    client.force_login(UserFactory(roles=["coordinator"]))
    for _ in range(count):
        ask(event=held(3, 10), month=month_before(timezone.localdate()))
    client.get("/desk/reports/")

    with django_assert_num_queries(5):
        client.get("/desk/reports/")


def test_answered_when_without_numbers_then_the_database_refuses():
    report = ask(event=held(3, 10), month=NOVEMBER)

    with pytest.raises(IntegrityError):
        MonthReport.objects.filter(pk=report.pk).update(answered_at=timezone.now())


@pytest.mark.parametrize(
    ("day", "month"), [(date(2026, 1, 1), date(2025, 12, 1)), (date(2026, 3, 31), date(2026, 2, 1))], ids=str
)
def test_month_before_when_a_day_then_its_first(day, month):
    assert month_before(day) == month
