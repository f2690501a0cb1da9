from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from organizations.models import Delivery, Enrolment, Organization
from organizations.services import enrolments
from tests.factories.organizations import ContactPointFactory, EnrolmentFactory, MembershipFactory, OrganizationFactory

pytestmark = pytest.mark.django_db
Status = Enrolment.Status
COMPLETE = {"representative": "田中", "members": 12, "activity": "毎週の外遊び", "declares": True, "step": 5}


@pytest.fixture
def head(db):
    return MembershipFactory(organization__slug="hidamari")


def handed_in(head, **changed):
    enrolment = EnrolmentFactory(organization=head.organization, entered_by=head.user, **(COMPLETE | changed))
    return enrolments.submit_enrolment(enrolment=enrolment, by=head.user)


def at_interview(head, coordinator):
    return enrolments.set_interview(enrolment=handed_in(head), interview_on=date(2026, 5, 7), by=coordinator)


def decide(browser, enrolment, **typed):
    words = {"decide-decision": "approve", "decide-decision_number": "第12号", "decide": "1"}
    return browser.post(f"/desk/enrolments/{enrolment.pk}/", words | typed)


@pytest.mark.parametrize(("day", "year"), [("2026-03-31", 2025), ("2026-04-01", 2026), ("2026-12-31", 2026)])
def test_fiscal_year_turns_on_the_first_of_april(day, year):
    assert enrolments.fiscal_year_of(date.fromisoformat(day)) == year


def test_start_twice_goes_on_with_the_same(head):
    first, second = (enrolments.start_enrolment(organization=head.organization, by=head.user) for _ in range(2))

    assert first == second
    assert Delivery.objects.count() == 1


def test_start_keeps_last_years_answers(head):
    EnrolmentFactory(organization=head.organization, fiscal_year=2025, representative="田中", members=9)

    enrolment = enrolments.start_enrolment(organization=head.organization, fiscal_year=2026, by=head.user)

    assert (enrolment.representative, enrolment.members) == ("田中", 9)


def test_save_step_remembers_how_far_the_group_has_come(head):
    enrolment = EnrolmentFactory()

    enrolments.save_step(enrolment=enrolment, step=2, fields={"activity": "外遊び"}, by=None)
    enrolments.save_step(enrolment=enrolment, step=1, fields={"members": 3}, by=None)

    assert (enrolment.step, enrolment.activity, enrolment.members) == (3, "外遊び", 3)


def test_save_step_takes_no_answers_of_another_step():
    with pytest.raises(ValueError, match="status"):
        enrolments.save_step(enrolment=EnrolmentFactory(), step=1, fields={"status": "approved"}, by=None)


def test_save_step_after_handing_in_is_refused(head):
    with pytest.raises(ValidationError) as refused:
        enrolments.save_step(enrolment=handed_in(head), step=1, fields={"members": 3}, by=None)

    assert refused.value.code == "handed_in"


@pytest.mark.parametrize("missing", [{"representative": ""}, {"members": None}, {"activity": ""}, {"declares": False}])
def test_submit_with_something_missing_is_refused(head, missing):
    with pytest.raises(ValidationError) as refused:
        handed_in(head, **missing)

    assert refused.value.code == "missing"


def test_approve_lets_the_group_publish_at_once_until_the_years_end(head, coordinator):
    enrolment = at_interview(head, coordinator)

    enrolments.approve_enrolment(enrolment=enrolment, decision_number="第12号", by=coordinator)

    organization = Organization.objects.get()
    assert (organization.door, organization.publishes_at_once) == ("enrolled", True)
    assert organization.valid_through == date(2027, 3, 31)
    assert (enrolment.status, enrolment.decision_number) == (Status.APPROVED, "第12号")


def test_refuse_leaves_the_group_in_the_network(head, coordinator):
    enrolment = at_interview(head, coordinator)

    enrolments.refuse_enrolment(enrolment=enrolment, decision_number="第13号", reason="営利のため", by=coordinator)

    organization = Organization.objects.get()
    assert (organization.status, organization.publishes_at_once) == ("active", False)
    assert Delivery.objects.get(purpose__startswith="enrolment_refused").body.startswith("営利のため")


def test_return_is_handed_in_again_and_the_group_is_told_each_time(head, coordinator):
    enrolment = handed_in(head)

    enrolments.return_enrolment(enrolment=enrolment, reason="会員数をお書きください", by=coordinator)
    enrolments.submit_enrolment(enrolment=enrolment, by=head.user)
    enrolments.return_enrolment(enrolment=enrolment, reason="もう一度", by=coordinator)

    assert enrolment.status == Status.RETURNED
    assert Delivery.objects.filter(purpose__startswith="enrolment_returned").count() == 2


@pytest.mark.parametrize("deed", ["approve_enrolment", "refuse_enrolment"])
def test_decision_before_the_interview_is_refused(head, coordinator, deed):
    more = {"reason": "x"} if deed == "refuse_enrolment" else {}

    with pytest.raises(ValidationError) as refused:
        getattr(enrolments, deed)(enrolment=handed_in(head), decision_number="1", by=coordinator, **more)

    assert refused.value.code == "moved_on"


def test_group_without_mail_is_called_at_every_step(coordinator):
    group = OrganizationFactory()
    ContactPointFactory(organization=group, value="000-111-1111")
    enrolment = enrolments.start_enrolment(organization=group, channel="visit", on_behalf_of="田中さん", by=coordinator)

    delivery = Delivery.objects.get()
    assert (delivery.channel, delivery.phone) == ("call", "000-111-1111")
    assert (enrolment.on_behalf_of, enrolment.entered_by) == ("田中さん", coordinator)


def test_pages_lead_a_group_from_the_first_step_to_handing_in(client, head, as_user):
    browser = as_user(head.user)
    link = browser.post("/organizations/hidamari/enrol/")["Location"]
    answers = [
        {"representative": "田中", "members": "12"},
        {"activity": "毎週の外遊び"},
        {"rules_file": SimpleUploadedFile("会則.pdf", b"%PDF-1.7 ...")},
        {"declares": "on"},
        {},
    ]
    for number, typed in enumerate(answers, 1):
        client.post(f"{link}{number}/", typed)

    enrolment = Enrolment.objects.get()
    assert (enrolment.status, enrolment.members, enrolment.declares) == (Status.SUBMITTED, 12, True)
    assert enrolment.rules.is_private
    assert client.get(link).status_code == 200


def test_pages_go_on_where_the_group_left(client):
    enrolment = EnrolmentFactory(step=3)

    assert client.get(f"/enrolments/{enrolment.token}/")["Location"] == f"/enrolments/{enrolment.token}/3/"
    assert client.get(f"/enrolments/{enrolment.token}/4/").status_code == 404


@pytest.mark.parametrize(
    ("number", "typed", "wrong"),
    [
        pytest.param(1, {"representative": "", "members": "3"}, "representative", id="nobody represents"),
        pytest.param(1, {"representative": "あ" * 81, "members": "3"}, "representative", id="name too long"),
        pytest.param(1, {"representative": "a\0", "members": "3"}, "representative", id="NUL"),
        pytest.param(1, {"representative": "田中", "members": "0"}, "members", id="no members"),
        pytest.param(1, {"representative": "田中", "members": "9" * 30}, "members", id="too many members"),
        pytest.param(1, {"representative": "田中", "members": "三"}, "members", id="members in words"),
        pytest.param(2, {"activity": ""}, "activity", id="no activity"),
        pytest.param(2, {"activity": "あ" * 2001}, "activity", id="too much activity"),
        pytest.param(3, {"rules_file": SimpleUploadedFile("a.pdf", b"<svg/>")}, "rules_file", id="no PDF"),
        pytest.param(3, {"rules_file": SimpleUploadedFile("a.exe", b"%PDF")}, "rules_file", id="strange ending"),
        pytest.param(4, {}, "declares", id="not declared"),
    ],
)
def test_pages_with_a_slip_say_so_at_the_field(client, number, typed, wrong):
    enrolment = EnrolmentFactory(step=5)

    response = client.post(f"/enrolments/{enrolment.token}/{number}/", typed)

    assert list(response.context["form"].errors) == [wrong]


def test_page_of_the_last_step_names_what_is_missing(client):
    enrolment = EnrolmentFactory(step=5)

    response = client.post(f"/enrolments/{enrolment.token}/5/")

    assert response.context["missing"] == ["団体について", "活動", "申告"]


def test_pages_keep_odd_letters_as_typed(client):
    enrolment = EnrolmentFactory()
    odd = "𠮷野 葛\U000e0100飾 👨‍👩‍👧 \u202eاَل <b>"

    client.post(f"/enrolments/{enrolment.token}/1/", {"representative": odd, "members": "3"})

    enrolment.refresh_from_db()
    assert enrolment.representative == odd


def test_desk_agrees_on_the_day_and_records_the_decision(head, coordinator, as_user):
    enrolment = handed_in(head)
    desk = as_user(coordinator)

    desk.post(f"/desk/enrolments/{enrolment.pk}/", {"interview_on": "2026-12-01", "interview": "1"})
    decide(desk, enrolment)

    enrolment.refresh_from_db()
    assert (enrolment.status, enrolment.interview_on) == (Status.APPROVED, date(2026, 12, 1))


def test_desk_refuses_only_with_a_reason(head, coordinator, as_user):
    enrolment = at_interview(head, coordinator)

    response = decide(as_user(coordinator), enrolment, **{"decide-decision": "refuse"})

    assert list(response.context["forms"]["decide"].errors) == ["reason"]


def test_private_paper_is_read_at_the_desk_only(client, head, as_user, place_staff):
    enrolment = EnrolmentFactory(organization=head.organization, step=3)
    client.post(f"/enrolments/{enrolment.token}/3/", {"rules_file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")})
    enrolment.refresh_from_db()

    answers = [
        browser.get(enrolment.rules.url).status_code for browser in (client, as_user(head.user), as_user(place_staff))
    ]

    assert answers == [404, 404, 200]


@pytest.mark.parametrize("who", ["resident", "place_staff", "department"])
def test_desk_page_is_for_coordinators(request, head, as_user, who):
    assert as_user(request.getfixturevalue(who)).get(f"/desk/enrolments/{handed_in(head).pk}/").status_code == 404


def test_unknown_link_is_not_there(client, db):
    assert client.get("/enrolments/nothing/").status_code == 404
