"""Twenty borrowers ask for three machines at one moment: three have one. The look and the wall both stand guard."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from spaces.models import Loan, LoanDay
from tests.factories.spaces import ThingFactory
from tests.faults.visitors import Visitor, at_once

pytestmark = pytest.mark.race
GUESTS, THERE = 20, 3


@pytest.fixture
def thing(portal):
    return ThingFactory(count=THERE)


def everybody_asks(portal, thing):
    path = f"/things/{thing.slug}/borrow/"
    day = (timezone.localdate() + timedelta(days=7)).isoformat()
    wish = {"first": day, "last": day, "count": "1", "purpose": "おまつり", "name": "佐藤花子", "agrees": "on"}
    guests = [Visitor(portal.base_url) for _ in range(GUESTS)]
    for guest in guests:
        guest.open(path)
    answers = at_once(
        lambda n=number, g=guest: g.send(path, wish | {"phone": f"072-000-{n:04}"})
        for number, guest in enumerate(guests)
    )
    return sorted(answer.status_code for answer in answers)


def take_the_wall_away():
    """Drop the index that allows each piece once a day."""
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX loan_day_piece_once")


def test_loans_when_twenty_ask_at_once_then_as_many_are_lent_as_there_are(portal, thing):
    portal.start_server()

    answers = everybody_asks(portal, thing)

    assert answers == [200] * (GUESTS - THERE) + [302] * THERE
    assert Loan.objects.count() == LoanDay.objects.count() == THERE


def test_loans_when_nobody_looks_then_the_wall_alone_refuses(portal, thing):
    portal.environment["DJANGO_SETTINGS_MODULE"] = "tests.faults.unguarded"
    portal.start_server()

    answers = everybody_asks(portal, thing)

    assert answers == [200] * (GUESTS - 1) + [302]


def test_loans_when_nobody_looks_and_the_wall_is_gone_then_too_many_are_lent(portal, thing):
    portal.environment["DJANGO_SETTINGS_MODULE"] = "tests.faults.unguarded"
    portal.start_server()
    take_the_wall_away()

    everybody_asks(portal, thing)

    assert Loan.objects.count() > THERE
