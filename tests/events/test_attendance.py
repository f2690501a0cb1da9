"""Who came: ticked off once, taken back, counted by age; the counts outlive the names."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from events.models import Attendance, Event, Registration
from events.services.attendance import attendance_of, bands_of, check_in, count_walk_ins, undo_check_in
from events.services.registrations import forget_old
from tests.factories.events import EventFactory, OccurrenceFactory, RegistrationFactory
from tests.factories.organizations import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def party():
    date = OccurrenceFactory(event=EventFactory(apply=Event.Apply.PORTAL), taken=4)
    return RegistrationFactory(
        occurrence=date, adults=1, children=[30, 36, 150], seats=4, kana="やまだ はなこ", name="山田花子"
    )


@pytest.fixture
def host(as_user, party):
    return as_user(MembershipFactory(organization=party.occurrence.event.hosts.get().organization).user)


def counted(date):
    return {row.band: row.total for row in attendance_of(date) if row.total}


def path(name, party, *more):
    return reverse(name, args=[party.occurrence.event_id, party.occurrence_id, *more])


@pytest.mark.parametrize(
    ("months", "band"),
    [(0, "toddler"), (35, "toddler"), (36, "preschool"), (71, "preschool"), (72, "school"), (143, "school"),
     (144, "teen"), (215, "teen"), (216, "adult")],
)  # fmt: skip
def test_band_when_at_its_edges_then_changes_on_the_birthday(months, band):
    assert bands_of(0, [months]) == {band: 1}


def test_check_in_when_ticked_twice_then_counts_once(party):
    for _time in range(2):
        check_in(registration=party, by=None)

    assert counted(party.occurrence) == {"toddler": 1, "preschool": 1, "teen": 1, "adult": 1}


def test_undo_when_ticked_by_mistake_then_counts_nobody(party):
    check_in(registration=party, by=None)

    for _time in range(2):
        undo_check_in(registration=party, by=None)

    assert counted(party.occurrence) == {}


def test_check_in_when_party_has_no_place_then_refuses():
    with pytest.raises(ValidationError) as refused:
        check_in(registration=RegistrationFactory(status="waiting"), by=None)

    assert refused.value.code == "not_coming"


def test_walk_ins_when_said_again_then_the_last_word_counts(party):
    check_in(registration=party, by=None)
    for number in (2, 3):
        count_walk_ins(occurrence=party.occurrence, counts={"toddler": number}, by=None)

    assert counted(party.occurrence)["toddler"] == 4


def test_counts_when_names_are_deleted_then_stay(party):
    check_in(registration=party, by=None)
    Registration.objects.update(delete_after=timezone.localdate() - timedelta(days=1))

    forget_old(day=timezone.localdate())

    party.occurrence.refresh_from_db()
    assert (Registration.objects.count(), sum(counted(party.occurrence).values()), party.occurrence.taken) == (0, 4, 4)


def test_code_on_the_receipt_when_read_at_the_door_then_one_tap_ticks_the_party_off(party, host, client):
    door = reverse("registration_arrive", args=[party.token])
    assert "受付で見せてください" in client.get(party.get_absolute_url()).content.decode()

    assert "山田花子" in host.get(door).content.decode()
    party.refresh_from_db()
    assert party.arrived_at is None
    host.post(door)

    party.refresh_from_db()
    assert party.arrived_at is not None


def test_list_when_ticked_and_taken_back_then_follows(party, host):
    for data, arrived in (({}, True), ({"undo": "1"}, False)):
        host.post(path("party_tick", party, party.pk), data)
        party.refresh_from_db()
        assert (party.arrived_at is not None) is arrived


def test_door_list_when_printed_then_has_readings_above_the_names(party, host):
    page = host.get(path("door_list", party)).content.decode()

    assert "<ruby>山田花子<rt>やまだ はなこ</rt></ruby>" in page


def test_attendance_when_walk_ins_are_counted_then_shows_them(party, host):
    host.post(path("attendance", party), {"adult": "2", "toddler": ""})

    assert Attendance.objects.get(band="adult").walked_in == 2
    assert host.post(path("attendance", party), {"adult": "-1"}).status_code == 200


def test_table_when_a_name_looks_like_a_formula_then_stays_words(party, host):
    party.name, party.answers = "=cmd()", [{"question": "アレルギー", "answer": "＋卵"}]
    party.save()
    party.occurrence.event.questions.create(text="アレルギー")

    rows = host.get(path("parties_table", party)).content.decode("utf-8-sig").splitlines()

    assert rows[0].endswith("アレルギー")
    assert ("'=cmd()" in rows[1], rows[1].endswith("'＋卵")) == (True, True)


@pytest.mark.parametrize("count", [1, 3])
def test_lists_when_more_come_then_ask_the_database_no_more(party, host, django_assert_num_queries, count):
    for _number in range(count - 1):
        RegistrationFactory(occurrence=party.occurrence)

    with django_assert_num_queries(5):
        response = host.get(path("door_list", party))

    assert len(response.context["parties"]) == count
