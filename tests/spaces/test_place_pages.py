"""Finding a place, on the pages families and groups see."""

import json
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from spaces.models import Activity, Door, Equipment, Facility, OpeningHours, Space
from spaces.services.index import reindex
from tests.factories.organizations import DistrictFactory
from tests.factories.spaces import FacilityFactory, SpaceFactory
from tests.spaces.test_bookings import NOW, book

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def names(response):
    return [space.name for space in response.context["rows"]]


def test_spaces_when_places_stand_then_they_are_sorted_by_reading(client):
    facility = FacilityFactory()
    SpaceFactory(facility=facility, name="和室", kana="わしつ")
    SpaceFactory(facility=facility, name="遊戯室", kana="ゆうぎしつ")

    response = client.get(reverse("spaces"))

    assert names(response) == ["遊戯室", "和室"]


@pytest.mark.parametrize("count", [1, 3])
def test_spaces_when_more_stand_then_the_queries_stay_the_same(client, django_assert_num_queries, count):
    for _ in range(count):
        SpaceFactory()

    with django_assert_num_queries(8):
        client.get(reverse("spaces"), {"people": "5"})


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param({"people": "31"}, ["大ホール"], id="head-count"),
        pytest.param({"q": "ホール"}, ["大ホール"], id="words"),
        pytest.param({"equipment": "piano"}, ["和室"], id="equipment"),
        pytest.param({"kind": "drop_in"}, ["ひろば"], id="kind"),
        pytest.param({"district": "kita"}, ["和室"], id="district"),
        pytest.param({"people": "9999"}, [], id="nothing"),
    ],
)
def test_spaces_when_narrowed_then_only_what_fits_stays(client, query, expected):
    SpaceFactory(name="大ホール", capacity=200)
    room = SpaceFactory(name="和室", capacity=20, facility__district__code="kita")
    room.equipment.add(Equipment.objects.create(slug="piano", name="ピアノ"))
    SpaceFactory(name="ひろば", kind=Space.Kind.DROP_IN, capacity=15)
    reindex()

    response = client.get(reverse("spaces"), query)

    assert names(response) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param({"activity": "cook"}, ["調理室"], id="what to do"),
        pytest.param({"fitting": ["nursing_room", "step_free"]}, ["ひろば"], id="families"),
        pytest.param({"free_now": "on"}, ["調理室"], id="free now, not full"),
        pytest.param({"fitting": "wings", "people": "5"}, ["調理室", "ひろば"], id="unknown is left aside"),
    ],
)
def test_spaces_when_asked_what_to_do_for_whom_and_now_then_only_that_is_left(client, query, expected):
    room = SpaceFactory(name="調理室", kana="あ")
    room.activities.add(Activity.objects.create(slug="cook", name="料理"))
    hall = SpaceFactory(name="ひろば", kana="い", kind=Space.Kind.DROP_IN, facility__nursing_room=True)
    Facility.objects.filter(pk=hall.facility_id).update(step_free=True)
    Door.objects.create(space=hall, level=Door.Level.FULL, told_at=timezone.now())

    assert names(client.get(reverse("spaces"), query)) == expected


def test_spaces_when_wishes_are_asked_then_each_is_a_chip_to_take_away(client):
    SpaceFactory(facility__district__code="kita", facility__district__name="北小学校区")

    response = client.get(
        reverse("spaces"), {"people": "5", "district": "kita", "day": "2026-12-01", "start": "10:00", "end": "12:00"}
    )

    shown = [(chip["label"], chip["href"]) for chip in response.context["chips"]]
    assert shown[0] == ("5人", "?district=kita&day=2026-12-01&start=10%3A00&end=12%3A00")
    assert shown[1] == ("北小学校区", "?people=5&day=2026-12-01&start=10%3A00&end=12%3A00")
    assert shown[2][1] == "?people=5&district=kita"


def test_spaces_when_none_is_free_then_the_nearest_wishes_are_offered(client):
    small = SpaceFactory(capacity=10, facility__district__code="kita")
    book(SpaceFactory(capacity=40))
    DistrictFactory(code="minami")
    time = {"day": "2026-12-01", "start": "10:00", "end": "12:00"}

    taken = client.get(reverse("spaces"), time | {"people": "30"}).context["offers"]
    nowhere = client.get(reverse("spaces"), time | {"people": "8", "district": "minami"}).context["offers"]

    assert [offer["href"] for offer in taken] == [
        "?day=2026-12-01&start=12%3A00&end=14%3A00&people=30",
        "?day=2026-12-02&start=10%3A00&end=12%3A00&people=30",
        "?day=2026-12-01&start=10%3A00&end=12%3A00",
        "?day=2026-12-01&start=10%3A00&end=12%3A00&people=10",
    ]
    assert [offer["href"] for offer in nowhere] == ["?day=2026-12-01&start=10%3A00&end=12%3A00&people=8"]
    assert small.capacity == 10


def test_spaces_when_a_time_is_asked_for_then_taken_rooms_are_left_out(client):
    free, taken = SpaceFactory(), SpaceFactory()
    book(taken)

    response = client.get(reverse("spaces"), {"day": "2026-12-01", "start": "１１：００", "end": "13時"})

    assert names(response) == [free.name]


@pytest.mark.parametrize("people", ["x", "-1", "9" * 40, "𠮷", "\x00", "<b>"])
def test_spaces_when_the_number_is_nonsense_then_a_sentence_says_so(client, people):
    SpaceFactory()

    response = client.get(reverse("spaces"), {"people": people})

    assert response.status_code == 200
    assert response.context["form"].errors["people"]


def test_spaces_when_nurseries_are_asked_for_then_their_source_is_named(client):
    FacilityFactory(
        name="芳賀保育所",
        kind=Facility.Kind.NURSERY,
        source_dataset="nursery",
        source_key="1",
        source_attribution="郡山市",
        source_licence="MIT",
    )
    FacilityFactory(name="隠れた施設", kind=Facility.Kind.NURSERY, is_listed=False)

    response = client.get(reverse("spaces"), {"kind": "nursery"})

    assert [facility.name for facility in response.context["rows"]] == ["芳賀保育所"]
    assert [(s["attribution"], s["licence"]) for s in response.context["sources"]] == [("郡山市", "MIT")]


def test_space_when_a_booking_stands_then_the_week_shows_what_is_left(client):
    space = SpaceFactory()
    book(space)

    days = client.get(space.get_absolute_url(), {"week": "2026-12-01"}).context["days"]

    assert [(p.start.hour, p.end.hour) for p in days[1].free] == [(9, 10), (12, 21)]


def test_space_when_not_listed_then_it_is_not_there(client):
    assert client.get(SpaceFactory(is_listed=False).get_absolute_url()).status_code == 404


@pytest.mark.parametrize("week", ["", "x", "2026-13-99", "0001-01-01", "9999-12-31"])
def test_space_when_the_week_is_nonsense_then_the_page_still_opens(client, week):
    assert client.get(SpaceFactory().get_absolute_url(), {"week": week}).status_code == 200


def test_free_json_when_asked_then_periods_carry_their_offset(client):
    space = SpaceFactory(slug="heya")
    book(space)

    answer = client.get(reverse("space_free", args=["heya"]), {"from": "2026-12-01", "to": "2026-12-02"})

    assert answer.json() == {
        "space": "heya",
        "from": "2026-12-01",
        "to": "2026-12-02",
        "free": [
            {"start": "2026-12-01T09:00:00+09:00", "end": "2026-12-01T10:00:00+09:00"},
            {"start": "2026-12-01T12:00:00+09:00", "end": "2026-12-01T21:00:00+09:00"},
        ],
    }


@pytest.mark.parametrize(
    ("first", "end"),
    [
        ("", ""),
        ("x", "2026-12-02"),
        ("2026-12-02", "2026-12-02"),
        ("2026-12-01", "2027-02-02"),
        ("2026-12-02", "2026-12-01"),
    ],
    ids=["missing", "nonsense", "no-day", "63-days", "backwards"],
)
def test_free_json_when_the_days_are_wrong_then_it_says_what_to_give(client, first, end):
    answer = client.get(reverse("space_free", args=[SpaceFactory().slug]), {"from": first, "to": end})

    assert answer.status_code == 400
    assert list(answer.json()) == ["detail"]


def test_facility_when_opened_then_its_spaces_stand_on_it(client):
    space = SpaceFactory(name="工作室")

    assert "工作室" in client.get(space.facility.get_absolute_url()).content.decode()


def test_space_when_read_by_a_search_engine_then_its_hours_stand_there_and_no_text_ends_the_block(client):
    space = SpaceFactory(summary="</script><b>", capacity=12)
    OpeningHours.objects.filter(facility=space.facility, weekday__gt=0).delete()
    OpeningHours.objects.filter(facility=space.facility).update(closes_minute=1440, valid_from=date(2026, 4, 1))

    page = client.get(space.get_absolute_url()).content.decode()
    said = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])

    assert (said["description"], said["maximumAttendeeCapacity"]) == ("</script><b>", 12)
    assert said["openingHoursSpecification"] == [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": "https://schema.org/Monday",
            "opens": "09:00",
            "closes": "23:59",
            "validFrom": "2026-04-01",
        }
    ]
