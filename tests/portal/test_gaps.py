"""Gaps: what counts as asked in vain and as there, what is never shown, the call, and whether the gap closed."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from events.models import EmptySearch
from organizations.models import Need, Project
from portal.models import GapCall
from portal.services import gaps
from portal.services.gaps import Ledger, Row, bands_between
from spaces.models import Unmet
from tests.factories.events import EventFactory, OccurrenceFactory, in_days
from tests.factories.organizations import (
    AppointmentFactory,
    DistrictFactory,
    NeedFactory,
    OfferFactory,
    TopicFactory,
    UserFactory,
)
from tests.factories.spaces import FacilityFactory, SpaceFactory


def row(*themes, **more):
    return Row(frozenset(themes), **{name: frozenset(value) for name, value in more.items()})


@pytest.mark.parametrize(
    ("first", "last", "bands"),
    [
        (None, None, set()),
        (0, 35, {"baby"}),
        (24, 80, {"baby", "preschool", "primary"}),
        (72, None, {"primary", "teen"}),
        (None, 40, {"baby", "preschool"}),
    ],
)
def test_bands_between(first, last, bands):
    assert bands_between(first, last) == bands


@pytest.mark.parametrize(
    ("asked", "there", "key", "found"),
    [
        pytest.param(row("play"), row("play"), ("play", ""), (1, 1), id="the whole city"),
        pytest.param(row("play", districts=["a"]), row("play"), ("play", "a"), (1, 1), id="serves every district"),
        pytest.param(row("play", districts=["a"]), row("play", districts=["b"]), ("play", "a"), (1, 0), id="elsewhere"),
        pytest.param(row("play"), row("play", districts=["b"]), ("play", ""), (1, 1), id="somewhere"),
        pytest.param(row("play", bands=["baby"]), row("play"), ("play", "", "baby"), (1, 1), id="open to all ages"),
        pytest.param(row("play"), row("play", bands=["teen"]), ("play", "", "baby"), (0, 0), id="says no age"),
        pytest.param(
            row("play", weekdays=["sat"]), row("play", weekdays=["sun"]), ("play", "", "", "sat"), (1, 0), id="day"
        ),
        pytest.param(row("play"), row("sing"), ("play", ""), (1, 0), id="another theme"),
    ],
)
def test_gap_counts_what_is_asked_and_what_serves(asked, there, key, found):
    gap = Ledger([asked], [there]).gap(*key)

    assert (gap.demand, gap.supply) == found


@pytest.fixture
def city(db):
    """Six times asked in vain for play in the north, by need and by search; four times for a room."""
    north = DistrictFactory(code="kita", name="北校区")
    play = TopicFactory(slug="play", name="遊び")
    for status in ("open", "unmet", "expired"):
        NeedFactory(status=status, districts=[north], weekdays=["sat"]).topics.add(play)
    for status, code in (("met", ""), ("unmet", "elsewhere"), ("draft", "")):
        NeedFactory(status=status, reason_code=code, districts=[north]).topics.add(play)
    EmptySearch.objects.create(topic="play", district="kita", weekday="sat", noted_on=timezone.localdate(), times=3)
    EmptySearch.objects.create(topic="play", district="kita", noted_on=date(2020, 1, 1), times=9)
    start = timezone.make_aware(datetime(2026, 11, 21, 10))
    Unmet.objects.create(
        district=north, code="taken", starts_at=start, ends_at=start, noted_on=timezone.localdate(), times=4
    )
    return north, play


def test_ledger_reads_needs_searches_and_refusals_and_nothing_settled_or_old(city):
    found = gaps.ledger(timezone.localdate())

    assert {(gap.theme, gap.demand, gap.is_shown) for gap in found.gaps()} == {("play", 6, True), ("room", 4, False)}


def test_ledger_reads_offers_events_and_rooms_as_there(city):
    north, play = city
    OfferFactory(districts=[north]).topics.add(play)
    event = EventFactory(district=north)
    event.topics.add(play)
    OccurrenceFactory(event=event, starts_at=in_days(3), ends_at=in_days(3, 12))
    SpaceFactory(facility=FacilityFactory(district=north))

    found = gaps.ledger(timezone.localdate())

    assert [found.gap(theme, "kita").supply for theme in ("play", "room")] == [2, 1]


@pytest.fixture
def browser(city, coordinator, as_user):
    AppointmentFactory(user=coordinator)
    return as_user(coordinator)


def test_page_shows_the_gap_and_no_number_under_five(browser):
    page = browser.get("/desk/gaps/")

    assert [(said["theme"], said["district"], said["demand"]) for said in page.context["gaps"]] == [
        ("遊び", "北校区", "6")
    ]
    assert page.context["few"] == 1


def test_page_for_one_day_leaves_out_the_others(browser):
    assert [browser.get(f"/desk/gaps/?weekday={day}").context["gaps"] == [] for day in ("sat", "sun")] == [False, True]


def test_call_drafts_a_project_and_later_shows_that_the_gap_closed(browser, city):
    answer = browser.post("/desk/gaps/call/", {"theme": "play", "district": "kita"})
    project = Project.objects.get()
    before = browser.get("/desk/gaps/").context["calls"][0]["is_closed"]
    for _number in range(6):
        OfferFactory(districts=[city[0]]).topics.add(city[1])

    (call,) = browser.get("/desk/gaps/").context["calls"]

    assert answer["Location"] == f"/desk/projects/{project.pk}/"
    assert (project.title, [t.slug for t in project.topics.all()]) == ("遊び（北校区）の呼びかけ", ["play"])
    assert (before, call["is_closed"], call["call"].demand, call["call"].supply) == (False, True, 6, 0)


@pytest.mark.parametrize("key", [{"theme": "room", "district": "kita"}, {"theme": "nothing"}, {"theme": "a b"}, {}])
def test_call_for_what_no_gap_shows_drafts_nothing(browser, key):
    browser.post("/desk/gaps/call/", key)

    assert (Project.objects.count(), GapCall.objects.count()) == (0, 0)


def test_call_by_who_works_in_no_office_is_refused_in_a_sentence(city, as_user):
    browser = as_user(UserFactory(roles=["plan_office"]))

    page = browser.post("/desk/gaps/call/", {"theme": "play", "district": "kita"}, follow=True)

    assert ("市の課や施設に所属する" in page.content.decode(), Project.objects.count()) == (True, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_often_for_one_as_for_three(count, city, browser, django_assert_num_queries):
    for number in range(count):
        for _time in range(5):
            NeedFactory(resource="goods", districts=[DistrictFactory(code=f"x{number}{_time}")])
    Need.objects.update(opened_at=timezone.now() - timedelta(days=1))
    browser.get("/desk/gaps/")

    with django_assert_num_queries(15):
        browser.get("/desk/gaps/")
