"""利用者の声: nobody is asked twice, nobody can be told from the answers, and five must have spoken."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Asked, Event, UserEvaluation
from events.services.attendance import check_in
from events.services.evaluations import ask_due, evaluate, forget_asked, path_of, summary_of
from organizations.models import Delivery
from tests.factories.events import EventFactory, OccurrenceFactory, RegistrationFactory
from tests.factories.organizations import MembershipFactory

pytestmark = pytest.mark.django_db
ANSWER = {"helped": "4", "satisfied": "3", "text": "助かりました", "sent": "one"}


def date_over(hours=3, **fields):
    event = EventFactory(apply=Event.Apply.PORTAL)
    starts_at = timezone.now() - timedelta(hours=hours + 2)
    return OccurrenceFactory(event=event, starts_at=starts_at, taken=9, **fields)


@pytest.fixture
def date():
    return date_over()


def asked():
    return list(Delivery.objects.filter(purpose="how_it_was").values_list("recipient", flat=True))


def ask():
    return ask_due(now=timezone.now())


def test_ask_when_it_is_over_then_asks_each_party_once_without_naming_it_in_the_address(date):
    registration = RegistrationFactory(occurrence=date)

    assert [ask(), ask()] == [1, 0]
    assert path_of(date) in Delivery.objects.get().body
    assert registration.token not in Delivery.objects.get().body


def test_ask_when_a_family_came_twice_in_ninety_days_then_is_asked_once(date):
    for row in (date, date_over()):
        RegistrationFactory(occurrence=row, email="hanako@example.jp")

    ask()

    assert asked() == ["hanako@example.jp"]
    assert "hanako" not in Asked.objects.get().digest


def test_ask_when_ninety_days_have_passed_then_may_be_asked_again(date):
    RegistrationFactory(occurrence=date, email="hanako@example.jp")
    ask()
    forget_asked(day=timezone.localdate() + timedelta(days=91))

    assert Asked.objects.count() == 0


@pytest.mark.parametrize("fields", [{"status": "cancelled"}, {"hours": 0}, {"hours": 24 * 4}])
def test_ask_when_called_off_or_not_over_or_long_over_then_asks_nobody(fields):
    RegistrationFactory(occurrence=date_over(**fields))

    assert ask() == 0


def test_ask_when_others_were_ticked_off_then_who_stayed_away_is_not_asked(date):
    check_in(registration=RegistrationFactory(occurrence=date, email="came@example.jp"), by=None)
    RegistrationFactory(occurrence=date, email="away@example.jp")

    ask()

    assert asked() == ["came@example.jp"]


def test_answer_when_sent_twice_then_is_kept_once_and_leads_to_nobody(date, client):
    for _time in range(2):
        page = client.post(path_of(date), ANSWER).content.decode()

    kept = UserEvaluation.objects.get()
    assert "ありがとうございました" in page
    assert (kept.helped, kept.satisfied, kept.text, kept.channel) == (4, 3, "助かりました", "web")
    names = {field.name for field in UserEvaluation._meta.get_fields()}
    assert names == {"id", "occurrence", "helped", "satisfied", "text", "channel", "given_on"}


@pytest.mark.parametrize("key", ["1", "1.wrong", "x", "....", "1:abc"])
def test_answer_when_address_is_guessed_then_there_is_nothing(date, client, key):
    assert client.get(f"/evaluations/{key}/").status_code == 404


@pytest.mark.parametrize("fields", [{"hours": -30}, {"hours": 24 * 61}, {"status": "cancelled"}])
def test_answer_when_too_early_or_too_late_then_says_so_and_keeps_nothing(client, fields):
    client.post(path_of(date_over(**fields)), ANSWER)

    assert UserEvaluation.objects.count() == 0


def test_answer_when_something_is_missing_then_keeps_what_was_typed(date, client):
    page = client.post(path_of(date), {"text": "助かりました"}).content.decode()

    assert (UserEvaluation.objects.count(), "助かりました" in page) == (0, True)


@pytest.mark.parametrize(("count", "shown"), [(4, False), (5, True)])
def test_summary_when_few_have_answered_then_shows_nothing(date, as_user, count, shown):
    host = as_user(MembershipFactory(organization=date.event.hosts.get().organization).user)
    for _number in range(count):
        evaluate(occurrence=date, helped=4, satisfied=1, text="来てよかった")

    page = host.get(reverse("attendance", args=[date.event_id, date.pk])).content.decode()

    assert ("来てよかった" in page, summary_of(date) is not None) == (shown, shown)


def test_paper_when_written_down_by_hosts_then_is_equal(date, as_user):
    host = as_user(MembershipFactory(organization=date.event.hosts.get().organization).user)

    host.post(reverse("evaluation_paper", args=[date.event_id, date.pk]), ANSWER)

    assert UserEvaluation.objects.get().channel == "paper"


def test_sheet_for_the_door_when_printed_then_has_the_code(date, as_user):
    host = as_user(MembershipFactory(organization=date.event.hosts.get().organization).user)

    page = host.get(reverse("door_sheet", args=[date.event_id, date.pk])).content.decode()

    assert '<svg class="qr"' in page
