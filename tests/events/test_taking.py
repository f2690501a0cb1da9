"""How one takes part: the hosts' settings and questions, and the answers families give."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from events.models import Event, Occurrence, Registration
from events.services.copying import copy_event
from events.services.draws import close_list
from events.services.events import update_event
from events.services.taking import Asked, set_taking
from spaces.periods import Period
from tests.factories.events import EventFactory, OccurrenceFactory, RegistrationFactory, in_days
from tests.factories.organizations import MembershipFactory
from tests.factories.spaces import SpaceFactory

pytestmark = pytest.mark.django_db
FAMILY = {"name": "山田花子", "phone": "048-111-2222", "adults": "1"}
QUESTIONS = (
    Asked(text="アレルギー", is_required=True),
    Asked(text="お弁当", kind="choice", choices=("いる", "いらない")),
    Asked(text="駐車場", kind="yes_no"),
)


@pytest.fixture
def date():
    return OccurrenceFactory(event=EventFactory(apply=Event.Apply.PORTAL, capacity=10))


def settle(event, **changes):
    wanted = {"capacity_parties": None, "allotment": "first_come", "questions": QUESTIONS, "by": None} | changes
    return set_taking(event=event, **wanted)


@pytest.mark.parametrize(
    ("changes", "event", "code"),
    [
        ({"allotment": "draw"}, {}, "no_closing"),
        ({"allotment": "draw"}, {"apply_closes_at": timezone.now(), "capacity": None}, "no_limit"),
        ({"questions": QUESTIONS * 2}, {}, "too_many"),
        ({"questions": (Asked(text="?", kind="choice", choices=("いる",)),)}, {}, "no_choices"),
        ({"capacity_parties": 1}, {}, "below_taken"),
    ],
)
def test_settle_when_something_is_missing_then_says_what(date, changes, event, code):
    Event.objects.filter(pk=date.event_id).update(**event)
    Occurrence.objects.filter(pk=date.pk).update(taken=2, parties_taken=2)

    with pytest.raises(ValidationError) as refused:
        settle(date.event, **changes)

    errors = refused.value.error_dict.values() if hasattr(refused.value, "error_dict") else [refused.value.error_list]
    assert [error.code for group in errors for error in group] == [code]


def test_settle_when_families_have_registered_then_the_way_of_giving_places_stays(date):
    RegistrationFactory(occurrence=date)
    Event.objects.filter(pk=date.event_id).update(apply_closes_at=timezone.now())

    with pytest.raises(ValidationError):
        settle(date.event, allotment="draw")


def test_settle_when_parties_are_limited_then_coming_dates_follow(date):
    settle(date.event, capacity_parties=3)

    date.refresh_from_db()
    assert date.capacity_parties == 3


def test_copy_when_there_are_questions_then_they_come_along(date):
    settle(date.event)

    copy = copy_event(event=date.event, periods=[Period(in_days(30), in_days(30, 12))], by=None)

    assert [str(question) for question in copy.questions.all()] == ["アレルギー", "お弁当", "駐車場"]


def test_publish_when_a_draw_has_no_closing_time_then_refuses(date):
    Event.objects.filter(pk=date.event_id).update(allotment="draw")

    with pytest.raises(ValidationError) as refused:
        update_event(event=date.event, facts={}, by=None)

    assert list(refused.value.error_dict) == ["apply_closes_at"]


@pytest.mark.parametrize(("stated", "places"), [(None, 8), (20, 8), (5, 5)])
def test_places_when_the_room_is_small_then_are_no_more_than_it_holds(date, stated, places):
    space = SpaceFactory(capacity=8)

    update_event(event=date.event, facts={"space": space, "capacity": stated}, by=None)

    date.refresh_from_db()
    assert date.capacity == places


def test_sign_up_when_hosts_ask_then_answers_are_kept_as_they_read_them(date, client):
    settle(date.event)
    asked = dict(zip(("a", "b", "c"), date.event.questions.all(), strict=True))
    answers = {f"answer{asked['a'].pk}": "卵", f"answer{asked['b'].pk}": "いる", f"answer{asked['c'].pk}": "はい"}

    client.post(f"/en{reverse('register', args=[date.event_id, date.pk])}", FAMILY | answers)

    assert [(row["question"], row["answer"]) for row in Registration.objects.get().answers] == [
        ("アレルギー", "卵"),
        ("お弁当", "いる"),
        ("駐車場", "はい"),
    ]


def test_sign_up_when_a_needed_answer_is_missing_then_says_it_there(date, client):
    settle(date.event)

    response = client.post(reverse("register", args=[date.event_id, date.pk]), FAMILY)

    assert list(response.context["form"].errors) == [f"answer{date.event.questions.first().pk}"]


def test_settings_when_hosts_save_them_then_questions_stand_and_empty_ones_do_not(date, as_user):
    host = as_user(MembershipFactory(organization=date.event.hosts.get().organization).user)
    path = reverse("event_taking", args=[date.event_id])
    data = {"allotment": "first_come", "capacity_parties": "4", "text1": "学年", "kind1": "choice"}

    refused = host.post(path, data)
    host.post(path, data | {"choices1": "小1\n小2\n小1", "required1": "on"})

    question = date.event.questions.get()
    assert "2つ以上" in refused.content.decode()
    assert (question.choices, question.is_required) == (["小1", "小2"], True)


def test_sign_up_when_full_then_one_form_offers_the_waiting_list(date, client):
    Occurrence.objects.filter(pk=date.pk).update(taken=9, parties_taken=3)
    path = reverse("register", args=[date.event_id, date.pk])

    refused = client.post(path, FAMILY | {"child1": "30", "sent": "one"})
    client.post(path, FAMILY | {"child1": "30", "sent": "one", "wait": "1"})

    assert "キャンセル待ちに申し込む" in refused.content.decode()
    assert Registration.objects.get().status == Registration.Status.WAITING


def test_receipt_when_waiting_or_offered_then_number_and_telephone_find_it(date, client):
    for status in ("waiting", "offered", "applied", "lapsed"):
        row = RegistrationFactory(occurrence=date, status=status, line=1, hold_until=timezone.now())

        answer = client.post("/receipts/", {"reference": row.reference, "last_four": "2222"})

        assert (answer.url, client.get(answer.url).status_code) == (row.get_absolute_url(), 200)


def test_offer_when_taken_on_the_page_then_the_place_is_theirs(date, client):
    Occurrence.objects.filter(pk=date.pk).update(taken=1, parties_taken=1)
    row = RegistrationFactory(occurrence=date, status="offered", hold_until=in_days(1))

    assert "はい、参加します" in client.get(row.get_absolute_url()).content.decode()
    client.post(reverse("registration_accept", args=[row.token]))

    row.refresh_from_db()
    assert row.status == Registration.Status.CONFIRMED


def test_size_when_changed_on_the_page_then_the_places_follow(date, client):
    Occurrence.objects.filter(pk=date.pk).update(taken=1, parties_taken=1)
    row = RegistrationFactory(occurrence=date)
    path = reverse("registration_change", args=[row.token])

    refused = client.post(path, {"adults": "11"})
    client.post(path, {"adults": "2", "child1": "30"})

    row.refresh_from_db()
    assert (refused.status_code, row.seats, Occurrence.objects.get().taken) == (200, 3, 3)


def test_page_when_places_are_drawn_then_leads_to_the_draw_once_its_list_is_closed(date, client):
    Event.objects.filter(pk=date.event_id).update(allotment="draw", apply_closes_at=in_days(1))
    path = reverse("draw", args=[date.event_id, date.pk])

    before = client.get(date.get_absolute_url()).content.decode()
    close_list(occurrence=date, now=timezone.now())
    after = client.get(date.get_absolute_url()).content.decode()

    assert (path in before, "抽選で決めます" in before, path in after) == (False, True, True)


def test_badge_when_the_last_party_has_its_table_then_the_date_is_full(date, client):
    Occurrence.objects.filter(pk=date.pk).update(taken=2, parties_taken=1, capacity_parties=1)

    assert "満席" in client.get(date.get_absolute_url()).content.decode()


def test_page_when_the_date_is_full_then_names_a_later_one_only_where_there_is_one(date, client):
    Occurrence.objects.filter(pk=date.pk).update(taken=2, parties_taken=1, capacity_parties=1)

    alone = client.get(date.get_absolute_url())
    later = OccurrenceFactory(event=date.event, starts_at=date.starts_at + timedelta(days=7))
    followed = client.get(date.get_absolute_url())

    assert [page.context["way"]["following"] for page in (alone, followed)] == [None, later]
    assert "10人（満席）" in alone.content.decode()
