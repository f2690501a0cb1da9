"""行います・中止します・延期します."""

from datetime import time, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from events.models import Occurrence, Verdict
from events.services.dates import move_occurrence
from events.services.verdicts import ask, ask_due, chase, decide, due_at, verdict_on
from organizations.models import Delivery
from spaces.periods import Period
from tests.factories.events import EventFactory, OccurrenceFactory, RegistrationFactory, in_days
from tests.factories.organizations import MembershipFactory, OrganizationFactory, UserFactory
from tests.factories.spaces import FacilityFactory, SpaceFactory

pytestmark = pytest.mark.django_db


def rainy(days=3, *, before=1, hour=17, **more):
    event = EventFactory(decides_days_before=before, decides_at=time(hour), weather_note="警報が出たら中止", **more)
    return OccurrenceFactory(event=event, starts_at=in_days(days))


@pytest.mark.parametrize(
    ("before", "hour", "asked_on", "asked_at"), [(0, 7, 3, 6), (1, 17, 2, 16), (0, 20, 3, 9)], ids=str
)
def test_hosts_when_an_hour_before_the_decision_then_asked_once(before, hour, asked_on, asked_at):
    rainy(before=before, hour=hour)

    with time_machine.travel(in_days(asked_on, asked_at) - timedelta(minutes=1)):
        too_early = ask_due(now=timezone.now())
    with time_machine.travel(in_days(asked_on, asked_at)):
        asked = [ask_due(now=timezone.now()) for _ in range(2)]

    assert (too_early, asked) == (0, [1, 0])


def test_asking_when_due_then_reaches_heads_and_building_with_a_private_link():
    head = MembershipFactory(role="representative", user__email="head@example.jp")
    building = FacilityFactory(email="jidokan@example.jp")
    occurrence = rainy(before=7, lead=head.organization, space=SpaceFactory(facility=building))

    ask_due(now=timezone.now())

    mails = Delivery.objects.order_by("recipient")
    assert [mail.recipient for mail in mails] == ["head@example.jp", "jidokan@example.jp"]
    assert Verdict.objects.get(occurrence=occurrence).token in mails[0].body
    assert "警報が出たら中止" in mails[0].body


def test_asking_when_the_group_has_only_a_telephone_then_stands_on_the_call_list():
    group = OrganizationFactory()
    group.contacts.create(kind="phone", value="048-000-0000")
    rainy(before=7, lead=group)

    ask_due(now=timezone.now())

    assert Delivery.objects.to_call().get().phone == "048-000-0000"


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"status": "cancelled"}, id="called off already"),
        pytest.param({"goes_ahead_at": timezone.now()}, id="said already"),
        pytest.param({"event__status": "draft"}, id="not shown yet"),
    ],
)
def test_hosts_when_there_is_nothing_to_decide_then_are_not_asked(changes):
    occurrence = rainy()
    for name, value in changes.items():
        row = occurrence.event if name.startswith("event__") else occurrence
        setattr(row, name.removeprefix("event__"), value)
        row.save()

    with time_machine.travel(in_days(2, 17)):
        assert ask_due(now=timezone.now()) == 0


def test_going_ahead_when_said_then_is_shown_and_mailed_but_nobody_is_rung_up():
    occurrence = rainy()
    RegistrationFactory(occurrence=occurrence, email="hanako@example.jp")
    RegistrationFactory(occurrence=occurrence, email="")

    decide(verdict=verdict_on(occurrence=occurrence), answer="goes_ahead", by=None)

    occurrence.refresh_from_db()
    assert occurrence.goes_ahead_at is not None
    assert occurrence.status == "scheduled"
    assert Delivery.objects.get().recipient == "hanako@example.jp"


@pytest.mark.parametrize("answer", ["cancelled", "postponed"])
def test_taking_off_when_said_then_says_why_and_tells_everybody(answer):
    occurrence = rainy()
    RegistrationFactory(occurrence=occurrence, email="hanako@example.jp")
    RegistrationFactory(occurrence=occurrence, email="")

    decide(verdict=verdict_on(occurrence=occurrence), answer=answer, by=None)

    occurrence.refresh_from_db()
    assert (occurrence.status, occurrence.note, occurrence.sequence) == (answer, "天候のため", 1)
    assert sorted(Delivery.objects.values_list("channel", flat=True)) == ["call", "mail"]


def test_calling_off_when_it_was_said_to_go_ahead_then_is_still_possible():
    occurrence = rainy()
    verdict = verdict_on(occurrence=occurrence)
    decide(verdict=verdict, answer="goes_ahead", by=None)

    decide(verdict=verdict, answer="cancelled", reason="雷が近いため", by=None)

    assert Verdict.objects.get().answer == "cancelled"
    assert Occurrence.objects.get().note == "雷が近いため"


def test_going_ahead_when_called_off_already_then_is_refused():
    occurrence = rainy()
    verdict = verdict_on(occurrence=occurrence)
    decide(verdict=verdict, answer="cancelled", by=None)

    with pytest.raises(ValidationError) as refused:
        decide(verdict=verdict, answer="goes_ahead", by=None)

    assert refused.value.code == "moved_on"


def test_deciding_when_the_date_is_over_then_is_refused():
    verdict = verdict_on(occurrence=rainy(-1))

    with pytest.raises(ValidationError) as refused:
        decide(verdict=verdict, answer="cancelled", by=None)

    assert refused.value.code == "over"


def test_hosts_when_the_date_was_moved_then_are_asked_anew():
    occurrence = rainy()
    decide(verdict=verdict_on(occurrence=occurrence), answer="goes_ahead", by=None)
    period = Period(in_days(10), in_days(10, 12))

    moved = move_occurrence(occurrence=occurrence, period=period, by=None)

    assert moved.goes_ahead_at is None
    with time_machine.travel(in_days(9, 16)):
        assert ask_due(now=timezone.now()) == 1


def test_link_when_opened_then_changes_nothing_and_when_tapped_then_decides_without_an_account(client):
    occurrence = rainy()
    verdict = verdict_on(occurrence=occurrence)

    shown = client.get(verdict.get_absolute_url())
    tapped = client.post(verdict.get_absolute_url(), {"answer": "cancelled", "reason": ""}, follow=True)

    assert "行います" in shown.content.decode()
    assert "【中止】" in tapped.content.decode()
    assert Occurrence.objects.get().status == "cancelled"


def test_everything_public_when_called_off_then_says_so_at_once(client):
    occurrence = rainy()
    decide(verdict=verdict_on(occurrence=occurrence), answer="cancelled", by=None)

    page = client.get(occurrence.get_absolute_url()).content.decode()
    calendar = client.get("/events/feed.ics").getvalue().decode()
    sign = client.get(f"{occurrence.get_absolute_url()}sign/").content.decode()

    assert "天候のため" in page
    assert "STATUS:CANCELLED" in calendar
    assert "【中止】" in calendar
    assert "中止" in sign


def test_page_when_not_decided_then_says_until_when_and_after_that_what(client):
    occurrence = rainy()

    before = client.get(occurrence.get_absolute_url()).content.decode()
    decide(verdict=verdict_on(occurrence=occurrence), answer="goes_ahead", by=None)
    after = client.get(occurrence.get_absolute_url()).content.decode()

    assert "17:00までに決めて" in before
    assert "警報が出たら中止" in before
    assert "予定どおり行います" in after
    assert "17:00までに決めて、このページ" not in after


def test_staff_when_a_host_telephones_then_the_row_says_who_for_whom_and_how(client):
    occurrence, staff = rainy(), UserFactory(roles=["place_staff"])
    client.force_login(staff)

    client.post(
        f"/desk/events/{occurrence.event_id}/{occurrence.pk}/verdict/",
        {"answer": "postponed", "on_behalf_of": "わらべ うた", "channel": "phone", "reason": "大雨"},
    )

    verdict = Verdict.objects.get()
    assert (verdict.entered_by, verdict.on_behalf_of, verdict.channel) == (staff, "わらべ うた", "phone")
    assert Occurrence.objects.get().status == "postponed"


def test_desk_when_a_date_waits_for_a_word_then_host_and_staff_see_it(client):
    head = MembershipFactory(role="representative")
    occurrence = rainy(lead=head.organization)
    verdict_on(occurrence=occurrence)
    href = f"/desk/events/{occurrence.event_id}/{occurrence.pk}/verdict/"

    for person in (head.user, UserFactory(roles=["place_staff"])):
        client.force_login(person)
        assert href in client.get("/desk/").content.decode()


def test_due_when_the_hour_lies_after_the_start_then_is_the_start():
    occurrence = rainy(before=0, hour=23)

    assert due_at(occurrence) == occurrence.starts_at


def test_hosts_when_silent_at_the_hour_then_staff_ring_them_up_once():
    group = OrganizationFactory()
    group.contacts.create(kind="phone", value="048-000-0000")
    ask(occurrence=rainy(lead=group), due=timezone.now())
    answered = rainy(4)
    decide(verdict=verdict_on(occurrence=answered), answer="goes_ahead", by=None)

    for _ in range(2):
        chase(now=timezone.now())

    call = Delivery.objects.get(purpose="decision_missing")
    assert (call.channel, call.phone) == ("call", "048-000-0000")


def test_form_when_only_half_of_the_decision_is_given_then_asked_for_the_rest(client):
    occurrence = rainy()
    client.force_login(UserFactory(roles=["place_staff"]))
    typed = {"title": "たき火", "place_name": "公園", "apply": "none", "eligible": "anyone", "attendance": "offline"}

    answer = client.post(f"/desk/events/{occurrence.event_id}/edit/", {**typed, "decides_at": "07:00"})

    assert "決める日と時刻の両方" in answer.content.decode()
