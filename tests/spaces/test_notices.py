"""The notice board of a place: who hangs what, who looks at it, and how it comes down."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from organizations.models import Delivery, StaffRole
from spaces.models import Notice
from spaces.services.notices import bring_notice, put_up, take_down_overdue
from tests.factories.organizations import UserFactory
from tests.factories.spaces import FacilityFactory
from tests.spaces.test_bookings import NOW

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
WORDS = {
    "kind": "company", "title": "絵本を読む仲間募集", "text": "毎週火曜に集まります。", "contact": "カウンターまで",
    "name": "佐藤花子",
}  # fmt: skip
SHEET = {**WORDS, "shown_until": "2026-12-24", "email": "hanako@example.jp", "form_token": "a"}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def facility():
    return FacilityFactory(slug="kan", name="北町児童館")


@pytest.fixture
def keeper():
    return UserFactory(roles=[StaffRole.PLACE_STAFF])


def brought(facility, **facts):
    said = {**WORDS, "shown_until": TODAY + timedelta(days=30), "email": "hanako@example.jp", **facts}
    return bring_notice(facility=facility, facts=said, by=None)


def purposes():
    return list(Delivery.objects.order_by("pk").values_list("purpose", flat=True))


def test_bring_when_anybody_hands_it_in_then_only_its_keeper_and_author_see_it(client, facility):
    address = reverse("notice_new", args=["kan"])

    first, again = client.post(address, SHEET), client.post(address, SHEET)

    notice = Notice.objects.get()
    assert (first.url, again.url) == (notice.get_absolute_url(),) * 2
    assert notice.title in client.get(first.url).content.decode()
    assert notice.title not in client.get(reverse("notice_board", args=["kan"])).content.decode()
    assert purposes() == ["notice_requested"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"shown_until": "2026-11-23"}, "shown_until"),
        ({"shown_until": "2027-02-25"}, "shown_until"),
        ({"email": ""}, "email"),
        ({"contact": ""}, "contact"),
        ({"title": "あ" * 61}, "title"),
    ],
)
def test_bring_when_one_answer_is_wrong_then_nothing_hangs_and_all_stays_typed(client, facility, changes, field):
    response = client.post(reverse("notice_new", args=["kan"]), SHEET | changes)

    assert list(response.context["form"].errors) == [field]
    assert (WORDS["text"] in response.content.decode(), Notice.objects.count()) == (True, 0)


def test_decide_when_put_up_then_it_hangs_on_the_pages_of_the_place_and_on_paper(client, facility, keeper):
    notice = brought(facility)
    client.force_login(keeper)

    client.post(reverse("notice_decide", args=[notice.token]), {"answer": "put_up"})

    pages = [reverse("notice_board", args=["kan"]), reverse("notice_paper", args=["kan"]), facility.get_absolute_url()]
    shown = [client.get(page).content.decode() for page in pages]
    assert [notice.title in page for page in shown] == [True] * 3
    assert ["hanako" in page for page in shown] == [False] * 3
    assert purposes() == ["notice_requested", "notice_shown"]


@pytest.mark.parametrize(
    ("answer", "hangs", "status"), [("decline", False, "declined"), ("remove", True, "taken_down")]
)
def test_decide_when_it_may_not_hang_then_its_author_reads_why(client, facility, keeper, answer, hangs, status):
    notice = brought(facility, phone="090-0000-0000", email="")
    if hangs:
        put_up(notice=notice, by=keeper)
    client.force_login(keeper)
    address = reverse("notice_decide", args=[notice.token])

    refused = client.post(address, {"answer": answer, "reason": " "})
    client.post(address, {"answer": answer, "reason": "販売のため"})

    notice.refresh_from_db()
    assert (list(refused.context["form"].errors), notice.status) == (["reason"], status)
    last = Delivery.objects.latest("pk")
    assert (last.channel, "販売のため" in last.body) == (Delivery.Channel.CALL, True)


def test_decide_when_it_was_decided_already_then_it_says_so(client, facility, keeper):
    notice = put_up(notice=brought(facility), by=keeper)
    client.force_login(keeper)

    response = client.post(reverse("notice_decide", args=[notice.token]), {"answer": "put_up"})

    assert "掲示中" in str(next(iter(response.context["messages"])))


def test_notice_when_its_author_takes_it_down_then_it_is_gone(client, facility, keeper):
    notice = put_up(notice=brought(facility), by=keeper)

    client.post(notice.get_absolute_url())

    assert not Notice.objects.hanging(TODAY).exists()


def test_wrong_when_somebody_says_so_then_the_desk_shows_it_first(client, facility, keeper):
    notice = put_up(notice=brought(facility), by=keeper)

    client.post(reverse("notice_wrong", args=["kan", notice.pk]), {"words": "日付がちがいます"})

    client.force_login(keeper)
    assert "日付がちがいます" in client.get(reverse("notice_desk")).content.decode()
    client.post(reverse("notice_decide", args=[notice.token]), {"answer": "clear"})
    assert not Notice.objects.doubted().exists()


def test_overdue_when_the_day_is_over_then_it_comes_down_once(facility, keeper):
    put_up(notice=brought(facility), by=keeper)

    assert [take_down_overdue(day=TODAY + timedelta(days=days)) for days in (30, 31, 31)] == [0, 1, 0]
    assert list(Notice.objects.values_list("status", "delete_after")) == [("expired", date(2027, 3, 24))]


@pytest.mark.parametrize("count", [1, 3])
def test_board_when_more_hang_then_the_queries_stay_the_same(
    client, facility, keeper, count, django_assert_num_queries
):
    for _ in range(count):
        put_up(notice=brought(facility), by=keeper)

    with django_assert_num_queries(2):
        client.get(reverse("notice_board", args=["kan"]))
