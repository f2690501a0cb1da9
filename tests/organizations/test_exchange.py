"""Needs and offers: written, shown, changed, ended; each move of the table, allowed and refused."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from organizations.models import Delivery, ExchangeStatus, Introduction, Need, Offer, Organization
from organizations.services import exchange
from organizations.services.moves import move
from tests.factories.organizations import (
    ContactPointFactory,
    DistrictFactory,
    IntroductionFactory,
    MembershipFactory,
    NeedFactory,
    OfferFactory,
    OrganizationFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 1)
WORDS = {"title": "絵本の読み手", "text": "月に一度", "resource": "people"}


@pytest.fixture(autouse=True)
def on_first_of_december():
    with time_machine.travel("2026-12-01T10:00:00+09:00", tick=False):
        yield


def deeds(row):
    return list(ModelLogEntry.objects.for_instance(row).order_by("pk").values_list("action", flat=True))


@pytest.mark.parametrize(
    ("sheet", "ends"),
    [pytest.param(Need, date(2027, 1, 30), id="need"), pytest.param(Offer, date(2027, 3, 31), id="offer")],
)
def test_post_when_no_last_day_is_given_then_usual_one(sheet, ends, resident):
    row = exchange.post(sheet=sheet, organization=OrganizationFactory(), words=WORDS, by=resident)

    assert (row.status, row.valid_until, row.delete_after) == (ExchangeStatus.OPEN, ends, ends + timedelta(days=365))
    assert deeds(row) == ["organizations.exchange.write", "organizations.exchange.open"]


@pytest.mark.parametrize(("day", "ends"), [(date(2026, 3, 31), 2026), (date(2026, 4, 1), 2027)])
def test_fiscal_year_end_around_april(day, ends):
    assert exchange.fiscal_year_end(day) == date(ends, 3, 31)


def test_post_keeps_districts_topics_and_tags(resident):
    district, topic = DistrictFactory(), TopicFactory()

    row = exchange.post(
        sheet=Need,
        organization=OrganizationFactory(),
        words=WORDS,
        districts=[district],
        topics=[topic],
        tags=["絵本"],
        by=resident,
    )

    assert (list(row.districts.all()), list(row.topics.all()), list(row.tags.names())) == (
        [district],
        [topic],
        ["絵本"],
    )


def test_post_on_behalf_says_who_for_whom_and_how(place_staff):
    row = exchange.post(
        sheet=Offer,
        organization=OrganizationFactory(),
        words=WORDS,
        channel="phone",
        on_behalf_of="田中さん",
        by=place_staff,
    )

    assert (row.entered_by, row.on_behalf_of, row.channel) == (place_staff, "田中さん", "phone")


def test_post_when_group_is_not_in_the_network_then_refused_and_nothing_kept(resident):
    waiting = OrganizationFactory(status=Organization.Status.PENDING)

    with pytest.raises(ValidationError) as refusal:
        exchange.post(sheet=Need, organization=waiting, words=WORDS, by=resident)

    assert refusal.value.code == "not_listed"
    assert not Need.objects.exists()


def test_show_when_last_day_is_over_then_refused(resident):
    row = NeedFactory(status=ExchangeStatus.EXPIRED, valid_until=TODAY - timedelta(days=1))

    with pytest.raises(ValidationError) as refusal:
        exchange.show(row=row, by=resident)

    assert refusal.value.code == "over"


def test_show_when_paused_then_open_again(resident):
    row = exchange.show(row=NeedFactory(status=ExchangeStatus.PAUSED), by=resident)

    row.refresh_from_db()
    assert row.status == ExchangeStatus.OPEN


def test_edit_changes_words_and_logs_which(resident):
    row = NeedFactory()

    exchange.edit(row=row, words={"title": "歌える方"}, districts=[], topics=[], tags=["歌"], by=resident)

    row.refresh_from_db()
    assert (row.title, list(row.tags.names()), deeds(row)) == ("歌える方", ["歌"], ["organizations.exchange.edit"])


def test_edit_when_over_then_refused(resident):
    row = NeedFactory(status=ExchangeStatus.MET)

    with pytest.raises(ValidationError) as refusal:
        exchange.edit(row=row, words={"title": "x"}, districts=[], topics=[], tags=[], by=resident)

    assert refusal.value.code == "moved_on"


@pytest.mark.once
@pytest.mark.parametrize(
    ("status", "aim"),
    [(old, new) for old, moves in Need.MOVES.items() for new in moves],
    ids=lambda status: status.value,
)
def test_move_when_the_table_allows_then_made_and_logged(status, aim, resident):
    row = NeedFactory(status=status)

    move(row, aim, action="organizations.exchange.edit", by=resident)

    assert (Need.objects.get().status, deeds(row)) == (aim, ["organizations.exchange.edit"])


@pytest.mark.once
@pytest.mark.parametrize(
    ("status", "aim"),
    [(old, new) for old, moves in Need.MOVES.items() for new in ExchangeStatus if new not in moves],
    ids=lambda status: status.value,
)
def test_move_when_the_table_forbids_then_refused_and_unchanged(status, aim, resident):
    row = NeedFactory(status=status)

    with pytest.raises(ValidationError) as refusal:
        move(row, aim, action="organizations.exchange.edit", by=resident)

    assert (refusal.value.code, Need.objects.get().status, deeds(row)) == ("moved_on", status, [])


def test_move_when_somebody_was_faster_then_refused(resident):
    row = NeedFactory()
    exchange.withdraw(row=Need.objects.get(), by=resident)

    with pytest.raises(ValidationError) as refusal:
        exchange.pause(row=row, by=resident)

    assert refusal.value.code == "moved_on"


def test_withdraw_calls_off_what_was_being_introduced(resident):
    introduction = IntroductionFactory()
    opened = IntroductionFactory(need=introduction.need, status=Introduction.Status.CONTACT_OPENED)

    exchange.withdraw(row=introduction.need, by=resident)

    introduction.refresh_from_db()
    opened.refresh_from_db()
    assert (introduction.status, opened.status) == (
        Introduction.Status.WITHDRAWN,
        Introduction.Status.CONTACT_OPENED,
    )


@pytest.mark.parametrize(("code", "refused"), [("", "reason_code"), ("rain", "reason_code"), ("other", "reason")])
def test_close_when_not_met_without_a_reason_then_refused(code, refused, resident):
    with pytest.raises(ValidationError) as refusal:
        exchange.close(row=NeedFactory(), status=ExchangeStatus.UNMET, reason_code=code, reason=" ", by=resident)

    assert refusal.value.code == refused


def test_close_keeps_how_it_ended(resident):
    row = exchange.close(row=NeedFactory(), status=ExchangeStatus.UNMET, reason_code="nobody", by=resident)

    row.refresh_from_db()
    assert (row.status, row.reason_code) == (ExchangeStatus.UNMET, "nobody")


def test_expire_overdue_ends_only_what_is_over_and_only_once():
    over, last_day = NeedFactory(valid_until=TODAY - timedelta(days=1)), OfferFactory(valid_until=TODAY)

    assert (exchange.expire_overdue(day=TODAY), exchange.expire_overdue(day=TODAY)) == (1, 0)
    over.refresh_from_db()
    last_day.refresh_from_db()
    assert (over.status, last_day.status) == (ExchangeStatus.EXPIRED, ExchangeStatus.OPEN)


@pytest.mark.parametrize(("left", "told"), [(14, 1), (3, 1), (0, 1), (4, 0)])
def test_remind_of_end_when_so_many_days_are_left(left, told):
    row = NeedFactory(valid_until=TODAY + timedelta(days=left))
    MembershipFactory(organization=row.organization)

    exchange.remind_of_end(day=TODAY)
    exchange.remind_of_end(day=TODAY)

    assert Delivery.objects.count() == told


def test_remind_of_end_when_group_has_only_a_telephone_then_on_the_call_list():
    row = NeedFactory(valid_until=TODAY)
    ContactPointFactory(organization=row.organization, value="000-1")

    exchange.remind_of_end(day=TODAY)

    assert Delivery.objects.get().channel == Delivery.Channel.CALL


@pytest.mark.parametrize(
    ("changes", "seen"),
    [
        pytest.param({}, True, id="open"),
        pytest.param({"status": "in_introduction"}, True, id="being introduced"),
        pytest.param({"status": "draft"}, False, id="draft"),
        pytest.param({"status": "paused"}, False, id="paused"),
        pytest.param({"confidentiality": "coordinator_only"}, False, id="coordinators only"),
        pytest.param({"valid_until": date(2026, 11, 30)}, False, id="over"),
        pytest.param({"valid_from": date(2026, 12, 2)}, False, id="not yet"),
        pytest.param({"organization__status": "dormant"}, False, id="resting group"),
    ],
)
def test_visible_to_whom(changes, seen, resident, coordinator):
    row = NeedFactory(**changes)
    owner = MembershipFactory(organization=row.organization).user
    MembershipFactory(user=resident)

    assert Need.objects.visible_to(resident, TODAY).exists() is seen
    assert list(Need.objects.visible_to(owner, TODAY)) == [row]
    assert list(Need.objects.visible_to(coordinator, TODAY)) == [row]


def test_editable_by_whom(resident, coordinator, place_staff, department):
    row = NeedFactory()
    owner = MembershipFactory(organization=row.organization).user
    member = MembershipFactory(organization=row.organization, role="member").user

    may = [user for user in (resident, member, owner, place_staff, coordinator, department)
           if Need.objects.editable_by(user, TODAY).exists()]  # fmt: skip

    assert may == [owner, place_staff, coordinator]


def test_forget_old_takes_the_words_and_leaves_what_can_be_counted():
    introduction = IntroductionFactory(private_reason="苦手", message="ぜひ", status=Introduction.Status.DECLINED)
    yesterday = TODAY - timedelta(days=1)
    Need.objects.update(status=ExchangeStatus.MET, delete_after=yesterday, on_behalf_of="田中さん")
    kept = NeedFactory(delete_after=yesterday)

    assert [exchange.forget_old(day=TODAY) for _ in range(2)] == [1, 0]
    introduction.refresh_from_db()
    kept.refresh_from_db()
    need = introduction.need
    assert (need.title, need.text, need.on_behalf_of, need.status) == ("—", "", "", ExchangeStatus.MET)
    assert (introduction.private_reason, introduction.message, introduction.status) == ("", "", "declined")
    assert kept.text
