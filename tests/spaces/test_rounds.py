"""A season round from its preparation to the bookings it ends in."""

import json
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from organizations.draw import problems
from organizations.models import Channel, Delivery
from spaces.models import Booking, Closure, Occupancy, SeasonRound, Wish
from spaces.periods import TOKYO, Period
from spaces.services import rounds, wishes
from spaces.services.bookings import request_booking
from spaces.services.clashes import Board
from spaces.services.lots import commit_lot, hold_lot
from spaces.services.publishing import publish_round
from spaces.services.rules import Guest, Use
from spaces.views.rounds import lot_numbers
from tests.factories.organizations import OrganizationFactory
from tests.factories.spaces import SeasonRoundFactory, SpaceFactory, WishFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NOW = datetime(2026, 11, 24, 9, tzinfo=TOKYO)
Status, Way = Wish.Status, Wish.Way
ROUND_MOVES = [(old, new) for old in SeasonRound.Status for new in SeasonRound.Status]
WISH_MOVES = [(old, new) for old in Status for new in Status]


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def round(db):
    return SeasonRoundFactory()


@pytest.fixture
def two(round):
    """Two groups that want the same Saturdays."""
    return WishFactory(round=round), WishFactory(round=round)


FACTS = {"rank": 1, "weekday": 5, "rhythm": "weekly", "start_minute": 600, "end_minute": 720, "head_count": 10}
WORDS = {"purpose": "合唱", "name": "佐藤", "email": "a@example.jp"}


def facts(round, **more):
    return FACTS | WORDS | {"space": round.spaces.get()} | more


def code_of(deed, **kwargs):
    with pytest.raises(ValidationError) as refused:
        deed(**kwargs)
    return refused.value.code


@pytest.mark.parametrize(("old", "new"), ROUND_MOVES)
def test_round_when_moved_then_only_as_the_table_says(round, place_staff, old, new):
    SeasonRound.objects.update(status=old)

    if new in SeasonRound.MOVES[old]:
        assert rounds.move_round(round=round, status=new, by=place_staff).status == new
        assert ModelLogEntry.objects.filter(action=f"spaces.season.{new}").exists()
    else:
        assert code_of(rounds.move_round, round=round, status=new, by=place_staff) == "moved_on"


@pytest.mark.parametrize(("old", "new"), WISH_MOVES)
def test_wish_when_moved_then_only_as_the_table_says(place_staff, old, new):
    wish = WishFactory(status=old)

    if new in Wish.MOVES[old]:
        assert wishes.move_wish(wish=wish, status=new, by=place_staff).status == new
    else:
        assert code_of(wishes.move_wish, wish=wish, status=new, by=place_staff) == "moved_on"


def test_close_due_when_the_deadline_is_over_then_settling_begins_once(round):
    SeasonRound.objects.update(status=SeasonRound.Status.WISHING)
    later = SeasonRoundFactory(status="wishing", closes_at=NOW + timedelta(days=1))

    assert (rounds.close_due(now=NOW), rounds.close_due(now=NOW)) == (1, 0)
    assert SeasonRound.objects.get(pk=later.pk).status == SeasonRound.Status.WISHING


def test_edit_round_when_wishes_are_taken_then_its_days_and_spaces_stay(round, place_staff):
    SeasonRound.objects.update(status=SeasonRound.Status.WISHING)
    known = {name: getattr(round, name) for name in ("name", "first", "last", "opens_at", "closes_at")}
    edit = {"round": round, "by": place_staff}

    assert code_of(rounds.edit_round, facts=known, spaces=[SpaceFactory()], **edit) == "fixed"
    assert code_of(rounds.edit_round, facts=known | {"last": date(2027, 5, 1)}, spaces=[], **edit) == "fixed"
    more = [*round.spaces.all(), SpaceFactory()]
    assert rounds.edit_round(facts=known | {"name": "春"}, spaces=more, **edit).spaces.count() == 2


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"head_count": 31}, "too_many"),
        ({"start_minute": 610}, "raster"),
        ({"end_minute": 615}, "too_short"),
        ({"end_minute": 1200}, "too_long"),
        ({"start_minute": 300, "end_minute": 420}, "closed"),
    ],
)
def test_enter_wish_when_the_space_is_not_lent_so_then_says_why(round, place_staff, changed, code):
    SeasonRound.objects.update(status="wishing", closes_at=NOW + timedelta(days=1))
    enter = {"round": round, "organization": OrganizationFactory(), "by": place_staff}

    assert code_of(wishes.enter_wish, facts=facts(round, **changed), **enter) == code


def test_enter_wish_when_entered_twice_or_elsewhere_or_too_late_then_refuses(round, place_staff):
    group = OrganizationFactory()
    enter = {"round": round, "organization": group, "by": place_staff}

    assert code_of(wishes.enter_wish, facts=facts(round), **enter) == "not_open"
    assert wishes.enter_wish(facts=facts(round, channel=Channel.PHONE), **enter).rank == 1
    SeasonRound.objects.update(status="wishing", closes_at=NOW + timedelta(days=1))
    assert code_of(wishes.enter_wish, facts=facts(round), **enter) == "rank"
    assert code_of(wishes.enter_wish, facts=facts(round, rank=2, space=SpaceFactory()), **enter) == "elsewhere"
    wish = wishes.enter_wish(facts=facts(round, rank=2), **enter)
    assert wishes.change_wish(wish=wish, facts={"head_count": 12}, by=place_staff).head_count == 12
    assert wish.delete_after == round.last + timedelta(days=365)


def test_settling_when_decided_by_hand_then_needs_a_reason_and_holds_against_the_other(two, place_staff):
    first, second = two

    assert code_of(wishes.grant_wish, wish=first, reason=" ", by=place_staff) == "reason"
    granted = wishes.grant_wish(wish=first, reason="昨年度から続く活動のため", by=place_staff)
    assert (granted.status, granted.way) == (Status.GRANTED, Way.HAND)
    assert code_of(wishes.grant_wish, wish=second, reason="同じ", by=place_staff) == "clash"
    wishes.reopen_wish(wish=granted, by=place_staff)
    assert wishes.refuse_wish(wish=first, reason="人数が合わないため", by=place_staff).status == Status.REFUSED
    assert Board(first.round).clashes() == []


def test_agree_on_when_an_alternative_is_taken_then_the_clash_is_gone(two, place_staff):
    first, second = two
    ((one,), *_rest) = [Board(first.round).entries_of(first.organization)]
    code = one.options[0].found.at.code

    agreed = wishes.agree_on(wish=first, code=code, by=place_staff)

    assert (agreed.way, agreed.regular.code) == (Way.AGREED, code)
    assert Board(first.round).clashes() == []
    assert code_of(wishes.agree_on, wish=second, code="1-weekly-5-0-60", by=place_staff) == "gone"


def test_lot_when_drawn_then_anybody_can_recompute_it_and_the_loser_s_next_wish_is_live(rf, two, place_staff):
    first, second = two
    spare = SpaceFactory(facility=first.space.facility)
    first.round.spaces.add(spare)
    for wish in two:
        WishFactory(round=wish.round, organization=wish.organization, rank=2, space=spare, weekday=6)
    lot = commit_lot(round=first.round, key=first.pk, now=NOW, by=place_staff)

    assert code_of(wishes.refuse_wish, wish=first, reason="いま", by=place_staff) == "in_lot"
    assert code_of(commit_lot, round=first.round, key=first.pk, now=NOW, by=place_staff) == "no_lot"
    assert code_of(publish_round, round=first.round, by=place_staff) == "in_lot"
    drawn = hold_lot(lot=lot, seed="14.2", now=NOW + timedelta(minutes=1), by=place_staff)

    assert {wish.pk: wish.status for wish in Wish.objects.filter(rank=1)} == {
        pk: "granted" if pk in drawn.result["won"] else "refused" for pk in (first.pk, second.pk)
    }
    assert len(drawn.result["won"]) == 1
    assert code_of(hold_lot, lot=lot, seed="1", now=NOW, by=place_staff) == "moved_on"
    page = lot_numbers(rf.get("/"), drawn.round_id, drawn.pk)
    assert problems(json.loads(page.content)) == []
    assert sorted(wish.rank for wish in Board(first.round).live()) == [1, 2]


def test_lot_when_the_winner_withdrew_then_the_other_stays_open(two, place_staff):
    first, second = two
    lot = commit_lot(round=first.round, key=first.pk, now=NOW, by=place_staff)
    assert [ticket for ticket, _people in lot.sheet["tickets"]] == [first.pk, second.pk]
    wishes.withdraw_wish(wish=first, by=place_staff)

    hold_lot(lot=lot, seed="3", now=NOW + timedelta(minutes=1), by=place_staff)

    assert Wish.objects.get(pk=second.pk).status in (Status.OPEN, Status.GRANTED)
    assert Board(first.round).clashes() == []


def test_publish_round_when_settled_then_books_every_date_and_tells_each_group_once(two, place_staff):
    first, second = two
    third = WishFactory(round=first.round, weekday=6, email="", phone="000-201-0001")
    WishFactory(round=first.round, organization=third.organization, rank=2, weekday=0)
    Closure.objects.create(facility=first.space.facility, starts_on="2027-05-01", ends_on="2027-05-05", reason="工事")
    earlier = Period(datetime(2027, 4, 10, 11, tzinfo=TOKYO), datetime(2027, 4, 10, 12, tzinfo=TOKYO))
    guest = Guest(name="先の人", organization=OrganizationFactory(door="enrolled"), phone="1")
    request_booking(space=first.space, period=earlier, guest=guest, use=Use(purpose="会", head_count=3), by=None)
    assert code_of(publish_round, round=first.round, by=place_staff) == "unsettled"
    wishes.grant_wish(wish=second, reason="話し合いで", by=place_staff)
    wishes.refuse_wish(wish=first, reason="話し合いで", by=place_staff)
    Delivery.objects.all().delete()

    publish_round(round=first.round, by=place_staff)

    second.refresh_from_db()
    third.refresh_from_db()
    assert [row["code"] for row in second.series.refused] == ["taken", "closed"]
    assert second.series.bookings.confirmed().count() == 11
    assert third.series.bookings.confirmed().count() == 12
    assert Occupancy.objects.filter(booking__series=second.series, holds=True).count() == 11
    assert (third.status, third.way) == (Status.GRANTED, Way.CLEAR)
    assert [wish.status for wish in Wish.objects.filter(rank=2)] == [Status.SPARE]
    assert sorted(Delivery.objects.values_list("channel", flat=True)) == ["call", "mail", "mail"]
    assert "話し合いで" in Delivery.objects.get(recipient=first.email).body
    assert code_of(publish_round, round=first.round, by=place_staff) == "moved_on"
    assert Delivery.objects.count() == 3


def test_ask_for_when_published_then_books_another_time_for_a_group_that_got_nothing(two, place_staff):
    first, second = two
    wishes.refuse_wish(wish=first, reason="話し合いで", by=place_staff)
    publish_round(round=first.round, by=place_staff)
    first.refresh_from_db()
    option = Board(first.round, [first]).options(first)[0]

    series = wishes.ask_for(wish=first, code=option.found.at.code, by=place_staff)

    booked = [row.starts_at.astimezone(TOKYO).date() for row in series.bookings.order_by("starts_at")]
    assert booked == list(option.found.dates)
    assert Booking.objects.filter(series=series, organization=first.organization).count() == 13
    assert code_of(wishes.ask_for, wish=second, code="", by=place_staff) == "moved_on"
