"""From ranked offers to opened contacts, with every refusal; each move of an introduction's table."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from organizations.models import Delivery, ExchangeStatus, Introduction, Organization
from organizations.services import matching, suggestions
from organizations.services.moves import move
from tests.factories.organizations import (
    DistrictFactory,
    IntroductionFactory,
    MembershipFactory,
    NeedFactory,
    OfferFactory,
    OrganizationFactory,
)

pytestmark = pytest.mark.django_db
Status, Answer, Outcome = Introduction.Status, Introduction.Answer, Introduction.Outcome
TODAY = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def on_first_of_december():
    with time_machine.travel("2026-12-01T10:00:00+09:00", tick=False):
        yield


def ranked(need):
    return [found.offer for found in suggestions.rank_offers(need, timezone.now())]


def asked(**kwargs):
    """An introduction that waits for its answers, between two groups that have a representative each."""
    introduction = IntroductionFactory(**kwargs)
    for side in (introduction.asking, introduction.answering):
        MembershipFactory(organization=side)
    return introduction


def say(introduction, side, answer, **kwargs):
    return matching.answer(introduction=introduction, side=side, answer=answer, by=None, **kwargs)


def purposes():
    return sorted(Delivery.objects.values_list("purpose", flat=True))


def test_rank_offers_puts_what_fits_first_with_reasons():
    need, other, fitting = NeedFactory(), OfferFactory(title="絵本をさしあげます", text=""), OfferFactory()

    assert ranked(need) == [fitting, other]
    assert "theme" in {reason.code for reason in suggestions.rank_offers(need, timezone.now())[0].reasons}


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"status": "paused"}, id="paused"),
        pytest.param({"status": "withdrawn"}, id="withdrawn"),
        pytest.param({"valid_until": date(2026, 11, 30)}, id="over"),
        pytest.param({"organization__status": Organization.Status.DORMANT}, id="resting group"),
        pytest.param({"weekdays": ["sun"]}, id="another day"),
        pytest.param({"age_from_months": 72, "age_to_months": 143}, id="older children"),
    ],
)
def test_rank_offers_leaves_out_what_cannot_be(changes):
    need, fitting = NeedFactory(weekdays=["mon"], age_from_months=0, age_to_months=35), OfferFactory()
    OfferFactory(**changes)

    assert ranked(need) == [fitting]


def test_rank_offers_when_introduced_already_then_left_out():
    introduction = IntroductionFactory()

    assert ranked(introduction.need) == []
    introduction.delete()
    assert ranked(introduction.need) == [introduction.offer]


def test_rank_offers_knows_neighbouring_districts_and_the_past():
    here, near = DistrictFactory(), DistrictFactory()
    here.neighbours.add(near)
    need, offer = NeedFactory(districts=[here]), OfferFactory(districts=[near])
    IntroductionFactory(need=need, offer=offer, status=Status.SETTLED, outcome=Outcome.DONE)

    reasons = {reason.code: reason.numbers for reason in suggestions.rank_offers(need, timezone.now())[0].reasons}

    assert reasons["district"]["distance"] == "near"
    assert reasons["history"] == {"succeeded": 1, "declined": 0}
    assert reasons["exposure"] == {"times": 1}


@pytest.mark.parametrize("count", [1, 3])
def test_rank_offers_asks_the_database_as_often_for_one_as_for_three(count, django_assert_num_queries):
    need = NeedFactory()
    OfferFactory.create_batch(count)

    with django_assert_num_queries(13):
        suggestions.rank_offers(need, timezone.now())


def test_introduce_asks_both_and_keeps_the_reasons_shown(coordinator):
    need, offer = NeedFactory(), OfferFactory()
    for row in (need, offer):
        MembershipFactory(organization=row.organization)

    introduction = matching.introduce(need=need, offer=offer, message="ぜひ", by=coordinator)

    introduction.refresh_from_db()
    assert (introduction.status, introduction.coordinator, introduction.message) == (Status.ASKED, coordinator, "ぜひ")
    assert introduction.score == pytest.approx(sum(reason["points"] for reason in introduction.reasons))
    assert purposes() == ["introduction_asked"] * 2
    need.refresh_from_db()
    assert need.status == ExchangeStatus.IN_INTRODUCTION


@pytest.mark.parametrize(
    ("need_changes", "offer_changes", "code"),
    [
        pytest.param({"status": "met"}, {}, "not_open", id="need is met"),
        pytest.param({}, {"status": "paused"}, "not_open", id="offer rests"),
        pytest.param({"weekdays": ["mon"]}, {"weekdays": ["sun"]}, "unfit", id="days do not meet"),
    ],
)
def test_introduce_when_it_cannot_be_then_refused(need_changes, offer_changes, code, coordinator):
    need, offer = NeedFactory(**need_changes), OfferFactory(**offer_changes)

    with pytest.raises(ValidationError) as refusal:
        matching.introduce(need=need, offer=offer, by=coordinator)

    assert (refusal.value.code, Introduction.objects.count(), Delivery.objects.count()) == (code, 0, 0)


def test_introduce_when_both_are_of_one_group_then_refused(coordinator):
    need = NeedFactory()

    with pytest.raises(ValidationError) as refusal:
        matching.introduce(need=need, offer=OfferFactory(organization=need.organization), by=coordinator)

    assert refusal.value.code == "same_organization"


def test_introduce_when_alive_already_then_refused(coordinator):
    introduction = IntroductionFactory()

    with pytest.raises(ValidationError) as refusal:
        matching.introduce(need=introduction.need, offer=introduction.offer, by=coordinator)

    assert refusal.value.code == "already"


def test_database_refuses_a_second_living_introduction_of_a_pair():
    introduction = IntroductionFactory()

    with pytest.raises(IntegrityError):
        IntroductionFactory(need=introduction.need, offer=introduction.offer)


def test_introduce_organizations_without_need_or_offer(coordinator):
    first, second = OrganizationFactory(), OrganizationFactory()

    introduction = matching.introduce_organizations(asking=first, answering=second, by=coordinator)

    assert (introduction.status, introduction.need) == (Status.ASKED, None)
    with pytest.raises(ValidationError) as refusal:
        matching.introduce_organizations(asking=second, answering=first, by=coordinator)
    assert refusal.value.code == "already"


def test_introduce_organizations_when_it_is_one_group_then_refused(coordinator):
    group = OrganizationFactory()

    with pytest.raises(ValidationError) as refusal:
        matching.introduce_organizations(asking=group, answering=group, by=coordinator)

    assert refusal.value.code == "same_organization"


def test_answer_when_one_says_yes_then_contacts_stay_closed():
    introduction = say(asked(), Introduction.objects.get().asking, Answer.YES)

    assert (introduction.status, introduction.contacts_are_open, purposes()) == (Status.ASKED, False, [])


def test_answer_when_both_say_yes_then_contacts_open_and_both_are_told():
    introduction = asked()
    say(introduction, introduction.asking, Answer.YES)

    introduction = say(introduction, introduction.answering, Answer.YES)

    assert (introduction.status, introduction.contacts_are_open) == (Status.CONTACT_OPENED, True)
    assert introduction.follow_up_on == TODAY + timedelta(days=14)
    assert purposes() == ["introduction_opened"] * 2
    actions = ModelLogEntry.objects.for_instance(introduction).values_list("action", flat=True)
    assert {"organizations.introduction.both_ok", "organizations.introduction.open"} <= set(actions)


def test_answer_when_not_yet_then_yes_then_counts_as_yes():
    introduction = asked()
    for answer in (Answer.LATER, Answer.YES):
        say(introduction, introduction.asking, answer)

    assert say(introduction, introduction.answering, Answer.YES).status == Status.CONTACT_OPENED


def test_answer_when_no_then_other_side_never_learns_who_and_why():
    introduction = asked()

    say(introduction, introduction.answering, Answer.NO, reason="代表が苦手")

    introduction.refresh_from_db()
    assert (introduction.status, introduction.private_reason) == (Status.DECLINED, "代表が苦手")
    assert purposes() == ["introduction_ended", "introduction_over"]
    assert not Delivery.objects.filter(body__contains="苦手").exists()
    assert not Delivery.objects.filter(body__contains=introduction.answering.name).exists()


def test_answer_when_no_then_need_is_open_again_unless_another_lives():
    first = asked()
    second = asked(need=first.need)

    say(first, first.asking, Answer.NO)
    first.need.refresh_from_db()
    assert first.need.status == ExchangeStatus.IN_INTRODUCTION

    say(second, second.answering, Answer.NO)
    first.need.refresh_from_db()
    assert first.need.status == ExchangeStatus.OPEN


def test_answer_by_a_third_group_then_refused():
    with pytest.raises(ValidationError) as refusal:
        say(asked(), OrganizationFactory(), Answer.YES)

    assert refusal.value.code == "not_a_side"


@pytest.mark.parametrize("status", [status for status in Status if status != Status.ASKED])
def test_answer_when_nobody_waits_for_it_then_refused(status):
    introduction = asked(status=status)

    with pytest.raises(ValidationError) as refusal:
        say(introduction, introduction.asking, Answer.YES)

    assert refusal.value.code == "moved_on"


@pytest.mark.parametrize("status", [Status.PROPOSED, Status.ASKED, Status.DECLINED, Status.WITHDRAWN])
def test_open_contacts_when_not_both_said_yes_then_refused(status, coordinator):
    with pytest.raises(ValidationError) as refusal:
        matching.open_contacts(introduction=asked(status=status), by=coordinator)

    assert (refusal.value.code, purposes()) == ("moved_on", [])


def test_note_talk_asks_again_after_ninety_days_in_all(coordinator):
    introduction = asked(status=Status.CONTACT_OPENED)

    matching.note_talk(introduction=introduction, by=coordinator)

    introduction.refresh_from_db()
    assert (introduction.status, introduction.follow_up_on) == (Status.TALKED, TODAY + timedelta(days=76))


@pytest.mark.parametrize(
    ("outcome", "need_status"),
    [
        (Outcome.DONE, ExchangeStatus.MET),
        (Outcome.PARTLY, ExchangeStatus.PARTLY_MET),
        (Outcome.NOT, ExchangeStatus.OPEN),
    ],
)
def test_settle_says_what_became_of_the_need(outcome, need_status, coordinator):
    introduction = asked(status=Status.CONTACT_OPENED)

    matching.settle(introduction=introduction, outcome=outcome, note="日が合わず", by=coordinator)

    introduction.refresh_from_db()
    introduction.need.refresh_from_db()
    assert (introduction.status, introduction.outcome) == (Status.SETTLED, outcome)
    assert introduction.need.status == need_status


def test_settle_when_it_failed_without_a_word_then_refused(coordinator):
    with pytest.raises(ValidationError) as refusal:
        matching.settle(introduction=asked(status=Status.TALKED), outcome=Outcome.NOT, by=coordinator)

    assert refusal.value.code == "reason"


def test_withdraw_tells_both_and_reopens_the_need(coordinator):
    introduction = asked()

    matching.withdraw(introduction=introduction, by=coordinator)

    introduction.need.refresh_from_db()
    assert (introduction.status, introduction.need.status) == (Status.WITHDRAWN, ExchangeStatus.OPEN)
    assert purposes() == ["introduction_ended"] * 2


def test_lapse_silent_after_three_weeks_and_only_once():
    old = asked(asked_at=timezone.now() - timedelta(days=22))
    fresh = asked(asked_at=timezone.now() - timedelta(days=20))

    assert [matching.lapse_silent(now=timezone.now()) for _ in range(2)] == [1, 0]
    old.refresh_from_db()
    fresh.refresh_from_db()
    assert (old.status, fresh.status) == (Status.LAPSED, Status.ASKED)


@pytest.mark.parametrize("aim", Status)
@pytest.mark.parametrize("status", Status)
def test_moves_of_an_introduction(status, aim, coordinator):
    introduction = IntroductionFactory(status=status)
    allowed = aim in Introduction.MOVES[status]

    try:
        move(introduction, aim, action="organizations.introduction.ask", by=coordinator)
    except ValidationError:
        assert not allowed
    else:
        assert allowed
    introduction.refresh_from_db()
    assert introduction.status == (aim if allowed else status)


def test_visible_to_coordinators_and_the_two_sides_only(coordinator, place_staff, department, resident):
    introduction = IntroductionFactory()
    sides = [MembershipFactory(organization=side).user for side in (introduction.asking, introduction.answering)]
    stranger = MembershipFactory().user
    everybody = [coordinator, *sides, place_staff, department, resident, stranger]

    assert [user for user in everybody if Introduction.objects.visible_to(user, TODAY)] == [coordinator, *sides]
    assert [user for user in everybody if Introduction.objects.editable_by(user, TODAY)] == [coordinator]
