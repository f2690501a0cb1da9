"""Searches in vain leave a count, and nothing of whoever asked."""

from datetime import date, timedelta

import pytest

from events.models import EmptySearch
from events.services import demand
from tests.factories.organizations import DistrictFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lists(db):
    DistrictFactory(code="kita")
    TopicFactory(slug="play")


def rows():
    return list(EmptySearch.objects.values_list("topic", "district", "band", "weekday", "times"))


def test_empty_search_when_made_twice_then_one_row_counts_both(client, lists):
    for _turn in range(2):
        client.get("/events/?topic=play&district=kita&age=2y&day=sat&q=花子")

    assert rows() == [("play", "kita", "baby", "sat", 2)]


@pytest.mark.parametrize("query", ["", "?q=花子", "?day=sat&day=sun", "?topic=nothing", "?district=kita&after=x"])
def test_empty_search_when_it_names_no_one_wish_then_leaves_nothing(client, lists, query):
    client.get(f"/events/{query}")

    assert [row for row in rows() if row[:4] == ("", "", "", "")] == []


@pytest.mark.parametrize(
    ("ages", "band"),
    [((0, 0), "baby"), ((36, 47), "preschool"), ((72, 83), "primary"), ((200, 211), "teen"), (None, "")],
)
def test_band_of_the_youngest_month(ages, band):
    assert demand.band_of(ages) == band


def test_forget_old_keeps_three_years():
    for years in (1, 4):
        EmptySearch.objects.create(topic="play", noted_on=date(2026, 11, 1) - timedelta(days=366 * years))

    assert [demand.forget_old(day=date(2026, 11, 1)) for _turn in range(2)] == [1, 0]
