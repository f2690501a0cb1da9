"""Who is tied to whom, whom to think of, and the picture of it."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from organizations.models import Introduction
from portal.services import circle, ties
from tests.factories.events import EventFactory, HostFactory, OccurrenceFactory
from tests.factories.organizations import (
    DepartmentFactory,
    IntroductionFactory,
    NeedFactory,
    OfferFactory,
    OrganizationFactory,
    PartnerFactory,
    ProjectFactory,
)
from tests.factories.spaces import BookingFactory, SpaceFactory

TODAY = date(2026, 12, 1)


@pytest.fixture
def city(db):
    """Four groups; every kind of tie between the first two, one more to the third, and the fourth alone."""
    with time_machine.travel("2026-12-01T10:00:00+09:00", tick=False):
        groups = [OrganizationFactory(name=name, kana=name) for name in ("あ", "い", "う", "え")]
        meet(groups[0], groups[1])
        meet(groups[0], groups[3], outcome=Introduction.Outcome.NOT)
        event = EventFactory(lead=groups[0])
        OccurrenceFactory(event=event, starts_at=timezone.now(), ends_at=timezone.now() + timedelta(hours=1))
        HostFactory(event=event, organization=groups[1], role="co_host", accepted_at=timezone.now())
        HostFactory(event=event, organization=groups[3], role="co_host", accepted_at=None)
        space = SpaceFactory()
        for hour, group in ((10, groups[0]), (13, groups[1])):
            start = timezone.make_aware(datetime(2026, 11, 20, hour))
            BookingFactory(
                space=space, organization=group, status="done", starts_at=start, ends_at=start + timedelta(hours=2)
            )
        project = ProjectFactory()
        for group in (groups[0], groups[2], DepartmentFactory()):
            PartnerFactory(project=project, organization=group, role="partner")
        yield groups


def meet(one, other, **changes):
    IntroductionFactory(
        need=NeedFactory(organization=one),
        offer=OfferFactory(organization=other),
        status="settled",
        opened_at=timezone.now(),
        **({"outcome": "done"} | changes),
    )


def test_network_reads_every_kind_of_tie_and_the_three_lists(city):
    found = ties.network(TODAY)

    assert [(tie.one.name, tie.other.name, tie.kinds) for tie in found.ties] == [
        ("あ", "い", {"met": 1, "hosted": 1, "room": 1}),
        ("あ", "う", {"project": 1}),
    ]
    assert [group.name for group in found.alone] == ["え"]
    assert [group.name for group in found.by_one_thread] == ["い", "う"]
    assert found.quiet == []


def test_network_after_half_a_year_then_everybody_is_quiet(city):
    assert len(ties.network(TODAY + timedelta(days=400)).quiet) == 4


def test_page_shows_table_and_picture_and_is_not_there_for_others(city, coordinator, department, as_user):
    page = as_user(coordinator).get("/desk/ties/").content.decode()

    assert [words in page for words in ("<svg", "あ", "紹介・", "同じ日に同じ部屋")] == [True] * 4
    assert as_user(department).get("/desk/ties/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_often_for_one_as_for_three(count, coordinator, as_user, django_assert_num_queries):
    for _number in range(count):
        meet(OrganizationFactory(), OrganizationFactory())
    browser = as_user(coordinator)
    browser.get("/desk/ties/")

    with django_assert_num_queries(10):
        browser.get("/desk/ties/")


KEYS = st.lists(st.integers(1, 60), unique=True, min_size=1, max_size=25)


@given(KEYS, st.lists(st.tuples(st.integers(1, 60), st.integers(1, 60)), max_size=40))
def test_draw_places_every_group_once_within_the_paper_and_alike_each_time(keys, pairs):
    picture = circle.draw(keys, pairs)

    assert sorted(dot.key for dot in picture.dots) == sorted(keys)
    assert len({(dot.x, dot.y) for dot in picture.dots}) == len(keys)
    assert all(0 < value < circle.SIZE for dot in picture.dots for value in (dot.x, dot.y, dot.label_x, dot.label_y))
    assert picture == circle.draw(keys, reversed(pairs))


def test_draw_puts_tied_groups_side_by_side_and_the_lonely_last():
    assert circle.side_by_side([1, 2, 3, 4], [(1, 4), (2, 3)]) == [1, 4, 2, 3]
    assert circle.side_by_side([9, 1, 2], [(1, 2)]) == [1, 2, 9]


def test_draw_drops_a_tie_to_whoever_is_not_drawn():
    assert circle.draw([1], [(1, 2), (1, 1)]).lines == ()
