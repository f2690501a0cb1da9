"""A group's year: asked, reminded, not renewed, at rest, back again."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from organizations.models import (
    ChangeRequest,
    Delivery,
    Enrolment,
    Need,
    Offer,
    Organization,
    PaperCode,
    Renewal,
    RenewalWindow,
)
from organizations.models.renewals import next_day
from organizations.services import changes, renewals
from tests.factories.organizations import (
    ContactPointFactory,
    DepartmentFactory,
    EnrolmentFactory,
    MembershipFactory,
    OrganizationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
NIGHTS = (1, 2, 14, 15, 30, 31)


@pytest.fixture
def group(db):
    group = OrganizationFactory(slug="hidamari", name="ひだまり")
    Organization.objects.update(created_at=datetime(2025, 4, 1, tzinfo=timezone.get_default_timezone()))
    ContactPointFactory(organization=group, kind="mail", value="hidamari@example.jp")
    return group


def live_through(first: date, last: date, group) -> list[tuple[str, str]]:
    """Run the nightly job on six nights a month, twice as it may happen; note when the group's state changes."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    states = []
    for day in [day for day in days if day.day in NIGHTS]:
        with time_machine.travel(datetime(day.year, day.month, day.day, 0, 25), tick=False):
            renewals.keep_current(day=day)
            renewals.keep_current(day=day)
        group.refresh_from_db()
        if not states or states[-1][1] != group.status:
            states.append((f"{day:%m-%d}", group.status))
    return states


def asked(group, **said):
    days = {"day": date(2026, 2, 1), "due_on": date(2026, 4, 1), "rests_on": date(2026, 6, 30)}
    return renewals.ask(organization=group, **{"fiscal_year": 2026} | days | said)


def test_year_when_nothing_is_heard_then_the_group_is_asked_reminded_and_rests(group):
    states = live_through(date(2026, 1, 30), date(2026, 7, 2), group)

    assert states == [
        ("01-30", "active"),
        ("02-01", "renewal_due"),
        ("04-01", "grace"),
        ("06-30", "dormant"),
    ]
    sent = Delivery.objects.order_by("pk").values_list("purpose", flat=True)
    assert list(sent) == [
        "renewal_asked",
        "renewal_reminder_1",
        "renewal_reminder_2",
        "renewal_reminder_3",
        "renewal_reminder_4",
        "renewal_rests",
    ]


def test_year_when_the_group_answers_then_it_is_left_alone_until_the_next(group):
    renewals.keep_current(day=date(2026, 2, 1))
    with time_machine.travel(datetime(2026, 2, 3, 9)):
        renewals.confirm(renewal=Renewal.objects.get(), by=None)

    states = live_through(date(2027, 1, 31), date(2027, 2, 1), group)

    assert states == [("01-31", "active"), ("02-01", "renewal_due")]
    assert list(Renewal.objects.order_by("pk").values_list("fiscal_year", "status")) == [
        (2026, "confirmed"),
        (2027, "asked"),
    ]


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(lambda: DepartmentFactory(), id="department"),
        pytest.param(lambda: OrganizationFactory(status="pending"), id="not yet looked at"),
        pytest.param(lambda: OrganizationFactory(kind="npo"), id="kind the city asks in autumn"),
    ],
)
def test_keep_current_when_a_group_is_not_due_then_it_is_not_asked(group, made):
    RenewalWindow.objects.create(kind="npo", opens_on="10-01", due_on="12-01", rests_on="02-28")
    made()
    Organization.objects.update(created_at=timezone.now() - timedelta(days=900))

    renewals.keep_current(day=date(2026, 2, 1))

    assert [row.organization for row in Renewal.objects.all()] == [group]


def test_keep_current_when_a_group_has_just_joined_then_it_is_not_asked(group):
    Organization.objects.update(created_at=datetime(2026, 1, 15, tzinfo=timezone.get_default_timezone()))

    renewals.keep_current(day=date(2026, 2, 1))

    assert not Renewal.objects.exists()


def test_ask_when_there_is_no_mail_then_the_question_stands_on_the_call_list(group):
    group.contacts.update(kind="phone", value="000-111-1111")

    renewal = asked(group)

    call = Delivery.objects.get()
    assert (call.channel, call.phone) == ("call", "000-111-1111")
    assert renewal.token not in call.body


def test_confirm_when_resting_then_the_group_is_active_and_what_it_lacks_is_a_draft(group, coordinator):
    renewal = asked(group)
    Organization.objects.update(status="dormant")

    renewals.confirm(
        renewal=renewal,
        lacking="会場が足りません",
        offering="紙芝居を貸せます",
        channel="phone",
        on_behalf_of="山田",
        by=coordinator,
    )

    group.refresh_from_db()
    said = group.attestations.get()
    assert (group.status, said.channel, said.on_behalf_of) == ("active", "phone", "山田")
    assert [Need.objects.get().title, Offer.objects.get().title] == ["会場が足りません", "紙芝居を貸せます"]
    assert Delivery.objects.get().status == "dropped"


def test_confirm_when_answered_already_then_the_second_is_refused(group):
    renewal = asked(group)
    renewals.confirm(renewal=Renewal.objects.get(), by=None)

    with pytest.raises(ValidationError) as refusal:
        renewals.confirm(renewal=renewal, by=None)

    assert refusal.value.code == "moved_on"


def test_confirm_when_the_representative_changes_then_may_asks_once_more(group, coordinator):
    renewal = asked(group)
    renewals.confirm(renewal=renewal, head_changes=True, by=None)

    states = live_through(date(2026, 5, 14), date(2026, 5, 16), group)
    contact = {"kind": "mail", "value": "new@example.jp", "visibility": "staff"}
    renewals.name_head(renewal=renewal, representative="新しい人", contact=contact, by=None)
    changes.approve_change(request=ChangeRequest.objects.get(), by=coordinator)

    assert states == [("05-14", "active")]
    assert Delivery.objects.filter(purpose="renewal_returns").count() == 1
    assert group.invitations.get().email == "new@example.jp"
    assert Renewal.objects.get().status == "confirmed"


def test_confirm_when_registered_then_the_registration_is_handed_in_for_the_new_year(group):
    EnrolmentFactory(organization=group, fiscal_year=2025, status="approved", representative="山田", members=8)

    renewals.confirm(renewal=asked(group), by=None)

    again = Enrolment.objects.get(fiscal_year=2026)
    assert (again.status, again.representative, again.members) == ("submitted", "山田", 8)


def test_end_group_when_told_so_then_its_page_is_gone_and_nobody_asks_again(group, coordinator):
    renewals.end_group(renewal=asked(group), by=coordinator)

    assert live_through(date(2026, 2, 1), date(2026, 2, 2), group) == [("02-01", "dissolved")]


def test_wake_when_nobody_asked_then_the_group_is_confirmed_for_this_year(group, coordinator):
    Organization.objects.update(status="dormant")

    renewal = renewals.wake(organization=group, channel="visit", by=coordinator)

    group.refresh_from_db()
    assert (group.status, renewal.status) == ("active", "confirmed")


def test_link_when_only_opened_then_nothing_is_said_and_a_tap_says_it(client, group):
    renewal = asked(group)
    page = client.get(renewals.link_of(renewal))
    client.head(renewals.link_of(renewal))
    renewal.refresh_from_db()
    before = renewal.status

    client.post(renewals.link_of(renewal))
    client.post(renewals.link_of(renewal))

    renewal.refresh_from_db()
    assert (page.status_code, before, renewal.status) == (200, "asked", "confirmed")
    assert group.attestations.count() == 1
    assert "hidamari@example.jp" not in page.text


def test_link_when_a_newer_question_is_out_then_the_old_one_is_closed(client, group):
    old = asked(group)
    asked(group, fiscal_year=2027)

    page = client.post(renewals.link_of(old))

    assert "<button" not in page.text.split("<main")[1].split("</main")[0]
    assert Renewal.objects.filter(status="asked").count() == 2


def test_list_when_it_grows_then_it_asks_the_database_as_often(client, group, django_assert_num_queries):
    client.force_login(UserFactory(roles=["place_staff"]))
    asked(group)
    client.get("/desk/renewals/")
    with django_assert_num_queries(12):
        client.get("/desk/renewals/")
    for number in range(2):
        other = OrganizationFactory()
        ContactPointFactory(organization=other, value=f"000-000-000{number}")
        asked(other)

    with django_assert_num_queries(12):
        page = client.get("/desk/renewals/")

    assert page.text.count('class="desk-item"') == 3


def test_desk_when_a_group_is_rung_up_then_its_answer_is_written_down(client, group):
    client.force_login(UserFactory(roles=["place_staff"]))
    renewal = asked(group)

    client.post(f"/desk/renewals/{renewal.pk}/", {"channel": "phone", "on_behalf_of": "山田"})
    shown = client.get("/desk/renewals/?state=confirmed")

    renewal.refresh_from_db()
    assert (renewal.status, renewal.channel) == ("confirmed", "phone")
    assert "ひだまり" in shown.text


def test_sheets_when_printed_then_only_groups_without_mail_have_one_and_its_code_cannot_be_guessed(client, group):
    client.force_login(UserFactory(roles=["coordinator"]))
    asked(group)
    head = MembershipFactory(organization=OrganizationFactory(name="わらべうたの会"), user__email=None)
    renewal = asked(head.organization)

    page = client.get("/desk/renewals/sheets/")
    code = PaperCode.objects.get()

    assert "わらべうたの会" in page.text
    assert "ひだまり" not in page.text
    assert (len(code.code), client.get(f"/q/{code.code}/").url) == (27, renewals.link_of(renewal))


@settings(max_examples=30)
@given(
    day=st.dates(date(2020, 1, 1), date(2040, 1, 1)), month_day=st.sampled_from(["01-01", "02-28", "04-01", "12-31"])
)
def test_next_day_when_counted_then_it_is_the_first_of_that_name_after(day, month_day):
    found = next_day(day, month_day)

    assert f"{found:%m-%d}" == month_day
    assert timedelta(0) < found - day <= timedelta(days=366)
