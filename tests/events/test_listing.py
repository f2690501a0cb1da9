"""/events/ in its other clothes: the map, two dates for two children, pictures, distance, words as chips."""

from datetime import datetime, timedelta
from io import BytesIO
from urllib.parse import unquote

import pytest
import time_machine
from django.core.files.images import ImageFile
from PIL import Image

from events.services.pairs import One, by_events, pair_up
from organizations.models import Picture
from tests.factories.events import TOKYO, EventFactory, OccurrenceFactory
from tests.factories.organizations import DistrictFactory
from tests.factories.portal import PictureFactory
from tests.factories.spaces import FacilityFactory, SpaceFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=TOKYO)  # a Tuesday
TWO, FIVE = (24, 35), (60, 71)
TILES = "https://cyberjapandata.gsi.go.jp"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def at(day, hour=10, *, ages=(None, None), **facts):
    event = EventFactory(age_from_months=ages[0], age_to_months=ages[1], **facts)
    return OccurrenceFactory(event=event, starts_at=datetime(2026, 11, day, hour, tzinfo=TOKYO))


def titles(cards):
    return [card.title for card in cards]


@pytest.mark.parametrize("count", [1, 3])
def test_map_when_more_is_on_then_asks_the_database_no_more(client, django_assert_num_queries, count):
    for number in range(count):
        at(28, 10 + number, latitude=36.05, longitude=139.6)

    with django_assert_num_queries(5):
        page = client.get("/events/?view=map")

    assert [spot.count for spot in page.context["spots"]] == [count]


def test_map_when_asked_then_gathers_dates_by_place(client):
    hall = SpaceFactory(name="和室", facility=FacilityFactory(name="中央児童館", latitude=36.05, longitude=139.6))
    at(28, title="囲碁", space=hall)
    at(29, title="将棋", space=hall)
    at(27, title="散歩", place_name="どこか")

    context = client.get("/events/?view=map").context

    assert [(spot.name, titles(spot.cards)) for spot in context["spots"]] == [("中央児童館 和室", ["囲碁", "将棋"])]
    assert [(spot.name, titles(spot.cards)) for spot in context["elsewhere"]] == [("どこか", ["散歩"])]


def test_map_when_shown_then_this_page_alone_may_show_tiles(client):
    at(28, latitude=36.05, longitude=139.6)

    assert TILES in client.get("/events/?view=map").headers["Content-Security-Policy"]
    assert TILES not in client.get("/events/").headers["Content-Security-Policy"]
    assert b"leaflet" not in client.get("/events/").content


def test_map_when_nothing_fits_then_offers_the_nearest(client):
    assert "ぴったりのイベントは見つかりませんでした" in client.get("/events/?view=map&free=1").content.decode()


def test_near_when_told_then_the_nearest_of_a_day_stands_first_and_says_how_far(client):
    at(28, 9, title="遠い", latitude=36.15, longitude=139.6)
    at(28, 10, title="近い", latitude=36.051, longitude=139.6)
    at(28, 8, title="どこか")
    at(27, 10, title="前の日", latitude=36.3, longitude=139.6)

    page = client.get("/events/?near=36.0512345,139.6012345")

    days = [titles(group["cards"]) for group in page.context["days"]]
    assert days == [["前の日"], ["どこか", "近い", "遠い"]]
    assert "約11km" in page.content.decode()
    assert "36.0512345" not in page.content.decode().partition("<h1")[2].partition("<footer")[0]


def test_near_when_a_district_is_named_then_its_middle_counts(client):
    DistrictFactory(code="north", name="北浜小学校区", latitude=36.05, longitude=139.6)
    at(28, latitude=36.06, longitude=139.6)

    page = client.get("/events/?near=north&within=2")

    assert [chip["label"] for chip in page.context["filters"].active] == ["北浜小学校区の近く", "2km以内"]
    assert page.context["days"][0]["cards"][0].kilometres == pytest.approx(1.1, abs=0.1)


@pytest.mark.parametrize(
    ("near", "offered"),
    [
        ("north", [("north", "北浜小学校区", True)]),
        ("36.05,139.6", [("36.05,139.6", "今いるところ", True), ("north", "北浜小学校区", False)]),
        ("nowhere", [("north", "北浜小学校区", False)]),
    ],
)
def test_near_when_asked_then_its_place_stays_chosen(client, near, offered):
    DistrictFactory(code="north", name="北浜小学校区", latitude=36.05, longitude=139.6)
    DistrictFactory(code="south")

    places = client.get(f"/events/?near={near}").context["filters"].questions["near"]

    assert [place[:3] for place in places] == offered


def test_words_when_taken_for_wishes_then_show_as_chips_to_take_away(client):
    filters = client.get("/events/?q=土曜 絵本 今週末&free=1").context["filters"]

    assert [(chip["label"], unquote(chip["href"]).replace("+", " ")) for chip in filters.active] == [
        ("今週末＝11月28日(土)–11月29日(日)", "?q=土曜 絵本&free=1"),
        ("土曜", "?q=絵本 今週末&free=1"),
        ("「絵本」", "?q=今週末 土曜&free=1"),
        ("無料", "?q=土曜 絵本 今週末"),
    ]
    assert "literal=1" in filters.literal_href


def test_words_when_taken_literally_then_the_only_chip_says_so(client):
    filters = client.get("/events/?q=土曜&literal=1").context["filters"]

    assert [chip["label"] for chip in filters.active] == ["「土曜」", "ことばのまま"]
    assert filters.literal_href == ""


def one(pk, event, starts, ages, *, minutes=60, building=1):
    starts_at = NOW + timedelta(minutes=starts)
    return One(pk, event, building, NOW.date(), starts_at, starts_at + timedelta(minutes=minutes), *ages)


@pytest.mark.parametrize(
    ("second", "found"),
    [
        (one(2, 2, 30, FIVE), True),
        (one(2, 2, 31, FIVE), False),
        (one(2, 2, 0, FIVE, building=2), False),
        (one(2, 1, 0, FIVE), False),
        (one(2, 2, 0, TWO), False),
        (one(2, 2, 0, (24, 71)), False),
        (one(2, 2, 0, (None, None)), False),
    ],
    ids=["overlap", "too short", "elsewhere", "same event", "same child", "suits both alone", "no ages"],
)
def test_pair_when_two_dates_overlap_in_one_building_then_each_child_has_one(second, found):
    assert bool(list(pair_up([one(1, 1, 0, TWO), second], [TWO, FIVE]))) is found


def test_list_when_two_children_need_two_dates_then_offers_them_side_by_side(client):
    hall = FacilityFactory()
    at(28, 10, title="小さい子", ages=TWO, space=SpaceFactory(facility=hall))
    at(28, 11, title="大きい子", ages=FIVE, space=SpaceFactory(facility=hall))
    at(28, 11, title="よその子", ages=FIVE, space=SpaceFactory())
    both = at(28, 15, title="ふたりとも", ages=(24, 71))

    page = client.get("/events/?age=2y&age=5y")

    assert [titles(pair.cards) for pair in page.context["pairs"]] == [["小さい子", "大きい子"]]
    assert [card.pk for card in page.context["days"][0]["cards"]] == [both.pk]
    assert page.content.decode().count("2歳と5歳、どちらも参加できます") == 1


@pytest.mark.parametrize(("people", "shown"), [("none", 1), ("unstated", 0)])
def test_list_when_a_picture_may_be_shown_then_is_small_and_lazy(client, settings, tmp_path, people, shown):
    settings.MEDIA_ROOT = tmp_path
    file = BytesIO()
    Image.new("RGB", (400, 300)).save(file, "PNG")
    picture = Picture.objects.create(title="庭", alt="庭", people=people, file=ImageFile(file, name="garden.png"))
    at(28, picture=picture)

    page = client.get("/events/").content.decode()

    assert page.count('<img class="card__thumb"') == shown
    assert page.count('width="96" height="96" loading="lazy"') == shown


def test_list_when_the_file_of_a_picture_is_lost_then_shows_the_card_without_it(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    picture = PictureFactory()
    at(28, title="庭あそび", picture=picture)
    picture.file.storage.delete(picture.file.name)

    page = client.get("/events/")

    assert titles(page.context["days"][0]["cards"]) == ["庭あそび"]
    assert page.content.decode().count('<img class="card__thumb"') == 0


def test_card_when_a_building_makes_it_easy_then_says_so(client):
    hall = FacilityFactory(nursing_room=True, step_free=True)
    at(28, space=SpaceFactory(facility=hall), setting="indoor", has_childcare=True, languages=["ja", "en"])

    card = client.get("/events/?nursing=1&accessible=1").context["days"][0]["cards"][0]

    assert card.comforts == "屋内 · 段差なし · 授乳室 · 託児あり · 英語"


def test_pairs_when_two_series_meet_again_then_are_one_pair_with_its_days():
    week = 7 * 24 * 60
    seen = [
        one(2 * n + side, side, n * week, ages)._replace(held_on=(NOW + timedelta(weeks=n)).date())
        for n in range(3)
        for side, ages in ((1, TWO), (2, FIVE))
    ]

    (meetings,) = by_events(pair_up(seen, [TWO, FIVE]))

    assert [first.starts_at for first, _second in meetings] == [NOW + timedelta(weeks=n) for n in range(3)]
