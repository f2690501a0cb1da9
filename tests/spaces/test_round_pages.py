"""The pages of a season round: everybody's, the group's, the keepers'."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from spaces.forms.rounds import RoundForm
from spaces.models import BookingSeries, Lot, SeasonRound, Wish
from tests.conftest import signed_in
from tests.factories.organizations import MembershipFactory, OrganizationFactory
from tests.factories.spaces import SeasonRoundFactory, WishFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]
WISH = {
    "rank": "1",
    "weekday": "5",
    "rhythm": "weekly",
    "start_minute": "10:00",
    "end_minute": "12:00",
    "head_count": "12",
    "purpose": "わらべうた",
    "name": "松永 千代",
    "phone": "000-201-0002",
}


@pytest.fixture
def round(db):
    return SeasonRoundFactory(status="wishing", closes_at=timezone.now() + timedelta(days=2))


@pytest.fixture
def member(db):
    return MembershipFactory(role="representative", organization=OrganizationFactory(door="enrolled", name="わらべ"))


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def wishes_page(round, group):
    return reverse("season_wishes", args=[round.pk, group.slug])


def test_wishes_when_a_group_enters_changes_and_withdraws_then_its_page_follows(round, member):
    client, page = signed_in(member.user), wishes_page(round, member.organization)
    wish = WISH | {"space": round.spaces.get().pk}

    assert client.post(page, wish | {"end_minute": "9:00"}).context["form"].has_error("end_minute")
    assert client.post(page, wish | {"head_count": "99"}).context["form"].has_error("head_count", "too_many")
    assert client.post(page, wish).status_code == 302
    row = Wish.objects.get()
    assert "毎週土曜日 10:00〜12:00" in client.get(page).content.decode()
    client.post(reverse("season_wish", args=[row.pk]), wish | {"start_minute": "13:00", "end_minute": "15:00"})
    row.refresh_from_db()
    assert (row.start_minute, row.channel, row.on_behalf_of) == (780, "web", "")
    client.post(reverse("season_wish_withdraw", args=[row.pk]))
    assert Wish.objects.get().status == Wish.Status.WITHDRAWN


def test_wishes_when_staff_write_them_down_then_the_row_says_for_whom(round, member, place_staff):
    group = member.organization
    page = signed_in(place_staff).get(reverse("season_choose", args=[round.pk]), {"organization": group.slug})
    assert page.headers["Location"] == wishes_page(round, group)

    signed_in(place_staff).post(page.headers["Location"], WISH | {"space": round.spaces.get().pk, "channel": "paper"})

    row = Wish.objects.get()
    assert (row.organization, row.on_behalf_of, row.channel, row.entered_by) == (
        group,
        "松永 千代",
        "paper",
        place_staff,
    )


def test_wishes_when_of_another_group_then_are_not_there(round, member):
    other = WishFactory(round=round)

    for name, args in (
        ("season_wishes", [round.pk, other.organization.slug]),
        ("season_wish", [other.pk]),
        ("season_keep", [round.pk]),
    ):
        assert signed_in(member.user).get(reverse(name, args=args)).status_code == 404
    SeasonRound.objects.update(status="preparing")
    assert signed_in(member.user).get(round.get_absolute_url()).status_code == 404


def test_desk_when_a_round_is_led_to_its_end_then_each_step_follows_the_other(place_staff, member):
    client = signed_in(place_staff)
    space = SeasonRoundFactory().spaces.get()
    form = {"name": "夏", "first": "2027-07-01", "last": "2027-09-30", "spaces": space.pk}
    times = {"opens_at": "2026-11-01T09:00", "closes_at": "2026-11-20T17:00"}
    assert client.post(reverse("season_new"), form | times | {"last": "2027-06-01"}).context["form"].has_error("last")
    page = client.post(reverse("season_new"), form | times).headers["Location"]
    round = SeasonRound.objects.get(name="夏")
    for deed in ("publish", "announce", "close"):
        client.post(page, {"deed": deed})
    other = OrganizationFactory(door="enrolled")
    first, second = (WishFactory(round=round, organization=one) for one in (member.organization, other))
    table = reverse("season_table", args=[round.pk])
    assert "重なり1件" in client.get(table).content.decode()
    lot = client.post(reverse("season_lots", args=[round.pk]), {"clash": first.pk}).headers["Location"]
    assert client.post(lot, {"seed": "雨"}).context["form"].has_error("seed")
    client.post(lot, {"seed": "14.2"})
    assert Lot.objects.get().status == Lot.Status.DRAWN
    client.post(page, {"deed": "publish"})

    public = client.get(round.get_absolute_url()).content.decode()
    winner = first if Wish.objects.get(pk=first.pk).status == "granted" else second
    assert f"<strong>毎週土曜日 10:00〜12:00</strong><br>{winner.organization.name}" in public
    assert "抽選" in client.get(wishes_page(round, second.organization)).content.decode()
    assert BookingSeries.objects.count() == 1


def test_settle_when_decided_on_its_page_then_wants_a_reason_and_can_be_taken_back(place_staff):
    wish = WishFactory()
    WishFactory(round=wish.round)
    page = reverse("season_settle", args=[wish.pk])
    client = signed_in(place_staff)

    assert client.post(page, {"deed": "grant", "reason": ""}).context["form"].has_error("reason")
    for deed, status in (("grant", "granted"), ("reopen", "open"), ("refuse", "refused")):
        client.post(page, {"deed": deed, "reason": "話し合いで"})
        assert Wish.objects.get(pk=wish.pk).status == status


def test_take_when_an_alternative_is_tapped_then_it_is_the_wish(round, member):
    wish = WishFactory(round=round, organization=member.organization)
    WishFactory(round=round)
    SeasonRound.objects.update(status="settling")
    client = signed_in(member.user)
    option = client.get(wishes_page(round, member.organization)).context["entries"][0].options[0]

    client.post(reverse("season_wish_take", args=[wish.pk]), {"alternative": option.found.at.code})

    assert Wish.objects.get(pk=wish.pk).regular == option.found.at


@pytest.mark.parametrize("name", ["season_rounds", "season_desk"])
def test_rounds_when_listed_then_take_as_many_queries_for_three_as_for_one(place_staff, name):
    client = signed_in(place_staff)
    counts = []
    for _more in range(2):
        SeasonRoundFactory.create_batch(2)
        client.get(reverse(name))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse(name))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_table_when_it_holds_more_clashes_then_asks_no_more(place_staff):
    client, counts = signed_in(place_staff), []
    round = SeasonRoundFactory()
    page = reverse("season_table", args=[round.pk])
    for hour in (10, 14):
        for _group in range(2):
            WishFactory(round=round, start_minute=hour * 60, end_minute=hour * 60 + 120)
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_round_form_when_its_days_are_at_the_ends_of_time_then_it_says_so():
    said = {
        "first": "9999-12-31",
        "last": "9999-12-31",
        "opens_at": "0001-01-01T00:00",
        "closes_at": "2026-01-01T00:00",
    }

    assert "opens_at" in RoundForm(said).errors
