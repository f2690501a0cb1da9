"""相談記録: who may read one, how it lives and ends, and that nothing of it shows anywhere else."""

import re
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from organizations.models import Case, CaseAccess, Delivery, Handover, Note, SearchDocument
from organizations.services import casework, handovers
from portal.models import CitySettings
from portal.services import disposal, exports
from portal.services.index import reindex
from portal.services.personal import key_of
from portal.templatetags.chrome import forget_chrome
from tests.factories.organizations import IntroductionFactory, UserFactory

pytestmark = pytest.mark.django_db
SECRET = "ほかに言わないこと"
TODAY = timezone.localdate()
MARKS = re.compile(r"cases/\d+|csrfmiddlewaretoken[^>]+")  # the address asked for, and the mark of the visit
OTHERS = ["place_staff", "department", "approver", "plan_office", "council", "editor", "administrator"]


def colleague(role="coordinator", **fields):
    return UserFactory(roles=[role], **fields)


def begin(by, **fields):
    said = {"kind": "consultation", "title": SECRET, "text": SECRET} | fields
    return casework.open_case(**said, now=timezone.now(), by=by)


@pytest.fixture
def switched_on(db):
    CitySettings.objects.create(keeps_cases=True)
    forget_chrome()


def test_open_case_when_two_are_opened_then_numbers_follow_and_the_first_note_stands():
    keeper = colleague()

    first, second = begin(keeper), begin(keeper)

    assert int(second.number[5:]) == int(first.number[5:]) + 1
    assert (str(first), first.notes.get().text, first.owner) == (first.number, SECRET, keeper)


def test_open_case_when_the_year_begins_in_japan_then_its_number_is_of_the_new_year():
    midnight = datetime(2027, 4, 1, 0, 30, tzinfo=timezone.get_default_timezone())

    case = casework.open_case(kind="consultation", title="a", text="a", now=midnight.astimezone(UTC), by=colleague())

    assert case.number == "2027-0001"


def test_readable_when_asked_for_every_role_then_only_keeper_and_whoever_was_let_in():
    keeper, let_in, late = colleague(), colleague(), colleague()
    case = begin(keeper)
    casework.let_in(case=case, user=let_in, until=TODAY, reason="休み", day=TODAY, by=keeper)
    CaseAccess.objects.create(case=case, user=late, until=TODAY - timedelta(days=1), reason="", granted_by=keeper)
    others = [colleague(role, is_superuser=role == "administrator") for role in [*OTHERS, "lead_coordinator"]]

    may = [user for user in (keeper, let_in, late, *others) if Case.objects.readable_by(user, TODAY).exists()]

    assert may == [keeper, let_in]


@pytest.mark.parametrize("column", ["text", "written_at", "author_id"])
def test_note_when_somebody_changes_it_in_the_database_then_refused(column):
    keeper = colleague()
    note = begin(keeper).notes.get()
    other = {"text": "ちがう", "written_at": timezone.now(), "author_id": colleague().pk}[column]

    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.filter(pk=note.pk).update(**{column: other})


@pytest.mark.once
@pytest.mark.parametrize("before", Case.Status.values)
@pytest.mark.parametrize("after", Case.Status.values)
def test_move_case_by_the_table(before, after):
    keeper = colleague()
    case = begin(keeper)
    Case.objects.filter(pk=case.pk).update(status=before)
    allowed = after in Case.MOVES[before]

    with nullcontext() if allowed else pytest.raises(ValidationError, match="できません"):
        casework.move_case(case=case, status=after, day=TODAY, by=keeper)

    case.refresh_from_db()
    assert case.status == (after if allowed else before)
    assert (case.delete_after is not None) == (allowed and after == "closed")


def test_write_note_when_the_case_is_closed_then_refused():
    keeper = colleague()
    case = casework.move_case(case=begin(keeper), status="closed", day=TODAY, by=keeper)

    with pytest.raises(ValidationError) as refusal:
        casework.write_note(case=case, text="x", channel="phone", now=timezone.now(), by=keeper)

    assert refusal.value.code == "closed"


def test_let_oneself_in_when_in_need_then_keeper_and_leads_are_told_without_a_word_of_it():
    keeper, lead, other = colleague(name="守る人"), colleague("lead_coordinator"), colleague(name="急ぐ人")
    case = begin(keeper)

    casework.let_oneself_in(number=f" {case.number} ", reason=SECRET, day=TODAY, by=other)

    told = Delivery.objects.filter(purpose="case_access")
    assert set(told.values_list("recipient", flat=True)) == {keeper.email, lead.email}
    assert all("急ぐ人" in row.subject and SECRET not in row.subject + row.body for row in told)
    assert Case.objects.readable_by(other, TODAY).exists()
    assert not Case.objects.readable_by(other, TODAY + timedelta(days=1)).exists()


def test_show_when_read_then_each_reading_is_noted_with_its_reason(as_user, switched_on):
    keeper, other = colleague(), colleague()
    case = begin(keeper)
    casework.let_oneself_in(number=case.number, reason="電話が来ている", day=TODAY, by=other)

    for user in (keeper, other):
        assert as_user(user).get(f"/desk/cases/{case.pk}/").status_code == 200

    assert list(case.readings.values_list("user", "purpose").order_by("pk")) == [
        (keeper.pk, "担当"),
        (other.pk, "電話が来ている"),
    ]


def test_pages_when_the_city_keeps_no_cases_then_not_there(as_user):
    keeper = colleague()
    case = begin(keeper)

    assert {as_user(keeper).get(path).status_code for path in ("/desk/cases/", f"/desk/cases/{case.pk}/")} == {404}


def test_cases_when_not_ones_own_then_look_exactly_like_none(as_user, switched_on):
    case, client = begin(colleague()), as_user(colleague())

    answers = [client.get(f"/desk/cases/{pk}/") for pk in (case.pk, 987654)]

    assert {answer.status_code for answer in answers} == {404}
    assert len({MARKS.sub("", answer.content.decode()) for answer in answers}) == 1


def test_index_when_looked_through_then_only_ones_own_are_found(as_user, switched_on):
    keeper, other = colleague(), colleague()
    begin(keeper, title="ベビーカーの段差")
    begin(other, title="別の段差")

    page = as_user(keeper).get("/desk/cases/?q=段差").content.decode()

    assert ("ベビーカーの段差" in page, "別の段差" in page) == (True, False)


def test_let_in_when_sent_twice_with_a_wrong_day_then_says_so_and_keeps_what_was_typed(as_user, switched_on):
    keeper, other = colleague(), colleague()
    case = begin(keeper)

    said = {"in-user": other.pk, "in-until": "2020-01-01", "in-reason": "代わりに"}
    page = as_user(keeper).post(f"/desk/cases/{case.pk}/let-in/", said).content.decode()

    assert "1年以内の日" in page
    assert "代わりに" in page


def test_hand_over_for_good_when_each_item_is_taken_then_custody_and_introductions_have_moved():
    giver, taker = colleague(), colleague()
    case, talk = begin(giver), IntroductionFactory(coordinator=giver)
    pack = handovers.prepare_handover(giver=giver, taker=taker, until=None, promises=["鍵を返す"], day=TODAY, by=giver)

    for item in [*pack.items.all(), *pack.items.all()]:
        handovers.take_item(item=item, now=timezone.now(), by=taker)

    for row in (case, talk, pack):
        row.refresh_from_db()
    assert (case.owner, talk.coordinator) == (taker, taker)
    assert pack.items.count() == 3
    assert pack.done_at
    assert not Case.objects.readable_by(giver, TODAY).exists()


def test_hand_over_when_the_case_is_in_other_hands_by_now_then_neither_read_nor_taken():
    giver, taker, third = colleague(), colleague(), colleague()
    case = begin(giver)
    pack = handovers.prepare_handover(giver=giver, taker=taker, until=None, day=TODAY, by=giver)
    casework.entrust(case=case, to=third, by=giver)

    seen = handovers.opened(pack=pack, by=taker, day=TODAY)
    with pytest.raises(ValidationError, check=lambda refused: refused.code == "moved_on"):
        handovers.take_item(item=pack.items.get(), now=timezone.now(), by=taker)

    case.refresh_from_db()
    assert [one.is_open for one in seen] == [False]
    assert case.owner == third


def test_hand_over_for_a_holiday_then_the_taker_reads_until_that_day_and_custody_stays():
    giver, taker = colleague(), colleague()
    case, until = begin(giver), TODAY + timedelta(days=14)
    pack = handovers.prepare_handover(giver=giver, taker=taker, until=until, day=TODAY, by=giver)

    handovers.take_item(item=pack.items.get(), now=timezone.now(), by=taker)

    case.refresh_from_db()
    assert case.owner == giver
    assert Case.objects.readable_by(taker, until).exists()
    assert not Case.objects.readable_by(taker, until + timedelta(days=1)).exists()


def test_handover_page_when_a_note_is_for_oneself_then_the_taker_does_not_see_it(as_user, switched_on):
    giver, taker, stranger = colleague(), colleague(), colleague()
    case = begin(giver, text="引き継ぐこと")
    casework.write_note(
        case=case, text="自分だけの覚え書き", channel="phone", for_successor=False, now=timezone.now(), by=giver
    )
    pack = handovers.prepare_handover(giver=giver, taker=taker, until=None, day=TODAY, by=giver)

    page = as_user(taker).get(pack.get_absolute_url()).content.decode()

    assert ("引き継ぐこと" in page, "自分だけの覚え書き" in page) == (True, False)
    assert as_user(stranger).get(pack.get_absolute_url()).status_code == 404


def test_handover_when_taken_back_before_anything_was_taken_then_gone(as_user, switched_on):
    giver, taker = colleague(), colleague()
    begin(giver)
    pack = handovers.prepare_handover(giver=giver, taker=taker, until=None, day=TODAY, by=giver)

    as_user(giver).post(f"{pack.get_absolute_url()}withdraw/")

    assert not Handover.objects.exists()


def test_case_when_its_years_are_over_and_somebody_approves_then_only_its_number_stays():
    keeper, lead = colleague(), colleague("lead_coordinator")
    case = begin(keeper, who="田中花子", contact="090-1111-2222")
    casework.move_case(case=case, status="closed", day=TODAY - casework.KEPT - timedelta(days=2), by=keeper)

    casework.note_reading(case=case, by=keeper)

    disposal.approve(keys=[key_of(case)], day=TODAY, by=lead)
    disposal.carry_out(now=timezone.now())
    casework.forget_sealed()

    case.refresh_from_db()
    assert (case.status, case.title, case.who, case.contact) == ("sealed", "—", "", "")
    assert not Note.objects.exists()
    assert not case.readings.exists()


def test_secret_when_planted_then_stands_in_no_search_log_mail_or_export(tmp_path, caplog):
    keeper = colleague()
    case = begin(keeper, who=SECRET, contact=SECRET)
    casework.let_in(case=case, user=colleague(), until=TODAY, reason=SECRET, day=TODAY, by=keeper)
    casework.note_reading(case=case, purpose=SECRET, by=keeper)
    handovers.prepare_handover(giver=keeper, taker=colleague(), until=None, promises=[SECRET], day=TODAY, by=keeper)

    reindex()
    (tmp_path / "out").mkdir()
    exports.write_records(tmp_path / "out")

    kept = [SearchDocument.objects.values(), ModelLogEntry.objects.values(), Delivery.objects.values()]
    assert [SECRET in str(list(rows)) for rows in kept] == [False] * 3
    files = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert files
    assert [path.name for path in files if SECRET in path.read_text(errors="replace")] == []
    assert SECRET not in caplog.text
