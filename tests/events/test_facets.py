"""How much each further wish would leave."""

from datetime import date, datetime, timedelta

import pytest
import time_machine

from events.services import facets
from tests.factories.events import TOKYO, EventFactory, OccurrenceFactory
from tests.factories.organizations import DistrictFactory
from tests.factories.spaces import FacilityFactory, SpaceFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=TOKYO)  # a Tuesday
TWO, FIVE = (24, 35), (60, 71)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def at(day, *, ages=(None, None), month=11, **facts):
    event = EventFactory(age_from_months=ages[0], age_to_months=ages[1], **facts)
    return OccurrenceFactory(event=event, starts_at=datetime(2026, month, day, 10, tzinfo=TOKYO))


def filters(client, query=""):
    return client.get(f"/events/?{query}").context["filters"]


def counts(client, name, query=""):
    return {code: count for code, _label, _on, count in filters(client, query).questions[name] if count != "0件"}


@pytest.mark.parametrize(
    ("ages", "months", "meets"),
    [
        ((24, 35), (24, 35), True),
        ((None, 35), (24, 35), True),
        ((24, None), (200, 200), True),
        ((36, 47), (24, 35), False),
        ((None, 23), (24, 35), False),
        ((None, None), (24, 35), False),
    ],
)
def test_ages_when_stated_then_meet_or_not(ages, months, meets):
    assert facets.fits(ages, *months) is meets


def test_counts_when_nothing_is_asked_then_stand_beside_every_day(client):
    for day in (24, 25, 28, 29, 30):
        at(day)
    at(27, is_free=True)

    quick = filters(client).quick

    assert [(item["label"], item["count"]) for item in quick] == [
        ("きょう", "0件"),
        ("あした", "1件"),
        ("この土日", "2件"),
        ("これから7日間", "5件"),
    ]


def test_counts_by_age_when_a_child_is_named_then_say_what_fits_both(client):
    at(28, ages=(24, 71))
    at(28, ages=TWO)
    at(28, ages=FIVE)
    at(28)

    assert counts(client, "age", "age=2y") == {"2y": "2件", "3y": "1件", "4y": "1件", "5y": "1件"}


def test_counts_by_district_when_one_is_asked_then_the_others_keep_theirs(client):
    whole, part, other = (DistrictFactory(code=code) for code in ("whole", "part", "other"))
    part.parents.add(whole)
    at(28, space=SpaceFactory(facility=FacilityFactory(district=part)), district=other)
    at(28, district=other)
    at(28, district=other, ages=TWO)

    assert counts(client, "district", "district=whole") == {"whole": "1件", "part": "1件", "other": "2件"}
    assert counts(client, "district", "district=whole&age=2y") == {"other": "1件"}


def test_counts_when_days_are_asked_then_the_other_days_keep_theirs(client):
    at(28, ages=TWO)
    at(25)

    asked = filters(client, "from=2026-11-25&to=2026-11-25")

    assert [item["count"] for item in asked.quick] == ["0件", "1件", "1件", "2件"]
    assert asked.facets.ages == {(None, None): 1}


def test_counts_when_a_grade_is_asked_then_follow_the_day(client):
    at(28, ages=(80, 91))
    at(28, ages=FIVE)

    assert filters(client, "grade=e1").facets.anywhere == 1


def test_counts_when_later_than_sixty_days_then_are_left_out(client):
    at(24, month=12)
    OccurrenceFactory(starts_at=NOW + timedelta(days=61))

    assert filters(client).facets.anywhere == 1


def test_counts_when_more_than_are_looked_at_then_say_at_least(client, monkeypatch):
    monkeypatch.setattr(facets, "MOST", 2)
    monkeypatch.setattr("events.views.filters.MOST", 2)
    for _number in range(3):
        at(28, ages=TWO)

    assert counts(client, "age")["2y"] == "2+件"


@pytest.mark.parametrize(
    ("query", "queries"), [("", 1), ("age=2y&district=here", 1), ("from=2026-11-25", 2), ("month=2026-12&free=1", 2)]
)
def test_counts_when_asked_then_take_two_queries_at_most(django_assert_num_queries, client, query, queries):
    DistrictFactory(code="here")
    asked = filters(client, query)
    asked.__dict__.pop("facets")

    with django_assert_num_queries(queries):
        assert asked.facets.days == {}


def test_unstated_when_ages_are_asked_then_is_a_group_with_its_number(client):
    for _number in range(8):
        at(28)

    page = client.get("/events/?age=2y")

    assert len(page.context["unstated"]) == 6
    assert "対象年齢の書かれていないものをすべて見る (8件)</a>" in page.content.decode()
    found = client.get("/events/" + page.context["unstated_href"])
    assert len(found.context["days"][0]["cards"]) == 8


def test_first_day_when_the_month_is_over_then_is_today():
    assert facets._first_day({"month": (date(2026, 10, 1), date(2026, 10, 31))}, NOW.date()) == NOW.date()
