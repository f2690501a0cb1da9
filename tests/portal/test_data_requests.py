"""開示・訂正・利用停止, and the disposal list: every move, and every refusal."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from events.models import Registration
from organizations.models import StaffRole, User
from portal import tasks
from portal.models import DataRequest, Disposal
from portal.services import data_requests, disposal
from portal.services.personal import Person
from tests.factories.events import OccurrenceFactory, RegistrationFactory
from tests.factories.organizations import EnrolmentFactory, UserFactory
from tests.factories.portal import DataRequestFactory

pytestmark = pytest.mark.django_db
Status = DataRequest.Status
TODAY = timezone.localdate


@pytest.fixture
def office():
    return UserFactory(name="事務局", staff_number="S09", roles=[StaffRole.PLAN_OFFICE])


def deeds_on(row):
    return list(ModelLogEntry.objects.for_instance(row).order_by("pk").values_list("action", flat=True))


def key(row):
    return f"{row._meta.label_lower}:{row.pk}"


def test_record_when_received_then_thirty_days_run_from_that_day(office):
    who = Person(name="田中花子", email="Hanako@example.jp", phone="")

    row = data_requests.record(
        kind="stop", who=who, identity="photo", received_on=date(2026, 11, 2), channel="visit", by=office
    )

    assert (row.email, row.due_on, row.status) == ("hanako@example.jp", date(2026, 12, 2), Status.RECEIVED)
    assert deeds_on(row) == ["portal.data_request.record"]


MOVES = {
    "decide": lambda row, by: data_requests.decide(row=row, decision="granted", by=by),
    "partly": lambda row, by: data_requests.decide(row=row, decision="partly", reason="一部", by=by),
    "refuse": lambda row, by: data_requests.decide(row=row, decision="refused", reason="理由", by=by),
    "withdraw": lambda row, by: data_requests.withdraw(row=row, by=by),
    "carry_out": lambda row, by: data_requests.carry_out(row=row, by=by),
}
REACHED = {"decide": "granted", "partly": "partly", "refuse": "refused", "withdraw": "withdrawn", "carry_out": "done"}


@pytest.mark.parametrize("deed", MOVES)
@pytest.mark.parametrize("status", Status.values)
def test_request_when_moved_then_only_as_the_table_says(office, deed, status):
    row = DataRequestFactory(status=status)

    if REACHED[deed] in DataRequest.MOVES[Status(status)]:
        MOVES[deed](row, office)
    else:
        with pytest.raises(ValidationError, match="いま"):
            MOVES[deed](row, office)

    row.refresh_from_db()
    allowed = REACHED[deed] in DataRequest.MOVES[Status(status)]
    assert row.status == (REACHED[deed] if allowed else status)
    assert len(deeds_on(row)) == allowed


@pytest.mark.parametrize(
    ("fields", "said", "code"),
    [
        ({"identity": "not_yet"}, {"decision": "granted"}, "identity"),
        ({}, {"decision": "partly"}, "reason"),
        ({}, {"decision": "refused", "reason": " "}, "reason"),
        ({"kind": "correction"}, {"decision": "granted"}, "corrections"),
    ],
    ids=["nobody looked at a paper", "partly without reason", "refused without reason", "nothing to correct"],
)
def test_decide_when_something_is_missing_then_refused(office, fields, said, code):
    row = DataRequestFactory(**fields)

    with pytest.raises(ValidationError) as refusal:
        data_requests.decide(row=row, by=office, **said)

    assert refusal.value.code == code


def test_stop_when_carried_out_then_only_the_ticked_rows_go(office):
    date = OccurrenceFactory(capacity=10, taken=1)
    hers, other = RegistrationFactory(occurrence=date, email="hanako@example.jp"), RegistrationFactory(name="田中花子")
    row = DataRequestFactory(kind="stop")
    data_requests.decide(row=row, decision="granted", keys=[key(hers)], by=office)

    data_requests.carry_out(row=row, by=office)

    assert list(Registration.objects.values_list("pk", flat=True)) == [other.pk]
    assert deeds_on(row) == ["portal.data_request.decide", "portal.data_request.carry_out"]
    assert "hanako" not in str(ModelLogEntry.objects.values_list("label", "data"))


def test_correction_when_somebody_else_has_the_address_then_refused_and_still_granted(office):
    UserFactory(email="new@example.jp")
    person = UserFactory(email="hanako@example.jp", name="田中花子")
    row = DataRequestFactory(kind="correction")
    data_requests.decide(
        row=row, decision="granted", keys=[key(person)], corrections={"email": "new@example.jp"}, by=office
    )

    with pytest.raises(ValidationError) as refusal:
        data_requests.carry_out(row=row, by=office)

    assert refusal.value.code == "taken"
    assert User.objects.get(pk=person.pk).email == "hanako@example.jp"
    assert DataRequest.objects.get(pk=row.pk).status == Status.GRANTED


def test_desk_when_the_office_goes_through_a_request_then_copy_names_everything(office, as_user):
    registration = RegistrationFactory(name="田中花子", email="hanako@example.jp", note="アレルギーあり")
    browser = as_user(office)
    asked = {"kind": "disclosure", "name": "田中花子", "email": "hanako@example.jp", "channel": "visit"}

    answer = browser.post(
        reverse("data_request_new"), asked | {"received_on": str(TODAY()), "identity": "not_yet"}, follow=True
    )
    row = DataRequest.objects.get()
    browser.post(reverse("data_request_recognise", args=[row.pk]), {"who-identity": "photo"})
    browser.post(row.get_absolute_url(), {"keys": [key(registration)], "decision": "granted"})
    paper = browser.get(reverse("data_request_copy", args=[row.pk])).content.decode()
    file = browser.get(reverse("data_request_file", args=[row.pk])).json()
    browser.post(reverse("data_request_carry_out", args=[row.pk]))

    row.refresh_from_db()
    assert "イベントの申込み" in answer.content.decode()
    assert "アレルギーあり" in paper
    assert [one["record"] for one in file["records"]] == [key(registration)]
    assert row.status == Status.DONE


def test_desk_when_a_decision_lacks_its_reason_then_all_typed_stays(office, as_user):
    row = DataRequestFactory()

    page = as_user(office).post(row.get_absolute_url(), {"decision": "refused", "decision_number": "子第12号"})

    assert "理由を書いてください" in page.content.decode()
    assert "子第12号" in page.content.decode()


def test_requests_when_one_is_late_then_it_stands_first_and_is_marked(office, as_user):
    DataRequestFactory(name="あとの人")
    DataRequestFactory(name="待つ人", received_on=TODAY() - timedelta(days=40))

    page = as_user(office).get(reverse("data_requests")).content.decode()

    assert page.index("待つ人") < page.index("あとの人")
    assert page.count("desk-item--late") == 1


@pytest.mark.parametrize("count", [1, 3])
def test_requests_when_more_wait_then_asks_the_database_no_more(office, as_user, django_assert_num_queries, count):
    DataRequestFactory.create_batch(count)
    DataRequestFactory.create_batch(count, status="done")
    browser = as_user(office)

    with django_assert_num_queries(6):
        page = browser.get(reverse("data_requests"))

    assert page.content.decode().count("田中花子") == 2 * count


def test_disposal_when_nobody_approves_then_nothing_official_goes(office):
    due = EnrolmentFactory(representative="田中花子", delete_after=TODAY() - timedelta(days=1))

    tasks.let_go(timezone.now())

    due.refresh_from_db()
    assert due.representative == "田中花子"


def test_disposal_when_approved_then_gone_in_the_night_with_a_line_in_the_log(office):
    due = EnrolmentFactory(representative="田中花子", delete_after=TODAY() - timedelta(days=1))
    (row,) = disposal.approve(keys=[key(due)], day=TODAY(), by=office)

    for _night in range(2):
        tasks.let_go(timezone.now())

    due.refresh_from_db()
    row.refresh_from_db()
    assert (due.representative, row.status) == ("", Disposal.Status.DONE)
    assert deeds_on(row) == ["portal.disposal.approve", "portal.disposal.carry_out"]
    assert disposal.proposed(TODAY()) == []


def test_disposal_when_taken_off_the_list_then_kept_and_proposed_again(office):
    due = EnrolmentFactory(representative="田中花子", delete_after=TODAY() - timedelta(days=1))
    (row,) = disposal.approve(keys=[key(due)], day=TODAY(), by=office)

    disposal.keep(row=row, by=office)
    tasks.let_go(timezone.now())

    due.refresh_from_db()
    assert due.representative == "田中花子"
    assert [one.row for one in disposal.proposed(TODAY())] == [due]
    with pytest.raises(ValidationError):
        disposal.keep(row=row, by=office)


def test_disposal_when_its_time_is_not_over_then_cannot_be_approved(office):
    later = EnrolmentFactory(delete_after=TODAY() + timedelta(days=1))

    with pytest.raises(ValidationError) as refusal:
        disposal.approve(keys=[key(later)], day=TODAY(), by=office)

    assert refusal.value.code == "not_due"


def test_disposals_when_ticked_at_the_desk_then_they_stand_on_tonights_list(office, as_user):
    due = EnrolmentFactory(delete_after=TODAY() - timedelta(days=1))

    page = as_user(office).post(reverse("disposals"), {"keys": [key(due)]}, follow=True)

    assert "1件を今夜廃棄します" in page.content.decode()
    assert Disposal.objects.get().approved_by == office
