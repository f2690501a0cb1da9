"""抽選 step by step: tickets, the closed list, the number, the places; each once, everybody told once."""

import json
from datetime import datetime, timedelta
from hashlib import sha256

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from events.models import Draw, Event, Occurrence, Registration
from events.services.draws import apply_for_draw, close_due, close_list, enter_number, hold_draw, hold_due
from events.services.parties import Entry, Party
from events.services.registrations import cancel_registration, change_size, register
from events.services.sameness import likely_same
from events.services.waiting import join_waiting_list
from organizations.forms.draws import NumberForm
from organizations.models import Channel, Delivery
from spaces.periods import TOKYO
from tests.factories.events import EventFactory, OccurrenceFactory
from tests.factories.organizations import MembershipFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=TOKYO)
CLOSES = NOW + timedelta(days=2)
S = Registration.Status


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def date():
    event = EventFactory(apply=Event.Apply.PORTAL, capacity=5, allotment="draw", apply_closes_at=CLOSES)
    return OccurrenceFactory(event=event, starts_at=NOW + timedelta(days=12))


WEB = Entry()


def applies(date, people=1, entry=WEB, **party):
    party = {"name": "山田花子", "email": f"a{Registration.objects.count()}@example.jp", "adults": people} | party
    return apply_for_draw(occurrence=date, party=Party(**party), entry=entry)


def drawn(date, clock, sizes=(2, 4, 1, 2), seed="0417"):
    """Let families of these sizes apply, close the list, enter the number, draw."""
    rows = [applies(date, size) for size in sizes]
    clock.move_to(CLOSES)
    close_due(now=CLOSES)
    clock.move_to(CLOSES + timedelta(days=1))
    enter_number(draw=Draw.objects.get(), seed=seed, by=None)
    hold_due(now=CLOSES + timedelta(days=1))
    return rows, Draw.objects.get()


def states(rows):
    return [Registration.objects.get(pk=row.pk).status for row in rows]


def test_apply_when_open_then_gets_the_next_ticket_and_takes_no_place(date):
    first, second = applies(date, 3), applies(date)

    assert (first.ticket, second.ticket, states([first, second])) == (1, 2, [S.APPLIED, S.APPLIED])
    assert Occurrence.objects.get().taken == 0
    assert "2" in Delivery.objects.get(recipient=second.email).body


@pytest.mark.parametrize("deed", [register, join_waiting_list])
def test_register_when_places_are_drawn_then_nobody_comes_in_another_way(date, deed):
    party = Party(name="花子", email="a@example.jp")

    with pytest.raises(ValidationError) as refused:
        deed(occurrence=date, party=party, entry=Entry(channel=Channel.PHONE))

    assert refused.value.code == "by_lot"


def test_close_when_time_is_over_then_publishes_the_list_once_and_asks_the_hosts(date):
    MembershipFactory(organization=date.event.hosts.get().organization)
    applies(date, 2)
    cancel_registration(registration=applies(date, 3), by=None)
    applies(date, 1)

    assert [close_due(now=moment) for moment in (NOW, CLOSES, CLOSES)] == [0, 1, 0]

    draw = Draw.objects.get()
    assert draw.sheet == {"date": date.pk, "people": 5, "parties": None, "tickets": [[1, 2], [3, 1]]}
    assert (len(draw.commitment), draw.seed, bool(draw.source)) == (64, "", True)
    assert Delivery.objects.filter(purpose__startswith="draw_", body__contains=draw.source).count() == 1


def test_apply_when_list_is_closed_then_even_staff_cannot_add_to_it(date):
    close_list(occurrence=date, now=NOW)

    with pytest.raises(ValidationError) as refused:
        applies(date, entry=Entry(channel=Channel.PHONE))

    assert refused.value.code == "committed"


def test_change_size_when_list_is_closed_then_refuses(date):
    row = applies(date)
    change_size(registration=row, adults=2, children=[], by=None)
    close_list(occurrence=date, now=NOW)

    with pytest.raises(ValidationError) as refused:
        change_size(registration=row, adults=3, children=[], by=None)

    assert (refused.value.code, Draw.objects.get().sheet["tickets"]) == ("committed", [[1, 2]])


def test_number_when_entered_before_the_list_is_closed_then_the_database_refuses(date):
    draw = close_list(occurrence=date, now=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        Draw.objects.filter(pk=draw.pk).update(status="seeded", seed="1", seeded_at=NOW - timedelta(minutes=1))


def test_number_when_entered_twice_then_the_first_stands(date, clock):
    draw = close_list(occurrence=date, now=NOW)
    clock.shift(60)
    enter_number(draw=draw, seed="0417", by=None)

    with pytest.raises(ValidationError) as refused:
        enter_number(draw=draw, seed="9999", by=None)

    assert (refused.value.code, Draw.objects.get().seed) == ("moved_on", "0417")


def test_draw_when_held_then_whole_families_have_places_and_the_others_wait_in_the_drawn_order(date, clock):
    rows, draw = drawn(date, clock)

    by_ticket = {row.ticket: row for row in Registration.objects.all()}
    lost = [ticket for ticket in draw.result["order"] if ticket not in draw.result["won"]]
    assert {by_ticket[ticket].status for ticket in draw.result["won"]} == {S.CONFIRMED}
    assert [(by_ticket[ticket].status, by_ticket[ticket].line) for ticket in lost] == [
        (S.WAITING, place) for place in range(1, len(lost) + 1)
    ]
    assert Occurrence.objects.get().taken == sum(by_ticket[ticket].seats for ticket in draw.result["won"])
    assert Delivery.objects.filter(purpose__in=("draw_won", "draw_lost")).count() == len(rows)


def test_draw_when_held_again_then_refuses_and_tells_nobody_twice(date, clock):
    _rows, draw = drawn(date, clock)
    before = Delivery.objects.count()

    with pytest.raises(ValidationError) as refused:
        hold_draw(draw=draw, now=CLOSES)

    assert (refused.value.code, hold_due(now=CLOSES), Delivery.objects.count()) == ("moved_on", 0, before)


def test_draw_when_a_winner_has_withdrawn_then_the_result_stands_and_the_line_is_served(date, clock):
    rows = [applies(date, 5), applies(date, 5)]
    close_due(now=CLOSES)
    clock.move_to(CLOSES + timedelta(days=1))
    enter_number(draw=Draw.objects.get(), seed="1", by=None)
    winner = next(row for row in rows if row.ticket == drawn_first("1"))
    cancel_registration(registration=winner, by=None)

    hold_due(now=CLOSES + timedelta(days=1))

    other = next(row for row in rows if row != winner)
    assert (Draw.objects.get().result["won"], states([winner, other])) == ([winner.ticket], [S.CANCELLED, S.OFFERED])


def drawn_first(seed):
    draw = Draw.objects.get()
    tickets = [ticket for ticket, _people in draw.sheet["tickets"]]
    return min(tickets, key=lambda ticket: sha256(f"{draw.commitment}/{seed}/{ticket}".encode()).hexdigest())


def test_draw_when_hosts_took_places_away_then_the_last_drawn_waits(date, clock):
    rows = [applies(date, 3), applies(date, 2)]
    close_due(now=CLOSES)
    clock.move_to(CLOSES + timedelta(days=1))
    enter_number(draw=Draw.objects.get(), seed="1", by=None)
    Occurrence.objects.update(capacity=3)

    hold_due(now=CLOSES + timedelta(days=1))

    assert sorted(states(rows)) == [S.CONFIRMED, S.WAITING]


def test_page_when_drawn_then_shows_everything_without_a_name_and_the_command_agrees(
    date, clock, client, tmp_path, capsys
):
    _rows, draw = drawn(date, clock)

    page = client.get(draw.get_absolute_url()).content.decode()
    file = tmp_path / "draw.json"
    file.write_bytes(client.get(reverse("draw_numbers", args=[date.event_id, date.pk])).content)
    call_command("draw_check", str(file))

    assert (draw.commitment in page, draw.seed in page, "山田" in page) == (True, True, False)
    assert "山田" not in file.read_text()
    assert json.loads(capsys.readouterr().out) == {
        "agrees": True,
        "problems": [],
        "tickets": 4,
        "won": len(draw.result["won"]),
    }


@pytest.mark.parametrize("text", [None, "<html>", "[]", '{"sheet": 1, "fingerprint": "x"}'])
def test_command_when_file_is_no_draw_then_says_so(tmp_path, text):
    file = tmp_path / "draw.json"
    if text is not None:
        file.write_text(text)

    with pytest.raises(CommandError):
        call_command("draw_check", str(file))


def test_command_when_a_friend_was_let_in_then_fails(date, clock, client, tmp_path, capsys):
    drawn(date, clock)
    page = client.get(reverse("draw_numbers", args=[date.event_id, date.pk])).json()
    file = tmp_path / "draw.json"
    file.write_text(json.dumps(page | {"won": page["order"]}))

    with pytest.raises(SystemExit) as ended:
        call_command("draw_check", str(file))

    assert (ended.value.code, json.loads(capsys.readouterr().out)["problems"]) == (1, ["won"])


def test_page_when_hosts_enter_the_number_then_it_is_kept(date, as_user, clock):
    host = MembershipFactory(organization=date.event.hosts.get().organization).user
    draw = close_list(occurrence=date, now=NOW)
    clock.shift(60)

    as_user(host).post(draw.get_absolute_url(), {"seed": "21.4"})

    assert (Draw.objects.get().seed, Draw.objects.get().seeded_by) == ("21.4", host)


def test_page_when_a_stranger_enters_a_number_then_there_is_no_such_form(date, client):
    draw = close_list(occurrence=date, now=NOW)

    assert client.post(draw.get_absolute_url(), {"seed": "21.4"}).status_code == 404


def test_sign_up_when_places_are_drawn_then_the_button_applies(date, client):
    path = reverse("register", args=[date.event_id, date.pk])

    response = client.post(path, {"name": "花子", "phone": "048-111-2222", "adults": "1"}, follow=True)

    assert "抽選に申し込む" in client.get(path).content.decode()
    assert Registration.objects.get().status == S.APPLIED
    assert response.status_code == 200


@pytest.mark.parametrize("typed", ["21.4", "21.40", " ２１．４ ", "+021.4"])
def test_number_when_spelled_otherwise_then_it_is_the_same_number(typed):
    form = NumberForm({"seed": typed})

    assert form.is_valid()
    assert form.cleaned_data["seed"] == "21.4"


def test_number_when_it_has_a_unit_then_digits_are_asked_for():
    assert NumberForm({"seed": "21.4℃"}).has_error("seed", "digits")


TWICE = [
    pytest.param(
        {"phone": "090-1111-2222"}, {"name": "山田太郎", "phone": "０９０１１１１２２２２"}, True, id="telephone"
    ),
    pytest.param({"children": [30, 61]}, {"name": "山田 太郎", "children": [61, 30]}, True, id="name and children"),
    pytest.param({"children": [30]}, {"name": "佐藤花子", "children": [30]}, False, id="another name"),
    pytest.param({"children": [30]}, {"children": [42]}, False, id="other children"),
    pytest.param({}, {}, False, id="nothing to tell by"),
]


@pytest.mark.parametrize(("first", "second", "same"), TWICE)
def test_likely_same_when_a_family_applies_twice_then_the_later_one_is_marked(date, first, second, same):
    rows = [applies(date, **first), applies(date, **second)]

    assert likely_same(rows) == ({rows[1].pk: rows[0]} if same else {})


def test_close_due_when_one_family_may_have_applied_twice_then_hosts_are_asked_once_and_have_a_day(date):
    MembershipFactory(organization=date.event.hosts.get().organization)
    for _ in range(2):
        applies(date, phone="090-1111-2222")

    closed = [close_due(now=CLOSES + timedelta(hours=hours)) for hours in (0, 23, 24)]

    assert closed == [0, 0, 1]
    assert Delivery.objects.filter(purpose__startswith="draw_same_family").count() == 1
    assert len(Draw.objects.get().sheet["tickets"]) == 2


def test_close_due_when_the_hosts_told_them_apart_then_closes_at_once(date, as_user, place_staff):
    applies(date, phone="090-1111-2222")
    other = applies(date, phone="090-1111-2222")
    path = f"/desk/events/{date.event_id}/{date.pk}/parties/"
    browser = as_user(place_staff)
    before = browser.get(path).content.decode()

    browser.post(f"{path}{other.pk}/apart/")

    assert ("同じご家庭" in before, "同じご家庭" in browser.get(path).content.decode()) == (True, False)
    assert close_due(now=CLOSES) == 1


def test_enter_number_when_one_family_may_stand_twice_then_is_refused_until_settled(date):
    for _ in range(2):
        applies(date, phone="090-1111-2222")
    draw = close_list(occurrence=date, now=NOW - timedelta(hours=1))

    with pytest.raises(ValidationError) as refused:
        enter_number(draw=draw, seed="1", by=None)
    cancel_registration(registration=Registration.objects.last(), by=None)

    assert refused.value.code == "unsettled"
    assert enter_number(draw=draw, seed="1", by=None).status == Draw.Status.SEEDED
