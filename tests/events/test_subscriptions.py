"""Following a question: asked, confirmed, changed, ended, forgotten."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from events.forms.search import OccurrenceSearchForm
from events.forms.subscriptions import BirthMonthField, births_in, lasting
from events.models import Subscription
from events.services.subscriptions import (
    Wish,
    change,
    confirm,
    end,
    end_bounced,
    forget_old,
    next_mail_at,
    subscribe,
)
from organizations.models import Delivery
from organizations.tasks import send_due_mail
from tests.factories.events import EventFactory, ReceptionFactory, SubscriptionFactory, in_days
from tests.factories.organizations import DistrictFactory

pytestmark = pytest.mark.django_db
ADDRESS = {"email": "hanako@example.jp", "rhythm": "weekly"}


def test_following_when_asked_then_nothing_comes_before_the_mailbox_says_yes(client):
    client.post("/events/follow/?age=2y&free=1", ADDRESS)

    row, letter = Subscription.objects.get(), Delivery.objects.get()
    assert (row.status, row.query, row.next_at) == ("unconfirmed", "age=2y&free=1", None)
    assert row.delete_after == timezone.localdate() + timedelta(days=7)
    assert letter.recipient == "hanako@example.jp"
    assert row.get_absolute_url() in letter.body


def test_link_when_only_opened_then_changes_nothing_and_when_tapped_then_begins(client):
    row = subscribe(Wish(email="a@example.jp", language="ja"))

    client.get(row.get_absolute_url())
    opened = Subscription.objects.get().status
    client.post(row.get_absolute_url(), {"confirm": "1"})

    row.refresh_from_db()
    assert (opened, row.status, row.delete_after) == ("unconfirmed", "active", None)
    assert row.next_at > timezone.now()


def test_following_when_the_same_is_asked_twice_then_is_one_and_mailed_once():
    wish = Wish(email="A@example.jp", language="ja", query="free=1")

    assert subscribe(wish) == subscribe(wish)
    assert Delivery.objects.count() == 1


def test_following_when_children_are_named_then_keeps_birth_months_and_no_ages(client):
    client.post("/events/follow/?age=8m&free=1", {**ADDRESS, "child1": "2026年3月", "child2": "2024/11"})

    row = Subscription.objects.get()
    assert (row.query, row.children) == ("free=1", ["2024-11", "2026-03"])


def test_following_when_the_address_looks_mistyped_then_is_asked_about(client):
    page = client.post("/events/follow/", {**ADDRESS, "email": "hanako@gmial.com"}).content.decode()

    assert "gmail.com" in page
    assert not Subscription.objects.exists()


def test_following_when_done_too_often_for_one_mailbox_then_no_more_mails_but_the_same_answer(client):
    answers = [client.post(f"/events/follow/?q={number}", ADDRESS).content.decode() for number in range(8)]

    assert ["確認のメールを送りました" in answer for answer in answers] == [True] * 8
    assert Delivery.objects.count() == 5


def test_ending_when_a_mail_program_posts_then_ends_without_cookie_or_token():
    row = SubscriptionFactory(children=["2026-03"])
    stranger = Client(enforce_csrf_checks=True)

    answer = stranger.post(f"/follow/{row.token}/end/", {"List-Unsubscribe": "One-Click"})

    row.refresh_from_db()
    assert answer.status_code == 200
    assert (row.status, row.email, row.children, row.next_at) == ("ended", "", [], None)
    assert stranger.post(f"/follow/{row.token}/end/").status_code == 200


def test_ending_when_only_opened_then_changes_nothing(client):
    row = SubscriptionFactory()

    client.get(f"/follow/{row.token}/end/")

    assert Subscription.objects.get() == row
    assert Subscription.objects.get().status == "active"


def test_ending_when_a_mail_waits_then_it_is_dropped():
    row = subscribe(Wish(email="a@example.jp", language="ja"))

    end(subscription=row)

    assert Delivery.objects.get().status == "dropped"


def test_mail_when_it_may_be_ended_then_has_both_headers_of_rfc_8058():
    row = SubscriptionFactory()
    url = f"http://testserver/follow/{row.token}/end/"
    Delivery.objects.create(
        purpose="digest", recipient=row.email, subject="s", body="b", due_at=timezone.now(), unsubscribe_url=url
    )

    send_due_mail(timezone.now)

    headers = mail.outbox[0].message()
    assert headers["List-Unsubscribe"] == f"<{url}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_bounces_when_a_mailbox_takes_nothing_then_the_mails_end():
    gone, alive = SubscriptionFactory(), SubscriptionFactory()
    about = f"events.subscription:{gone.pk}"
    Delivery.objects.create(purpose="d", recipient=gone.email, about=about, status="failed", due_at=timezone.now())

    assert end_bounced() == 1

    assert list(Subscription.objects.active()) == [alive]


def test_forgetting_when_never_confirmed_then_after_a_week_with_its_mail():
    row = subscribe(Wish(email="a@example.jp", language="ja"))

    kept = forget_old(day=row.delete_after)
    gone = forget_old(day=row.delete_after + timedelta(days=1))

    assert (kept, gone) == (0, 1)
    assert not Delivery.objects.exists()


def test_changing_when_other_children_then_kept_and_due_anew():
    row = change(subscription=SubscriptionFactory(), rhythm="daily", children=["2026-05"])

    assert (row.rhythm, row.children) == ("daily", ["2026-05"])
    assert row.next_at > timezone.now()


@pytest.mark.parametrize(
    ("rhythm", "now", "due"),
    [
        ("weekly", datetime(2026, 11, 24, 1, tzinfo=UTC), datetime(2026, 11, 26, 8, tzinfo=UTC)),
        ("weekly", datetime(2026, 11, 26, 7, tzinfo=UTC), datetime(2026, 11, 26, 8, tzinfo=UTC)),
        ("weekly", datetime(2026, 11, 26, 8, tzinfo=UTC), datetime(2026, 12, 3, 8, tzinfo=UTC)),
        ("daily", datetime(2026, 11, 24, 1, tzinfo=UTC), datetime(2026, 11, 24, 22, tzinfo=UTC)),
        ("daily", datetime(2026, 11, 23, 23, tzinfo=UTC), datetime(2026, 11, 24, 22, tzinfo=UTC)),
    ],
)
def test_next_mail_when_now_then_on_the_next_thursday_or_tomorrow_morning(rhythm, now, due):
    assert next_mail_at(rhythm, now) == due


def test_reminder_when_confirmed_then_is_due_at_the_opening():
    event = EventFactory(apply="phone", apply_opens_at=in_days(4, 9))
    row = subscribe(Wish(email="a@example.jp", language="ja", rhythm="once", event=event))

    assert confirm(subscription=row).next_at == event.apply_opens_at


def test_reminder_when_the_period_is_open_already_then_not_offered(client):
    assert client.get(f"/deadlines/{ReceptionFactory().pk}/remind/").status_code == 404


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("free=1&age=2y", "age=2y&free=1"),
        ("day=sun&day=sat&day=sun", "day=sat&day=sun"),
        ("from=2026-12-01&month=2026-12&view=map&after=x&free=1", "free=1"),
        ("district=kita&district=nowhere", "district=kita&district=nowhere"),
        ("free=yes", ""),
        ("q=%20えほん%20", "q=%E3%81%88%E3%81%BB%E3%82%93"),
    ],
)
def test_question_when_kept_then_the_same_one_is_always_the_same_text(asked, kept):
    DistrictFactory(code="kita")
    data = QueryDict(asked)
    form = OccurrenceSearchForm(data)
    form.is_valid()

    assert lasting(form, data, with_ages=True) == kept


def test_births_when_an_age_in_months_was_asked_then_guessed():
    assert births_in(QueryDict("age=8m&age=2y&age=0m"), date(2026, 3, 5)) == ["2025-07", "2026-03"]


@pytest.mark.parametrize("typed", ["2026", "2026-13", "x", "1900-01", "2099-01", "0000-01"])
def test_birth_month_when_impossible_then_refused(typed):
    with pytest.raises(ValidationError):
        BirthMonthField(required=False).clean(typed)


@pytest.mark.parametrize(
    "bait", ["https://evil.example/x", "evil.example", "ＨＴＴＰＳ：／／evil.example", "a@evil.example"]
)
def test_subscribing_when_the_words_hold_an_address_then_the_mail_does_not(bait):
    subscribe(Wish(email="victim@example.jp", language="ja", words=f"当選しました\n{bait} へ"))

    assert "evil" not in Delivery.objects.get().body
    assert "当選しました … へ" in Delivery.objects.get().body
