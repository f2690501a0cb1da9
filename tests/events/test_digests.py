"""The mails to those who follow: what is new, nothing twice, nothing when there is nothing."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from events.models import Subscription
from events.services.digest_words import months_old
from events.tasks import write_due_mails
from organizations.models import Delivery
from tests.factories.events import EventFactory, OccurrenceFactory, ReceptionFactory, SubscriptionFactory, in_days

pytestmark = pytest.mark.django_db


def write():
    return write_due_mails(now=timezone.now())


def next_week():
    return time_machine.travel(timezone.now() + timedelta(days=8))


def body():
    return Delivery.objects.order_by("-pk")[0].body


def date_of(title, days=3, **event):
    return OccurrenceFactory(event=EventFactory(title=title, **event), starts_at=in_days(days))


def test_digest_when_something_is_new_then_one_mail_says_it_by_days():
    date_of("えほんの会", 3)
    date_of("どろんこの日", 4)
    SubscriptionFactory()

    assert write() == 1

    text = body()
    assert text.index("えほんの会") < text.index("どろんこの日")
    assert text.count("■") == 2
    assert Delivery.objects.get().unsubscribe_url.endswith("/end/")


def test_digest_when_written_then_the_next_is_due_in_a_week_and_tells_nothing_twice():
    date_of("えほんの会", 20)
    SubscriptionFactory()
    write()

    again = write()
    with next_week():
        next_time = write()
        date_of("あたらしい会", 5)
        Subscription.objects.update(next_at=timezone.now())
        with_news = write()

    assert (again, next_time, with_news) == (0, 0, 1)
    assert "あたらしい会" in body()
    assert "えほんの会" not in body()


def test_digest_when_there_is_nothing_then_no_mail_but_a_next_turn():
    row = SubscriptionFactory()

    assert write() == 0

    row.refresh_from_db()
    assert row.next_at > timezone.now()
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_digest_when_a_date_is_off_then_is_not_told(status):
    OccurrenceFactory(status=status)
    SubscriptionFactory()

    assert write() == 0


def test_digest_when_the_child_grows_then_the_question_grows_with_it():
    date_of("8か月の会", 1, age_from_months=8, age_to_months=8)
    date_of("9か月の会", 32, age_from_months=9, age_to_months=9)
    today = timezone.localdate()
    number = today.year * 12 + today.month - 1 - 8
    SubscriptionFactory(children=[f"{number // 12}-{number % 12 + 1:02d}"])

    write()
    first = body()
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        Subscription.objects.update(next_at=timezone.now())
        write()

    assert "8か月の会" in first
    assert "9か月の会" not in first
    assert "9か月の会" in body()


def test_digest_when_two_children_then_what_fits_either_is_told_once():
    date_of("あかちゃん", age_from_months=0, age_to_months=11)
    date_of("とびばこ", age_from_months=72, age_to_months=143)
    date_of("みんな", age_from_months=0, age_to_months=215)
    date_of("高校生", age_from_months=180, age_to_months=215)
    today = timezone.localdate()
    SubscriptionFactory(children=[f"{today.year}-{today.month:02d}", f"{today.year - 8}-01"])

    write()

    assert [body().count(word) for word in ("あかちゃん", "とびばこ", "みんな", "高校生")] == [1, 1, 1, 0]


def test_digest_when_applications_close_soon_then_said_once():
    date_of("先着の会", 10, apply="phone", apply_closes_at=in_days(5))
    ReceptionFactory(title="保育所の申込")
    SubscriptionFactory(rhythm="daily")

    write()
    first = body()
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        second = write()

    assert first.count("先着の会") == 2  # among the dates, and among what closes
    assert "保育所の申込" in first
    assert second == 0


def test_digest_when_for_groups_or_of_one_group_then_without_those_periods():
    ReceptionFactory(audience="groups")
    SubscriptionFactory()

    assert write() == 0


@pytest.mark.parametrize(("language", "words"), [("ja", "条件："), ("en", "You asked for:")])
def test_digest_when_written_then_speaks_the_readers_language(language, words):
    date_of("えほんの会")
    SubscriptionFactory(language=language)

    write()

    assert words in body()


def test_batches_when_many_are_due_then_so_many_in_one_turn():
    date_of("えほんの会")
    SubscriptionFactory.create_batch(5)

    assert [write_due_mails(now=timezone.now(), at_most=2) for _ in range(4)] == [2, 2, 1, 0]


@pytest.mark.parametrize("count", [1, 3])
def test_digest_when_more_is_new_then_the_same_queries(count, django_assert_num_queries):
    for number in range(count):
        date_of(f"会{number}")
    SubscriptionFactory()

    with django_assert_num_queries(13):
        write()


def test_reminder_when_it_opens_then_one_mail_and_the_address_is_forgotten():
    event = EventFactory(title="キャンプ", apply="phone", apply_phone="048-1", apply_opens_at=in_days(-1))
    SubscriptionFactory(rhythm="once", event=event)

    assert (write(), write()) == (1, 0)

    assert "キャンプ" in body()
    assert "048-1" in body()
    assert Subscription.objects.get().email == ""


def test_reminder_when_the_opening_is_put_off_then_waits():
    event = EventFactory(apply="phone", apply_opens_at=in_days(2))
    SubscriptionFactory(rhythm="once", event=event)

    assert write() == 0
    assert Subscription.objects.get().next_at == event.apply_opens_at


def test_reminder_when_the_event_is_gone_from_the_site_then_ends_silently():
    event = EventFactory(apply="phone", apply_opens_at=in_days(-1), status="archived")
    SubscriptionFactory(rhythm="once", event=event)

    assert write() == 0
    assert Subscription.objects.get().status == "ended"


@pytest.mark.parametrize(
    ("birth", "day", "months"),
    [
        ("2026-03", date(2026, 11, 24), 8),
        ("2025-12", date(2026, 1, 1), 1),
        ("2026-12", date(2026, 11, 24), 0),
        ("2020-11", date(2026, 11, 1), 72),
    ],
)
def test_age_when_reckoned_on_a_day_then_in_months(birth, day, months):
    assert months_old(birth, day) == months
